// Integers, rationals, arithmetic modulo a prime.
#pragma once
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>

#include "errors.hpp"

namespace abide_check {
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using std::size_t;
constexpr u32 narrow(u64 n) {
  return static_cast<u32>(n);
}  // for a number known to be small enough

namespace mp = boost::multiprecision;
using Integer = mp::number<mp::cpp_int_backend<>, mp::et_off>;
using Rational = mp::number<mp::cpp_rational_backend, mp::et_off>;
__extension__ typedef unsigned __int128 Wide;
__extension__ typedef __int128 SignedWide;

inline constexpr size_t digits_max = 10000,
                        bits_max = 33220;     // of an integer, in decimal and in binary
inline constexpr u32 exponent_max = 1000000;  // in the input

// base^exponent for base ≠ 0, unless the result exceeds the limit on digits (exponent 1: the number
// itself).
inline Integer power(const Integer& base, u32 exponent) {
  if (exponent > 0 && mp::msb(mp::abs(base)) > bits_max / exponent)
    throw Rejected("a number exceeds 10000 digits");
  return mp::pow(base, exponent);
}
// n (n − 1) … (n − k + 1)
inline Integer falling(const Integer& n, u64 k) {
  Integer result = 1;
  for (u64 i = 0; i < k; ++i) result *= n - i;
  return result;
}
inline Integer binomial(const Integer& n, u64 k) { return falling(n, k) / falling(k, k); }

// Arithmetic modulo a prime p < 2^62 (or modulo any number, without addition); residues are in 0 …
// p − 1.
class Modulus {
 public:
  explicit Modulus(u64 p) : p_(p) {}
  u64 p() const { return p_; }
  u64 add(u64 a, u64 b) const { return a + b >= p_ ? a + b - p_ : a + b; }
  u64 sub(u64 a, u64 b) const { return a >= b ? a - b : a + p_ - b; }
  u64 mul(u64 a, u64 b) const {
    if (p_ >> 32 == 0) return a * b % p_;
    return static_cast<u64>(static_cast<Wide>(a) * b % p_);
  }
  u64 pow(u64 a, u64 e) const {
    u64 result = 1;
    for (a %= p_; e > 0; e >>= 1, a = mul(a, a))
      if (e & 1) result = mul(result, a);
    return result;
  }
  u64 inverse(u64 a) const { return a == 1 || a == p_ - 1 ? a : pow(a, p_ - 2); }
  u64 of(const Integer& a) const {
    const auto r = static_cast<u64>(Integer(mp::abs(a) % p_));
    return a < 0 ? sub(0, r) : r;
  }
  u64 of(const Rational& a) const {
    const u64 d = of(mp::denominator(a)), n = of(mp::numerator(a));
    if (d == 0) throw Rejected("a denominator of a field is not a unit modulo the prime");
    return d == 1 ? n : mul(n, inverse(d));
  }

 private:
  u64 p_;
};

// Miller-Rabin with these bases is deterministic below 3.3·10^24.
inline bool is_prime(u64 n) {
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
