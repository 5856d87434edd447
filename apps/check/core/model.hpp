// The MODEL: what the two kinds of it have in common, and the reader of canonical files.
#pragma once
#include "fields.hpp"
#include "reader.hpp"

namespace abide_check {
// One of the distinct summands of a model on disjoint variables, in its own variables.
struct Component {
  std::unique_ptr<Fields> fields;
  Integer copies = 1;
};
struct Model {
  std::unique_ptr<Fields> fields;        // of the whole; null if there are summands
  std::string specification = {};        // empty for a canonical file
  u64 nonzero = 0;                       // how many polynomials are not zero on the domain
  std::vector<Component> summands = {};  // by their first variables
  Integer dimension() const {
    Integer sum = fields ? fields->dimension() : 0;
    for (const auto& c : summands) sum += c.copies * c.fields->dimension();
    return sum;
  }
  Integer count() const {
    Integer sum = fields ? fields->count() : 0;
    for (const auto& c : summands) sum += c.copies * c.fields->count();
    return sum;
  }
};

// Reads a body that the core does not know, from its line at hand on; its result has no name.
// The names are those of all variables. Null if there is no such body.
using BodyReader = std::function<Model(Text& line, std::vector<std::string> names,
                                       const std::function<Text&(std::string_view)>& next)>;

// Throws InputError when the model is not accepted.
Model parse_canonical(Input input, const std::string& file, const BodyReader& other = {});
}  // namespace abide_check
