/// \file
/// The exact kernel of the linear system up to one degree, with the evidence that
/// it is the whole kernel.
///
/// Example (also a test):
///
///     abide::Model model = abide::make_model("linear:2,2,2");
///     abide::Distribution x(model);
///     abide::Orbits orbits(model);
///     abide::Kernel k = abide::solve(x, &orbits, {.low = 1, .high = 2}, abide::Progress());
///     assert(k.basis.size() == 3);
#pragma once

#include <optional>
#include <vector>

#include "system/system.hpp"

namespace abide {

/// Elimination of one column by one row, reduced by the earlier ones.
struct PivotStep {
  RowName row;
  Monomial column;
};
/// An orbit of monomials that has its own group from now on.
struct OrbitSplit {
  Monomial monomial;
  LayerSet layers = 0;
};
/// The orbit of a column is eliminated by a row all of whose other columns are covered, or
/// (without a row) claimed by the images of a law.
struct OrbitStep {
  Monomial column;
  std::optional<RowName> row;
  std::size_t claim = 0;  ///< position of the law
};
struct Kernel {
  std::uint64_t prime = 0;
  std::vector<BranchStep> tree;  ///< not together with orbit steps
  std::vector<OrbitSplit> splits;
  std::vector<OrbitStep> orbit_steps;
  std::vector<PivotStep> steps;  ///< each eliminates its column
  std::vector<Monomial> free;    ///< the columns that are left and not claimed
  std::uint64_t claimed = 0;     ///< dimensions claimed by images of laws
  /// X_i h = 0 verified over Q, primitive; with the claimed images a basis of the kernel. It
  /// depends on the kernel only: reduced, the last possible columns free.
  std::vector<Terms> basis;
};

/// Throws what `solve` would throw before it starts: Error{limit} with the number of monomials,
/// Error{stopped} when they exceed the memory limit. `orbits` may be null.
void check_size(const Distribution& x, const Orbits* orbits, const Degrees& degrees,
                const Progress& progress);

/// All h with monomials of the given degrees and X_i h = 0 for all i. Orbits or single
/// monomials that must vanish are excluded first; what is left falls into blocks that no row
/// connects, each eliminated modulo a prime; rational reconstruction (more primes when needed);
/// exact verification; rows that a candidate violates are added and the block is solved again.
/// `orbits` may be null, and must be with bounds on groups of variables: then viable monomials are
/// searched. Throws Error{stopped} and Error{limit} (the number of monomials is in the message).
Kernel solve(const Distribution& x, const Orbits* orbits, const Degrees& degrees,
             const Progress& progress);

/// The same for a network, given laws (verified) whose images under node permutations are thought
/// to be all: no column is listed, the evidence is one row per split orbit. Nothing when the
/// evidence does not close.
std::optional<Kernel> solve_by_claims(const Distribution& x, const Orbits& orbits,
                                      const Degrees& degrees, const std::vector<Terms>& laws,
                                      const Progress& progress);

}  // namespace abide
