/// \file
/// The Lie rank (ALGO 2): the dimension, at a generic point, of the Lie algebra the
/// fields generate; a certified lower bound, and upper bounds where they can be proved.
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

#include <abide/exact.hpp>
#include <abide/progress.hpp>
#include <abide/words.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace abide {

class Distribution;

struct WordStep {
  Word word;
  std::uint32_t variable;  ///< pivot
};

struct ABIDE_API LieRank {
  Point point;
  std::uint64_t prime = 0;
  std::vector<WordStep> words;  ///< as many as the proved lower bound
  /// Why the rank is probably exact when the search ended by itself; empty when it
  /// ended at the target.
  std::string probably;
  bool stopped = false;
  std::string stop_reason;
};

/// Where the rank is looked for: at points with few non-zero weights first, where evidence is
/// small, or at random points only. Automatic: the first, unless the model is so small that a
/// random point costs nothing. (Where the rank drops at sparse points, random ones follow.)
enum class EvidencePoints { automatic, sparse, dense };

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
ABIDE_API LieRank lie_rank(const Distribution& x, const LieOptions& options,
                           const Progress& progress);

/// q·X = Σ f_k B_k, identically.
struct Identity {
  bool bracket = false;  ///< X is [B_first, B_second]; else the field `first`
  std::size_t first = 0, second = 0;
  Terms q;
  std::vector<Terms> f;
};
struct ABIDE_API Involutivity {
  std::size_t rank = 0;  ///< Lie rank ≤ rank
  bool single = false;   ///< the model has one field: no identities needed
  std::vector<Word> basis;
  std::vector<Identity> identities;  ///< generators outside the basis, then pairs
};
/// An upper bound by the polynomial identity of Cramer's rule, for small models (rank ≤ 5 and
/// short fields; nothing otherwise, or when the identity fails).
ABIDE_API std::optional<Involutivity> involutive_bound(const Distribution& x, const LieRank& lower,
                                                       const Progress& progress);

}  // namespace abide
