// A field that is written out is ∇(c θ^a) when all its terms c' θ^m ∂_j have the same θ^m·θ_j = θ^a
// and c' = c·a_j, and there is one for each variable of θ^a.
#include "monomial_map.hpp"

#include "../bodies/network.hpp"

namespace abide_check {
std::optional<Monomial> exponents(const Fields& fields, u64 field) {
  if (const auto* network = dynamic_cast<const Network*>(&fields)) return network->exponents(field);
  Monomial a;
  Rational c = 0;
  size_t found = 0;
  bool fits = true;
  fields.all_terms(field, [&](u32 j, const Monomial& m, const Rational& slope) {
    const Monomial product = times(m, {{j, 1}});
    if (found++ == 0) a = product, c = slope / exponent_of(a, j);
    fits = fits && product == a && c * exponent_of(a, j) == slope;
  });
  return fits && found == a.size() ? std::optional(a) : std::nullopt;
}
bool is_monomial_map(const Fields& fields) {
  if (const auto* network = dynamic_cast<const Network*>(&fields)) return network->monomial_map();
  for (u64 i = 0; i < fields.count(); ++i)
    if (!exponents(fields, i)) return false;
  return true;
}
std::vector<bool> occurring(const Fields& fields) {
  const bool network = dynamic_cast<const Network*>(&fields) != nullptr;
  std::vector<bool> result(fields.dimension(), network);
  for (u64 i = 0; i < fields.count() && !network; ++i)
    fields.all_terms(i, [&](u32 j, const Monomial& a, const Rational&) {
      result[j] = true;
      for (const auto& q : a) result[q.variable] = true;
    });
  return result;
}
}  // namespace abide_check
