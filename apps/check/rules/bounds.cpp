// Rule bounds/1: laws with few monomials.
//
//     within FIRST-LAST:BOUND …
//
// one to 64 items; not for networks. An item is an interval of VARIABLEs, FIRST ≤ LAST, with a
// BOUND from 0 to 64. Intervals are disjoint and increase. A monomial is *within the bounds* when
// for every item its degree in the variables FIRST … LAST is at most BOUND. At most one such
// statement, before the first `space` statement; `o` lines are not used together with it. Every
// `space` statement then claims: the polynomial laws of degree ≤ DEGREE without constants, all of
// whose monomials are within the bounds, have this DIMENSION. In its section "all monomials" are
// those within the bounds: the new columns are these only, entries in other columns are dropped
// from the rows, and so on.
//
// Proof. A polynomial with such monomials has unknown coefficients h_α at these α only, and is a
// law when all the rows vanish on them; the rows restricted to these columns are the linear system
// of these laws. The eliminated columns are the pivots of a non-zero minor of this system and the
// elements are independent solutions of it, so they prove the dimension as they do without bounds.
// A divisor of a monomial within the bounds is within the bounds, so in a branching tree a P·c'
// outside divides no new column: the tree loses nothing when it is left out. For a product of laws,
// the degree in the variables of an interval is the sum of the degrees of its factors: so when it
// is within the bounds no monomial that arises in multiplying out is outside. The monomials within
// the bounds are products of one for each interval, within its bound, and of one in the other
// variables; so their numbers by degree are multiplied like power series. ∎
#include "../bodies/network.hpp"
#include "rules.hpp"
#include "series.hpp"

namespace abide_check {
namespace {
struct Bound {
  u32 first, last;
  u64 most;
};

class BoundedColumns final : public Columns {
 public:
  BoundedColumns(const Fields& fields, std::vector<Bound> bounds)
      : Columns(fields), bounds_(std::move(bounds)) {}
  bool has(const Monomial& m) const override {
    return std::ranges::all_of(bounds_, [&](const Bound& b) {
      u64 sum = 0;
      for (const auto& q : m) sum += b.first <= q.variable && q.variable <= b.last ? q.exponent : 0;
      return sum <= b.most;
    });
  }
  Integer count(u64 degree) const override {
    Series product(degree + 1, 0);
    product[0] = 1;
    const auto multiply_by = [&](u64 variables, u64 most) {
      Series factor;
      for (u64 k = 0; k <= most && k <= degree; ++k) factor.push_back(monomials(variables, k));
      multiply(product, factor);
    };
    u64 others = fields_.dimension();
    for (const Bound& b : bounds_) {
      multiply_by(b.last - b.first + u64{1}, b.most);
      others -= b.last - b.first + 1;
    }
    multiply_by(others, degree);
    return product[degree];
  }
  std::string within() const override { return " within the bounds"; }

 private:
  const std::vector<Bound> bounds_;
};

class Within final : public Rule {
 public:
  explicit Within(Scope& scope) : scope_(scope) {}
  std::string statement(std::string_view, Text& s) override {
    const Fields& fields = scope_.fields();
    demand(dynamic_cast<const Network*>(&fields) == nullptr, "'within' for a network");
    std::vector<Bound> bounds;
    std::string claim = "within:";
    do {
      const u32 first = s.variable(fields.dimension());
      s.expect("-");
      const u32 last = s.variable(fields.dimension(), first + u64{1});
      s.expect(":");
      demand(bounds.size() < 64 && (bounds.empty() || first > bounds.back().last),
             "expected at most 64 disjoint intervals, increasing");
      bounds.push_back({first, last, s.natural("a bound", 0, 64)});
      claim += text(bounds.size() > 1 ? "," : "", " degree <= ", bounds.back().most, " in ",
                    scope_.name(first));
      if (first < last) claim += " to " + scope_.name(last);
    } while (s.take(" "));
    s.finish();
    scope_.use(std::make_unique<BoundedColumns>(fields, std::move(bounds)));
    return claim;
  }

 private:
  Scope& scope_;
};
}  // namespace

const RuleEntry bounds_rule{"bounds/1", {{"within", Tag::statement}}, make_rule<Within>};
}  // namespace abide_check
