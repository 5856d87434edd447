// Where abide-check is.
#pragma once

#include <string>

namespace abide {

/// A path, or a name for a shell to look up (CheckerCall::program says in which order).
std::string place_of_checker();

}  // namespace abide
