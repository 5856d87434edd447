// Fractions of polynomials in the coordinates and their logarithms: the laws that are not
// polynomials (mathematics.md, 4.5). The logarithm of θ_j is the variable number (coordinates + j),
// so they are written, differentiated and compared as polynomials are.
#include <algorithm>
#include <set>

#include "exact/exact.hpp"

namespace abide {

namespace {

// The variable coordinates + j is log|x_j|.
TermNotation with_logarithms(const TermNotation& notation, std::uint32_t coordinates) {
  TermNotation all = notation;
  all.power = [notation, coordinates](std::uint32_t variable, std::uint32_t exponent) {
    if (variable < coordinates) return notation.power(variable, exponent);
    return notation.raised(
        notation.logarithm + "|" + notation.power(variable - coordinates, 1) + "|", exponent);
  };
  return all;
}

Monomial common_factor(const Monomial& a, const Monomial& b) {
  std::vector<Power> powers;
  for (const Power& p : a.powers())
    if (const std::uint32_t e = std::min(p.exponent, b.exponent(p.variable)); e > 0)
      powers.push_back({p.variable, e});
  return Monomial(powers);
}

// "x^2/(y*z)"; without a denominator the term alone.
std::string fraction(const Term& t, const Monomial& below, const TermNotation& notation) {
  const Monomial common = common_factor(t.monomial, below), rest = below.divided_by(common);
  std::string text = to_string(Terms{{t.monomial.divided_by(common), t.coefficient}}, notation);
  if (rest.is_one()) return text;
  const bool single = rest.powers().size() == 1;
  return text + (single ? "/" : "/(") + to_string(rest, notation) + (single ? "" : ")");
}

}  // namespace

bool ElementaryFunction::has_denominator() const noexcept {
  const bool is_one = denominator.size() == 1 && denominator[0].monomial.is_one() &&
                      denominator[0].coefficient == Rational(1);
  return !is_one;
}

bool ElementaryFunction::is_polynomial() const {
  return !has_denominator() && logarithms().empty();
}

std::vector<std::uint32_t> ElementaryFunction::logarithms() const {
  std::set<std::uint32_t> found;
  for (const Terms* p : {&numerator, &denominator})
    for (const Term& t : *p)
      for (const Power& q : t.monomial.powers())
        if (q.variable >= coordinates) found.insert(q.variable - coordinates);
  return {found.begin(), found.end()};
}

std::string to_string(const ElementaryFunction& h, const Names& names) {
  return to_string(h, plain_notation(names));
}

std::string to_string(const ElementaryFunction& h, const TermNotation& notation) {
  const TermNotation all = with_logarithms(notation, h.coordinates);
  if (!h.has_denominator() || h.numerator.empty()) return to_string(h.numerator, all);
  if (h.denominator.size() > 1)
    return "(" + to_string(h.numerator, all) + ")/(" + to_string(h.denominator, all) + ")";
  std::string text;
  for (Term t : h.numerator) {
    t.coefficient /= h.denominator[0].coefficient;
    const bool negative = t.coefficient.sign() < 0;
    if (negative) t.coefficient = -t.coefficient;
    text += text.empty() ? (negative ? "-" : "") : negative ? " - " : " + ";
    text += fraction(t, h.denominator[0].monomial, all);
  }
  return text;
}

}  // namespace abide
