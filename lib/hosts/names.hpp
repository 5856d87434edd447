// Names of coordinates as systems can spell them. Private to this stage.
#pragma once

#include <abide/exact.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace abide {

/// A name "base", "base[i]" or "base[i,j]" and its indices.
struct SplitName {
  std::string base;
  std::vector<std::string> indices;
};
SplitName split_name(const std::string& name);

/// How a system spells names.
struct Spelling {
  char separator;          ///< in place of brackets, commas and underscores
  std::string_view taken;  ///< letters that mean something to the system
};
/// U1[1,2] becomes U1_1_2; a letter stays if it is not taken, and any other name gets an index 0:
/// no system knows such a name already. Different names stay different.
std::vector<std::string> spelled(const Names& names, const Spelling& spelling);

}  // namespace abide
