// Rule tensor/1: law spaces of a sum of components on disjoint variables.
//
//     tensor DEGREE DIMENSION
//
// behind the line `whole`. With F_C(k) the dimension of degree ≤ k proved for component C (every k
// = 1 … DEGREE is needed), g_C(0) = 1 and g_C(k) = F_C(k) − F_C(k−1), the DIMENSION is the sum over
// k = 1 … DEGREE of the coefficients of z^k in Π_C (Σ_k g_C(k) z^k)^copies. Claim: the polynomial
// laws of degree ≤ DEGREE of the whole model have this DIMENSION.
//
// Proof. Fields of different copies act on different variables, so the common kernel in Q[θ] is the
// tensor product of the kernels in the variables of each copy; choose in each a basis adapted to
// the degree: its leading forms are independent, so are the products of leading forms in different
// variables, and a law of degree ≤ δ is a combination of products of degree ≤ δ. ∎
#include <numeric>

#include "rules.hpp"
#include "series.hpp"

namespace abide_check {
namespace {
std::string tensor(Text& s, const std::vector<KnownComponent>& components) {
  const u64 most = s.natural("a degree", 1, 64);
  const Integer stated = s.then().number();
  s.finish();
  Series product(most + 1, 0);
  product[0] = 1;
  for (size_t c = 0; c < components.size(); ++c) {
    poll();
    Series g{1};
    Integer before = 0;
    for (u64 k = 1; k <= most; ++k) {
      const auto known = components[c].dimensions->find(k);
      if (known == components[c].dimensions->end())
        throw Rejected(text("the laws of degree ", k, " of component ", c + 1, " are not known"));
      g.push_back(known->second - before);
      before = known->second;
    }
    for (Integer n = components[c].copies; n > 0; n /= 2, multiply(g, Series(g)))
      if (n % 2 == 1) multiply(product, g);
  }
  const Integer dimension = std::accumulate(product.begin() + 1, product.end(), Integer(0));
  if (dimension != stated)
    throw Rejected(text("the dimension is ", dimension, ", found ", shown(stated.str())));
  return text("law space degree ", most, ": proved: dimension ", stated);
}
}  // namespace

const RuleEntry tensor_rule{"tensor/1", {{"tensor", Tag::whole}}, nullptr, tensor};
}  // namespace abide_check
