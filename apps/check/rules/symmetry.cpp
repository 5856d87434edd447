// The action of a symmetry on monomials and on vector fields (images.cpp has the theorem). Factors
// are integers from the certificate, whose powers are bounded before they are computed.
#include "symmetry.hpp"

namespace abide_check {
Integer power(const Integer& base, u32 exponent) {
  constexpr u32 bits_max = 33220;  // of a number of digits_max digits
  if (exponent > 0 && mp::msb(mp::abs(base)) > bits_max / exponent)
    throw Rejected("a number exceeds 10000 digits");
  return mp::pow(base, exponent);
}
std::pair<Integer, u32> Symmetry::of(u32 i) const {
  const auto at = moves.find(i);
  return at == moves.end() ? std::pair<Integer, u32>{1, i} : at->second;
}
Term Symmetry::of(const Monomial& m) const {
  Term moved{{}, 1};
  for (const auto& q : m) {
    const auto [c, to] = of(q.variable);
    moved.coefficient = power(moved.coefficient * power(c, q.exponent), 1);
    moved.monomial.push_back({to, q.exponent});
  }
  std::ranges::sort(moved.monomial);
  return moved;
}

VectorField Symmetry::of(const VectorField& x) const {
  VectorField image;
  for (const auto& [i, component] : x)
    for (const auto& [scale, target] = of(i); const auto& [m, c] : component) {
      const Term moved = of(m);
      image[target].emplace(moved.monomial, c * Rational{moved.coefficient} / Rational{scale});
    }
  return image;
}
}  // namespace abide_check
