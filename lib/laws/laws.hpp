/// \file
/// What laws offers to the other rooms beyond abide/laws.hpp.
///
/// Example (also a test):
///
///     abide::Model model = abide::make_model("linear:2,2,2");
///     abide::Distribution x(model);
///     abide::LawSpace s = abide::find_laws(model, x, {.degree = 2}, abide::Progress());
///     assert(kernel_of(s.levels[1]).prime == s.levels[1].kernel->prime);
///     assert(kernel_of(abide::Level()).steps.empty());
#pragma once

#include <abide/laws.hpp>

#include "kernel/kernel.hpp"

namespace abide {

/// The evidence of a level; an empty one for a level that has none of its own.
const Kernel& kernel_of(const Level& level) noexcept;

}  // namespace abide
