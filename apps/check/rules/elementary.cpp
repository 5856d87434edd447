// Rule elementary/1: laws with denominators and logarithms.
//
//     elementary L [lemma] MONOMIAL ; POLYNOMIAL ; LOGARITHMS
//
// L is shared with `law` and `image`. LOGARITHMS are tokens COEFFICIENT:VARIABLE, no variable
// twice, or 0. With M the MONOMIAL, P the POLYNOMIAL and c_v the coefficients, h = P/M + Σ c_v
// log|θ_v|, on the domain where no variable of M and none of the logarithms is zero. Claim: h is a
// law there, and its gradient is not zero. Such a law is used only in `independent`, by its number;
// a certificate that has one claims its independence, and completeness, for the points of the
// domain.
//
// Check. Let R be the product, once each, of the variables of M and of the logarithms. The
// G_j = R·M·∂h/∂θ_j are polynomials: a term c θ^a of P gives c (a_j − m_j) θ^a·R/θ_j, a logarithm
// gives c_j M·R/θ_j; and Σ_j a_ij G_j must be the zero polynomial for every field. R·M vanishes
// nowhere on the domain. In `independent` the row of this law has the values of the G_j at the
// point: a minor of such rows is one of the gradients times powers of R·M, and it is not zero as a
// polynomial.
#include "rules.hpp"

namespace abide_check {
namespace {
class ElementaryLaw final : public LawView {
 public:
  explicit ElementaryLaw(Gradient slopes) : slopes_(std::move(slopes)) {}
  const Polynomial& terms() override {
    throw Rejected("a law that is not a polynomial has no place here");
  }
  Elimination::Row gradient(const Point& p) override {
    const Modulus& field = p.ring().field();
    std::map<u32, u64> sums;
    for (const auto& [v, slope] : slopes_)
      for (const auto& [m, c] : slope) add_value(sums, v, m, field.of(c), p);
    return {sums.begin(), sums.end()};
  }

 private:
  const Gradient slopes_;
};

// The gradient of h / below + Σ c log|θ_v|, times `below` and once each variable of it and of the
// logarithms.
Gradient slopes(const Polynomial& h, const Monomial& below, const Polynomial& logarithms) {
  Monomial once = below;
  for (const auto& t : logarithms) once = times(once, t.monomial);
  for (auto& q : once) q.exponent = 1;
  if (once.size() * once.size() * (h.size() + 1) >> 26 != 0)
    throw Stopped("the gradient of a law needs more than 2^26 powers");
  Gradient result;
  for (const auto& t : h) {
    poll();
    const Monomial raised = times(t.monomial, once);
    // The exponent in t and that in `below` come as their sum.
    for (const auto& [v, sum] : times(t.monomial, below))
      add_to(result[v], lowered(raised, v),
             Rational{t.coefficient * (sum - 2 * Integer(exponent_of(below, v)))});
  }
  for (const auto& t : logarithms)
    add_to(result[t.monomial[0].variable], lowered(times(below, once), t.monomial[0].variable),
           Rational{t.coefficient});
  std::erase_if(result, [](const auto& entry) { return entry.second.empty(); });
  return result;
}

class Elementary final : public Rule {
 public:
  explicit Elementary(Scope& scope) : scope_(scope) {}
  std::string statement(std::string_view, Text& s) override {
    const u64 d = scope_.fields().dimension();
    s.next_number(scope_.law_count());
    const std::string how = lemma(s);
    const Monomial below = s.then().monomial(d);
    s.expect(" ;");
    const Polynomial h = s.then().polynomial(d);
    s.expect(" ;");
    const Polynomial logarithms = s.then().polynomial(d);
    s.finish();
    if (std::ranges::any_of(logarithms, [](const Term& t) { return degree(t.monomial) != 1; }))
      throw Rejected("a logarithm must be of a variable");
    Gradient g = slopes(h, below, logarithms);
    if (g.empty()) throw Rejected("a law must not be constant");
    scope_.must_be_law(g);
    scope_.add(std::make_unique<ElementaryLaw>(std::move(g)));
    scope_.law_proved(how, [&] {
      const std::string inverse = below.empty() ? "" : "/(" + scope_.written({{below, 1}}) + ")";
      return text("(", scope_.written(h), ")", inverse, " + (",
                  scope_.written(logarithms, "log|", "|"), ")");
    });
    return "";
  }

 private:
  Scope& scope_;
};
}  // namespace

const RuleEntry elementary_rule{
    "elementary/1", {{"elementary", Tag::preamble}}, make_rule<Elementary>};
}  // namespace abide_check
