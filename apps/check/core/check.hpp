// The check of a certificate against its model.
#pragma once
#include "model.hpp"
#include "scope.hpp"

namespace abide_check {
struct Checks {
  Rules rules = {};  // those that this program knows, by name
  bool quiet = false;
  Listener* listener = nullptr;
};
// Writes the claims and returns whether completeness is proved. Rejected has the verdict as its
// text.
bool check(const Model& model, Input certificate, std::ostream& claims, const Checks& checks);
}  // namespace abide_check
