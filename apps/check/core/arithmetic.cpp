// Powers within limits, counts of monomials, primality.
#include "arithmetic.hpp"

#include <bit>

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

Integer power(const Integer& base, u32 exponent) {
  if (exponent > 0 && mp::msb(mp::abs(base)) > bits_max / exponent)
    throw Rejected("a number exceeds 10000 digits");
  return mp::pow(base, exponent);
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
}  // namespace abide_check
