// Numbers of monomials by degree, which are multiplied like power series.
#pragma once
#include "../core/arithmetic.hpp"

namespace abide_check {
using Series = std::vector<Integer>;  // from degree 0 on
// The product, with the length of a; b starts with 1.
inline void multiply(Series& a, const Series& b) {
  for (size_t i = a.size() - 1; i > 0; --i)
    for (size_t k = 1; k <= i && k < b.size(); ++k) a[i] += a[i - k] * b[k];
}
// How many monomials of degree k there are in n variables.
inline Integer monomials(const Integer& n, u64 k) { return binomial(n + k - 1, k); }
}  // namespace abide_check
