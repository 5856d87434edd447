// Words that texts share.
#pragma once

#include <abide/export.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "exact/exact.hpp"

namespace abide {

/// "1 law", "3 laws".
inline std::string counted(std::uint64_t n, const std::string& noun) {
  return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}
/// "9", or "7 to 9" when the Lie rank is not known exactly; empty when it was not asked for.
inline std::string rank_of(const Report& r, const std::string& between) {
  if (!r.lie_lower) return "";
  const std::string lower = std::to_string(*r.lie_lower);
  return *r.lie_lower == *r.lie_upper ? lower : lower + between + std::to_string(*r.lie_upper);
}
/// Is nothing said of laws or of the Lie rank?
inline bool claims_nothing(const Report& r) {
  return !r.laws_known && !r.lie_lower && r.stopped.empty();
}
/// Are there, by two bounds that meet, no other local laws than those found?
inline bool finds_all_local_laws(const Report& r) { return r.local_laws == r.independent_laws; }
/// The files whose statements these rows are; empty for rows that were run.
std::string stated_in(const std::vector<RowReport>& rows);
/// A sum of many terms by its first and last ones: nobody reads a thousand of them in a line.
std::string shortened(const std::string& sum);
/// The formula, its kind, its range and number in one line; a relation in a second one.
std::string family_lines(const Report::Family& family, bool ascii);

}  // namespace abide
