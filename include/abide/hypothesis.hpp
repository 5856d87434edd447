/// \file
/// The model itself, beyond its reparametrization: activation cells of the parameters in which the
/// gradients of losses span those of φ (W = W_φ), and all conserved functions there.
///
/// Example (also a test):
///
///     abide::Hypothesis h = abide::examine("relu:2,2,2,2", {.cells = 4});
///     assert(h.map_rank->lower == 8 && h.map_rank->upper == 8);  // rank W_φ
///     for (const abide::CellKind& kind : h.kinds)                // kinds of cells that were found
///       assert(kind.example.complete());                         // their laws are all there are
#pragma once

#include <abide/certify.hpp>
#include <abide/model.hpp>
#include <abide/progress.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace abide {

/// The function g(θ, x) of a model: affine maps whose entries are coordinates of θ, ReLU, and
/// skip connections. Immutable; a value.
class ABIDE_API Architecture {
 public:
  /// v_l = σ(A_l v_{l−1} + b_l) (+ v_skip), v_0 = x. The weight from i to j, both from 0, is the
  /// coordinate first + i·step_in + j·step_out; the bias of j is the coordinate bias + j.
  struct Layer {
    std::uint32_t inputs = 1, outputs = 1;
    std::uint32_t first = 0, step_in = 1, step_out = 1;
    std::optional<std::uint32_t> bias;
    bool relu = false;
    std::optional<std::size_t> skip;  ///< at most the number of layers before this one
    std::uint32_t weight(std::uint32_t i, std::uint32_t j) const noexcept {
      return first + i * step_in + j * step_out;
    }
  };
  /// Throws Error{internal} when sizes do not fit or there is no layer.
  explicit Architecture(std::vector<Layer> layers);

  const std::vector<Layer>& layers() const noexcept { return layers_; }
  std::uint32_t inputs() const noexcept { return layers_.front().inputs; }
  std::uint32_t outputs() const noexcept { return layers_.back().outputs; }
  bool has_bias() const noexcept;

 private:
  std::vector<Layer> layers_;
};
/// Of `linear:…`, `relu:…`, `network:…` and `residual:width,hidden,blocks[,relu]`. Throws
/// Error{input} for everything else: there φ alone is known, or the flow is another one.
[[nodiscard]] ABIDE_API Architecture make_architecture(std::string_view specification);

/// Rows of exact numbers: inputs or labels, one sample per row.
using Samples = std::vector<std::vector<Rational>>;
/// From text (data/format/hypothesis.md): numbers `-3`, `2/5`, `0.25` between commas, one row per
/// line. Throws Error{input} with line and column, also when a row does not have `columns` numbers
/// or there is no row; Error{limit} beyond 10^6 numbers. Cost: linear.
[[nodiscard]] ABIDE_API Samples read_samples(std::string_view text, const std::string& file,
                                             std::size_t columns);

struct HypothesisOptions {
  std::uint32_t cells = 20;  ///< how many weights are drawn
  std::uint64_t seed = 0;
  Dynamics::Loss loss = Dynamics::Loss::spanning;
  Options search =
      {};  ///< how laws and Lie rank are looked for in a cell; its question is not used
  Samples inputs = {};  ///< the data; empty: all inputs
  Samples labels = {};  ///< one row per input: squared error with these labels; empty: all labels
};

/// An activation cell: the weights θ near θ_0 at which the inputs have the patterns they have at
/// θ_0.
struct ABIDE_API ActivationCell {
  std::size_t draw = 0;               ///< which draw it is, from 0
  std::vector<std::int64_t> weights;  ///< θ_0
  Samples inputs;        ///< those whose gradients span all that were found; or the data
  std::size_t rank = 0;  ///< of W(θ_0), at least; of the data: of their gradients
  std::optional<std::size_t> rank_upper;  ///< … and at most, where a bound was computed
  /// Is it proved that the laws hold for every input, not only for the ones above? (With data, laws
  /// are asked for these inputs only.)
  bool laws_hold = false;
  std::shared_ptr<const Result> result;  ///< laws and Lie rank of the gradients

  /// Are these laws proved to be all conserved functions of the model in the cell?
  bool complete() const noexcept { return result && result->complete && laws_hold; }
};

/// Cells that agree in the numbers that are reported.
struct CellKind {
  std::size_t count = 0;
  ActivationCell example;   ///< the first one drawn
  bool whole = false;       ///< W = W_φ is proved
  std::string certificate;  ///< the file it was written to, or empty
};

/// Bounds of a generic rank; `reason`: why they do not meet, or empty.
struct RankBounds {
  std::size_t lower = 0, upper = 0;
  std::string reason;
};

/// What was found and proved about a model.
struct ABIDE_API Hypothesis {
  std::string model;
  std::size_t parameters = 0;
  Names names{std::vector<std::string>{}};
  Dynamics::Loss loss = Dynamics::Loss::spanning;
  bool with_data = false, with_labels = false;
  std::optional<RankBounds> map_rank;  ///< of W_φ; not asked for with data
  std::size_t drawn = 0;               ///< weights that were worked through
  std::size_t found = 0;               ///< … and are in an activation cell of the inputs
  std::vector<CellKind> kinds;         ///< W = W_φ first, then by falling rank
  std::string stopped;  ///< why a limit or a signal ended the search early; else empty

  /// In how many cells W = W_φ is proved.
  std::size_t whole() const noexcept;
  /// proved: the laws of some cell are proved to be all; open; stopped.
  [[nodiscard]] Outcome outcome() const noexcept;
};

/// Draws weights θ_0 (non-zero integers) and inputs until the rank of their gradients stagnates,
/// and asks in each cell: is rank W(θ_0) the generic rank of W_φ, so that W = W_φ near θ_0 (rank is
/// lower semicontinuous, W ⊆ W_φ), and are the polynomial laws of these gradients all conserved
/// functions? Deterministic in the seed, for every number of threads. `model` gives φ with g(θ, x)
/// = f(φ(θ), x) in every cell, `architecture` is g. Throws Error{input} when samples or loss do not
/// fit, Error{limit} when the polynomials of a cell would be too large. A stop is not thrown:
/// finished cells are kept. Cost: per cell that of `certify` for a map written out. Source:
/// Marcotte, Gribonval, Peyré, "Abide by the law and follow the flow", NeurIPS 2023 (W, W_φ).
[[nodiscard]] ABIDE_API Hypothesis examine(const Model& model, const Architecture& architecture,
                                           const HypothesisOptions& options,
                                           const Progress& progress = Progress());
/// The same for a specification.
[[nodiscard]] ABIDE_API Hypothesis examine(std::string_view specification,
                                           const HypothesisOptions& options);

}  // namespace abide
