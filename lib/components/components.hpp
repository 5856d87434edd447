/// \file
/// How a model falls into components.
///
/// Example (also a test):
///
///     auto model = std::make_shared<const abide::Model>(abide::make_model("attention:3,2,4"));
///     std::vector<abide::Component> heads = abide::components_of(model, true);
///     assert(heads.size() == 1 && heads[0].place.copies() == 8);
///     assert(names_of(model->names(), heads[0], 7)[11] == model->names()[95]);
#pragma once

#include <abide/components.hpp>
#include <abide/progress.hpp>
#include <memory>
#include <vector>

namespace abide {

/// The distinct components of a model that is settled, or of a sum, by the first coordinate of
/// each. Summands are equal when their bodies are, classes when their fields are, variable by
/// variable. Networks are one component. A drift that moves each class by itself does not connect
/// them, nor does the time; a coordinate that no field knows is a component. What is proved of the
/// components holds for the whole (data/format/mathematics.md, section 4.13). Cost: the terms of
/// all fields that are written out, once for each summand. Throws like on_phase_space; Error{input}
/// for cross-entropy of a sum.
std::vector<Component> components_of(const std::shared_ptr<const Model>& model, bool classes,
                                     const Progress& progress = Progress());
/// The model on its phase space as the place of names and counts. Of a sum the fields are those of
/// its components, and are not written out.
Model whole_of(const Model& model, const Progress& progress = Progress());
/// Those of one copy of a component, of the names of the coordinates of the whole.
Names names_of(const Names& whole, const Component& component, std::uint64_t copy);

}  // namespace abide
