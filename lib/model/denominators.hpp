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
  void add(const Terms& p) {
    if (is_constant(p)) return;
    Terms terms = primitive(p);
    if (std::find(all_.begin(), all_.end(), terms) == all_.end()) all_.push_back(std::move(terms));
  }
  /// Fractions times their least common denominator, which is kept.
  std::vector<Terms> cleared(const std::vector<RationalFunction>& fractions,
                             const Progress& progress) {
    RationalFunction common(Rational(1));
    for (const RationalFunction& f : fractions) {
      if (!f.denominator()) continue;
      progress.check();
      add(*f.denominator());
      const Terms shared = gcd(common.numerator(), *f.denominator());
      common.multiply_by(RationalFunction(*divided(*f.denominator(), shared)), progress);
    }
    std::vector<Terms> polynomials;
    for (const RationalFunction& f : fractions)
      polynomials.push_back(f.is_zero() ? Terms() : product(f, common, progress).numerator());
    return polynomials;
  }
  /// A field by all its components, times their least common denominator.
  FieldComponents field_of(const std::vector<RationalFunction>& components,
                           const Progress& progress) {
    std::vector<Terms> polynomials = cleared(components, progress);
    FieldComponents field;
    for (std::uint32_t j = 0; j < polynomials.size(); ++j)
      if (!polynomials[j].empty()) field.components.push_back({j, std::move(polynomials[j])});
    return field;
  }
  /// φ by its entries, whose denominators are kept: a RationalMap if there are any.
  Model::Body map_of(std::vector<RationalFunction> entries, const Progress& progress) {
    const bool polynomial = std::all_of(entries.begin(), entries.end(),
                                        [](const auto& f) { return f.is_polynomial(); });
    PolynomialMap polynomials;
    RationalMap fractions;
    for (RationalFunction& f : entries) {
      progress.check();
      if (polynomial) {
        polynomials.entries.push_back(std::move(f).numerator());
        continue;
      }
      if (f.denominator()) add(*f.denominator());
      fractions.entries.push_back(
          {f.numerator(), f.denominator() ? *f.denominator() : Terms{{Monomial(), Rational(1)}}});
    }
    if (polynomial) return polynomials;
    return fractions;
  }
  const std::vector<Terms>& polynomials() const noexcept { return all_; }

 private:
  std::vector<Terms> all_;
};

}  // namespace abide
