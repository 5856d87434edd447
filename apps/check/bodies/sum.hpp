// Models on disjoint variables: sums of networks, and the classes of fields that are written out.
#pragma once
#include "../core/model.hpp"
#include "network.hpp"

namespace abide_check {
// Adds so many copies of a network to the summands: equal networks are one component.
void add_summand(std::vector<Component>& summands, std::unique_ptr<Network> network,
                 const Integer& copies);

// The summands of a model, or the classes of the relation "occur in one field" on its variables, by
// their least ones. Classes with the same fields, variable by variable, are one component; a
// variable that no field knows is a class of its own, without a field.
std::vector<Component> components_of(Model& model);

// A specification that is a sum, such as `2*attention:8,4,2 + relu:8,16,8`, or attention:
//
//     sum = term { + term }     term = N * term | family | ( sum )
//
// `make` is the reader of other families. The specification of the result is the normal form.
Model parse_sum(Text& text,
                const std::function<std::unique_ptr<Network>(const std::string&)>& make);
}  // namespace abide_check
