/// \file
/// A model as a sum of components on disjoint coordinates: each distinct one is solved once, in
/// its own coordinates, however many copies it has.
///
/// Example (also a test):
///
///     auto model = std::make_shared<const abide::Model>(abide::make_model("attention:3,2,4"));
///     std::vector<abide::Component> heads = abide::components_of(model, true);
///     assert(heads.size() == 1 && heads[0].place.copies() == 8);
///     assert(heads[0].model->coordinates() == 12);
///     assert(heads[0].place(7, 11) == 95);  // the last coordinate of the last copy
#pragma once

#include <abide/model.hpp>
#include <abide/progress.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace abide {

class Distribution;

/// Where the coordinates of the copies of a component stand in the whole. Copies at equal distances
/// take no memory of their own. Thread safety: const access from any thread.
class ABIDE_API Placement {
 public:
  /// So many copies, nested: those of one step stand `stride` apart.
  struct Repeat {
    std::uint64_t copies = 1, stride = 0;
  };
  /// Copies whose coordinate j is `first` + the strides of the copy + variables[j] (or j without a
  /// list).
  struct Run {
    std::uint64_t first = 0;
    std::vector<Repeat> repeats;  ///< outermost first
    std::shared_ptr<const std::vector<std::uint32_t>> variables;
    std::uint64_t copies() const noexcept;
  };
  /// Of a summand under a drift: (time, θ, velocities) of a copy in those of the whole; runs speak
  /// of θ. Without: runs speak of all coordinates.
  struct PhaseSpace {
    explicit PhaseSpace(const Coordinates& layout);
    std::uint64_t theta, velocity;  ///< the first ones; no velocities: 0
  };

  void add(Run run);
  void set_phase_space(const Coordinates& copy, const Coordinates& whole) {
    phase_.emplace(PhaseSpace(copy), PhaseSpace(whole));
  }
  std::uint64_t copies() const noexcept { return copies_; }
  /// The coordinate of the whole at which coordinate j of a copy (from 0) stands.
  std::uint64_t operator()(std::uint64_t copy, std::uint32_t j) const;

 private:
  std::vector<Run> runs_;
  std::optional<std::pair<PhaseSpace, PhaseSpace>> phase_;
  std::uint64_t copies_ = 0;
};

/// One summand of a model on disjoint coordinates.
struct Component {
  std::shared_ptr<const Model> model;  ///< on its phase space
  std::shared_ptr<const Distribution> fields;
  Placement place;
};

/// The distinct components of a model that is settled, or of a sum, by the first coordinate of
/// each. Summands are equal when their bodies are, classes when their fields are, variable by
/// variable. Networks are one component. A drift that moves each class by itself does not connect
/// them, nor does the time; a coordinate that no field knows is a component. What is proved of the
/// components holds for the whole (data/format/mathematics.md, section 4.13). Cost: the terms of
/// all fields that are written out, once for each summand. Throws like on_phase_space; Error{input}
/// for cross-entropy of a sum.
ABIDE_API std::vector<Component> components_of(const std::shared_ptr<const Model>& model,
                                               bool classes, const Progress& progress = Progress());
/// The model on its phase space as the place of names and counts. Of a sum the fields are those of
/// its components, and are not written out.
ABIDE_API Model whole_of(const Model& model, const Progress& progress = Progress());
/// Those of one copy of a component, of the names of the coordinates of the whole.
ABIDE_API Names names_of(const Names& whole, const Component& component, std::uint64_t copy);

}  // namespace abide
