// The check of a certificate against its model.
#pragma once
#include "model.hpp"
#include "scope.hpp"

namespace abide_check {
// The components of a model: its summands, or the classes of its fields.
using Components = std::vector<Component> (*)(Model& model);

struct Checks {
  Rules rules = {};                 // those that this program knows, by name
  Components components = nullptr;  // null: this program knows none
  bool quiet = false;
  Listener* listener = nullptr;
};
// Writes the claims and returns whether completeness is proved. Rejected has the verdict as its
// text.
bool check(Model& model, Input certificate, std::ostream& claims, const Checks& checks);
}  // namespace abide_check
