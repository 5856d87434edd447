// Rule exponents/1: the Lie rank of a map of single terms.
//
//     exponents K PRIME        followed by K lines
//     x FIELD VARIABLE
//
// For models given by a map, all of whose entries are single terms φ_i = c θ^a_i or constants.
// Claim: the exponent matrix A (row i is a_i) has rank at least K, so the Lie rank is at least K:
// row FIELD of A modulo PRIME, reduced modulo earlier rows, is not zero at VARIABLE.
//
// Proof. With s_j = θ_j²/2 the field ∇φ_i is φ_i times the constant field Σ_j a_ij ∂_{s_j}. So at a
// point without zero coordinates the fields span a space whose dimension is the rank of A. ∎
//
// In words of the core: the value of ∇φ_i at the point where all coordinates are 1 is c·a_i.
#include "rules.hpp"

namespace abide_check {
namespace {
class Exponents final : public Rule {
 public:
  explicit Exponents(Scope& scope) : scope_(scope) {}
  std::string statement(std::string_view, Text& s) override {
    const Fields& fields = scope_.fields();
    if (!fields.monomial_map()) throw Rejected("'exponents' needs a map of single terms");
    const u64 stated = s.natural("a number of lines", 0, fields.dimension());
    const Modulus field(s.then().prime());
    s.finish();
    if (scope_.listener() != nullptr) scope_.listener()->rank_at_ones(stated, field.p());
    u64 number = 0;
    scope_.rows(
        "x", stated, field,
        [&](Text& line) {
          number = line.natural("a field", 1, fields.count());
          Elimination::Row row;
          for (const auto& q : fields.exponents(number - 1))
            row.emplace_back(q.variable, q.exponent % field.p());
          return row;
        },
        [&](const Text&, u32 pivot) {
          scope_.listener()->statement(text("w ", number, " ", pivot + u64{1}));
        });
    scope_.rank_at_least(stated, exponents_rule.name);
    return "";
  }

 private:
  Scope& scope_;
};
}  // namespace

const RuleEntry exponents_rule{
    "exponents/1", {{"exponents", Tag::statement}, {"x", Tag::list}}, make_rule<Exponents>};
}  // namespace abide_check
