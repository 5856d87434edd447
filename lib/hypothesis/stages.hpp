// The steps of an examination (mathematics.md, section 8): activation patterns, outputs and their
// gradients, the generic rank of W_φ, the patterns that inputs can have, and cells. Private to this
// stage.
#pragma once

#include <abide/hypothesis.hpp>
#include <functional>
#include <optional>
#include <vector>

#include "fields/fields.hpp"

namespace abide {

/// Which neurons pass their value on: by layer; of layers without ReLU all.
using Pattern = std::vector<std::vector<bool>>;

/// The pattern of an input at weights; nothing if a pre-activation is zero. (One that is zero near
/// the weights whatever they are, all its terms being cut off, counts as off.)
std::optional<Pattern> pattern_at(const Architecture& g, const std::vector<std::int64_t>& weights,
                                  const std::vector<Rational>& input);

/// The outputs as polynomials in θ for inputs that are polynomials, too.
std::vector<Terms> outputs_on(const Architecture& g, const Pattern& pattern,
                              std::vector<Terms> inputs);
/// An upper bound of the terms of all outputs.
double count_paths(const Architecture& g);

/// The directions of the loss: outputs one by one, or differences to the first one.
std::vector<Terms> along_loss(std::vector<Terms> outputs, Dynamics::Loss loss);

/// Gradients of the outputs at one point modulo a prime, by reverse differentiation.
class OutputGradients {
 public:
  OutputGradients(const Architecture& g, const std::vector<std::int64_t>& weights,
                  const Modulus& modulus);
  /// One row per direction of the loss. The prime must not divide a denominator of the input.
  std::vector<SparseRow> rows(const Pattern& pattern, const std::vector<Rational>& input,
                              Dynamics::Loss loss) const;

 private:
  const Architecture& g_;
  Modulus modulus_;
  std::vector<std::uint64_t> weights_;
  std::vector<std::uint64_t> gradient(const Pattern& pattern,
                                      const std::vector<std::vector<std::uint64_t>>& values,
                                      std::vector<std::uint64_t> adjoint) const;
};

/// Bounds of the generic rank of the span of the fields: from below at a random point, from above
/// by linear vector fields tangent to the fibres of φ.
RankBounds generic_rank(const Distribution& x, std::uint64_t seed, const Progress& progress);

/// What inputs can do near the weights.
struct PossiblePatterns {
  std::vector<Pattern> patterns;              ///< all that are not excluded
  std::vector<std::vector<Rational>> inputs;  ///< candidates that have them, for most patterns
};
/// Nothing when these are too many.
std::optional<PossiblePatterns> possible_patterns(const Architecture& g,
                                                  const std::vector<std::int64_t>& weights,
                                                  const Progress& progress);
/// The outputs as functions of the input: their coefficients in it, for all these patterns.
PolynomialMap on_every_input(const Architecture& g, const std::vector<Pattern>& patterns,
                             std::size_t parameters, Dynamics::Loss loss, const Progress& progress);
/// The rank of the gradients of the map at the weights, over Q.
std::size_t exact_rank(const PolynomialMap& map, const std::vector<std::int64_t>& weights);

/// Draws weights and inputs.
class CellSearch {
 public:
  /// `most_rank`: of W, known in advance.
  CellSearch(const Architecture& g, std::size_t parameters, std::size_t most_rank,
             const HypothesisOptions& options);
  /// Weights, inputs and rank of one draw; nothing if the data meet a zero pre-activation again and
  /// again.
  std::optional<ActivationCell> draw(std::size_t number, const Progress& progress) const;
  /// The map whose gradients are those of the cell: a basis, in echelon form, of the span of the
  /// outputs along the loss for its inputs, without constants; with labels the squared error.
  PolynomialMap map_of(const ActivationCell& cell) const;

 private:
  class Draws;
  const Architecture& g_;
  std::size_t parameters_, most_rank_;
  const HypothesisOptions& options_;
  std::uint64_t prime_;
  bool take_data(ActivationCell& cell, const Progress& progress) const;
  void find_inputs(ActivationCell& cell, Draws& draws, const Progress& progress) const;
  std::vector<Terms> outputs(const ActivationCell& cell, std::size_t input) const;
  PolynomialMap energy_of(const ActivationCell& cell) const;
};

}  // namespace abide
