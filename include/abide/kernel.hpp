/// \file
/// The exact kernel of the linear system up to one degree, with the evidence that
/// it is the whole kernel.
///
/// Example (also a test):
///
///     abide::Model model = abide::make_model("linear:2,2,2");
///     abide::Distribution x(model);
///     abide::Orbits orbits(model);
///     abide::Kernel k = abide::solve(x, orbits, {.low = 1, .high = 2}, abide::Progress());
///     assert(k.basis.size() == 3);
#pragma once

#include <abide/system.hpp>

#include <vector>

namespace abide {

/// Degrees low … high of the unknown h.
struct Degrees {
  std::uint32_t low = 1, high = 2;
};
/// Elimination of one column by one row, reduced by the earlier ones.
struct PivotStep {
  RowName row;
  Monomial column;
};
struct ABIDE_API Kernel {
  std::uint64_t prime = 0;
  std::vector<PivotStep> orbit_steps;  ///< each eliminates the orbit of its column
  std::vector<PivotStep> steps;        ///< each eliminates its column
  std::vector<Monomial> free;          ///< the columns that are left
  /// basis[k]: primitive, zero at free[j] for j ≠ k, X_i h = 0 verified over Q.
  std::vector<Terms> basis;
};

/// Throws what `solve` would throw before it starts: Error{limit} with the number of monomials, Error{stopped} when they exceed the memory limit.
ABIDE_API void check_size(const Distribution& x, const Orbits& orbits, Degrees degrees,
                          const Progress& progress);

/// All h with monomials of the given degrees and X_i h = 0 for all i. Singletons first
/// (whole orbits at once), then blocks by grading, each eliminated modulo
/// a 61-bit prime; rational reconstruction (more primes when needed); exact verification; rows that
/// a candidate violates are added and the block is solved again.
/// Throws Error{stopped} and Error{limit} (the number of monomials is in the message).
ABIDE_API Kernel solve(const Distribution& x, const Orbits& orbits, Degrees degrees,
                       const Progress& progress);

}  // namespace abide
