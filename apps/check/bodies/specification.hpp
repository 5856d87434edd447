// The MODEL argument and the options of the question.
#pragma once
#include "phase_space.hpp"

namespace abide_check {
// All throw InputError when the model is not accepted.
Model read_model(const std::string& argument, const Question& question = {});
Model read_canonical(Input input, const std::string& file, const Question& question = {});
}  // namespace abide_check
