// Nested dual numbers modulo a prime, F_p[ε_1, …, ε_k] with ε_i² = 0, as 2^k coefficients: the
// upper half is the factor of ε_k. Private to this stage.
#pragma once

#include <vector>

#include "exact/exact.hpp"
#include "fields/fields.hpp"

namespace abide {

/// A vector with entries of one level: `at` increasing, values[i·2^k …] the coefficients.
struct DualVector {
  std::vector<std::uint32_t> at;
  std::vector<std::uint64_t> values;
};

class DualRing {
 public:
  DualRing(const Modulus& modulus, unsigned level) : modulus_(modulus), level_(level) {}
  unsigned level() const noexcept { return level_; }
  std::size_t stride() const noexcept { return std::size_t{1} << level_; }
  const Modulus& modulus() const noexcept { return modulus_; }
  DualRing next() const { return {modulus_, level_ + 1}; }

  /// sum += a·b.
  void multiply_add(const std::uint64_t* a, const std::uint64_t* b, std::uint64_t* sum) const {
    multiply_add(a, b, sum, stride());
  }
  /// product = c·a.
  void scale(std::uint64_t c, const std::uint64_t* a, std::uint64_t* product) const {
    for (std::size_t k = 0; k < stride(); ++k)
      product[k] = c == 1 ? a[k] : modulus_.multiply(c, a[k]);
  }
  void add(std::uint64_t* sum, const std::uint64_t* b) const {
    for (std::size_t k = 0; k < stride(); ++k) sum[k] = modulus_.add(sum[k], b[k]);
  }

 private:
  // (a0 + ε a1)(b0 + ε b1) = a0 b0 + ε (a0 b1 + a1 b0).
  void multiply_add(const std::uint64_t* a, const std::uint64_t* b, std::uint64_t* sum,
                    std::size_t size) const {
    if (size == 1) {
      if (*a != 0 && *b != 0) *sum = modulus_.add(*sum, modulus_.multiply(*a, *b));
      return;
    }
    const std::size_t half = size / 2;
    multiply_add(a, b, sum, half);
    multiply_add(a, b + half, sum + half, half);
    multiply_add(a + half, b, sum + half, half);
  }
  Modulus modulus_;
  unsigned level_;
};

/// a − b, of one level.
inline DualVector difference(const DualVector& a, const DualVector& b, std::size_t stride,
                             const Modulus& modulus) {
  DualVector result;
  result.at.reserve(a.at.size() + b.at.size());
  result.values.reserve((a.at.size() + b.at.size()) * stride);
  for (std::size_t i = 0, k = 0; i < a.at.size() || k < b.at.size();) {
    const bool from_a = i < a.at.size() && (k == b.at.size() || a.at[i] <= b.at[k]);
    const bool from_b = k < b.at.size() && (i == a.at.size() || b.at[k] <= a.at[i]);
    result.at.push_back(from_a ? a.at[i] : b.at[k]);
    for (std::size_t s = 0; s < stride; ++s)
      result.values.push_back(modulus.subtract(from_a ? a.values[i * stride + s] : 0,
                                               from_b ? b.values[k * stride + s] : 0));
    i += from_a ? 1 : 0;
    k += from_b ? 1 : 0;
  }
  return result;
}

/// A point moved along directions: θ + ε_1 y_1 + ε_2 y_2 + …; the y_k have entries of level k − 1.
/// The base point belongs to the backend.
using Directions = std::vector<const DualVector*>;

class Evaluator::Backend {
 public:
  virtual ~Backend() = default;
  /// X_i at the point moved along the directions: entries of level directions.size().
  virtual DualVector field(std::uint64_t i, const Directions& directions) const = 0;
  virtual std::uint64_t fields() const noexcept = 0;
};

}  // namespace abide
