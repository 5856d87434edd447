// Readers of models of all kinds.
#pragma once
#include "../core/model.hpp"
#include "network.hpp"

namespace abide_check {
// All throw InputError when the model is not accepted.
Model read_model(const std::string& argument);
Model read_canonical(Input input, const std::string& file);
}  // namespace abide_check
