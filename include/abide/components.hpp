/// \file
/// A model as a sum of components on disjoint coordinates: each distinct one is solved once, in
/// its own coordinates, however many copies it has.
///
/// Example (also a test):
///
///     const abide::Result r = abide::certify(abide::make_model("attention:3,2,4"), {});
///     const abide::Component& head = r.components.at(0).component;
///     assert(head.place.copies() == 8 && head.model->coordinates() == 12);
///     assert(head.place(7, 11) == 95);  // the last coordinate of the last copy
#pragma once

#include <abide/model.hpp>
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

}  // namespace abide
