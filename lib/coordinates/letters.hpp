// The letters that no array has. Private to this stage.
#pragma once

#include <vector>

#include "coordinates/coordinates.hpp"

namespace abide {

/// Cost: the number of arrays.
Letters free_letters(const std::vector<NamedArray>& arrays);

}  // namespace abide
