// Rows with one living column kill it; repeated until nothing moves. With orbits, a
// kill of a representative kills its whole orbit. Private to this stage.
#pragma once

#include <abide/kernel.hpp>

#include <unordered_map>
#include <vector>

namespace abide {

class Singletons {
 public:
  /// `orbits` null: every column stands for itself.
  Singletons(const LinearSystem& system, const Orbits* orbits)
      : system_(system), orbits_(orbits) {}

  /// The columns (or their representatives) of one degree.
  void add_columns(std::uint32_t variables, std::uint32_t degree);
  void run(const Progress& progress);
  bool killed(const Monomial& column) const;
  std::vector<PivotStep> take_steps() { return std::move(steps_); }
  /// All columns that still live.
  std::vector<Monomial> survivors() const;

 private:
  bool try_to_kill(const Monomial& column);

  const LinearSystem& system_;
  const Orbits* orbits_;
  std::vector<Monomial> alive_;
  std::unordered_map<Monomial, bool, MonomialHash> killed_;
  std::vector<PivotStep> steps_;
};

}  // namespace abide
