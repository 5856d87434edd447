// Denominators that were cleared: the flow lives where none of them vanishes.
#pragma once

#include <abide/model.hpp>
#include <algorithm>
#include <vector>

#include "rational_function.hpp"

namespace abide {

class Denominators {
 public:
  /// Constants are none; every polynomial is kept once, primitive.
  void add(const Polynomial& p) {
    if (p.is_constant()) return;
    Terms terms = primitive(p.terms());
    if (std::find(all_.begin(), all_.end(), terms) == all_.end()) all_.push_back(std::move(terms));
  }
  /// Fractions times their least common denominator, which is kept.
  std::vector<Terms> cleared(const std::vector<RationalFunction>& fractions) {
    std::vector<Terms> polynomials;
    if (fractions.empty()) return polynomials;
    Polynomial common = Polynomial::constant(fractions.front().numerator().ring(), Rational(1));
    for (const RationalFunction& f : fractions) {
      if (!f.denominator()) continue;
      add(*f.denominator());
      common *= *f.denominator()->divided_by(gcd(common, *f.denominator()));
    }
    const RationalFunction factor(common);
    for (const RationalFunction& f : fractions)
      polynomials.push_back((f * factor).numerator().terms());
    return polynomials;
  }
  /// φ by its entries, whose denominators are kept: a RationalMap if there are any.
  Model::Body map_of(const std::vector<RationalFunction>& entries) {
    const bool polynomial = std::all_of(entries.begin(), entries.end(),
                                        [](const auto& f) { return f.is_polynomial(); });
    PolynomialMap polynomials;
    RationalMap fractions;
    for (const RationalFunction& f : entries) {
      Terms numerator = f.numerator().terms();
      if (polynomial) {
        polynomials.entries.push_back(std::move(numerator));
        continue;
      }
      if (f.denominator()) add(*f.denominator());
      fractions.entries.push_back({std::move(numerator), f.denominator()
                                                             ? f.denominator()->terms()
                                                             : Terms{{Monomial(), Rational(1)}}});
    }
    if (polynomial) return polynomials;
    return fractions;
  }
  const std::vector<Terms>& polynomials() const noexcept { return all_; }

 private:
  std::vector<Terms> all_;
};

}  // namespace abide
