/// \file
/// The version of abide: of these headers, and of the library that runs.
///
/// Example (also a test):
///
///     assert(abide::version() == ABIDE_VERSION);
///     assert(ABIDE_VERSION_NUMBER >= 100);  // at least 0.1.0
#pragma once

#include <abide/version.h>

#include <abide/status.hpp>
#include <string_view>

namespace abide {

/// "MAJOR.MINOR.PATCH" of the library, as ABIDE_VERSION says that of the headers.
[[nodiscard]] ABIDE_API std::string_view version() noexcept;

}  // namespace abide
