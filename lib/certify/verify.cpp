#include <abide/certify.hpp>

#include <algorithm>

namespace abide {

namespace {

// Gives the verdict a point with small coordinates where the non-zero polynomial p does not vanish,
// and its value there: variable by variable, a polynomial of degree e in one variable has at
// most e roots.
void find_witness(Verdict& verdict, Terms p) {
  while (!p.front().monomial.is_one()) {
    const std::uint32_t v = p.front().monomial.powers().front().variable;
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
      if (value != 0) verdict.point.emplace_back(v, Rational(value));
      p = std::move(restricted);
      break;
    }
  }
  std::sort(verdict.point.begin(), verdict.point.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  verdict.value = p.front().coefficient;
}

}  // namespace

Verdict verify(const Model& model, const Terms& h) {
  const Distribution x(on_phase_space(model));
  Verdict verdict;
  const auto failure = violation(x, h);
  if (!failure) {
    verdict.law = true;
    return verdict;
  }
  verdict.field = failure->field;
  find_witness(verdict, abide::apply(x.field(failure->field), h));
  return verdict;
}

}  // namespace abide
