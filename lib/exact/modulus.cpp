// Arithmetic modulo a prime below 2^62, and the two sequences of primes that are used: large ones
// for sparse work, where one prime should suffice for rational reconstruction, and those below 2^23
// for dense work, where sums of products must be exact in a double.
#include <flint/flint.h>
#include <flint/ulong_extras.h>

#include "exact/exact.hpp"

namespace abide {

Modulus::Modulus(std::uint64_t p) : p_(p), reciprocal_(p == 0 ? 0 : UINT64_MAX / p) {
  if (p < 2 || p >= (std::uint64_t{1} << 62U))
    throw Error(ErrorKind::internal, "a modulus must lie between 2 and 2^62");
}

std::uint64_t Modulus::power(std::uint64_t a, std::uint64_t exponent) const noexcept {
  std::uint64_t result = 1 % p_;
  for (std::uint64_t base = a % p_; exponent != 0; exponent >>= 1U) {
    if ((exponent & 1U) != 0) result = multiply(result, base);
    base = multiply(base, base);
  }
  return result;
}

std::uint64_t Modulus::inverse(std::uint64_t a) const {
  std::int64_t s0 = 1, s1 = 0;
  std::uint64_t r0 = a % p_, r1 = p_;
  while (r1 != 0) {
    const auto q = r0 / r1;
    const auto r = r0 - q * r1;
    const auto s = s0 - static_cast<std::int64_t>(q) * s1;
    r0 = r1, r1 = r;
    s0 = s1, s1 = s;
  }
  if (r0 != 1) throw Error(ErrorKind::internal, "not a unit modulo the prime");
  return reduce(s0);
}

std::uint64_t Modulus::reduce(std::int64_t a) const noexcept {
  const auto p = static_cast<std::int64_t>(p_);
  const std::int64_t r = a % p;
  return static_cast<std::uint64_t>(r < 0 ? r + p : r);
}

namespace {

std::uint64_t prime_below(std::uint64_t bound, std::size_t k) {
  for (std::uint64_t n = bound - 1;; n -= 2)
    if (n_is_prime(n) != 0 && k-- == 0) return n;
}

}  // namespace

std::uint64_t large_prime(std::size_t k) { return prime_below(std::uint64_t{1} << 61U, k); }
std::uint64_t dense_prime(std::size_t k) { return prime_below(std::uint64_t{1} << 23U, k); }

}  // namespace abide
