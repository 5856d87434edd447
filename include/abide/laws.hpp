/// \file
/// Laws degree by degree: dimensions, generators, products of lower laws, independence.
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("linear:2,2,2"), {.degree = 4});
///     const abide::LawSpace& s = *r.evidence[0].laws;
///     assert(s.levels.size() == 4 && s.levels[3].dimension == 9);
///     assert(s.count() == 3 && s.independent.size() == 3);
#pragma once

#include <abide/model.hpp>
#include <abide/progress.hpp>
#include <abide/words.hpp>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace abide {

class Distribution;
struct Kernel;

/// The images of a law of a network that touches the first `nodes` nodes of a layer and no other
/// node of it: one for every choice of so many of the `width` nodes. (The law is the same for every
/// order of them.)
struct ABIDE_API NodeImages {
  std::uint32_t layer = 0, nodes = 1, width = 1;  ///< nodes: 1 or 2
  std::uint64_t count() const noexcept;
};

/// A law of the list and one of the stated symmetries, from 0.
struct SymmetryImage {
  std::size_t law = 0, symmetry = 0;
};

struct ABIDE_API Law {
  /// A primitive polynomial; or a fraction with a denominator of one term, and multiples of
  /// logarithms.
  ElementaryFunction function;
  std::uint32_t degree = 0;          ///< of a polynomial; 0 for other functions
  std::string kind;                  ///< "neuron balance", "Gram difference", "coordinate", …
  std::optional<NodeImages> images;  ///< it stands for all of these
  std::optional<SymmetryImage> image_of;  ///< the image of an earlier law, made primitive
  std::size_t orbit = 0;                  ///< laws with one number are images of each other
  bool generator = true;                  ///< false: needed for a dimension only, not reported
  std::uint64_t count() const noexcept { return images ? images->count() : 1; }
  /// Of its first image.
  std::array<std::uint32_t, 2> first_nodes() const noexcept {
    return {0, images && images->nodes == 1 ? 0U : 1U};
  }
  bool is_polynomial() const noexcept { return degree > 0; }
  /// Of a law that is one.
  const Terms& polynomial() const noexcept { return function.numerator; }
};

/// A law of the list, or the image at increasing nodes (from 0) of one that has images.
struct LawRef {
  std::size_t law = 0;
  std::array<std::uint32_t, 2> nodes{0, 1};
  friend bool operator==(const LawRef&, const LawRef&) = default;
};

/// A product of laws that is non-zero at `column` after reduction by the earlier elements.
struct Element {
  std::vector<LawRef> factors;
  Monomial column;
};

/// The law space up to one degree, with its evidence: the kernel's, and the elements.
struct Level {
  std::uint32_t degree = 0;
  std::uint64_t dimension = 0;
  bool extends = false;  ///< evidence continues that of the level below
  bool closed =
      false;  ///< follows from the independent laws and the Lie rank: no evidence of its own
  std::shared_ptr<const Kernel> kernel;  ///< or none; claims are positions in LawSpace::laws
  std::vector<Element> elements;
};

/// The exponent matrix of a monomial map: its rank is the Lie rank.
struct ExponentRank {
  struct Step {
    std::uint64_t field;
    std::uint32_t variable;
  };
  std::uint64_t prime = 0;
  std::vector<Step> steps;
};

/// Laws, and which of them are independent: what is claimed. The evidence is beside it.
struct ABIDE_API LawList {
  std::vector<Law> laws;
  std::vector<Permutation> symmetries;  ///< those of `Law::image_of`; none for networks
  std::vector<LawRef> independent;      ///< a maximal set
  bool independence_known = false;      ///< false after a stop: other laws may be independent, too
  /// How many generators there are, images included.
  std::uint64_t count() const noexcept;
};

/// Laws with all that proves them and the dimensions of their spaces.
struct ABIDE_API LawSpace : LawList {
  std::vector<Level> levels;        ///< one per degree 1 … N, as far as was proved
  std::vector<DegreeBound> bounds;  ///< the levels speak of polynomials within these
  Point point;                      ///< where independence was seen
  std::uint64_t prime = 0;
  /// Of the triangular minor of gradients: where the row of each independent law has its pivot.
  std::vector<std::uint32_t> pivots;
  std::string stopped;  ///< why a limit or a signal ended the search early; else empty
};

}  // namespace abide
