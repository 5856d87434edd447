/// \file
/// Laws degree by degree: dimensions, generators, products of lower laws, independence.
///
/// Example (also a test):
///
///     abide::Model model = abide::make_model("linear:2,2,2");
///     abide::Distribution x(model);
///     abide::LawSpace s = abide::find_laws(model, x, {.degree = 4}, abide::Progress());
///     assert(s.levels.size() == 4 && s.levels[3].dimension == 9);
///     assert(s.count() == 3 && s.independent.size() == 3);
#pragma once

#include <abide/model.hpp>
#include <abide/progress.hpp>
#include <abide/words.hpp>
#include <array>
#include <cstdint>
#include <functional>
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
  Terms polynomial;  ///< primitive
  /// In place of a polynomial: a fraction with a denominator of one term, and multiples of
  /// logarithms.
  std::optional<ElementaryFunction> elementary = {};
  std::uint32_t degree = 0;          ///< of a polynomial
  std::string kind;                  ///< "neuron balance", "Gram difference", "coordinate", …
  std::optional<NodeImages> images;  ///< it stands for all of these
  std::optional<SymmetryImage> image_of;  ///< the image of an earlier law, made primitive
  std::size_t orbit = 0;                  ///< laws with one number are images of each other
  bool generator = true;                  ///< false: needed for a dimension only, not reported
  std::uint64_t count() const noexcept { return images ? images->count() : 1; }
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

/// A row of a triangular minor of gradients: which law is pivoted where.
struct GradientStep {
  LawRef law;
  std::uint32_t variable;
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

struct ABIDE_API LawSpace {
  std::vector<Law> laws;
  std::vector<Level> levels;        ///< one per degree 1 … N, as far as was proved
  std::vector<DegreeBound> bounds;  ///< the levels speak of polynomials within these
  std::vector<Permutation>
      symmetries;  ///< what orbit steps and images of laws rely on (not of networks)
  Point point;     ///< where independence was seen
  std::uint64_t prime = 0;
  std::vector<GradientStep> independent;  ///< m rows
  bool independence_known = false;  ///< false after a stop: other laws may be independent, too
  std::optional<ExponentRank> exponents;
  bool stopped = false;  ///< a limit ended the search early
  std::string stop_reason;
  /// How many generators there are, images included.
  std::uint64_t count() const noexcept;
};

/// The order in which laws are listed: by degree, then by their monomials.
ABIDE_API bool listed_before(const Terms& a, const Terms& b);
/// The polynomial of a law or image; zero for a law that is no polynomial.
ABIDE_API Terms polynomial_of(const LawSpace& space, const Distribution& x, const LawRef& law);
/// Calls visit for a law or all its images in lexicographic order, until it returns false.
ABIDE_API void for_each_image(const LawSpace& space, std::size_t law,
                              FunctionRef<bool(const LawRef&)> visit);

/// Shapes of laws that networks are known to have, for the first nodes of each hidden layer;
/// verified. All other neurons of the layer have images of these. Empty for other models.
ABIDE_API std::vector<Law> known_shapes(const Distribution& x);

struct LawOptions {
  std::uint32_t degree = 2;
  std::vector<DegreeBound> bounds = {};  ///< on disjoint intervals of coordinates, increasing
  std::uint64_t seed = 0;
  bool closed_form =
      true;            ///< what has a closed form (certificate.md, `closed`) without elimination
  bool guess = true;   ///< try known shapes of laws before any elimination
  bool orbits = true;  ///< use the symmetry of the model
  /// Is the Lie rank D − m? Asked once, of the m laws of degree 1 when there are any: then all laws
  /// are the polynomials in these, and higher degrees need no elimination. Not asked when empty.
  std::function<bool(std::size_t)> has_no_more_laws_than = {};
};
/// Laws that are not polynomials, or of a higher degree, follow where the fields are constant in
/// powers and logarithms of the coordinates (mathematics.md, section 4.5), when the polynomials
/// found are not enough. The laws are the same for every seed and for every choice of the
/// shortcuts. Throws Error{limit} before starting when the monomials cannot fit; a stop keeps the
/// levels that were finished.
ABIDE_API LawSpace find_laws(const Model& model, const Distribution& x, const LawOptions& options,
                             const Progress& progress);

}  // namespace abide
