// Nested dual numbers modulo a prime, F_p[ε_1, …, ε_k] with ε_i² = 0, as 2^k coefficients: the
// upper half is the factor of ε_k. Each coefficient may be a power series in t of a given length
// (2^k·length numbers), so that fields have values along a curve. Private to this stage.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "exact/exact.hpp"
#include "fields/fields.hpp"

namespace abide {

/// A vector with entries of one ring: `at` increasing, values[i·stride …] the coefficients.
struct DualVector {
  std::vector<std::uint32_t> at;
  std::vector<std::uint64_t> values;
};

class DualRing {
 public:
  /// Series of several terms are multiplied modulo primes below 2^26 only, and 2^level·length must
  /// be at most 2^13 (Error{internal}): then sums of products fit into a word.
  DualRing(const Modulus& modulus, unsigned level, std::size_t length = 1)
      : modulus_(modulus), level_(level), length_(length) {
    if (length != 1 && (length == 0 || stride() > most_coefficients || modulus.prime() >> 26U != 0))
      throw Error(ErrorKind::internal, "series that are too long, or a prime that is too large");
  }
  std::size_t stride() const noexcept { return length_ << level_; }
  const Modulus& modulus() const noexcept { return modulus_; }
  DualRing above(std::size_t levels) const {
    return {modulus_, level_ + static_cast<unsigned>(levels), length_};
  }

  /// sum += a·b.
  void multiply_add(const std::uint64_t* a, const std::uint64_t* b, std::uint64_t* sum) const {
    if (length_ == 1) return multiply_add(a, b, sum, stride());
    std::array<std::uint64_t, most_coefficients> product;
    std::fill_n(product.begin(), stride(), 0);
    multiply_series(a, b, product.data(), stride());
    for (std::size_t k = 0; k < stride(); ++k)
      if (product[k] != 0) sum[k] = modulus_.add(sum[k], modulus_.residue(product[k]));
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
  static constexpr std::size_t most_coefficients = std::size_t{1} << 13U;

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
  // The same, not reduced: every coefficient is a sum of at most 2^level·length products.
  void multiply_series(const std::uint64_t* a, const std::uint64_t* b, std::uint64_t* sum,
                       std::size_t size) const {
    if (size == length_) return multiply_series(a, b, sum);
    const std::size_t half = size / 2;
    multiply_series(a, b, sum, half);
    multiply_series(a, b + half, sum + half, half);
    multiply_series(a + half, b, sum + half, half);
  }
  void multiply_series(const std::uint64_t* a, const std::uint64_t* b, std::uint64_t* sum) const {
    std::size_t end = length_;  // of a, which may be a constant
    while (end > 0 && a[end - 1] == 0) --end;
    for (std::size_t k = 0; k < length_; ++k) {
      std::uint64_t s = sum[k];
      for (std::size_t i = 0, last = std::min(k + 1, end); i < last; ++i) s += a[i] * b[k - i];
      sum[k] = s;
    }
  }
  Modulus modulus_;
  unsigned level_;
  std::size_t length_;
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

/// Sums by coordinate.
class Gathered {
 public:
  /// Of the coordinates given so far; a new sum is 0. Good until the next call.
  std::uint64_t* at(std::uint32_t coordinate, std::size_t stride) {
    if (coordinate >= slots_.size()) slots_.resize(coordinate + std::size_t{1}, none);
    std::uint32_t& slot = slots_[coordinate];
    if (slot == none) {
      slot = static_cast<std::uint32_t>(sums_.at.size());
      sums_.at.push_back(coordinate);
      sums_.values.resize(sums_.values.size() + stride, 0);
    }
    return &sums_.values[slot * stride];
  }
  /// All of them; they are 0 again.
  DualVector take(std::size_t stride) {
    DualVector result;
    result.at = sums_.at;
    std::sort(result.at.begin(), result.at.end());
    result.values.reserve(sums_.values.size());
    for (const std::uint32_t coordinate : result.at) {
      const std::uint64_t* sum = &sums_.values[slots_[coordinate] * stride];
      result.values.insert(result.values.end(), sum, sum + stride);
      slots_[coordinate] = none;
    }
    sums_.at.clear();
    sums_.values.clear();
    return result;
  }

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  std::vector<std::uint32_t> slots_;  // by coordinate: positions in sums_
  DualVector sums_;                   // not sorted
};

/// A point moved along directions: θ + ε_1 y_1 + ε_2 y_2 + …; the y_k are k − 1 levels above the
/// base point, which belongs to the backend.
using Directions = std::vector<const DualVector*>;

/// The coefficients, modulo the prime, of a combination of the fields.
using Weights = FunctionRef<std::uint64_t(std::uint64_t field)>;

class Evaluator::Backend {
 public:
  explicit Backend(const Modulus& modulus) : base_(modulus, 0) {}
  virtual ~Backend() = default;
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;

  /// Of the values at the point moved along so many directions.
  DualRing ring(std::size_t directions) const { return base_.above(directions); }
  /// Goes to a base point with coordinates in this ring: dual numbers, series.
  void move_to(const DualVector& point, const DualRing& ring) {
    base_ = ring;
    set_point(point);
  }
  /// Combinations take long: they look here whether to go on.
  void listen(const Progress& progress) { progress_ = &progress; }

  virtual std::uint64_t fields() const noexcept = 0;
  /// X_i at the point moved along the directions.
  virtual DualVector field(std::uint64_t i, const Directions& directions) const = 0;
  /// Σ weight(i) X_i there.
  virtual DualVector combination(Weights weight, const Directions& directions) const {
    const DualRing here = ring(directions.size());
    std::vector<std::uint64_t> scaled(here.stride());
    Gathered sums;
    for (std::uint64_t i = 0; i < fields(); ++i) {
      check();
      const DualVector x = field(i, directions);
      for (std::size_t k = 0; k < x.at.size(); ++k) {
        here.scale(weight(i), &x.values[k * here.stride()], scaled.data());
        here.add(sums.at(x.at[k], here.stride()), scaled.data());
      }
    }
    return sums.take(here.stride());
  }

 protected:
  virtual void set_point(const DualVector& point) = 0;
  const DualRing& base() const noexcept { return base_; }
  void check() const {
    if (progress_ != nullptr) progress_->check();
  }

 private:
  DualRing base_;
  const Progress* progress_ = nullptr;
};

/// The residues of the coordinates that are not 0.
inline DualVector residues_of(const Point& point, const Modulus& modulus) {
  DualVector residues;
  for (const auto& [variable, value] : point.values)
    if (const std::uint64_t v = modulus.reduce(value); v != 0) {
      residues.at.push_back(variable);
      residues.values.push_back(v);
    }
  return residues;
}

}  // namespace abide
