// Maps W + B·A, with W (n × m), B (n × r) and A (r × m) all trained: the entries of a linear
// network n,r,m with a variable of its own added to each. With Y_i for the fields of the network on
// (B, A),
//
//   X_i = ∂_W_i + Y_i,   [X_i, X_k] = [Y_i, Y_k],
//
// and longer brackets are those of the network, too; a function of (B, A) is a law if it is one of
// the network (mathematics.md, 4.15).
#pragma once
#include "network.hpp"

namespace abide_check {
// The fields of `lora:n,r,m`; InputError.
std::unique_ptr<Fields> parse_low_rank(const std::string& specification);
}  // namespace abide_check
