// Words and brackets by the definition, term by term. The core never expands a word, it takes
// values at points; rules that state identities of fields (images, involutive) need polynomials,
// and one of more than 2^22 terms stops the check.
#include "written_out.hpp"

namespace abide_check {
VectorField expand(const Fields& fields, const Word& word) {
  if (word.left) return bracket(expand(fields, *word.left), expand(fields, *word.right));
  VectorField x;
  each_field(word, fields.count(), [&](u64 i, u64 weight) {
    fields.all_terms(
        i, [&](u32 j, const Monomial& a, const Rational& c) { add_to(x[j], a, c * weight); });
  });
  std::erase_if(x, [](const auto& entry) { return entry.second.empty(); });
  return x;
}
VectorField expand(const Fields& fields, u64 field) {
  return expand(fields, Word{field, false, nullptr, nullptr});
}
VectorField bracket(const VectorField& x, const VectorField& y) {
  VectorField result;
  const auto add = [&](const VectorField& a, const VectorField& b, int sign) {
    for (const auto& [i, component] : a)
      for (const auto& [m, c] : component)
        for (const auto& q : m)
          if (b.contains(q.variable))
            add_product(result[i], {{lowered(m, q.variable), c * q.exponent}}, b.at(q.variable),
                        sign);
  };
  add(x, y, 1);
  add(y, x, -1);
  std::erase_if(result, [](const auto& entry) { return entry.second.empty(); });
  return result;
}
bool proportional(const VectorField& x, const VectorField& y) {
  if (x.empty() || y.empty() || x.begin()->first != y.begin()->first) return x.empty() && y.empty();
  const auto& [monomial, c] = *x.begin()->second.begin();
  const auto same = y.begin()->second.find(monomial);
  if (same == y.begin()->second.end()) return false;
  VectorField scaled = x;
  for (auto& component : scaled)
    for (auto& term : component.second) term.second *= same->second / c;
  return scaled == y;
}
}  // namespace abide_check
