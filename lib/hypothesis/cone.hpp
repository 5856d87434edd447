// Cones of inputs that have the same activation pattern.
#pragma once

#include <cstdint>
#include <vector>

#include "exact/exact.hpp"

namespace abide {

/// The y with row · y ≥ 0 for all rows it was cut with, by its lines and extreme rays. Exact.
class Cone {
 public:
  /// All y.
  explicit Cone(std::size_t dimension);
  void cut(const std::vector<Rational>& row);
  /// False: it contains 0 only, and so does the cone of rows nearby (the sphere is compact). Also
  /// true when there are too many rays or rows to tell.
  bool may_have_direction() const noexcept { return !known_ || !lines_.empty() || !rays_.empty(); }
  /// Directions that span the space, in the interior of the cone, if it has one. Empty if there are
  /// too many.
  std::vector<std::vector<Rational>> inner_directions() const;

 private:
  struct Ray {
    std::vector<Rational> direction;
    std::uint64_t vanishing = 0;  // the rows that are 0 on it
  };
  std::size_t dimension_;
  std::size_t cuts_ = 0;
  bool known_ = true;
  std::vector<std::vector<Rational>> lines_;
  std::vector<Ray> rays_;  // with the lines, each is needed

  void cut_line(const std::vector<Rational>& row, std::vector<Rational> direction);
  void cut_rays(const std::vector<Rational>& row);
  bool are_adjacent(std::size_t a, std::size_t b) const;
};

}  // namespace abide
