// Rule closed/1: dimensions of the spaces of polynomial laws without linear algebra.
//
//     closed DEGREE DIMENSION
//
// after a Lie rank K and M independent laws with K + M = D. DEGREE increases from one such
// statement to the next. The M laws (of an image: the law itself, since a permutation of variables
// that permutes the fields keeps all that is asked for here) are of one of two kinds.
//
// 1. K was proved by `exponents`, and every law is either a dead variable θ_j (one which occurs in
//    no entry of the map) or a sum Σ_j b_j θ_j² over variables that do occur. With e dead variables
//    among them, DIMENSION is the number of monomials of weighted degree 1 … DEGREE in M − e
//    symbols of weight 2 and e symbols of weight 1.
//
// Proof. On an orthant, with s_j = θ_j²/2, the fields are functions times the constant fields
// Σ_j a_ij ∂_{s_j}; the laws are the functions of the dead variables and of the linear forms of s
// killed by A: there are M of these and the M independent laws are among them, so they are a basis.
// Let h be a polynomial law; split it by the parities of its exponents in the live variables: each
// X_i maps different parities to different parities, so each part is a law √(s^ε) g(s), g a
// polynomial. If some live j had ε_j = 1, with a_ij ≠ 0, then this function, invariant under s → s
// + t a_i, would branch along s_j = 0 and not along s_j = c ≠ 0, a contradiction unless g = 0. So h
// is a polynomial in s (live) and the dead variables, invariant under translations by the rows of
// A, that is a polynomial in the linear forms and the dead variables, and these are algebraically
// independent. ∎
//
// 2. Every law is of degree 1, a linear form (any model). DIMENSION is C(M + DEGREE, DEGREE) − 1,
//    the number of monomials of degree 1 … DEGREE in M symbols.
//
// Proof. A linear change of coordinates makes the M independent forms coordinates y_1 … y_M; let z
// be the others, D − M of them. At the points of a dense open set the fields and their brackets
// span a space of dimension at least K = D − M, and dy_1 … dy_M annihilate it; so its dimension is
// K and its annihilator is spanned by dy_1 … dy_M. A law h is constant along the brackets, too: dh
// lies in that annihilator, and ∂h/∂z_k = 0 on a dense open set, hence identically. So a polynomial
// law is a polynomial in y_1 … y_M, of the same degree; and every such polynomial is a law. ∎
#include "exponents.hpp"
#include "monomial_map.hpp"
#include "series.hpp"

namespace abide_check {
namespace {
class Closed final : public Rule {
 public:
  explicit Closed(RuledScope& scope) : scope_(scope) {}
  std::string statement(std::string_view, Text& s) override {
    const u64 most = s.natural("a degree", degree_ + 1, 64);
    const Integer stated = s.then().number();
    s.finish();
    const Proved known = scope_.proved(1);
    demand(known.closed, "'closed' needs a Lie rank K and M independent laws with K + M = D");
    const Integer light = count_light(), heavy = known.independent - light;
    // Monomials by the degree k in the symbols of weight 2; the others have weight 1.
    Integer dimension = -1;
    for (u64 k = 0; 2 * k <= most; ++k)
      dimension += monomials(heavy, k) * binomial(light + (most - 2 * k), most - 2 * k);
    if (dimension != stated)
      throw Rejected(text("the dimension is ", dimension, ", found ", shown(stated.str())));
    degree_ = most;
    scope_.dimension(most, stated);
    return "";
  }

 private:
  // How many independent laws have weight 1; those of weight 2 are sums of live squares.
  Integer count_light() {
    const auto& laws = scope_.independent_laws();
    const auto terms = [&](size_t number) { return scope_.law(number).terms(); };
    const bool linear =
        std::ranges::all_of(laws, [&](const auto& used) { return degree(terms(used.first)) == 1; });
    const auto* const exponents = scope_.find<Exponents>();
    if (!linear && (exponents == nullptr || !exponents->proved()))
      throw Rejected("'closed' needs 'exponents', or laws of degree 1");
    const std::vector<bool> live = occurring(scope_.fields());
    Integer light = 0;
    for (const auto& [number, count] : laws) {
      const Polynomial h = terms(number);
      const bool variable = h.size() == 1 && degree(h) == 1 && !live[h[0].monomial[0].variable];
      const bool squares = std::ranges::all_of(h, [&](const Term& t) {
        return t.monomial.size() == 1 && t.monomial[0].exponent == 2 &&
               live[t.monomial[0].variable];
      });
      if (!linear && !variable && !squares)
        throw Rejected(
            text("law ", number, " is neither a dead variable nor a sum of live squares"));
      if (linear || variable) light += count;
    }
    return light;
  }

  RuledScope& scope_;
  u64 degree_ = 0;
};
}  // namespace

const RuleEntry closed_rule{"closed/1", {{"closed", Tag::statement}}, make_rule<Closed>};
}  // namespace abide_check
