/// \file
/// The version of abide: of these headers, and of the library that runs.
///
/// Example (also a test):
///
///     assert(abide::version() == ABIDE_VERSION);
///     assert(ABIDE_VERSION_NUMBER >= 100);  // at least 0.1.0
#pragma once

#include <abide/status.hpp>
#include <string_view>

#define ABIDE_VERSION_MAJOR 0
#define ABIDE_VERSION_MINOR 1
#define ABIDE_VERSION_PATCH 0
#define ABIDE_VERSION "0.1.0"
/// 10203 is 1.2.3, for comparisons.
#define ABIDE_VERSION_NUMBER \
  (10000 * ABIDE_VERSION_MAJOR + 100 * ABIDE_VERSION_MINOR + ABIDE_VERSION_PATCH)

namespace abide {

/// "MAJOR.MINOR.PATCH" of the library, as ABIDE_VERSION says that of the headers.
[[nodiscard]] ABIDE_API std::string_view version() noexcept;

}  // namespace abide
