// The two inputs, and the check of one against the other.
#pragma once
#include "scope.hpp"

namespace abide_check {
struct Model {
  std::unique_ptr<Fields> fields;
  std::string specification = {};  // empty for a canonical file
  u64 nonzero = 0;                 // how many polynomials are not zero on the domain
  u64 copies = 1;  // of a network on disjoint variables: the fields are those of one
};

// Reads a body that the core does not know, from its line at hand on, with the names of all
// variables; `next` goes to the line that starts with a text.
using BodyReader = std::function<Model(Text& line, std::vector<std::string> names,
                                       const std::function<Text&(std::string_view)>& next)>;

// Throws InputError when the model is not accepted.
Model parse_canonical(Input input, const std::string& file, const BodyReader& other = {});

struct Checks {
  Rules rules = {};  // those that this program knows, by name
  bool quiet = false;
  Listener* listener = nullptr;
};
// Writes the claims and returns whether completeness is proved. Rejected has the verdict as its
// text.
bool check(const Model& model, Input certificate, std::ostream& claims, const Checks& checks);
}  // namespace abide_check
