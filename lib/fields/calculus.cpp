#include <abide/fields.hpp>

#include <algorithm>
#include <unordered_map>

namespace abide {

namespace {

bool field_order(const FieldTerm& a, const FieldTerm& b) {
  if (a.variable != b.variable) return a.variable < b.variable;
  return a.monomial < b.monomial;
}

// The coefficient of ∂_variable, as a polynomial.
std::unordered_map<std::uint32_t, Terms> by_component(const Field& field) {
  std::unordered_map<std::uint32_t, Terms> components;
  for (const FieldTerm& t : field)
    components[t.variable].push_back({t.monomial, t.coefficient});
  return components;
}

// Adds sign·(∂X·Y): the derivative of X along Y.
void add_derivative_along(Field& result, const Field& x,
                          const std::unordered_map<std::uint32_t, Terms>& y, int sign) {
  for (const FieldTerm& t : x)
    for (const Power& p : t.monomial.powers()) {
      const auto along = y.find(p.variable);
      if (along == y.end()) continue;
      const Monomial rest = t.monomial.divided_by(Monomial::variable(p.variable));
      const Rational factor = t.coefficient * Rational(std::int64_t{p.exponent} * sign);
      for (const Term& s : along->second)
        result.push_back({t.variable, rest.times(s.monomial), factor * s.coefficient});
    }
}

}  // namespace

Field collect(Field field) {
  std::sort(field.begin(), field.end(), field_order);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (kept > 0 && field[kept - 1].variable == field[i].variable &&
        field[kept - 1].monomial == field[i].monomial) {
      field[kept - 1].coefficient += field[i].coefficient;
    } else {
      if (kept != i) field[kept] = std::move(field[i]);
      ++kept;
    }
  }
  field.resize(kept);
  std::erase_if(field, [](const FieldTerm& t) { return t.coefficient.is_zero(); });
  return field;
}

Field bracket(const Field& x, const Field& y) {
  Field result;
  add_derivative_along(result, x, by_component(y), 1);
  add_derivative_along(result, y, by_component(x), -1);
  return collect(std::move(result));
}

Terms apply(const Field& field, const Terms& h) {
  Terms result;
  for (const FieldTerm& t : field)
    for (const Term& s : h)
      if (const std::uint32_t e = s.monomial.exponent(t.variable); e != 0)
        result.push_back({s.monomial.divided_by(Monomial::variable(t.variable)).times(t.monomial),
                          t.coefficient * s.coefficient * Rational(std::int64_t{e})});
  return collect(std::move(result));
}

std::optional<std::size_t> first_violation(const Distribution& x, const Terms& h) {
  // Only the fields that move a variable of h can violate; their sums are kept apart
  // by field and monomial.
  std::unordered_map<std::uint32_t, std::unordered_map<Monomial, Rational, MonomialHash>> sums;
  for (const Term& s : h)
    for (const Power& p : s.monomial.powers()) {
      const Monomial rest = s.monomial.divided_by(Monomial::variable(p.variable));
      const Rational factor = s.coefficient * Rational(std::int64_t{p.exponent});
      for (const TermPosition& at : x.terms_of(p.variable)) {
        const FieldTerm& t = x.fields()[at.field][at.term];
        sums[at.field][rest.times(t.monomial)] += factor * t.coefficient;
      }
    }
  std::optional<std::size_t> first;
  for (const auto& [field, polynomial] : sums)
    for (const auto& [monomial, value] : polynomial)
      if (!value.is_zero() && (!first || field < *first)) first = field;
  return first;
}

}  // namespace abide
