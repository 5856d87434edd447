// Components: models on disjoint variables, of which equal ones are one.
#pragma once
#include "../core/check.hpp"
#include "network.hpp"

namespace abide_check {
// Adds so many copies of a network, or of fields that are written out, to the summands.
void add_summand(std::vector<Component>& summands, std::shared_ptr<const Fields> fields,
                 const Integer& copies);
// The same fields, term by term. InputError beyond 2^26 terms.
std::shared_ptr<const Fields> written_out(const std::shared_ptr<const Fields>& fields);
// Sets how many coordinates and fields the whole has.
void count_up(Model& model);
// The summands of a model, or the classes of its variables, by their least ones: two variables are
// joined when they occur in one field of the loss, or in one component of the drift; the time is in
// every class.
std::vector<Component> components_of(const Model& model);
}  // namespace abide_check
