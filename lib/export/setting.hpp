// What a model and its dynamics are, as LaTeX says it. Private to this stage.
#pragma once

#include <abide/export.hpp>

namespace abide {

Report::Setting setting_of(const Model& model);

}  // namespace abide
