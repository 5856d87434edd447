/// \file
/// What laws offers to the other rooms beyond abide/laws.hpp.
///
/// Example (also a test):
///
///     abide::Model model = abide::make_model("linear:2,2,2");
///     abide::Distribution x(model);
///     abide::LawSpace s = abide::find_laws(model, x, {.degree = 2}, abide::Progress());
///     assert(kernel_of(s.levels[1]).prime == s.levels[1].kernel->prime);
///     assert(kernel_of(abide::Level()).steps.empty());
#pragma once

#include <abide/laws.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernel/kernel.hpp"
#include "system/system.hpp"

namespace abide {

/// The evidence of a level; an empty one for a level that has none of its own.
const Kernel& kernel_of(const Level& level) noexcept;

/// A polynomial in so many coordinates as a function.
ElementaryFunction polynomial_function(Terms h, std::uint64_t coordinates);
/// "neuron balance", "Gram difference", "linear form", "product of powers", …: what a law looks
/// like.
std::string kind_of(const ElementaryFunction& law, const Distribution& x);
/// Numbers the orbits of laws without images under nodes: those of a network under its node
/// permutations (of small ones), of other models under the symmetries stated with `image_of`.
void number_orbits(LawList& list, const Model& model, const Distribution& x,
                   const Progress& progress = Progress());
/// The order in which laws are listed: by degree, then by their monomials.
bool listed_before(const Terms& a, const Terms& b);
/// The polynomial of a law or image; zero for a law that is no polynomial.
Terms polynomial_of(const LawList& list, const Distribution& x, const LawRef& law);
/// Calls visit for a law or all its images in lexicographic order, until it returns false.
void for_each_image(const LawList& list, std::size_t law, FunctionRef<bool(const LawRef&)> visit);

/// Shapes of laws that networks are known to have, for the first nodes of each hidden layer;
/// verified. All other neurons of the layer have images of these. Empty for other models.
std::vector<Law> known_shapes(const Distribution& x, const Progress& progress = Progress());

struct LawOptions {
  std::uint32_t degree = 2;
  std::vector<DegreeBound> bounds = {};  ///< on disjoint intervals of coordinates, increasing
  std::uint64_t seed = 0;
  bool closed_form =
      true;            ///< what has a closed form (certificate.md, `closed`) without elimination
  bool guess = true;   ///< try known shapes of laws before any elimination
  bool orbits = true;  ///< use the symmetry of the model
  bool logarithms = true;  ///< look for laws with logarithms of coordinates, too
};

/// The search for laws in two steps, so that the Lie rank can be asked for between them.
class LawSearch {
 public:
  /// Refers to model, fields and progress.
  LawSearch(const Model& model, const Distribution& x, LawOptions options,
            const Progress& progress);
  /// The number m of laws of degree 1, when these are independent and if the Lie rank is D − m
  /// would be all that need be known: then all laws are the polynomials in them, and higher degrees
  /// need no elimination. Else 0. Optional; to be called first.
  std::size_t decisive_laws();
  /// The number m of laws that are known of a layer over a network without velocities
  /// (mathematics.md, 4.15 and section 6), when they are independent; else 0. If the Lie rank is D
  /// − m they are all, and `finish` leaves dimensions of law spaces open. Optional; to be called
  /// before `finish`.
  std::size_t lifted_laws();
  /// The rest; `decided`: the Lie rank is D − m. To be called once. Throws like find_laws.
  LawSpace finish(bool decided);
  /// Of monomial maps, after `finish`: the Lie rank comes with the laws, as far as it was found.
  std::optional<ExponentRank> exponents() { return std::move(exponents_); }

 private:
  const Model& model_;
  const Distribution& x_;
  LawOptions options_;
  const Progress& progress_;
  LawSpace space_;
  std::optional<ExponentRank> exponents_;
  Orbits orbits_;
  bool stopped_ = false, lifted_ = false;

  bool has_closed_form() const;
  void find_symmetries();
  void complete(bool decided);
};
/// Laws that are not polynomials, or of a higher degree, follow where the fields are constant in
/// powers and logarithms of the coordinates (mathematics.md, section 4.5), when the polynomials
/// found are not enough. The laws are the same for every seed and for every choice of the
/// shortcuts. Throws Error{limit} before starting when the monomials cannot fit; a stop keeps the
/// levels that were finished.
LawSpace find_laws(const Model& model, const Distribution& x, const LawOptions& options,
                   const Progress& progress);

}  // namespace abide
