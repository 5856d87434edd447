/// \file
/// The Lie rank (ALGO 2): a certified lower bound, and upper bounds where they can be proved.
///
/// Example (also a test):
///
///     abide::Distribution x(abide::make_model("linear:2,2,2"));
///     abide::LieRank r = abide::lie_rank(x, {.target = 5}, abide::Progress());
///     assert(r.words.size() == 5);
///     abide::Distribution single(abide::make_model("linear:1,2,2,1"));
///     assert(abide::involutive_bound(single, abide::lie_rank(single, {}, abide::Progress()),
///                                    abide::Progress())->rank == 1);
#pragma once

#include <abide/lie.hpp>
#include <abide/progress.hpp>
#include <cstdint>
#include <optional>

#include "fields/fields.hpp"

namespace abide {

struct LieOptions {
  std::optional<std::size_t> target;  ///< D − m: stop there
  std::uint64_t seed = 0;
  EvidencePoints points = EvidencePoints::automatic;
  DenseBackend backend =
      DenseBackend::automatic;  ///< of dense eliminations; no result depends on it
  /// False: of random points one only, and it is given up as soon as some brackets add nothing. For
  /// a target that may be out of reach.
  bool thorough = true;
};
/// A lower bound of the Lie rank with its evidence. At random points: the fields first, then
/// batches of random brackets of fields with words kept so far, until the target is met or the rank
/// stagnates: all (or, if many, a stated number of random) brackets of a field with a kept word
/// lie in the span. Networks, at sparse points: the words of a small network of the same pattern
/// are carried over to all nodes (lib/lie/sparse.cpp). A stop keeps the words found.
LieRank lie_rank(const Distribution& x, const LieOptions& options, const Progress& progress);
/// Can it be looked for at all? Where sparse points do not serve, only as long as a dense D × D
/// matrix fits.
bool lie_rank_fits(const Distribution& x, const Progress& progress);

/// An upper bound by the polynomial identity of Cramer's rule, for small models (rank ≤ 5 and
/// short fields; nothing otherwise, or when the identity fails).
std::optional<Involutivity> involutive_bound(const Distribution& x, const LieRank& lower,
                                             const Progress& progress);

}  // namespace abide
