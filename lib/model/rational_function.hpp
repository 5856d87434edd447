// Elements of Q(θ), as expressions make them. Results are bounded: what would be longer or of
// higher degree than the limits is refused before FLINT sees it.
#pragma once

#include <abide/progress.hpp>
#include <abide/status.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "exact/exact.hpp"

namespace abide {

/// A polynomial, or a fraction in lowest terms whose denominator is no constant. Operations throw
/// Error{input} without a place when the result would be too long, and Error{stopped}.
class RationalFunction {
 public:
  RationalFunction() = default;  ///< 0
  explicit RationalFunction(Terms p) : numerator_(std::move(p)) {}
  explicit RationalFunction(const Rational& value);
  static RationalFunction variable(std::uint32_t position) {
    return RationalFunction(Terms{{Monomial::variable(position), Rational(1)}});
  }

  const Terms& numerator() const& noexcept { return numerator_; }
  Terms numerator() && noexcept { return std::move(numerator_); }
  /// Absent: 1.
  const std::optional<Terms>& denominator() const noexcept { return denominator_; }
  bool is_polynomial() const noexcept { return !denominator_; }
  bool is_zero() const noexcept { return numerator_.empty(); }

  RationalFunction operator-() const;
  void add(const RationalFunction& b, const Progress& progress);
  void multiply_by(const RationalFunction& b, const Progress& progress);
  /// Throws Error{input} when b is zero.
  void divide_by(const RationalFunction& b, const Progress& progress);
  RationalFunction pow(std::uint64_t exponent, const Progress& progress) const;
  RationalFunction derivative(std::uint32_t variable, const Progress& progress) const;

 private:
  Terms numerator_;
  std::optional<Terms> denominator_;
  void reduce();
};

RationalFunction product(RationalFunction a, const RationalFunction& b, const Progress& progress);
/// Σ a_k b_k of so many pairs.
RationalFunction sum_of_products(
    std::size_t count,
    FunctionRef<std::pair<const RationalFunction*, const RationalFunction*>(std::size_t)> pair,
    const Progress& progress);

/// Is p a constant, maybe 0?
bool is_constant(const Terms& p) noexcept;
/// Throws Error{input} when an expanded entry would have so many terms.
void check_terms(double terms);

}  // namespace abide
