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
constexpr double most_digits = 8e9;             // binary ones, of all terms of a power

[[noreturn]] void too_large_to_expand(const std::string& why) {
  throw Error(ErrorKind::input, why);
}

void check_degree(std::uint64_t degree) {
  if (degree > highest_degree) too_large_to_expand("the degree exceeds 1000000");
}

Terms times(const Terms& a, const Terms& b, const Progress& progress) {
  check_terms(static_cast<double>(a.size()) * static_cast<double>(b.size()));
  check_degree(total_degree(a) + total_degree(b));
  return multiply(a, b, progress);
}

// log2 of the number of terms that a sum of k terms to the power e can have, C(k + e − 1, e).
double log2_terms(double k, double e) {
  return (std::lgamma(k + e) - std::lgamma(e + 1) - std::lgamma(k)) / std::log(2.0);
}

Terms power(const Terms& p, std::uint64_t exponent, const Progress& progress) {
  check_degree(total_degree(p) * exponent);
  check_degree(exponent);
  std::uint64_t bits = 0;
  for (const Term& t : p)
    bits = std::max({bits, std::uint64_t{t.coefficient.numerator().bits()},
                     std::uint64_t{t.coefficient.denominator().bits()}});
  if (bits > 1 && bits * exponent > most_bits) too_large_to_expand("the power has too many digits");
  const auto k = static_cast<double>(p.size()), e = static_cast<double>(exponent);
  if (k > 1) {
    const double terms = std::exp2(log2_terms(k, e)) * 0.999;
    check_terms(terms);
    // Multinomial coefficients have up to e log2 k digits.
    const double digits = terms * (e * (std::log2(k) + static_cast<double>(bits > 1 ? bits : 0)));
    if (digits > most_digits) too_large_to_expand("the power has too many digits");
    progress.check_memory(terms * sizeof(Term) + digits / 8, "a power");
  }
  return abide::power(p, static_cast<std::uint32_t>(exponent), progress);
}

Terms quotient(const Terms& a, const Terms& divisor) { return *divided(a, divisor); }

}  // namespace

void check_terms(double terms) {
  if (terms > static_cast<double>(most_terms))
    too_large_to_expand("the expanded expression would have more than " +
                        std::to_string(most_terms) + " terms");
}

bool is_constant(const Terms& p) noexcept {
  return p.empty() || (p.size() == 1 && p.front().monomial.is_one());
}

RationalFunction::RationalFunction(const Rational& value) {
  if (!value.is_zero()) numerator_.push_back({Monomial(), value});
}

RationalFunction RationalFunction::operator-() const {
  RationalFunction r = *this;
  r.numerator_ = negated(std::move(r.numerator_));
  return r;
}

void RationalFunction::add(const RationalFunction& b, const Progress& progress) {
  if (!denominator_ && !b.denominator_) {
    numerator_ = sum(std::move(numerator_), b.numerator_);
    return;
  }
  if (b.denominator_) numerator_ = times(numerator_, *b.denominator_, progress);
  numerator_ = sum(std::move(numerator_),
                   denominator_ ? times(b.numerator_, *denominator_, progress) : b.numerator_);
  if (b.denominator_)
    denominator_ = denominator_ ? times(*denominator_, *b.denominator_, progress) : *b.denominator_;
  reduce();
}

void RationalFunction::multiply_by(const RationalFunction& b, const Progress& progress) {
  numerator_ = times(numerator_, b.numerator_, progress);
  if (b.denominator_)
    denominator_ = denominator_ ? times(*denominator_, *b.denominator_, progress) : *b.denominator_;
  reduce();
}

void RationalFunction::divide_by(const RationalFunction& b, const Progress& progress) {
  if (b.is_zero()) throw Error(ErrorKind::input, "division by zero");
  if (b.denominator_) numerator_ = times(numerator_, *b.denominator_, progress);
  denominator_ = denominator_ ? times(*denominator_, b.numerator_, progress) : b.numerator_;
  reduce();
}

RationalFunction RationalFunction::pow(std::uint64_t exponent, const Progress& progress) const {
  RationalFunction r(power(numerator_, exponent, progress));
  if (denominator_) r.denominator_ = power(*denominator_, exponent, progress);
  r.reduce();
  return r;
}

void RationalFunction::reduce() {
  if (!denominator_) return;
  if (!is_constant(*denominator_)) {
    const Terms common = gcd(numerator_, *denominator_);
    if (!is_constant(common)) {
      numerator_ = quotient(numerator_, common);
      denominator_ = quotient(*denominator_, common);
    }
  }
  if (!is_constant(*denominator_)) return;
  const Rational scale = Rational(1) / denominator_->front().coefficient;
  for (Term& t : numerator_) t.coefficient *= scale;
  denominator_.reset();
}

// (p/q)' = (p' q − p q')/q²
RationalFunction RationalFunction::derivative(std::uint32_t variable,
                                              const Progress& progress) const {
  RationalFunction slope(abide::derivative(numerator_, variable));
  if (!denominator_) return slope;
  const RationalFunction below(*denominator_);
  slope.multiply_by(below, progress);
  RationalFunction other(abide::derivative(*denominator_, variable));
  other.multiply_by(RationalFunction(numerator_), progress);
  slope.add(-other, progress);
  slope.divide_by(below.pow(2, progress), progress);
  return slope;
}

RationalFunction product(RationalFunction a, const RationalFunction& b, const Progress& progress) {
  a.multiply_by(b, progress);
  return a;
}

RationalFunction sum_of_products(
    std::size_t count,
    FunctionRef<std::pair<const RationalFunction*, const RationalFunction*>(std::size_t)> pair,
    const Progress& progress) {
  // Terms of polynomials are collected once, fractions are added one by one.
  Terms polynomials;
  RationalFunction fractions;
  for (std::size_t k = 0; k < count; ++k) {
    const auto [a, b] = pair(k);
    if (k % 4096 == 0) progress.check();
    if (a->is_zero() || b->is_zero()) continue;
    RationalFunction next = product(*a, *b, progress);
    if (!next.is_polynomial()) {
      fractions.add(next, progress);
      continue;
    }
    polynomials.insert(polynomials.end(), next.numerator().begin(), next.numerator().end());
    // It may be shorter once equal monomials are added up.
    if (polynomials.size() <= 2 * most_terms) continue;
    polynomials = collect(std::move(polynomials), progress);
    check_terms(static_cast<double>(polynomials.size()));
  }
  RationalFunction all(collect(std::move(polynomials), progress));
  check_terms(static_cast<double>(all.numerator().size()));
  all.add(fractions, progress);
  return all;
}

}  // namespace abide
