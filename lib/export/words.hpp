// Words that texts share.
#pragma once

#include <abide/export.hpp>

#include <cstdint>
#include <string>

namespace abide {

/// "1 law", "3 laws".
inline std::string counted(std::uint64_t n, const std::string& noun) {
  return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}
/// A sum of many terms by its first and last ones: nobody reads a thousand of them in a line.
std::string shortened(const std::string& sum);
/// The formula, its kind, its range and number in one line; a relation in a second one.
std::string family_lines(const Report::Family& family, bool ascii);

}  // namespace abide
