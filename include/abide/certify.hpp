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
  bool parts = true;        ///< solve parts on disjoint variables one by one
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

/// Everything that was proved. Owns model and evidence. Of a union of networks, one copy is solved:
/// fields, laws and evidence are those of the first copy, numbers and levels of law spaces those of
/// the whole model.
struct ABIDE_API Result {
  std::shared_ptr<const Model> source;  ///< as it was given
  std::shared_ptr<const Model> model;   ///< on its phase space
  std::shared_ptr<const Distribution> fields;
  Question question = Question::certify;
  LawDegrees degrees;            ///< asked for
  std::optional<LawSpace> laws;  ///< absent for Question::rank (monomial maps keep it)
  std::optional<LieRank> lie;    ///< absent for monomial maps and Question::laws
  std::optional<Involutivity> involutive;
  std::size_t independent_laws = 0;  ///< m
  std::size_t lie_lower = 0;
  std::size_t lie_upper = 0;  ///< the smaller of D − m and an involutivity bound
  bool lie_known = false;     ///< was the Lie rank asked for?
  bool complete = false;
  bool stopped = false;
  std::string stop_reason;
  std::string probably;  ///< "the Lie rank is probably exactly 7, because …" or empty
  Timings timings;

  /// D − K when the Lie rank is exact but laws are missing.
  std::optional<std::size_t> local_laws() const;
  /// proved: everything asked for is proved; open; stopped.
  Outcome outcome() const;
};

/// Throws Error{input} for a degree above 64, Error{limit} when the work cannot fit.
/// A stop by `progress` is not thrown: the result says `stopped` and keeps what was proved.
/// (Error{stopped} only when not even the fields can be written out.)
ABIDE_API Result certify(const Model& model, const Options& options);
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
/// Exact. Throws Error{limit} when the model is too large for it.
ABIDE_API Verdict verify(const Model& model, const ElementaryFunction& h);

}  // namespace abide
