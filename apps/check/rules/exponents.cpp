// Rule exponents/1: the Lie rank of a map of single terms.
//
//     exponents K PRIME        followed by K lines
//     x FIELD VARIABLE
//
// For models all of whose fields are ∇φ_i with single terms φ_i = c θ^a_i or constants.
// Claim: the exponent matrix A (row i is a_i) has rank at least K, so the Lie rank is at least K:
// row FIELD of A modulo PRIME, reduced modulo earlier rows, is not zero at VARIABLE.
//
// Proof. With s_j = θ_j²/2 the field ∇φ_i is φ_i times the constant field Σ_j a_ij ∂_{s_j}. So at a
// point without zero coordinates the fields span a space whose dimension is the rank of A. ∎
//
// In words of the core: the value of ∇φ_i at the point where all coordinates are 1 is c·a_i.
#include "exponents.hpp"

#include "monomial_map.hpp"

namespace abide_check {
std::string Exponents::statement(std::string_view, Text& s) {
  const Fields& fields = scope_.fields();
  demand(is_monomial_map(fields), "'exponents' needs a map of single terms");
  const u64 stated = s.natural("a number of lines", 0, fields.dimension());
  const Modulus field(s.then().prime());
  s.finish();
  scope_.rows("x", stated, field, [&](Text& line) {
    const u64 i = line.natural("a field", 1, fields.count()) - 1;
    Elimination::Row row;
    const auto a = exponents(fields, i).value();
    for (const auto& q : a) row.emplace_back(q.variable, q.exponent % field.p());
    return row;
  });
  scope_.rank_at_least(stated, "exponents");
  return proved_ = true, "";
}

const RuleEntry exponents_rule{
    "exponents/1", {{"exponents", Tag::statement}, {"x", Tag::list}}, make_rule<Exponents>};
}  // namespace abide_check
