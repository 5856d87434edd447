// The two inputs, and the check of one against the other.
#pragma once
#include "scope.hpp"

namespace abide_check {
// Fields on variables of their own, so many times.
struct Component {
  std::shared_ptr<const Fields> fields;
  Integer copies = 1;
};
// Everything that is asked about, as the head of a certificate states it.
struct Model {
  std::shared_ptr<const Fields> fields = {};  // of the whole; null for a sum of several
  std::vector<Component> components = {};     // the different summands of a sum
  std::string specification = {};             // `canonical D d` for a canonical file
  std::vector<std::string> arrays = {};       // its lines about arrays
  std::string dynamics = "gradient-flow", metric = "identity", loss = "spanning";
  u64 nonzero = 0;               // how many polynomials are not zero on the domain
  std::optional<u32> time = {};  // the variable that all components share and the last field moves
  Integer dimension() const;     // of the whole, with all copies
  Integer count() const;         // of fields
};
using Components = std::vector<Component> (*)(const Model& model);

struct Checks {
  Rules rules = {};                 // those that this program knows, by name
  Components components = nullptr;  // the components of a model; null if there are no scopes
  Listener* listener = nullptr;
};
// Writes the claims, if they are wanted, and returns whether completeness is proved. Rejected has
// the verdict as its text.
bool check(const Model& model, Input certificate, std::ostream* claims, const Checks& checks);
}  // namespace abide_check
