#include <abide/certify.hpp>

namespace abide {

namespace {

// A point with small coordinates where the non-zero polynomial p does not vanish: variable
// by variable, a polynomial of degree e in one variable has at most e roots.
std::vector<Rational> point_off_zero(Terms p, std::size_t coordinates) {
  std::vector<Rational> point(coordinates);
  for (std::uint32_t v = 0; v < coordinates; ++v)
    for (std::int64_t value = 0;; ++value) {
      Terms restricted;
      for (const Term& t : p) {
        const std::uint32_t e = t.monomial.exponent(v);
        Rational c = t.coefficient;
        for (std::uint32_t k = 0; k < e && !c.is_zero(); ++k) c *= Rational(value);
        restricted.push_back({e == 0 ? t.monomial : t.monomial.divided_by(Monomial::variable(v, e)),
                              std::move(c)});
      }
      restricted = collect(std::move(restricted));
      if (restricted.empty()) continue;
      point[v] = Rational(value);
      p = std::move(restricted);
      break;
    }
  return point;
}

}  // namespace

Verdict verify(const Model& model, const Terms& h) {
  const Distribution x(model);
  Verdict verdict;
  const auto field = first_violation(x, h);
  if (!field) {
    verdict.law = true;
    return verdict;
  }
  const Terms derivative = apply(x.fields()[*field], h);
  verdict.field = *field;
  verdict.point = point_off_zero(derivative, x.coordinates());
  verdict.value = evaluate(derivative, verdict.point);
  return verdict;
}

}  // namespace abide
