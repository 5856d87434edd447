// The two inputs, and the check of one against the other.
#pragma once
#include <ostream>

#include "network.hpp"

namespace abide_check {
// The MODEL argument: a specification of a basic family or a canonical file.
struct Model {
  std::unique_ptr<Fields> fields;
  std::string specification = {};  // empty for a canonical file
  u64 nonzero = 0;                 // how many polynomials are not zero on the domain
  u64 copies = 1;  // of a network on disjoint variables: the fields are those of one
  const Network* network() const { return dynamic_cast<const Network*>(fields.get()); }
};

// All throw InputError when the model is not accepted.
Model read_model(const std::string& argument);
Model parse_canonical(Input input, const std::string& file);

// Writes the claims and returns whether completeness is proved. Rejected has the verdict as its
// text.
bool check(const Model& model, Input certificate, std::ostream& claims, bool quiet = false);
}  // namespace abide_check
