// The MODEL: what the two kinds of it have in common, and the reader of canonical files.
#pragma once
#include "fields.hpp"
#include "reader.hpp"

namespace abide_check {
struct Model {
  std::unique_ptr<Fields> fields;
  std::string specification = {};  // empty for a canonical file
  u64 nonzero = 0;                 // how many polynomials are not zero on the domain
  u64 copies = 1;  // of a network on disjoint variables: the fields are those of one
};

// Reads a body that the core does not know, from its line at hand on; its result has no name.
// The names are those of all variables. Null if there is no such body.
using BodyReader = std::function<Model(Text& line, std::vector<std::string> names,
                                       const std::function<Text&(std::string_view)>& next)>;

// Throws InputError when the model is not accepted.
Model parse_canonical(Input input, const std::string& file, const BodyReader& other = {});
}  // namespace abide_check
