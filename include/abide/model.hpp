/// \file
/// A model: its coordinates, and either a reparametrization φ, explicit vector
/// fields, a layered network whose φ sums path products, or a sum of such models side by side.
///
/// Example (also a test):
///
///     abide::Model model = abide::make_model("linear:3,2,3");
///     assert(model.coordinates() == 12 && model.is_basic());
///     assert(model.names()[0] == "U1[1,1]");
///     abide::Model same = abide::read_canonical(abide::write_canonical(model), "x.canon");
///     assert(same.coordinates() == 12);
///     abide::Coordinates xy({{"x"}, {"y"}});
///     abide::Terms product = abide::parse_polynomial("x*y", xy, "phi");
///     assert(abide::make_model(xy, abide::PolynomialMap{{product}}).layout() == xy);
///     assert(abide::make_model(xy, abide::MapExpressions{{"x*y", "1/x"}}).domain().size() == 1);
#pragma once

#include <abide/coordinates.hpp>
#include <abide/exact.hpp>
#include <abide/progress.hpp>
#include <abide/status.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace abide {

/// Which nodes of a network have a bias: an edge from the one constant input node.
enum class Bias { none, hidden, all };

/// A layered network: one parameter per edge; φ has one entry per class of paths
/// (input or constant node, nodes passed in the ReLU layers, output node), the sum of
/// the path products of the class. `linear` has no ReLU layer, `relu` only such ones.
/// The order of the classes is fixed in data/format/canonical.md.
class ABIDE_API Network {
 public:
  /// n_0 … n_q with q ≥ 1, all ≥ 1; which layers are ReLU (hidden ones only). At most 2^31 − 1
  /// parameters. Throws Error{limit} beyond, Error{input} when the lists do not fit.
  Network(std::vector<std::uint32_t> widths, std::vector<bool> relu, Bias bias);

  std::size_t layers() const noexcept { return widths_.size() - 1; }  ///< q
  std::uint32_t width(std::size_t layer) const noexcept { return widths_[layer]; }
  bool relu(std::size_t layer) const noexcept { return relu_[layer]; }
  bool has_relu() const noexcept;  ///< in some layer
  bool is_hidden(std::size_t layer) const noexcept { return layer > 0 && layer < layers(); }
  Bias bias() const noexcept { return bias_; }
  /// Does layer l (1 … q) carry biases?
  bool has_bias(std::size_t layer) const noexcept { return bias_at_[layer] != no_bias; }
  std::uint32_t parameters() const noexcept { return parameters_; }

  /// Position of U_layer[i,j], layer from 1, i and j from 0.
  std::uint32_t weight(std::size_t layer, std::uint32_t i, std::uint32_t j) const noexcept {
    return weights_at_[layer] + i * widths_[layer] + j;
  }
  /// Position of b_layer[j].
  std::uint32_t bias_weight(std::size_t layer, std::uint32_t j) const noexcept {
    return bias_at_[layer] + j;
  }
  /// An edge into node `to` of `layer`: from node `from` of the layer before, or (a bias) from the
  /// constant node.
  struct Edge {
    std::uint32_t layer, from, to;
    bool constant;
    friend bool operator==(const Edge&, const Edge&) = default;
  };
  Edge edge(std::uint32_t position) const noexcept;
  std::uint32_t position(const Edge& e) const noexcept {
    return e.constant ? bias_weight(e.layer, e.to) : weight(e.layer, e.from, e.to);
  }
  friend bool operator==(const Network&, const Network&) = default;

 private:
  static constexpr std::uint32_t no_bias = UINT32_MAX;
  std::vector<std::uint32_t> widths_;
  std::vector<bool> relu_;
  Bias bias_;
  std::vector<std::uint32_t> weights_at_, bias_at_;  // by layer
  std::uint32_t parameters_ = 0;
};

/// The entries of U_1 ⋯ U_q, each with a parameter of its own added: φ = W + U_1 ⋯ U_q of a linear
/// network without biases. The coordinates are those of W, row by row, then the weights.
struct Translated {
  Network network;
};
/// φ_1 … φ_d as polynomials.
struct PolynomialMap {
  std::vector<Terms> entries;
};
/// φ_1 … φ_d as fractions. Where no denominator vanishes (Model::domain), the field of an entry is
/// its gradient times the least power of the denominator that makes it polynomial.
struct RationalMap {
  struct Entry {
    Terms numerator, denominator;  ///< coprime; the denominator is not zero
  };
  std::vector<Entry> entries;
};
/// A field Σ a_j ∂_j: the non-zero components, j increasing.
struct FieldComponents {
  struct Component {
    std::uint32_t variable;
    Terms coefficient;
    friend bool operator==(const Component&, const Component&) = default;
  };
  std::vector<Component> components;
  friend bool operator==(const FieldComponents&, const FieldComponents&) = default;
};
struct ExplicitFields {
  std::vector<FieldComponents> fields;
  bool has_drift = false;  ///< the last field: imposed whatever the loss is
};

class Model;
/// Models side by side on disjoint coordinates, in this order. What is proved of one copy of a
/// summand holds for all (components.hpp).
struct Sum {
  /// A model on coordinates of its own, so many times one after the other.
  struct Summand {
    std::shared_ptr<const Model> model;
    std::uint64_t copies = 1;
  };
  std::vector<Summand> summands;
};
/// The fields that the dynamics and the loss of a model make of its own, on its phase space
/// (data/format/mathematics.md, "Phase space as a layer").
struct PhaseSpace {
  std::shared_ptr<const Model> model;
};

/// A symmetric matrix of polynomials M(θ), by rows: the metric of θ' = −M∇E.
struct ABIDE_API Metric {
  struct Entry {
    std::uint32_t column;
    Terms value;
  };
  std::vector<std::vector<Entry>>
      rows;  ///< columns increasing, values not zero; no row: the identity

  [[nodiscard]] static Metric diagonal(std::vector<Terms> entries);
  bool is_identity() const noexcept { return rows.empty(); }
};

/// How training moves θ, and which gradients its loss has (data/format/mathematics.md, 6).
struct ABIDE_API Dynamics {
  /// What follows from each is a row of a table (lib/model/dynamics.cpp).
  enum class Flow {
    gradient,  ///< θ' = −∇E − λθ
    momentum,  ///< θ'' + τθ' = −∇E − λθ
    nesterov,  ///< the same with τ = 3/t
  };
  enum class Loss {
    spanning,       ///< its gradients span all outputs
    cross_entropy,  ///< those of one sample sum up to 0 over the outputs
  };
  /// Which metric momentum has where the flow without it is a mirror flow, M_jj = θ_j.
  enum class Mirror {
    usual,   ///< paper for nesterov and for momentum with τ > 0, else metric
    paper,   ///< M_jj = τθ_j + θ_j', τ ≥ 0; nesterov: 2θ_j + tθ_j', and the friction is 2/t
    metric,  ///< M_jj = θ_j
  };
  Flow flow = Flow::gradient;
  Mirror mirror = Mirror::usual;
  Rational friction;      ///< τ of momentum
  Rational weight_decay;  ///< λ; 0: none
  bool coupled = false;   ///< weight decay acts through the metric: −M(∇E + λθ)
  Loss loss = Loss::spanning;

  /// Has the equation θ'', so that velocities are coordinates?
  bool has_velocities() const noexcept;
  /// Gradient flow of a spanning loss: the fields M∇φ of the model alone.
  bool is_plain() const noexcept;
  /// Flow and weight decay as parse_dynamics reads them: "momentum:1+weight-decay:1/2",
  /// "gradient-flow".
  std::string equation() const;
  /// "momentum:1+weight-decay:1/2, cross-entropy"; empty if plain.
  std::string title() const;
  friend bool operator==(const Dynamics&, const Dynamics&) = default;
};
/// One of dynamics_syntax; τ and λ integers or p/q, λ ≠ 0. Throws Error{input} with the column.
[[nodiscard]] ABIDE_API Dynamics parse_dynamics(std::string_view text, const Location& start);
/// "gradient-flow, momentum:τ, nesterov, weight-decay:λ, …": for help and messages.
[[nodiscard]] ABIDE_API std::string dynamics_syntax();
/// `paper` or `metric`. Throws Error{input}.
[[nodiscard]] ABIDE_API Dynamics::Mirror parse_mirror(std::string_view text, const Location& start);
/// `spanning` or `cross-entropy`. Throws Error{input}.
[[nodiscard]] ABIDE_API Dynamics::Loss parse_loss(std::string_view text, const Location& start);
/// All of them, as options of a program say them: nothing when nothing is said. Throws Error{input}
/// with "--dynamics", "--mirror-momentum" or "--loss" as its file.
struct SaidDynamics {
  std::string flow, mirror, loss;  ///< empty: not said
};
[[nodiscard]] ABIDE_API std::optional<Dynamics> parse_dynamics(const SaidDynamics& said);
/// As parse_mirror reads it; empty for the usual one.
[[nodiscard]] ABIDE_API std::string to_string(Dynamics::Mirror mirror);
/// As parse_loss reads it.
[[nodiscard]] ABIDE_API std::string to_string(Dynamics::Loss loss);

/// Immutable once made. Thread safety: const access from any thread.
class ABIDE_API Model {
 public:
  using Body = std::variant<PolynomialMap, RationalMap, ExplicitFields, Network, Sum, PhaseSpace,
                            Translated>;
  /// `specification`: the normal form of a basic family, or empty; that it says the body is the
  /// caller's word. Terms are collected. Throws Error{input} like make_model; a map or a list of
  /// fields may be empty here.
  Model(std::string title, std::string specification, Coordinates layout, Body body);

  /// The specification of a basic family, else the name given in the file.
  const std::string& title() const noexcept { return title_; }
  /// Made from a specification that abide-check reads, too (`linear:…`, `attention:…`, `lora:…`)?
  bool is_basic() const noexcept { return !specification_.empty(); }
  const std::string& specification() const noexcept { return specification_; }
  /// The coordinates as arrays with roles, in flattened order.
  const Coordinates& layout() const noexcept { return layout_; }
  Names names() const { return layout_.names(); }
  std::size_t coordinates() const noexcept { return layout_.size(); }
  const Body& body() const noexcept { return body_; }
  /// What becomes of the fields of the body (with_explicit_fields).
  const Dynamics& dynamics() const noexcept { return dynamics_; }
  [[nodiscard]] Model with(Dynamics dynamics) const;
  /// The same with another title; the one it has, if that is empty.
  [[nodiscard]] Model titled(std::string title) const;
  const Metric& metric() const noexcept { return metric_; }
  /// Throws Error{input} unless M has one row per coordinate and is symmetric, and for variables
  /// that are none of the coordinates, with row and column.
  [[nodiscard]] Model with_metric(Metric metric) const;
  /// The polynomials that vanish nowhere where the flow lives; none: it lives everywhere.
  const std::vector<Terms>& domain() const noexcept { return domain_; }
  /// Throws Error{input} for a polynomial that is zero, or with another variable.
  [[nodiscard]] Model with_domain(std::vector<Terms> nonzero) const;
  /// Are the fields of the body (of all summands) already those of training, written as
  /// polynomials: no metric, plain dynamics?
  bool is_settled() const noexcept;
  /// How many of the coordinates are parameters θ.
  std::size_t parameters() const noexcept { return layout_.interval(Role::Kind::parameter).count; }
  /// Is the first coordinate the time?
  bool has_time() const noexcept { return layout_.interval(Role::Kind::time).count > 0; }

 private:
  std::string title_, specification_;
  Coordinates layout_;
  Body body_;
  Dynamics dynamics_;
  Metric metric_;
  std::vector<Terms> domain_;
};

/// The model with dynamics that are said beside it, if any are. Throws Error{input} when its file
/// says some, too.
[[nodiscard]] ABIDE_API Model with_dynamics(const Model& model,
                                            const std::optional<Dynamics>& said);

/// The dynamics of the model as fields on their phase space, or plain ones on its own coordinates,
/// written out: no network, sum, fraction, metric or dynamics is left. Throws Error{input} for
/// cross-entropy of a model that is no network with two outputs or more, Error{limit} beyond 2^26
/// terms, Error{stopped}. Cost: the terms that are written out.
[[nodiscard]] ABIDE_API Model with_explicit_fields(const Model& model,
                                                   const Progress& progress = Progress());
/// The coordinates that the dynamics of the model move: its own, or (time, θ, velocities), or
/// (time, θ). Throws Error{input} for dynamics of a model that has a
/// drift, a time or velocities already.
[[nodiscard]] ABIDE_API Coordinates phase_space_of(const Model& model);

/// The degree in the coordinates first … last is at most `bound`.
struct DegreeBound {
  std::uint64_t first = 0, last = 0;
  std::uint32_t bound = 0;
  friend bool operator==(const DegreeBound&, const DegreeBound&) = default;
};
/// Up to which degree laws are looked for: the total degree, and maybe bounds on disjoint intervals
/// of coordinates, increasing.
struct LawDegrees {
  std::uint32_t degree = 2;
  std::vector<DegreeBound> bounds;
};
/// A family as `abide models` shows it.
struct Family {
  std::string name, syntax, parameters;
  std::string map;      ///< φ in words
  std::string latex;    ///< φ as LaTeX
  std::string example;  ///< a specification
  std::string source;   ///< where it is studied
  std::string laws;     ///< what is known about its laws
};
[[nodiscard]] ABIDE_API const std::vector<Family>& families();

/// φ by its entries, or the fields by their components, on these coordinates. Terms are collected,
/// components of one variable are added up; fractions are reduced, and their denominators are the
/// domain. The title is for people. Throws Error{input} that names entry (field, component) and
/// variable when one is not among the coordinates, when an exponent is above 10^6, a denominator is
/// 0, or there is no entry or field; Error{input} for fractions that are too long to be reduced.
[[nodiscard]] ABIDE_API Model make_model(Coordinates layout, PolynomialMap map,
                                         std::string title = "model");
[[nodiscard]] ABIDE_API Model make_model(Coordinates layout, RationalMap map,
                                         std::string title = "model");
[[nodiscard]] ABIDE_API Model make_model(Coordinates layout, ExplicitFields fields,
                                         std::string title = "model");
/// φ by its entries as expressions (data/format/model.md): polynomials, fractions, or matrices,
/// which are entries row by row.
struct MapExpressions {
  std::vector<std::string> entries;
};
/// Fields by their components, one for each coordinate.
struct FieldExpressions {
  std::vector<std::vector<std::string>> fields;
  bool has_drift = false;
};
/// The same from expressions. Throws Error{input} with "expression K" as its file (from 1, those of
/// all fields counted through), line and column.
[[nodiscard]] ABIDE_API Model make_model(Coordinates layout, const MapExpressions& map,
                                         std::string title = "model",
                                         const Progress& progress = Progress());
[[nodiscard]] ABIDE_API Model make_model(Coordinates layout, const FieldExpressions& fields,
                                         std::string title = "model",
                                         const Progress& progress = Progress());
/// From a specification: `family:widths[,option…]`, or a sum of such: then the arrays of the K-th
/// one have names that begin with `cK_`. Throws Error{input} with the column in the specification
/// or in the family and what was expected; Error{limit} if there are 2^31 coordinates or more.
/// This and all that follows throw Error{stopped} when `progress` stops them.
[[nodiscard]] ABIDE_API Model make_model(std::string_view specification,
                                         const Progress& progress = Progress());
/// The model of a family as TOML text. Throws like make_model, and Error{limit} when the text would
/// be too long.
[[nodiscard]] ABIDE_API std::string family_toml(std::string_view specification,
                                                const Progress& progress = Progress());
/// From the text of a TOML model; `file` is for messages (line and column).
[[nodiscard]] ABIDE_API Model read_toml(std::string_view text, const std::string& file,
                                        const Progress& progress = Progress());
/// From the text of a canonical model.
[[nodiscard]] ABIDE_API Model read_canonical(std::string_view text, const std::string& file,
                                             const Progress& progress = Progress());
/// MODEL as the command line means it: a path ending in .toml or .canon is read,
/// everything else is a specification.
[[nodiscard]] ABIDE_API Model load_model(const std::string& model,
                                         const Progress& progress = Progress());
/// The canonical file (data/format/canonical.md) of the model without its dynamics. Throws
/// Error{internal} for a rational map, a phase space, and a metric beside fields.
[[nodiscard]] ABIDE_API std::string write_canonical(const Model& model,
                                                    const Progress& progress = Progress());

/// The canonical file of the model with its dynamics, which are written out as fields where they
/// are not plain; so are fractions. Throws Error{limit} as with_explicit_fields.
[[nodiscard]] ABIDE_API std::string canonical_text(const Model& model,
                                                   const Progress& progress = Progress());

/// A function of coordinates, by the expression grammar of TOML models (data/format/model.md), the
/// logarithms log|x| or log(x) of single coordinates, and powers exp(3/2*t) of a coordinate that is
/// an exponential of time: for laws that a user gives. Throws Error{input} with the column, also
/// for an undeclared name.
[[nodiscard]] ABIDE_API ElementaryFunction parse_law(std::string_view text,
                                                     const Coordinates& layout,
                                                     const std::string& source,
                                                     const Progress& progress = Progress());
/// The same for a polynomial. Throws Error{input} for a fraction or a logarithm.
[[nodiscard]] ABIDE_API Terms parse_polynomial(std::string_view text, const Coordinates& layout,
                                               const std::string& source,
                                               const Progress& progress = Progress());

}  // namespace abide
