// Is a given function a law? X_i h is computed exactly for every field that can matter. If it is
// not zero, a point with small coordinates at which it does not vanish is found variable by
// variable, as a polynomial has no more roots in one variable than its degree: a witness that
// anybody can check by hand. With logarithms X_i h is a polynomial in them, and a non-zero
// coefficient of it serves.
#include <abide/certify.hpp>
#include <algorithm>
#include <map>
#include <set>

namespace abide {

namespace {

using Values = std::vector<std::pair<std::uint32_t, Rational>>;

// p with a number in place of one variable.
Terms restricted(const Terms& p, std::uint32_t variable, std::int64_t value) {
  Terms result;
  for (const Term& t : p) {
    const std::uint32_t e = t.monomial.exponent(variable);
    Rational c = t.coefficient;
    for (std::uint32_t k = 0; k < e && !c.is_zero(); ++k) c *= Rational(value);
    result.push_back({e == 0 ? t.monomial : t.monomial.divided_by(Monomial::variable(variable, e)),
                      std::move(c)});
  }
  return collect(std::move(result));
}

// A point with small coordinates where the non-zero polynomial p does not vanish: variable by
// variable, a polynomial of degree e in one variable has at most e roots.
Values point_outside(Terms p) {
  Values point;
  while (!p.front().monomial.is_one()) {
    const std::uint32_t v = p.front().monomial.powers().front().variable;
    for (std::int64_t value = 0;; ++value) {
      Terms rest = restricted(p, v, value);
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

// h as a polynomial in the other variables than those of one copy, `count` from `first` on: its
// coefficients.
std::map<Monomial, Terms> in_one_copy(const Terms& h, std::uint32_t first, std::uint32_t count) {
  std::map<Monomial, Terms> coefficients;
  for (const Term& t : h) {
    std::vector<Power> inside, outside;
    for (const Power& p : t.monomial.powers())
      if (p.variable >= first && p.variable - first < count) {
        inside.push_back({p.variable - first, p.exponent});
      } else {
        outside.push_back(p);
      }
    coefficients[Monomial(std::move(outside))].push_back(
        {Monomial(std::move(inside)), t.coefficient});
  }
  return coefficients;
}

// A field of a model along which h is not constant, when x are the fields of its first copy: those
// of the other copies are numbered behind them.
std::optional<std::uint64_t> field_against(const Distribution& x, const Terms& h) {
  const auto count = static_cast<std::uint32_t>(x.coordinates());
  std::set<std::uint32_t> copies;
  for (const Term& t : h)
    for (const Power& p : t.monomial.powers()) copies.insert(p.variable / count);
  for (const std::uint32_t copy : copies)
    for (const auto& [others, coefficient] : in_one_copy(h, copy * count, count))
      if (const auto failure = violation(x, coefficient)) return copy * x.size() + failure->field;
  return std::nullopt;
}

}  // namespace

Verdict verify(const Model& model, const ElementaryFunction& h) {
  const Model settled = on_phase_space(model);
  const bool polynomial = h.is_polynomial();
  const Distribution x(polynomial ? first_copy(settled) : settled);
  Verdict verdict;
  std::optional<std::uint64_t> against;
  if (polynomial) {
    against = field_against(x, h.numerator);
  } else if (const auto failure = violation(x, h)) {
    against = failure->field;
  }
  verdict.law = !against;
  if (verdict.law) return verdict;
  verdict.field = *against;
  const auto first = static_cast<std::uint32_t>(*against / x.size() * x.coordinates());
  const Field field = shifted(x.field(*against % x.size()), first);
  const Terms arguments = arguments_of(h), p = abide::apply(field, h);
  const Terms coefficient = some_coefficient(p, h.coordinates);
  verdict.point = point_outside(
      multiply(multiply(coefficient, arguments), some_coefficient(h.denominator, h.coordinates)));
  const bool rational =
      coefficient.size() == p.size() && p.front().monomial == coefficient.front().monomial;
  if (!rational) return verdict;
  const Rational below = value_at(h.denominator, verdict.point);
  verdict.value = value_at(p, verdict.point) / (below * below * value_at(arguments, verdict.point));
  return verdict;
}

}  // namespace abide
