// Rule involutive/1: upper bounds of the Lie rank.
//
//     involutive single          the model has exactly one field: Lie rank ≤ 1
//     involutive K               followed by
//     vb WORD                    K lines
//     vg I Q ; F_1 ; … ; F_K     one for every field I (increasing) that is not one of the words
//     vc I J Q ; F_1 ; … ; F_K   one for every pair I < J of positions 1 … K (lexicographically)
//
// Q and the F_k are POLYNOMIALs, Q is not zero. With B_k the k-th word expanded as a polynomial
// vector field, the lines state Q·X_I = Σ F_k B_k and Q·[B_I, B_J] = Σ F_k B_k. Claim: Lie rank ≤
// K. At most one such statement.
//
// Proof. Over the rational functions the span of B_1 … B_K contains the fields and is closed under
// brackets: [f B, g C] = f g [B, C] + f·(…)C − g·(…)B. So it contains all words. ∎
#include <set>

#include "rules.hpp"
#include "written_out.hpp"

namespace abide_check {
namespace {
class Involutive final : public Rule {
 public:
  explicit Involutive(Scope& scope) : scope_(scope), fields_(scope.fields()) {}
  std::string statement(std::string_view, Text& s) override {
    if (std::exchange(seen_, true)) throw Rejected("a second 'involutive' statement");
    if (s.take("single")) {
      s.finish();
      if (fields_.count() != 1)
        throw Rejected(text("'involutive single' needs one field, found ", fields_.count()));
      scope_.rank_at_most(1, "involutivity");
      return "";
    }
    const u64 k = s.natural("'single' or a rank", 0, fields_.dimension());
    s.finish();
    std::set<u64> plain;  // fields that are words
    scope_.lines("vb", k, [&](Text& line) {
      const Word word = read_word(line, fields_.count());
      basis_.push_back(expand(fields_, word));
      if (!word.left && !word.combination) plain.insert(word.number);
    });
    for (u64 i = 0; i < fields_.count(); ++i)
      if (!plain.contains(i)) identity(text("vg ", i + 1), expand(fields_, i));
    for (u64 i = 1; i <= k; ++i)
      for (u64 j = i + 1; j <= k; ++j)
        identity(text("vc ", i, " ", j), bracket(basis_[i - 1], basis_[j - 1]));
    scope_.rank_at_most(k, "involutivity");
    return "";
  }

 private:
  // The next line, with this start, and `Q ; F_1 ; … ; F_K`: Q · left = Σ F_k B_k.
  void identity(const std::string& start, const VectorField& left) {
    Text s = scope_.next(start);
    VectorField sum;
    const auto subtract = [&](const VectorField& x, int sign) {
      Sum f;
      for (const auto& t : s.then().polynomial(fields_.dimension()))
        add_to(f, t.monomial, Rational{t.coefficient});
      for (const auto& [j, component] : x) add_product(sum[j], component, f, sign);
      return !f.empty();
    };
    if (!subtract(left, 1)) throw Rejected("Q is zero");
    for (const auto& b : basis_) s.expect(" ;"), subtract(b, -1);
    s.finish();
    for (const auto& [j, component] : sum)
      if (!component.empty())
        throw Rejected("the two sides differ in the component of " + fields_.name(j));
  }

  Scope& scope_;
  const Fields& fields_;
  std::vector<VectorField> basis_;
  bool seen_ = false;
};
}  // namespace

const RuleEntry involutive_rule{
    "involutive/1",
    {{"involutive", Tag::statement}, {"vb", Tag::list}, {"vg", Tag::list}, {"vc", Tag::list}},
    make_rule<Involutive>};
}  // namespace abide_check
