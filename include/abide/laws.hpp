/// \file
/// Laws degree by degree: dimensions, generators, products of lower laws, independence.
///
/// Example (also a test):
///
///     abide::Model model = abide::make_model("linear:2,2,2");
///     abide::Distribution x(model);
///     abide::LawSpace s = abide::find_laws(model, x, {.degree = 4}, abide::Progress());
///     assert(s.levels.size() == 4 && s.levels[3].dimension == 9);
///     assert(s.laws.size() == 3 && s.independent.size() == 3);
#pragma once

#include <abide/kernel.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace abide {

struct ABIDE_API Law {
  Terms polynomial;          ///< primitive
  std::uint32_t degree = 0;
  std::string kind;          ///< "neuron balance", "Gram difference", "coordinate", …
  std::size_t orbit = 0;     ///< laws with one number are images of each other
  bool generator = true;     ///< false: needed for a dimension only, not reported
};

/// A product of laws (their positions, not decreasing) that is non-zero at `column`
/// after reduction by the earlier elements.
struct Element {
  std::vector<std::size_t> factors;
  Monomial column;
};

/// The law space up to one degree.
struct Level {
  std::uint32_t degree = 0;
  std::uint64_t dimension = 0;
  bool extends = false;    ///< evidence continues that of the level below
  std::uint64_t prime = 0;
  std::vector<PivotStep> orbit_steps, steps;  ///< empty for monomial maps
  std::vector<Element> elements;
};

/// A row of a triangular minor: what is eliminated where.
struct MinorStep {
  std::size_t item;         ///< law, word or field position
  std::uint32_t variable;
};

/// The exponent matrix of a monomial map: its rank is the Lie rank.
struct ExponentRank {
  std::uint64_t prime = 0;
  std::vector<MinorStep> steps;
};

struct ABIDE_API LawSpace {
  std::vector<Law> laws;
  std::vector<Level> levels;       ///< one per degree 1 … N, as far as was proved
  std::vector<std::int64_t> point; ///< where independence was seen
  std::uint64_t prime = 0;
  std::vector<MinorStep> independent;  ///< m rows: law and pivot variable
  std::optional<ExponentRank> exponents;
  bool stopped = false;            ///< a limit ended the search early
  std::string stop_reason;
};

struct LawOptions {
  std::uint32_t degree = 2;
  std::uint64_t seed = 0;
  bool closed_form = true;  ///< solve monomial maps without elimination
};
/// The laws are the same for every seed. Throws Error{limit} before starting when
/// the monomials cannot fit; a stop keeps the levels that were finished.
ABIDE_API LawSpace find_laws(const Model& model, const Distribution& x, const LawOptions& options,
                             const Progress& progress);

}  // namespace abide
