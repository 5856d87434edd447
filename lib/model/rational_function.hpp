// Elements of Q(θ), as expressions make them. Results are bounded: what would be longer or of
// higher degree than the limits is refused before FLINT sees it.
#pragma once

#include <abide/status.hpp>
#include <optional>

#include "exact/exact.hpp"

namespace abide {

/// A polynomial, or a fraction in lowest terms whose denominator is no constant. Operations throw
/// Error{input} without a place when the result would be too long.
class RationalFunction {
 public:
  explicit RationalFunction(Polynomial p) : numerator_(std::move(p)) {}

  const Polynomial& numerator() const noexcept { return numerator_; }
  /// Absent: 1.
  const std::optional<Polynomial>& denominator() const noexcept { return denominator_; }
  bool is_polynomial() const noexcept { return !denominator_; }

  RationalFunction operator-() const;
  RationalFunction& operator+=(const RationalFunction& b);
  RationalFunction& operator-=(const RationalFunction& b) { return *this += -b; }
  RationalFunction& operator*=(const RationalFunction& b);
  /// Throws Error{input} when b is zero.
  RationalFunction& operator/=(const RationalFunction& b);
  friend RationalFunction operator*(RationalFunction a, const RationalFunction& b) {
    return a *= b;
  }
  RationalFunction pow(std::uint64_t exponent) const;

 private:
  Polynomial numerator_;
  std::optional<Polynomial> denominator_;
  void reduce();
};

/// Throws Error{input} when an expanded entry would have so many terms.
void check_terms(double terms);

}  // namespace abide
