// Words that texts share.
#pragma once

#include <cstdint>
#include <string>

namespace abide {

/// "1 law", "3 laws".
inline std::string counted(std::uint64_t n, const std::string& noun) {
  return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}
/// A sum of many terms by its first and last ones: nobody reads a thousand of them in a line.
std::string shortened(const std::string& sum);

}  // namespace abide
