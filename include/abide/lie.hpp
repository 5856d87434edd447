/// \file
/// Evidence of the Lie rank, the dimension, at a generic point, of the Lie algebra the fields
/// generate: words whose values at a point are independent, and identities that bound it.
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("linear:2,2,2"), {});
///     assert(r.evidence[0].lie()->words.size() == r.lie_lower && r.lie_lower == 5);
#pragma once

#include <abide/exact.hpp>
#include <abide/words.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace abide {

/// (−ad_A)^exponent of a word, along the flow of A (data/format/certificate.md, "lie-rank").
struct AdPower {
  FlowField along;
  std::uint32_t exponent = 0;
};

/// A row: the value of the word, or of a power of ad that is applied to it.
struct WordStep {
  Word word;
  std::uint32_t variable;  ///< pivot
  std::optional<AdPower> power = {};
};

struct ABIDE_API LieRank {
  Point point;
  std::uint64_t prime = 0;
  std::vector<WordStep> words;  ///< rows, as many as the proved lower bound
  /// Why the rank is probably exact when the search ended by itself; empty when it
  /// ended at the target.
  std::string probably;
  std::string stopped;  ///< why a limit or a signal ended the search early; else empty
};

/// Where the rank is looked for: at points with few non-zero weights first, where evidence is
/// small, or at random points only. Automatic: the first, unless the model is so small that a
/// random point costs nothing. (Where the rank drops at sparse points, random ones follow.)
enum class EvidencePoints { automatic, sparse, dense };

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

}  // namespace abide
