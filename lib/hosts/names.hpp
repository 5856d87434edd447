// Names of coordinates as systems can spell them. Private to this stage.
#pragma once

#include <abide/coordinates.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace abide {

/// How a system spells names.
struct Spelling {
  char separator;          ///< in place of brackets, commas and underscores
  std::string_view taken;  ///< letters that mean something to the system
};
/// U1[1,2] becomes U1_1_2; a letter stays if it is not taken, and any other name gets an index 0:
/// no system knows such a name already. Different names stay different.
std::vector<std::string> spelled(const Coordinates& layout, const Spelling& spelling);

}  // namespace abide
