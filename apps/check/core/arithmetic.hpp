// Integers, rationals, arithmetic modulo a prime.
#pragma once
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <vector>

#include "errors.hpp"

namespace abide_check {
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using std::size_t;
// For a number known to be small enough.
constexpr u32 narrow(u64 n) { return static_cast<u32>(n); }

namespace mp = boost::multiprecision;
using Integer = mp::number<mp::cpp_int_backend<>, mp::et_off>;
using Rational = mp::number<mp::cpp_rational_backend, mp::et_off>;
__extension__ typedef unsigned __int128 Wide;
__extension__ typedef __int128 SignedWide;

// Of an integer, in decimal and in binary; of an exponent in the input.
inline constexpr u32 digits_max = 10000, bits_max = 33220, exponent_max = 1000000;

// base^exponent for base ≠ 0, unless the result exceeds the limit on digits (exponent 1: the number
// itself).
Integer power(const Integer& base, u32 exponent);
Integer falling(const Integer& n, u64 k);  // n (n − 1) … (n − k + 1)
inline Integer binomial(const Integer& n, u64 k) { return falling(n, k) / falling(k, k); }
bool is_prime(u64 n);

// Arithmetic modulo a prime p < 2^62 (or modulo any number, without addition); residues are in 0 …
// p − 1.
class Modulus {
 public:
  explicit Modulus(u64 p) : p_(p) {}
  u64 p() const { return p_; }
  u64 add(u64 a, u64 b) const { return a + b >= p_ ? a + b - p_ : a + b; }
  u64 sub(u64 a, u64 b) const { return a >= b ? a - b : a + p_ - b; }
  u64 mul(u64 a, u64 b) const {
    return p_ >> 32 == 0 ? a * b % p_ : static_cast<u64>(static_cast<Wide>(a) * b % p_);
  }
  u64 pow(u64 a, u64 e) const;
  u64 inverse(u64 a) const { return a == 1 || a == p_ - 1 ? a : pow(a, p_ - 2); }
  u64 of(const Integer& a) const;
  u64 of(const Rational& a) const;  // Rejected if its denominator is not a unit

 private:
  u64 p_;
};
}  // namespace abide_check
