/// \file
/// What model offers to the other rooms beyond abide/model.hpp: specifications as trees, the table
/// of flows, and degrees of laws as text.
///
/// Example (also a test):
///
///     const auto e = abide::parse_model_expression("2*attention:8,4,2+relu:8,16,8");
///     assert(to_string(e) == "2*attention:8,4,2 + relu:8,16,8");
///     assert(e.kind() == abide::ModelExpression::Kind::sum && e.leaves() == 3);
///     assert(e.parts()[0].times() == 2 && e.parts()[1].family() == "relu:8,16,8");
///     assert(abide::model_of(e).coordinates() == 768);
///     const abide::Model model = abide::make_model("linear:2,3,2");
///     assert(abide::parse_degrees("theta:3", model, {}).degree == 3);
///     const abide::Dynamics nesterov = abide::parse_dynamics("nesterov", {});
///     assert(abide::friction_of(nesterov) == abide::Rational(3) && nesterov.has_velocities());
#pragma once

#include <abide/model.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace abide {

/// A sum of models on disjoint parameters, as it was written: its leaves are families with their
/// sizes, counted in reading order with every repetition spelled out. Sums in sums and repetitions
/// of repetitions are merged (they have the same leaves), so that to_string is a normal form.
/// Immutable. Thread safety: const access from any thread.
class ModelExpression {
 public:
  enum class Kind { family, sum, repetition };

  /// A leaf: `linear:3,2,3`, not looked at any further.
  explicit ModelExpression(std::string family) : family_(std::move(family)) {}
  /// Throws Error{internal} for no summand, Error{limit} for 2^63 leaves or more.
  static ModelExpression sum(std::vector<ModelExpression> parts);
  /// The same one so many times. Throws Error{internal} for 0, Error{limit} for 2^63 leaves or
  /// more.
  static ModelExpression repetition(std::uint64_t times, ModelExpression part);

  Kind kind() const noexcept { return kind_; }
  const std::string& family() const noexcept { return family_; }  ///< of a leaf; else empty
  std::uint64_t times() const noexcept { return times_; }         ///< of a repetition; else 1
  /// The summands, at least two and none of them a sum; of a repetition the one that is repeated, a
  /// leaf or a sum; of a leaf none.
  const std::vector<ModelExpression>& parts() const noexcept { return parts_; }
  std::uint64_t leaves() const noexcept { return leaves_; }

  friend bool operator==(const ModelExpression&, const ModelExpression&) = default;

 private:
  Kind kind_ = Kind::family;
  std::string family_;
  std::uint64_t times_ = 1, leaves_ = 1;
  std::vector<ModelExpression> parts_;
};

/// `sum = term { + term }; term = N * term | family | ( sum )`, with spaces around `+` as one
/// likes. A family is a word, `:` and its options; these are read when the model is made. Throws
/// Error{input} with the column and what was expected, Error{limit} for 2^63 leaves or more and for
/// more than 100 parentheses inside each other.
ModelExpression parse_model_expression(std::string_view text);
/// The normal form: ` + ` between summands, `N*` before a family or a sum in parentheses, never
/// `1*`.
std::string to_string(const ModelExpression& expression);
/// Throws Error{input} where tables of a TOML text are inside each other so deeply that the TOML
/// library, which is recursive, could not read it.
void check_toml_nesting(std::string_view text, const std::string& file);
/// The model of an expression: of several leaves their sum, with the arrays of the K-th leaf under
/// names that begin with `cK_`. Throws like make_model; Error{limit} beyond 2^62 coordinates.
Model model_of(const ModelExpression& expression, const Progress& progress = Progress());
/// The sizes in `residual:width,hidden,blocks[,relu]`.
struct ResidualSizes {
  std::uint32_t width = 1, hidden = 1, blocks = 1;
  bool relu = false;
};
/// Throws Error{input} with the column.
ResidualSizes parse_residual(std::string_view specification);
/// "entries 1,2 and 2,1 differ", if some do.
std::optional<std::string> asymmetry(const Metric& metric);
/// φ of these models written out, all entries or one of them; nothing else changes.
Model multiplied_out(const Model& translated, const Progress& progress = Progress());
Terms entry_of(const Translated& map, std::uint32_t entry);
/// How many entries φ has.
inline std::uint64_t entry_count(const Translated& map) {
  return std::uint64_t{map.network.width(0)} * map.network.width(map.network.layers());
}
/// How many coordinates a sum has. Throws Error{limit} beyond 2^62, Error{input} for a summand
/// without a model or copies.
std::uint64_t size_of(const Sum& sum);

/// A function of these coordinates, collected. Throws Error{input} with the variable that is none
/// of them or of their logarithms, and for a denominator 0 or with logarithms.
ElementaryFunction checked(ElementaryFunction h, const Coordinates& layout);

/// A flow: θ' = −M∇E, or θ'' + cθ' = −M∇E with friction c or c/t, and weight decay in both. All
/// that is known of it.
struct FlowRow {
  Dynamics::Flow flow;
  std::string_view name;  ///< as parse_dynamics reads it; with `:τ` for a friction that is said
  bool has_velocities = false;
  bool says_friction = false;
  bool by_time = false;  ///< c/t: the time is a coordinate; else e^(rate·t), if the rate is not 0
  std::int64_t friction = 0, paper_friction = 0;  ///< c where it is not said; under Mirror::paper
  std::string_view degrees;  ///< the usual ones with a time factor, as parse_degrees reads them
};
const FlowRow& row_of(Dynamics::Flow flow) noexcept;
/// c, with the metric of the paper (has_paper_metric) or without.
Rational friction_of(const Dynamics& dynamics, bool paper = false);
/// Of the time coordinate e^(rate·t), which laws may contain; 0: the time itself, or none.
Rational time_rate_of(const Dynamics& dynamics);
/// Does the equation make laws decay or grow, so that their factor is a function of time?
bool has_time_factor(const Dynamics& dynamics);

/// `N`, or GROUP:BOUND,… where a group is `time`, `theta`, `v` (velocities), the name of a
/// parameter, or several that are neighbours joined by `+`; every coordinate of the phase space of
/// the model belongs to one group. The degree is the sum of the bounds. Throws Error{input} with
/// the column.
LawDegrees parse_degrees(std::string_view text, const Model& model, const Location& start);
/// Those up to which the known laws of the dynamics of the model are found.
LawDegrees usual_degrees(const Model& model);
/// "theta+v:2,time:1", for the phase space of a model; empty without bounds.
std::string to_string(const std::vector<DegreeBound>& bounds, const Model& phase_space);

}  // namespace abide
