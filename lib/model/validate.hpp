// What models are made of is checked before anything relies on it: whoever fills in a body by hand
// learns which entry is wrong.
#pragma once

#include <abide/model.hpp>
#include <vector>

namespace abide {

/// With collected terms, components increasing. Throws Error{input} with the entry (field,
/// component) and the variable, exponent or size that does not fit. Cost: linear for a body that is
/// collected already.
Model::Body checked(Model::Body body, const Coordinates& layout);
/// The same; zero entries are left out.
Metric checked(Metric metric, const Coordinates& layout);
/// The same; constants other than 0, which restrict nothing, are left out.
std::vector<Terms> checked_domain(std::vector<Terms> nonzero, const Coordinates& layout);

}  // namespace abide
