// Sums of families in a specification, and the families that are sums
// themselves: attention, of two networks for each head, and residual, of one for each block.
#pragma once
#include "../core/check.hpp"

namespace abide_check {
// Is a single family a sum of equal networks?
bool is_repeated(const std::string& family);
// A specification such as `2*attention:8,4,2 + relu:8,16,8`, or such a family:
//
//     sum = term { + term }     term = N * term | family | ( sum )
//
// Its normal form heads a certificate. InputError when it is not accepted.
Model parse_sum(const std::string& specification);
}  // namespace abide_check
