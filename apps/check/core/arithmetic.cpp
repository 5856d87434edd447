// Primality; products, quotients and sums of monomials. Primes come from the certificate, so they
// are tested: Miller-Rabin with these bases is a proof far beyond 2^62. What may grow without bound
// (an exponent, a polynomial) stops the check and never wraps around.
#include "arithmetic.hpp"

#include <bit>
#include <numeric>

namespace abide_check {
u64 Modulus::pow(u64 a, u64 e) const {
  u64 result = 1;
  for (a %= p_; e > 0; e >>= 1, a = mul(a, a))
    if (e & 1) result = mul(result, a);
  return result;
}
u64 Modulus::of(const Integer& a) const {
  const auto r = static_cast<u64>(Integer(mp::abs(a) % p_));
  return a < 0 ? sub(0, r) : r;
}
u64 Modulus::of(const Rational& a) const {
  const u64 d = of(mp::denominator(a)), n = of(mp::numerator(a));
  if (d == 0) throw Rejected("a denominator of a field is not a unit modulo the prime");
  return d == 1 ? n : mul(n, inverse(d));
}

Integer falling(const Integer& n, u64 k) {
  Integer result = 1;
  for (u64 i = 0; i < k; ++i) result *= n - i;
  return result;
}

// Miller-Rabin with these bases is deterministic below 3.3·10^24.
bool is_prime(u64 n) {
  const Modulus field(n);
  if (n < 2) return false;
  for (const u64 base : {2u, 3u, 5u, 7u, 11u, 13u, 17u, 19u, 23u, 29u, 31u, 37u}) {
    if (n % base == 0) return n == base;
    const int twos = std::countr_zero(n - 1);
    u64 x = field.pow(base, (n - 1) >> twos);
    bool passes = x == 1;
    for (int k = 0; k < twos; ++k, x = field.mul(x, x)) passes = passes || x == n - 1;
    if (!passes) return false;
  }
  return true;
}

u64 degree(const Monomial& m) {
  return std::accumulate(m.begin(), m.end(), u64{0},
                         [](u64 sum, const Power& q) { return sum + q.exponent; });
}
u32 exponent_of(const Monomial& m, u32 variable) {
  const auto at = std::lower_bound(m.begin(), m.end(), Power{variable, 0});
  return at == m.end() || at->variable != variable ? 0 : at->exponent;
}
Monomial times(Monomial a, const Monomial& b) {
  for (const auto& q : b) {
    auto at = std::lower_bound(a.begin(), a.end(), Power{q.variable, 0});
    if (at == a.end() || at->variable != q.variable) at = a.insert(at, {q.variable, 0});
    if (q.exponent > UINT32_MAX - at->exponent) throw Stopped("an exponent reaches 2^32");
    at->exponent += q.exponent;
  }
  return a;
}
Monomial lacking(const Monomial& a, const Monomial& b) {
  Monomial rest;
  for (const auto& q : a)
    if (const u32 e = exponent_of(b, q.variable); e < q.exponent)
      rest.push_back({q.variable, q.exponent - e});
  return rest;
}
Monomial lowered(const Monomial& m, u32 variable) { return lacking(m, {{variable, 1}}); }
u64 degree(const Polynomial& h) {
  u64 most = 0;
  for (const auto& t : h) most = std::max(most, degree(t.monomial));
  return most;
}

void add_to(Sum& sum, const Monomial& m, const Rational& c) {
  const auto at = sum.try_emplace(m, 0).first;
  at->second += c;
  if (at->second.is_zero()) sum.erase(at);
  if (sum.size() >> 22 != 0) throw Stopped("a polynomial has more than 2^22 terms");
}
void add_product(Sum& sum, const Sum& a, const Sum& b, int sign) {
  for (const auto& [m, c] : a)
    for (const auto& [n, e] : b) poll(), add_to(sum, times(m, n), sign * c * e);
}
}  // namespace abide_check
