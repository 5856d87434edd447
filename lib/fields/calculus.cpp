// Calculus of vector fields that are written out: brackets [X, Y] = ∂X·Y − ∂Y·X, the derivative of
// a function along a field, and the test that defines a law, X_i h = 0 for all i.
//
// The test never expands a model. Only fields with a term ∂_j, θ_j a variable of h, can violate it;
// their terms are visited one component at a time and the coefficients of all X_i h are summed up
// in one table by (i, monomial). Where all numbers are small, sums are of 128-bit integers, which
// cannot overflow; combinations of Gram laws of a network are known to be laws by their
// coefficients (gram.cpp). For functions with logarithms, log|θ_j| is taken as a variable of its
// own on which the fields act by a_j/θ_j, and everything is multiplied by the denominators
// (certificate.md, `elementary`).
#include <algorithm>
#include <set>
#include <unordered_map>

#include "progress/progress.hpp"
#include "source.hpp"

namespace abide {

namespace {

bool field_order(const FieldTerm& a, const FieldTerm& b) {
  if (a.variable != b.variable) return a.variable < b.variable;
  return a.monomial < b.monomial;
}

// The coefficient of ∂_variable, as a polynomial.
std::unordered_map<std::uint32_t, Terms> by_component(const Field& field) {
  std::unordered_map<std::uint32_t, Terms> components;
  for (const FieldTerm& t : field) components[t.variable].push_back({t.monomial, t.coefficient});
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

bool same_place(const FieldTerm& a, const FieldTerm& b) {
  return a.variable == b.variable && a.monomial == b.monomial;
}

}  // namespace

Field collect(Field field) {
  std::sort(field.begin(), field.end(), field_order);
  return merged(std::move(field), same_place);
}

Field collect(Field field, const Progress& progress) {
  sort(field, progress, field_order);
  return merged(std::move(field), same_place);
}

Field bracket(const Field& x, const Field& y) {
  Field result;
  add_derivative_along(result, x, by_component(y), 1);
  add_derivative_along(result, y, by_component(x), -1);
  return collect(std::move(result));
}

Field shifted(Field field, std::uint32_t by) {
  for (FieldTerm& t : field) {
    t.variable += by;
    t.monomial = t.monomial.renamed([by](std::uint32_t v) { return v + by; });
  }
  return field;
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

namespace {

// The coordinates that h depends on.
std::set<std::uint32_t> support(const ElementaryFunction& h) {
  std::set<std::uint32_t> variables;
  for (const Terms* p : {&h.numerator, &h.denominator})
    for (const Term& t : *p)
      for (const Power& q : t.monomial.powers())
        variables.insert(q.variable >= h.coordinates ? q.variable - h.coordinates : q.variable);
  return variables;
}

// X log|θ_j| = a_j/θ_j makes X a field on θ and the logarithms; times R, the product of these θ_j,
// it is polynomial.
Field on_logarithms(const Field& field, const ElementaryFunction& h) {
  std::vector<Power> factors;
  const std::vector<std::uint32_t> logarithms = h.logarithms();
  for (const std::uint32_t j : logarithms) factors.push_back({j, 1});
  const Monomial product(factors);
  Field extended;
  for (const FieldTerm& t : field) {
    extended.push_back({t.variable, t.monomial.times(product), t.coefficient});
    if (std::binary_search(logarithms.begin(), logarithms.end(), t.variable))
      extended.push_back({t.variable + h.coordinates,
                          t.monomial.times(product.divided_by(Monomial::variable(t.variable))),
                          t.coefficient});
  }
  return extended;
}

}  // namespace

Terms apply(const Field& field, const ElementaryFunction& h) {
  const Field x = on_logarithms(field, h);
  Terms sum = multiply(h.denominator, apply(x, h.numerator));
  for (Term& t : multiply(h.numerator, apply(x, h.denominator)))
    sum.push_back({std::move(t.monomial), -t.coefficient});
  return collect(std::move(sum));
}

std::optional<Violation> violation(const Distribution& x, const ElementaryFunction& h,
                                   const Progress& progress) {
  std::set<std::uint64_t> fields;
  for (const std::uint32_t j : support(h))
    x.terms_of(j, [&](std::uint64_t field, std::uint32_t, const Monomial&, const Rational&) {
      progress.check();
      fields.insert(field);
      return true;
    });
  for (const std::uint64_t i : fields) {
    progress.check();
    if (const Terms p = abide::apply(x.field(i), h); !p.empty())
      return Violation{i, p.front().monomial};
  }
  return std::nullopt;
}

namespace {

struct RowKey {
  std::uint64_t field;
  Monomial beta;
  friend bool operator==(const RowKey&, const RowKey&) = default;
};
struct RowKeyHash {
  std::size_t operator()(const RowKey& k) const noexcept {
    return k.beta.hash() * 31U + static_cast<std::size_t>(k.field * 0x9e3779b97f4a7c15U);
  }
};

__extension__ using Wide = __int128;

bool is_zero(const Rational& r) { return r.is_zero(); }
bool is_zero(Wide w) { return w == 0; }

// Only the fields that move a variable of h can violate; their sums are kept apart
// by field and monomial. `convert` gives the coefficients as summands.
template <class Number, class Convert>
std::optional<Violation> violation_by_sums(const Distribution& x, const Terms& h,
                                           const Convert& convert, const Progress& progress) {
  std::unordered_map<RowKey, Number, RowKeyHash> sums;
  RowKey key{};
  Looks looks(progress, 1024);
  for (const Term& s : h)
    for (const Power& p : s.monomial.powers()) {
      progress.check();
      const Monomial rest = s.monomial.divided_by(Monomial::variable(p.variable));
      const Number factor = convert(s.coefficient) * Number(std::int64_t{p.exponent});
      x.terms_of(p.variable,
                 [&](std::uint64_t field, std::uint32_t, const Monomial& a, const Rational& c) {
                   looks.step();
                   key.field = field;
                   key.beta = rest.times(a);
                   sums[key] += factor * convert(c);
                   return true;
                 });
    }
  std::optional<Violation> first;
  for (const auto& [row, value] : sums) {
    looks.step();
    if (!is_zero(value) && (!first || row.field < first->field ||
                            (row.field == first->field && row.beta < first->beta)))
      first = Violation{row.field, row.beta};
  }
  return first;
}

// Integers below 2^31 times integers below 2^31 times exponents below 2^20: no sum of less than
// 2^40 such products reaches 2^127.
constexpr std::int64_t small = std::int64_t{1} << 31U;

bool is_small(const Rational& r) {
  const auto n = r.numerator().to_int64();
  return r.is_integer() && n && *n<small&& * n> - small;
}

}  // namespace

std::optional<Violation> violation(const Distribution& x, const Terms& h,
                                   const Progress& progress) {
  if (x.source().is_evident_law(h, progress)) return std::nullopt;
  const bool is_short = std::all_of(h.begin(), h.end(), [](const Term& t) {
    return is_small(t.coefficient) && t.monomial.degree() < 1'000'000;
  });
  if (is_short && x.source().has_small_coefficients())
    return violation_by_sums<Wide>(
        x, h, [](const Rational& r) { return static_cast<Wide>(*r.numerator().to_int64()); },
        progress);
  return violation_by_sums<Rational>(
      x, h, [](const Rational& r) { return r; }, progress);
}

}  // namespace abide
