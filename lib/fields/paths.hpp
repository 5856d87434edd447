// φ of a layered network, class by class. Private to this stage.
#pragma once

#include <abide/model.hpp>

#include <vector>

namespace abide {

/// The entries of φ in the order fixed by data/format/canonical.md.
std::vector<Terms> path_sums(const Network& network);

}  // namespace abide
