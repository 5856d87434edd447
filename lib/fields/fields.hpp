/// \file
/// The distribution: the polynomial vector fields X_1 … X_d whose common first
/// integrals are the conservation laws; their brackets, and their values at points.
///
/// Example (also a test):
///
///     abide::Distribution x(abide::make_model("linear:1,1,1"));
///     assert(x.size() == 1 && x.coordinates() == 2);
///     assert(x.is_monomial_map());
///     abide::Terms h = abide::parse_polynomial("U1[1,1]^2 - U2[1,1]^2", x.layout(), "h");
///     assert(!abide::violation(x, h));                        // a law
///     abide::Evaluator at(x, {{{0, 2}}}, abide::Modulus(101));  // U1[1,1] = 2
///     assert(at.value(abide::Word::field(0)).size() == 1);    // X_1 = U2 ∂_U1 + U1 ∂_U2
#pragma once

#include <abide/model.hpp>
#include <abide/progress.hpp>
#include <abide/words.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exact/exact.hpp"

namespace abide {

/// One term c·θ^a ∂_j of a vector field.
struct FieldTerm {
  std::uint32_t variable = 0;  ///< j
  Monomial monomial;           ///< θ^a
  Rational coefficient;        ///< c ≠ 0
  friend bool operator==(const FieldTerm&, const FieldTerm&) = default;
};
/// Terms by component, then in the order of Monomial. Empty: the zero field.
using Field = std::vector<FieldTerm>;

/// Receives terms c·θ^a ∂_j of X_field; false ends the visit.
using TermVisit = FunctionRef<bool(std::uint64_t field, std::uint32_t variable,
                                   const Monomial& monomial, const Rational& coefficient)>;

/// A class of paths of a network (data/format/canonical.md): where they start, and the node they
/// pass in every layer that is an index of the class.
struct PathClass {
  static constexpr std::uint32_t any = UINT32_MAX;
  std::size_t group = 0;             ///< 0: inputs; else the groups of the constant node
  std::vector<std::uint32_t> nodes;  ///< by layer; `any` where the class sums over the nodes
};

class FieldSource;
class Distribution;

/// How the fields of a layer stand over those of a network.
struct Overlay {
  const Distribution* below = nullptr;  ///< the fields of the network
  /// Where its coordinates begin: behind the time, or behind those that a translated one adds.
  std::uint32_t first = 0;
  bool has_velocities = false;   ///< the forces move these, and no parameter
  bool are_differences = false;  ///< forces: one field below minus that of the first output
  bool is_translated = false;    ///< field i is ∂_i + field i below
  /// Is the first coordinate the time, which the last field moves?
  bool has_time() const noexcept { return first > 0 && !is_translated; }
};

/// The fields of the body of a model (metric and dynamics: on_phase_space), numbered from 0 in the
/// order of data/format/canonical.md. Those of a
/// network are never expanded: what is asked for follows from the layered graph. A map
/// is differentiated at once; the number of terms is limited to 2^26 (Error{limit}). The fields of
/// a sum are written out copy by copy (components.hpp takes one of each). Thread safety: const
/// access from any thread.
class Distribution {
 public:
  /// Throws Error{stopped} when writing the fields out takes too long or too much memory, and
  /// Error{limit} beyond 2^26 terms. Networks: at once.
  explicit Distribution(const Model& model, const Progress& progress = Progress());
  ~Distribution();
  Distribution(Distribution&&) noexcept;

  std::size_t coordinates() const noexcept { return layout_.size(); }
  const Coordinates& layout() const noexcept { return layout_; }
  /// d, the number of fields (zero fields included).
  std::uint64_t size() const noexcept;
  /// The layered graph, when the fields are those of a network.
  const Network* network() const noexcept { return network_ ? &*network_ : nullptr; }
  /// The network whose nodes may be renamed, which keeps the span of the fields, with the
  /// coordinate that its weights begin at: itself, or that below a phase space without velocities,
  /// whose other coordinates stay. Else null.
  struct Nodes {
    const Network* network;
    std::uint32_t first;
  };
  Nodes nodes() const noexcept;
  /// Of a layer over a network (PhaseSpace, Translated): how it stands over it; else null.
  const Overlay* overlay() const noexcept;
  /// X_i written out. Cost: its number of terms.
  Field field(std::uint64_t i) const;
  /// All terms with the component `variable`, over all fields; networks: paths in lexicographic
  /// order.
  void terms_of(std::uint32_t variable, TermVisit visit) const;
  /// How many these are (saturated).
  std::uint64_t count_terms_of(std::uint32_t variable) const;
  /// Of all fields together; when they are more than `most`, some number above it.
  std::uint64_t count_terms(std::uint64_t most) const;
  /// At most `most` of these, spread: networks: the paths that pass node k (modulo the width)
  /// wherever they are free, k = 0, 1, …; else at equal distances from a start that depends on
  /// `salt`.
  void some_terms_of(std::uint32_t variable, std::size_t most, std::size_t salt,
                     TermVisit visit) const;
  /// A field with a term of ∂_variable (if there is one), chosen by the random number.
  std::optional<std::uint64_t> some_field_of(std::uint32_t variable, std::uint64_t random) const;
  /// The terms of X_field whose monomial a needs at most `missing` factors beyond beta:
  /// deg(a / gcd(a, beta)) ≤ missing. Cost, networks: the terms found (missing = 0).
  void terms_within(std::uint64_t field, const Monomial& beta, std::uint32_t missing,
                    TermVisit visit) const;
  /// Networks: the class of paths whose sum is φ_field, and back.
  PathClass path_class(std::uint64_t field) const;
  std::uint64_t field_of(const PathClass& c) const;
  /// Is every entry of φ a single term or a constant (data/format/mathematics.md, 4.5)?
  bool is_monomial_map() const noexcept;
  /// Then the monomial of entry i (1 for a constant).
  Monomial exponents(std::uint64_t i) const;
  /// Is every field homogeneous: all coefficients of all its components of one degree?
  bool is_homogeneous() const noexcept;
  /// Are all coefficients units modulo the prime?
  bool usable(std::uint64_t prime) const;
  /// Coordinates no field moves along: each is a law by itself.
  std::vector<std::uint32_t> dead_coordinates() const;
  /// The degree of the highest coefficient of the fields.
  std::uint64_t degree() const noexcept;
  /// How the terms are held (private to this stage).
  const FieldSource& source() const noexcept { return *source_; }

 private:
  Coordinates layout_;
  std::optional<Network> network_;
  std::unique_ptr<const FieldSource> source_;
};

/// The model itself for plain dynamics, with a map W + U_1⋯U_q of 1,400 coordinates or less written
/// out. Else its dynamics as fields: on (time, θ, velocities) for
/// momentum, on (time, θ) for gradient flow with weight decay, on θ for a loss alone. Those of a
/// network without a metric are a layer over its own (PhaseSpace); all others, and networks with
/// 2^26 terms or less, are written out. The forces act on velocities if there are any; the drift is
/// the last field. Source: Marcotte, Gribonval, Peyré, "Keep the momentum", ICML 2024. Throws
/// Error{input} for cross-entropy of a model that is no network with two outputs or more; where
/// fields are written out, Error{limit} beyond 2^26 terms and Error{stopped}. Cost: the terms that
/// are written out.
Model on_phase_space(const Model& model, const Progress& progress = Progress());
/// Does momentum of this model have the metric M_jj = τθ_j + θ_j' of the ICML paper
/// (Dynamics::Mirror)? Throws Error{input} when a metric is asked for that the model cannot have.
bool has_paper_metric(const Model& model);

/// A model with this body on the coordinates of the phase space of another one: time, θ and
/// velocities as its dynamics need them, and its domain.
Model with_phase_coordinates(const Model& model, Model::Body body);

/// The same terms by components.
FieldComponents components_of(Field field);
/// X h as a polynomial.
Terms apply(const Field& field, const Terms& h);
/// The same for a function of θ and logarithms, times the square of its denominator and the
/// variables of its logarithms: zero if and only if X h is.
Terms apply(const Field& field, const ElementaryFunction& h);
/// Where h fails to be a law: X_field h has a non-zero coefficient at θ^beta.
struct Violation {
  std::uint64_t field = 0;
  Monomial beta;
};
/// The first violation, if any. Exact; it is the definition of a law. Cost: |h| times the
/// terms met; combinations of Gram laws of a network (certificate.md): |h|. Throws Error{stopped}.
std::optional<Violation> violation(const Distribution& x, const Terms& h,
                                   const Progress& progress = Progress());
/// The same; beta is of the polynomial that `apply` makes of h. Cost: `apply` for every field that
/// moves a variable of h.
std::optional<Violation> violation(const Distribution& x, const ElementaryFunction& h,
                                   const Progress& progress = Progress());
/// [X, Y] = ∂X·Y − ∂Y·X.
Field bracket(const Field& x, const Field& y);
/// The same field on variables with numbers that are larger by `by`.
Field shifted(Field field, std::uint32_t by);
/// Collects terms of one component and drops zeros.
Field collect(Field field);
/// The same, asking as it goes on. Throws Error{stopped}.
Field collect(Field field, const Progress& progress);

/// The integer c_i of the combination ~seed, i from 0.
std::uint64_t combination_coefficient(std::uint64_t seed, std::uint64_t i) noexcept;

/// A random point, `~SEED` in certificates (data/format/certificate.md, "Lines"): coordinates below
/// 2^62, the same on every platform. Of the seed 63 bits count.
Point generated_point(std::size_t coordinates, std::uint64_t seed);

/// Points of a network at which the rank of laws and words is often the generic one though few
/// weights are non-zero: partial identities, with variations. Positions increase.
inline constexpr std::size_t pattern_count = 36;
/// Throws Error{stopped}.
Point pattern_point(const Network& network, std::size_t pattern, const Progress& progress);

/// Values of words at one point modulo a prime, by nested dual numbers: exact modulo p. At points
/// with few non-zero coordinates the cost for networks is that of the non-zero results.
/// Denominators must be units modulo p (Error{internal}). Thread safety: one object per
/// thread.
class Evaluator {
 public:
  Evaluator(const Distribution& x, const Point& point, const Modulus& modulus);
  ~Evaluator();
  Evaluator(Evaluator&&) noexcept;
  /// Asks between the values of fields. Throws Error{stopped}.
  SparseRow value(const Word& word, const Progress& progress = Progress()) const;
  const Modulus& modulus() const noexcept { return modulus_; }

  class Backend;

 private:
  Modulus modulus_;
  std::unique_ptr<const Backend> backend_;
};

/// A trajectory x' = A(x) through a point, with A = start + t·slope, as power series of a length
/// modulo a prime below 2^26; and powers of ad along it. Throws Error{internal} for a length of 0,
/// or more than 2^12 or the prime. Cost: length^3/6 times an evaluation of A.
/// Thread safety: const access from any thread.
class Flow {
 public:
  Flow(const Distribution& x, Point point, const Modulus& modulus, FlowField a, std::size_t length,
       const Progress& progress);
  ~Flow();
  const FlowField& field() const noexcept { return a_; }
  std::size_t length() const noexcept { return length_; }
  /// The values of (−ad)^n B at the point for n = 0 … length − 1 (data/format/certificate.md,
  /// "lie-rank").
  std::vector<SparseRow> powers(const Word& b, const Progress& progress) const;

 private:
  struct Series;
  const Distribution& distribution_;
  Point point_;
  Modulus modulus_;
  FlowField a_;
  std::size_t length_;
  std::unique_ptr<const Series> series_;
};

}  // namespace abide
