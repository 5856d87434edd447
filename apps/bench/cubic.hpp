// Dense models without symmetry, with planted laws.
#pragma once

#include <abide/model.hpp>

namespace abide::bench {

/// Four dense random cubic forms in D variables. They know θ_3 … θ_D by their differences only, and
/// θ_1, θ_2 as θ_1² θ_2: the sum of θ_3 … θ_D, its square and θ_1² − 2 θ_2² are laws.
Model cubic_model(std::uint32_t variables);

}  // namespace abide::bench
