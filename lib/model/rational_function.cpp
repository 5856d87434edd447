// Arithmetic in Q(θ), always in lowest terms. A bound on the terms, the degree and the digits of a
// result is computed from its operands first (for a power by the number of monomials that a sum of
// k terms to the power e can have), so that an entry that would not fit is refused and never
// started.
#include "rational_function.hpp"

#include <algorithm>
#include <cmath>

namespace abide {

namespace {

constexpr std::size_t most_terms = 1U << 22U;  // of one expanded entry
constexpr std::uint64_t highest_degree = 1'000'000;
constexpr std::uint64_t most_bits = 1U << 20U;  // of a power of a number

[[noreturn]] void refuse(const std::string& why) { throw Error(ErrorKind::input, why); }

void check_degree(std::uint64_t degree) {
  if (degree > highest_degree) refuse("the degree exceeds 1000000");
}

Polynomial times(const Polynomial& a, const Polynomial& b) {
  check_terms(static_cast<double>(a.length()) * static_cast<double>(b.length()));
  check_degree(a.total_degree() + b.total_degree());
  return a * b;
}

Polynomial power(const Polynomial& p, std::uint64_t exponent) {
  check_degree(p.total_degree() * exponent);
  std::uint64_t bits = 0;
  for (const Term& t : p.terms())
    bits = std::max({bits, std::uint64_t{t.coefficient.numerator().bits()},
                     std::uint64_t{t.coefficient.denominator().bits()}});
  if (bits > 1 && bits * exponent > most_bits) refuse("the power has too many digits");
  // A sum of k terms to the power e has at most C(k + e − 1, e) terms.
  const auto k = static_cast<double>(p.length()), e = static_cast<double>(exponent);
  if (k > 1)
    check_terms(std::exp(std::lgamma(k + e) - std::lgamma(e + 1) - std::lgamma(k)) * 0.999);
  return p.pow(exponent);
}

Polynomial quotient(const Polynomial& a, const Polynomial& divisor) {
  return *a.divided_by(divisor);
}

}  // namespace

void check_terms(double terms) {
  if (terms > static_cast<double>(most_terms))
    refuse("the expanded expression would have more than " + std::to_string(most_terms) + " terms");
}

RationalFunction RationalFunction::operator-() const {
  RationalFunction r = *this;
  r.numerator_ = -r.numerator_;
  return r;
}

RationalFunction& RationalFunction::operator+=(const RationalFunction& b) {
  if (!denominator_ && !b.denominator_) {
    numerator_ += b.numerator_;
    return *this;
  }
  if (b.denominator_) numerator_ = times(numerator_, *b.denominator_);
  numerator_ += denominator_ ? times(b.numerator_, *denominator_) : b.numerator_;
  if (b.denominator_)
    denominator_ = denominator_ ? times(*denominator_, *b.denominator_) : *b.denominator_;
  reduce();
  return *this;
}

RationalFunction& RationalFunction::operator*=(const RationalFunction& b) {
  numerator_ = times(numerator_, b.numerator_);
  if (b.denominator_)
    denominator_ = denominator_ ? times(*denominator_, *b.denominator_) : *b.denominator_;
  reduce();
  return *this;
}

RationalFunction& RationalFunction::operator/=(const RationalFunction& b) {
  if (b.numerator_.is_zero()) refuse("division by zero");
  if (b.denominator_) numerator_ = times(numerator_, *b.denominator_);
  denominator_ = denominator_ ? times(*denominator_, b.numerator_) : b.numerator_;
  reduce();
  return *this;
}

RationalFunction RationalFunction::pow(std::uint64_t exponent) const {
  RationalFunction r(power(numerator_, exponent));
  if (denominator_) r.denominator_ = power(*denominator_, exponent);
  r.reduce();
  return r;
}

void RationalFunction::reduce() {
  if (!denominator_) return;
  if (!denominator_->is_constant()) {
    const Polynomial common = gcd(numerator_, *denominator_);
    if (!common.is_constant()) {
      numerator_ = quotient(numerator_, common);
      denominator_ = quotient(*denominator_, common);
    }
  }
  if (!denominator_->is_constant()) return;
  numerator_ *= Rational(1) / denominator_->constant_value();
  denominator_.reset();
}

}  // namespace abide
