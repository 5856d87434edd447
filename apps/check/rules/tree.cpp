// Rule tree/1: eliminated columns by a branching tree.
//
//     k i β P
//     b P
//
// Both say: every new column that P divides is eliminated or one of the monomials kept; the *kept*
// monomials are those of the `p` and `e` lines of the section. P is of degree ≤ DEGREE, not 1,
// maybe below the new columns. `k`: the row (i, β) has an entry at the column P from exactly one
// term c θ^a ∂_j of X_i, c a unit modulo PRIME, with β = P·θ^a/θ_j, and no other entry. For every
// other term c' = a'/gcd(a', β) ≠ 1, and the degree of P·c' is above DEGREE, or the same has been
// or will be said of P·c' by a `k` or `b` line of this section, or P·c' is of degree DEGREE and
// kept (or it is outside of the columns). `b`: the same of every P·θ_v, v a variable, instead; and
// P is kept if it is a new column. Each P at most once. The same must be said for the monomial 1,
// that is for every single variable: by lines or, when DEGREE is 1, by being kept. Then, if nothing
// is missing, every column is eliminated or kept. Not together with `o` and `s` lines in a section.
//
// Proof. Let P divide a new column P·R. For `k`: the row (i, β·R) has an entry at P·R, a unit
// modulo PRIME, as every exponent ≤ DEGREE is. It has no other unless R is divisible by c' for
// another term; then P·R is divided by P·c', of which the claim holds by induction from the highest
// degree down. Rows with one entry each are triangular with any others. For `b`: P·R is P, or
// divided by a P·θ_v. ∎
#include "rules.hpp"

namespace abide_check {
namespace {
class Tree final : public Share {
 public:
  Tree(const Fields& fields, const Section& section) : fields_(fields), section_(section) {}

  // Whether all that a line asks for has been said is seen at the end.
  void read(Text& s, bool branch, bool remember) {
    const auto row = branch ? std::pair<u64, Monomial>() : section_.row_name(s);
    const u64 field = row.first;
    const Monomial& beta = row.second;
    const Monomial p = section_.column(s, 0);
    const u64 more = section_.degree() - degree(p);
    Flags& flags = known_[p];
    if (flags & said) throw Rejected("a second line for this monomial");
    flags |= branch && degree(p) > section_.above() ? said | must_be_kept : said;
    if (remember && !branch) rows_[p] = {field, beta};
    if (branch) {
      for (u32 v = 0; more > 0 && v < fields_.dimension(); ++v) poll(), ask(p, {{v, 1}}, more);
      return;
    }
    bool found = false;  // one entry of the row, whatever the row is multiplied by
    fields_.terms(field, beta, more, [&](u32 j, const Monomial& a, const Rational& c) {
      const Monomial factor = lacking(a, beta);
      if (!factor.empty()) return ask(p, factor, more);
      if (std::exchange(found, true)) throw Rejected("the row has another entry");
      if (times(lacking(beta, a), {{j, 1}}) != p)
        throw Rejected("the row has no entry at the monomial");
      if (section_.field().of(c) == 0)
        throw Rejected("the coefficient is not a unit modulo the prime");
    });
    if (!found) throw Rejected("the row has no entry at the monomial");
  }
  void keep(const Monomial& m) override { known_[m] |= kept; }
  bool exhausted() const override {
    for (const auto& [m, flags] : known_)
      if (((flags & asked) != 0 && !fine(m, flags)) ||
          (flags & (must_be_kept | kept)) == must_be_kept)
        return false;
    for (u32 v = 0; v < fields_.dimension(); ++v) {
      const auto at = known_.find({{v, 1}});
      if (section_.columns().has({{v, 1}}) && (at == known_.end() || !fine(at->first, at->second)))
        return false;
    }
    return true;
  }
  // Every eliminated column and its row.
  void tell(Listener& listener) const override { tell(listener, {}, {}, 0); }

 private:
  // What is known of a monomial.
  enum Flag : unsigned {
    said = 1,         // by a line
    kept = 2,         // it is the column of a `p` or `e` line
    asked = 4,        // some line needs it to be said, or to be kept if it is of the highest degree
    must_be_kept = 8  // a `b` line needs it
  };
  using Flags = unsigned;
  bool fine(const Monomial& m, Flags flags) const {
    return (flags & said) != 0 || ((flags & kept) != 0 && degree(m) == section_.degree());
  }
  void ask(const Monomial& p, const Monomial& factor, u64 more) {
    const Monomial multiple = times(p, factor);
    if (degree(factor) > more || !section_.columns().has(multiple)) return;
    known_[multiple] |= asked;
    if (known_.size() >> 25 != 0) throw Stopped("a branching tree has more than 2^25 monomials");
  }
  // All columns that `m` divides, with later variables from `least` on.
  void tell(Listener& listener, const Monomial& m, const Monomial& p, u32 least) const {
    poll();
    if (degree(m) > section_.above()) tell_column(listener, m);
    if (degree(m) == section_.degree()) return;
    for (u32 v = least; v < fields_.dimension(); ++v)
      if (const Monomial next = times(m, {{v, 1}}); section_.columns().has(next))
        tell(listener, next, p, v);
  }
  void tell_column(Listener& listener, const Monomial& m) const {
    Monomial p{{m[0].variable, 1}};
    for (;;) {
      const auto row = rows_.find(p);
      Monomial next;
      const auto go_on = [&](const Monomial& factor) {
        if (next.empty() && !factor.empty() && lacking(times(p, factor), m).empty())
          next = times(p, factor);
      };
      if (row != rows_.end())
        fields_.terms(row->second.first, row->second.second, section_.degree() - degree(p),
                      [&](u32, const Monomial& a, const Rational&) {
                        go_on(lacking(a, row->second.second));
                      });
      else if (known_.at(p) & said)
        for (const auto& q : lacking(m, p)) go_on({{q.variable, 1}});
      if (next.empty()) {
        if (row != rows_.end())
          listener.pivot(row->second.first, times(row->second.second, lacking(m, p)), m);
        return;
      }
      p = next;
    }
  }

  const Fields& fields_;
  const Section& section_;
  MonomialMap<Flags> known_;
  MonomialMap<std::pair<u64, Monomial>> rows_;  // of `k` lines, if there is a listener
};

class TreeRule final : public Rule {
 public:
  explicit TreeRule(Scope& scope) : scope_(scope) {}
  void line(std::string_view word, Text& s, Section& section) override {
    section.share<Tree>(scope_.fields(), section)
        .read(s, word == "b", scope_.listener() != nullptr);
  }

 private:
  Scope& scope_;
};
}  // namespace

const RuleEntry tree_rule{
    "tree/1", {{"k", Tag::line, 1}, {"b", Tag::line, 1}}, make_rule<TreeRule>};
}  // namespace abide_check
