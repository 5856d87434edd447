// Is a given function a law? X_i h is computed exactly for every field that can matter. If it is
// not zero, a point with small coordinates at which it does not vanish is found variable by
// variable, as a polynomial has no more roots in one variable than its degree: a witness that
// anybody can check by hand. With logarithms X_i h is a polynomial in them, and a non-zero
// coefficient of it serves.
#include <abide/certify.hpp>
#include <algorithm>
#include <map>
#include <set>

#include "components/components.hpp"
#include "fields/fields.hpp"
#include "model/model.hpp"

namespace abide {

namespace {

using Values = std::vector<std::pair<std::uint32_t, Rational>>;

// p with a number in place of one variable.
Terms restricted(const Terms& p, std::uint32_t variable, std::int64_t value,
                 const Progress& progress) {
  Terms result;
  for (const Term& t : p) {
    const std::uint32_t e = t.monomial.exponent(variable);
    Rational c = t.coefficient;
    for (std::uint32_t k = 0; k < e && !c.is_zero(); ++k) c *= Rational(value);
    result.push_back({e == 0 ? t.monomial : t.monomial.divided_by(Monomial::variable(variable, e)),
                      std::move(c)});
    if (result.size() % 1024 == 0) progress.check();
  }
  return collect(std::move(result), progress);
}

// A point with small coordinates where the non-zero polynomial p does not vanish: variable by
// variable, a polynomial of degree e in one variable has at most e roots.
Values point_outside(Terms p, const Progress& progress) {
  Values point;
  while (!p.front().monomial.is_one()) {
    const std::uint32_t v = p.front().monomial.powers().front().variable;
    for (std::int64_t value = 0;; ++value) {
      Terms rest = restricted(p, v, value, progress);
      if (rest.empty()) continue;
      if (value != 0) point.emplace_back(v, Rational(value));
      p = std::move(rest);
      break;
    }
  }
  std::sort(point.begin(), point.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return point;
}

Rational value_at(const Terms& p, const Values& point) {
  Rational sum;
  for (const Term& t : p) {
    Rational product = t.coefficient;
    for (const Power& q : t.monomial.powers()) {
      const auto at =
          std::lower_bound(point.begin(), point.end(), q.variable,
                           [](const auto& entry, std::uint32_t v) { return entry.first < v; });
      const bool present = at != point.end() && at->first == q.variable;
      for (std::uint32_t k = 0; k < q.exponent; ++k) product *= present ? at->second : Rational();
    }
    sum += product;
  }
  return sum;
}

// p as a polynomial in the logarithms: the coefficient of one of their products that occur.
Terms some_coefficient(const Terms& p, std::uint32_t coordinates) {
  const auto split = [coordinates](const Monomial& m) {
    std::vector<Power> theta, logarithms;
    for (const Power& q : m.powers()) (q.variable < coordinates ? theta : logarithms).push_back(q);
    return std::pair(Monomial(theta), Monomial(logarithms));
  };
  const Monomial chosen = split(p.front().monomial).second;
  Terms coefficient;
  for (const Term& t : p)
    if (const auto [theta, logarithms] = split(t.monomial); logarithms == chosen)
      coefficient.push_back({theta, t.coefficient});
  return collect(std::move(coefficient));
}

// The product of the coordinates whose logarithms occur in h.
Terms arguments_of(const ElementaryFunction& h) {
  std::vector<Power> factors;
  for (const std::uint32_t j : h.logarithms()) factors.push_back({j, 1});
  return {{Monomial(factors), Rational(1)}};
}

// A field along which h is not constant, and its number.
struct Against {
  std::uint64_t number;
  Field field;
};

// h as a polynomial in the other variables than those of one copy, `count` from `first` on: its
// coefficients.
std::map<Monomial, Terms> in_one_copy(const Terms& h, std::uint32_t first, std::uint32_t count) {
  std::map<Monomial, Terms> coefficients;
  for (const Term& t : h) {
    std::vector<Power> inside, outside;
    for (const Power& p : t.monomial.powers())
      if (p.variable >= first && p.variable - first < count)
        inside.push_back({p.variable - first, p.exponent});
      else
        outside.push_back(p);
    coefficients[Monomial(outside)].push_back({Monomial(inside), t.coefficient});
  }
  return coefficients;
}

// Of a sum: fields are numbered copy by copy, in the order of the coordinates, and know those of
// their copy only.
std::optional<Against> in_sum(const Model& model, const Terms& h, const Progress& progress) {
  const auto components = components_of(std::make_shared<const Model>(model), false, progress);
  std::map<std::uint64_t, const Component*> by_first;
  for (const Component& c : components)
    for (std::uint64_t k = 0; k < c.place.copies(); ++k) by_first.emplace(c.place(k, 0), &c);
  std::set<std::uint64_t> touched;
  for (const Term& t : h)
    for (const Power& p : t.monomial.powers())
      touched.insert(std::prev(by_first.upper_bound(p.variable))->first);
  std::uint64_t number = 0;
  for (const auto& [at, c] : by_first) {
    const auto first = static_cast<std::uint32_t>(at);
    const Distribution& x = *c->fields;
    if (touched.contains(at))
      for (const auto& [others, coefficient] :
           in_one_copy(h, first, static_cast<std::uint32_t>(x.coordinates())))
        if (const auto failure = violation(x, coefficient, progress))
          return Against{number + failure->field, shifted(x.field(failure->field), first)};
    number += x.size();
  }
  return std::nullopt;
}

std::optional<Against> field_against(const Model& model, const ElementaryFunction& h,
                                     const Progress& progress) {
  const bool sum = std::holds_alternative<Sum>(model.body());
  if (sum && h.is_polynomial() && model.dynamics().is_plain())
    return in_sum(model, h.numerator, progress);
  const Distribution x(on_phase_space(model, progress), progress);
  const auto failure =
      h.is_polynomial() ? violation(x, h.numerator, progress) : violation(x, h, progress);
  if (!failure) return std::nullopt;
  return Against{failure->field, x.field(failure->field)};
}

}  // namespace

Verdict verify(const Model& model, const ElementaryFunction& function, const Progress& progress) {
  const ElementaryFunction h = checked(function, phase_space_of(model));
  Verdict verdict;
  const std::optional<Against> against = field_against(model, h, progress);
  verdict.law = !against;
  if (verdict.law) return verdict;
  verdict.field = against->number;
  const Field& field = against->field;
  const Terms arguments = arguments_of(h), p = abide::apply(field, h);
  const Terms coefficient = some_coefficient(p, h.coordinates);
  const Terms below_p = some_coefficient(h.denominator, h.coordinates);
  verdict.point = point_outside(
      multiply(multiply(coefficient, arguments, progress), below_p, progress), progress);
  const bool rational =
      coefficient.size() == p.size() && p.front().monomial == coefficient.front().monomial;
  if (!rational) return verdict;
  const Rational below = value_at(h.denominator, verdict.point);
  verdict.value = value_at(p, verdict.point) / (below * below * value_at(arguments, verdict.point));
  return verdict;
}

}  // namespace abide
