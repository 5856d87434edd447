// Sums of families in a specification, and attention, which is one of two networks for each head.
#pragma once
#include "../core/check.hpp"

namespace abide_check {
// A specification such as `2*attention:8,4,2 + relu:8,16,8`, or attention:
//
//     sum = term { + term }     term = N * term | family | ( sum )
//
// Its normal form heads a certificate. InputError when it is not accepted.
Model parse_sum(const std::string& specification);
}  // namespace abide_check
