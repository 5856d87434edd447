// The orbit of a monomial under permutations of nodes of a network.
#pragma once
#include "../bodies/network.hpp"

namespace abide_check {
using Layers = std::vector<bool>;  // one flag per layer of a network
struct Orbit {
  Monomial form;  // equal exactly for the monomials of one orbit
  Integer size;
};
// Under the permutations of the nodes of these layers.
Orbit orbit(const Network& network, const Monomial& m, const Layers& layers);
}  // namespace abide_check
