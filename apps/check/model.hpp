// The MODEL argument: a specification of a basic family or a canonical file.
#pragma once
#include "network.hpp"
#include "reader.hpp"

namespace abide_check {
struct Model {
  std::unique_ptr<Fields> fields;
  const Network* network = nullptr;  // the same object, when it is a network
  std::string specification;         // empty for a canonical file
};

// All throw InputError when the model is not accepted.
Model read_model(const std::string& argument);
Model parse_specification(const std::string& specification);
Model parse_canonical(Input input, const std::string& file);

// Widths such as `3,4r,2`, used by both kinds of models, which only `stop` follows.
Network parse_network(Text& text, std::string_view stop, bool all_relu, bool marks, Bias bias);
}  // namespace abide_check
