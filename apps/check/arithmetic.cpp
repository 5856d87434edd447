#include "arithmetic.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "errors.hpp"

namespace abide_check {
namespace mp = boost::multiprecision;

namespace {
std::size_t bits(const Integer& a) { return a.is_zero() ? 0 : mp::msb(mp::abs(a)) + 1; }

std::uint32_t exponent_sum(std::uint32_t a, std::uint32_t b) {
  if (b > std::numeric_limits<std::uint32_t>::max() - a) throw Stopped("an exponent reaches 2^32");
  return a + b;
}
}  // namespace

Integer power(const Integer& base, std::uint32_t exponent) {
  const bool unit = base == 1 || base == -1;
  if (!unit && exponent > 0 && bits(base) > bits_max / exponent + 1)
    throw Rejected("a power of a coefficient exceeds 10000 digits");
  if (unit) return exponent % 2 == 0 ? Integer(1) : base;
  return mp::pow(base, exponent);
}

Integer binomial(const Integer& n, std::uint64_t k) {
  Integer result = 1;
  for (std::uint64_t i = 1; i <= k; ++i) result = result * (n - k + i) / i;
  return result;
}

std::uint64_t Modulus::pow(std::uint64_t a, std::uint64_t e) const {
  std::uint64_t result = 1 % p_;
  for (a %= p_; e > 0; e >>= 1, a = mul(a, a))
    if (e & 1) result = mul(result, a);
  return result;
}

std::uint64_t Modulus::of(const Integer& a) const {
  const std::uint64_t r = static_cast<std::uint64_t>(Integer(mp::abs(a) % p_));
  return a < 0 && r != 0 ? p_ - r : r;
}

std::uint64_t Modulus::of(const Rational& a) const {
  const std::uint64_t d = of(mp::denominator(a));
  if (d == 0) throw Rejected("a denominator of a field is not a unit modulo the prime");
  const std::uint64_t n = of(mp::numerator(a));
  return d == 1 ? n : mul(n, inverse(d));
}

bool is_prime(std::uint64_t n) {
  // Miller-Rabin with these bases is deterministic below 3.3·10^24.
  constexpr std::array<std::uint64_t, 12> bases{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
  if (n < 2) return false;
  for (const auto b : bases)
    if (n % b == 0) return n == b;
  const Modulus field(n);
  std::uint64_t odd = n - 1;
  int twos = 0;
  for (; odd % 2 == 0; odd /= 2) ++twos;
  for (const auto b : bases) {
    std::uint64_t x = field.pow(b, odd);
    bool witness = x != 1 && x != n - 1;
    for (int i = 1; witness && i < twos; ++i) {
      x = field.mul(x, x);
      witness = x != n - 1;
    }
    if (witness) return false;
  }
  return true;
}

std::size_t MonomialHash::operator()(const Monomial& m) const noexcept {
  std::uint64_t h = 0x9e3779b97f4a7c15u;
  for (const auto& q : m) {
    h ^= (static_cast<std::uint64_t>(q.variable) << 32) | q.exponent;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 32;
  }
  return static_cast<std::size_t>(h);
}

std::uint64_t degree(const Monomial& m) {
  std::uint64_t sum = 0;
  for (const auto& q : m) sum += q.exponent;
  return sum;
}

std::uint64_t degree(const Polynomial& h) {
  std::uint64_t most = 0;
  for (const auto& t : h) most = std::max(most, degree(t.monomial));
  return most;
}

std::uint32_t exponent_of(const Monomial& m, std::uint32_t variable) {
  for (const auto& q : m)
    if (q.variable == variable) return q.exponent;
  return 0;
}

Monomial times(const Monomial& a, const Monomial& b) {
  Monomial c;
  c.reserve(a.size() + b.size());
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    if (i->variable < j->variable) {
      c.push_back(*i++);
    } else if (j->variable < i->variable) {
      c.push_back(*j++);
    } else {
      c.push_back({i->variable, exponent_sum(i->exponent, j->exponent)});
      ++i, ++j;
    }
  }
  c.insert(c.end(), i, a.end());
  c.insert(c.end(), j, b.end());
  return c;
}

Monomial lowered(Monomial m, std::uint32_t variable) {
  auto at = m.begin();
  while (at->variable != variable) ++at;
  if (--at->exponent == 0) m.erase(at);
  return m;
}

bool divide(const Monomial& a, const Monomial& b, Monomial& quotient) {
  quotient.clear();
  auto i = a.begin();
  for (const auto& q : b) {
    while (i != a.end() && i->variable < q.variable) quotient.push_back(*i++);
    if (i == a.end() || i->variable != q.variable || i->exponent < q.exponent) return false;
    if (i->exponent > q.exponent) quotient.push_back({i->variable, i->exponent - q.exponent});
    ++i;
  }
  quotient.insert(quotient.end(), i, a.end());
  return true;
}

void add_to(Sum& sum, const Monomial& m, const Rational& c) {
  // Polynomials of brackets may explode; stop before the memory does.
  constexpr std::size_t terms_max = std::size_t{1} << 22;
  if (c.is_zero()) return;
  const auto [at, fresh] = sum.try_emplace(m, c);
  if (!fresh) {
    at->second += c;
    if (at->second.is_zero()) sum.erase(at);
  } else if (sum.size() > terms_max) {
    throw Stopped("a polynomial has more than 2^22 terms");
  }
}

void add_product(Sum& sum, const Sum& a, const Sum& b, int sign) {
  for (const auto& [m, c] : a) {
    poll();
    for (const auto& [n, e] : b) {
      const Rational product = c * e;
      add_to(sum, times(m, n), sign < 0 ? Rational(-product) : product);
    }
  }
}

Sum derivative(const Sum& a, std::uint32_t variable) {
  Sum result;
  for (const auto& [m, c] : a) {
    const std::uint32_t e = exponent_of(m, variable);
    if (e > 0) add_to(result, lowered(m, variable), c * Rational{e});
  }
  return result;
}
}  // namespace abide_check
