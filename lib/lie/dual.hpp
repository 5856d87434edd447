// Nested dual numbers modulo a prime: F_p[ε_1, …, ε_k] with ε_i² = 0. Private to
// this stage.
#pragma once

#include <abide/exact.hpp>

#include <vector>

namespace abide {

/// 2^k coefficients, the upper half is the factor of ε_k; empty is zero.
using Dual = std::vector<std::uint64_t>;

class DualRing {
 public:
  DualRing(const Modulus& modulus, unsigned level) : modulus_(modulus), level_(level) {}
  unsigned level() const noexcept { return level_; }
  const Modulus& modulus() const noexcept { return modulus_; }
  DualRing next() const { return {modulus_, level_ + 1}; }

  Dual constant(std::uint64_t value) const;
  void add(Dual& a, const Dual& b) const;
  void subtract(Dual& a, const Dual& b) const;
  Dual multiply(const Dual& a, const Dual& b) const;
  Dual power(Dual a, std::uint32_t exponent) const;

 private:
  void multiply_add(const std::uint64_t* a, const std::uint64_t* b, std::uint64_t* sum,
                    std::size_t size) const;
  Modulus modulus_;
  unsigned level_;
};

/// a + ε b, one level up, and the two halves back.
Dual join(const Dual& a, const Dual& b, const DualRing& ring);
Dual derivative_part(const Dual& joined);

}  // namespace abide
