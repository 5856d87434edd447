// The fields of a network, from the layered graph. Private to this stage.
#pragma once

#include "classes.hpp"
#include "source.hpp"

namespace abide {

/// Is h a combination of Gram laws (certificate.md, "Gram laws")? Cost: |h| and
/// the widths.
bool is_gram_combination(const Network& network, const Terms& h, const Progress& progress);

/// Values from forward and backward sums over the non-zero edges.
std::unique_ptr<Evaluator::Backend> make_path_backend(const Network& network,
                                                      const PathClasses& classes,
                                                      const Point& point, const Modulus& modulus);

}  // namespace abide
