/// \file
/// The driver: laws, Lie rank, and whether the two bounds meet.
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("linear:3,2,3"), {});
///     assert(r.complete && r.independent_laws == 3);
///     assert(r.lie_lower == 9 && r.lie_upper == 9);
///     assert(abide::certificate_text(r).find("\ncomplete\n") != std::string::npos);
#pragma once

#include <abide/certificate.hpp>
#include <abide/components.hpp>
#include <abide/laws.hpp>
#include <abide/lie.hpp>
#include <abide/progress.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace abide {

/// What is asked for.
enum class Question { certify, laws, rank };

struct Options {
  Question question = Question::certify;
  std::uint32_t degree = 0;  ///< of polynomial laws, 1 … 64; 0: the usual degrees of the dynamics
  std::vector<DegreeBound> bounds = {};  ///< on coordinates of the phase space, with a degree
  std::uint64_t seed = 0;
  bool closed_form = true;  ///< solve monomial maps in closed form
  bool guess = true;        ///< try known shapes of laws before any elimination
  bool orbits = true;       ///< use the symmetry of the model
  bool components = true;   ///< take fields that are written out apart
  EvidencePoints points = EvidencePoints::automatic;  ///< where the Lie rank is looked for
  DenseBackend backend = DenseBackend::automatic;     ///< of dense eliminations for the Lie rank
};

/// With degrees as parse_degrees reads them; the usual ones when the text is empty. Throws
/// Error{input} with the column.
ABIDE_API Options with_degrees(Options options, std::string_view degrees, const Model& model,
                               const Location& start);

struct Timings {
  double laws_s = 0, lie_s = 0, total_s = 0;
};

/// What was proved of one component, in its own coordinates. Owns the evidence.
struct ABIDE_API Solved {
  Component component;
  std::optional<LawSpace> laws;  ///< absent for Question::rank (monomial maps keep it)
  std::optional<LieRank> lie;    ///< absent for monomial maps and Question::laws
  std::optional<Involutivity> involutive;
  std::uint64_t independent_laws = 0;  ///< m
  std::uint64_t lie_lower = 0;
  std::uint64_t lie_upper = 0;  ///< the smaller of D − m and an involutivity bound
  bool complete = false;        ///< K + m = D, of its own
  std::string stopped;          ///< by which limit, or empty
  std::string probably;         ///< as in Result, of one component
  const Distribution& fields() const noexcept { return *component.fields; }
  std::uint64_t copies() const noexcept { return component.place.copies(); }
};

/// Everything that was proved. Owns models and evidence. Numbers are those of the whole model,
/// evidence is that of its components: without a drift laws and ranks add up and law spaces are
/// tensor products; with one, K − 1 and laws add up (data/format/mathematics.md, section 4.13).
struct ABIDE_API Result {
  std::shared_ptr<const Model> source;  ///< as it was given
  std::shared_ptr<const Model> model;   ///< on its phase space: names and number of coordinates
  /// That a certificate states and its canonical file holds: `source`, with its dynamics, where
  /// abide-check can make the fields, else `model`.
  std::shared_ptr<const Model> stated;
  Question question = Question::certify;
  LawDegrees degrees;              ///< asked for
  std::vector<Solved> components;  ///< by their first coordinates
  /// Of the law spaces of degree 1 … N; nothing where it was not determined. Empty for several
  /// components that share the time: their law spaces do not multiply.
  std::vector<std::optional<std::uint64_t>> dimensions;
  std::uint64_t independent_laws = 0;  ///< m
  std::uint64_t lie_lower = 0;
  std::uint64_t lie_upper = 0;  ///< from those of the components
  bool laws_known = false;      ///< were laws looked for?
  bool lie_known = false;       ///< was the Lie rank asked for?
  bool complete = false;
  bool stopped = false;
  std::string stop_reason;
  std::string probably;  ///< "the Lie rank is probably exactly 7, because …" or empty
  Timings timings;

  /// One component, with one copy? Then its coordinates and numbers are those of the whole.
  bool has_one_component() const noexcept {
    return components.size() == 1 && components.front().copies() == 1;
  }
  /// The one component there is. Throws Error{internal} if there are more, or copies.
  const Solved& only() const;
  /// D − K when the Lie rank is exact but laws are missing.
  std::optional<std::uint64_t> local_laws() const;
  /// proved: everything asked for is proved; open; stopped.
  Outcome outcome() const;
};

/// Throws Error{input} for a degree above 64, Error{limit} when the work cannot fit.
/// A stop by `progress` is not thrown: the result says `stopped` and keeps what was proved.
/// (Error{stopped} only when not even the fields can be written out.)
[[nodiscard]] ABIDE_API Result certify(const Model& model, const Options& options);
ABIDE_API Result certify(const Model& model, const Options& options, const Progress& progress);
/// What a certificate of this model claims, and no more: numbers and completeness are those of
/// `claims`, laws are computed again and left out unless the certificate states them (or one of
/// which they are images under symmetries). The result is worth what the check of that certificate
/// was worth; it carries no evidence. Throws Error{input} with `file` where the computation finds
/// less than is claimed, or other laws. Cost: that of Question::laws.
ABIDE_API Result as_claimed(const Model& model, const CertificateClaims& claims,
                            const std::string& file, const Progress& progress);
/// Throws Error{limit} when a certificate of all laws of a network of this size would have more
/// than 10^8 terms: before anything is computed.
ABIDE_API void check_certificate_size(const Model& model, bool all_laws);
/// The certificate of a result (data/format/certificate.md), piece by piece. `all_laws`: every
/// image of a law under symmetries as a law of its own; else one law per kind of image. Throws
/// Error{limit} before anything is passed on when the laws would take more than 10^8 terms.
ABIDE_API void write_certificate(const Result& result, bool all_laws,
                                 FunctionRef<void(std::string_view)> sink);
/// The same as one text, all laws.
ABIDE_API std::string certificate_text(const Result& result);

/// A law of the whole: in which copy of which component (from 0).
struct PlacedLaw {
  std::size_t component = 0;
  std::uint64_t copy = 0;
  LawRef law;
};
/// Calls visit for every generator in every copy, images included, until it returns false:
/// component by component, law by law; of fields that are written out in the order of
/// listed_before, whether they fall into components or not.
ABIDE_API void for_each_law(const Result& result, FunctionRef<bool(const PlacedLaw&)> visit);
/// The law as a function of the coordinates of the whole, of which there are less than 2^31
/// (Error{limit}).
ABIDE_API ElementaryFunction function_of(const Result& result, const PlacedLaw& law);

/// Is h a law, where its denominator and the arguments of its logarithms are not 0?
struct ABIDE_API Verdict {
  bool law = false;
  std::uint64_t field = 0;  ///< witness: the field (from 0) …
  /// … and a point where X h ≠ 0, by its coordinates that are not 0, …
  std::vector<std::pair<std::uint32_t, Rational>> point;
  /// … and the value there. Nothing when logarithms are left in X h: their coefficients are not all
  /// 0 at the point, and logarithms are algebraically independent, so X h is not 0 in any
  /// neighbourhood of it.
  std::optional<Rational> value;
};
/// Exact. h is a function of the phase space of the model (phase_space_of). Throws Error{limit}
/// when the model is too large for it, Error{input} for a variable that is none of the coordinates.
[[nodiscard]] ABIDE_API Verdict verify(const Model& model, const ElementaryFunction& h);

}  // namespace abide
