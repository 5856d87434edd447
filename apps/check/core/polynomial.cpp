// Products, quotients and sums of monomials; brackets of vector fields that are written out.
#include "polynomial.hpp"

#include <numeric>

namespace abide_check {
u64 degree(const Monomial& m) {
  return std::accumulate(m.begin(), m.end(), u64{0},
                         [](u64 sum, const Power& q) { return sum + q.exponent; });
}
u32 exponent_of(const Monomial& m, u32 variable) {
  const auto at = std::lower_bound(m.begin(), m.end(), Power{variable, 0});
  return at == m.end() || at->variable != variable ? 0 : at->exponent;
}
Monomial times(Monomial a, const Monomial& b) {
  for (const auto& q : b) {
    auto at = std::lower_bound(a.begin(), a.end(), Power{q.variable, 0});
    if (at == a.end() || at->variable != q.variable) at = a.insert(at, {q.variable, 0});
    if (q.exponent > UINT32_MAX - at->exponent) throw Stopped("an exponent reaches 2^32");
    at->exponent += q.exponent;
  }
  return a;
}
Monomial lacking(const Monomial& a, const Monomial& b) {
  Monomial rest;
  for (const auto& q : a)
    if (const u32 e = exponent_of(b, q.variable); e < q.exponent)
      rest.push_back({q.variable, q.exponent - e});
  return rest;
}
Monomial lowered(const Monomial& m, u32 variable) { return lacking(m, {{variable, 1}}); }
u64 degree(const Polynomial& h) {
  u64 most = 0;
  for (const auto& t : h) most = std::max(most, degree(t.monomial));
  return most;
}

void add_to(Sum& sum, const Monomial& m, const Rational& c) {
  const auto at = sum.try_emplace(m, 0).first;
  at->second += c;
  if (at->second.is_zero()) sum.erase(at);
  if (sum.size() >> 22 != 0) throw Stopped("a polynomial has more than 2^22 terms");
}
void add_product(Sum& sum, const Sum& a, const Sum& b, int sign) {
  for (const auto& [m, c] : a)
    for (const auto& [n, e] : b) poll(), add_to(sum, times(m, n), sign * c * e);
}
}  // namespace abide_check
