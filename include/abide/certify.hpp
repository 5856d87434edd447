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
#include <abide/claims.hpp>
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

struct Options {
  Question question = Question::certify;
  std::uint32_t degree =
      0;  ///< of polynomial laws, 1 … 64; 0: the usual ones of the dynamics, raised while
          ///< it is cheap where the Lie rank proves that laws are missing
  std::vector<DegreeBound> bounds = {};  ///< on coordinates of the phase space, with a degree
  std::uint64_t seed = 0;
  bool closed_form = true;  ///< solve monomial maps in closed form
  bool guess = true;        ///< try known shapes of laws before any elimination
  bool orbits = true;       ///< use the symmetry of the model
  bool logarithms = true;   ///< laws with logarithms of coordinates, and products of their powers
  bool components = true;   ///< take fields that are written out apart
  EvidencePoints points = EvidencePoints::automatic;  ///< where the Lie rank is looked for
  DenseBackend backend = DenseBackend::automatic;     ///< of dense eliminations for the Lie rank
};

/// With degrees as parse_degrees reads them; the usual ones when the text is empty. Throws
/// Error{input} with the column.
[[nodiscard]] ABIDE_API Options with_degrees(Options options, std::string_view degrees,
                                             const Model& model, const Location& start);

struct Timings {
  double laws_s = 0, lie_s = 0, total_s = 0;
};

/// Claims with their evidence, component by component, and how the search went.
struct ABIDE_API Result : Claims {
  std::vector<Evidence> evidence;  ///< of `components`
  std::string stopped;             ///< why a limit or a signal ended the search early; else empty
  std::string probably;            ///< "the Lie rank is probably exactly 7, because …" or empty
  Timings timings;
  /// proved: everything asked for is proved; open; stopped.
  Outcome outcome() const;
};

/// Throws Error{input} for a degree above 64, Error{limit} when the work cannot fit.
/// A stop by `progress` is not thrown: the result says `stopped` and keeps what was proved.
/// (Error{stopped} only when not even the fields can be written out.)
[[nodiscard]] ABIDE_API Result certify(const Model& model, const Options& options);
[[nodiscard]] ABIDE_API Result certify(const Model& model, const Options& options,
                                       const Progress& progress);
/// The model that certificates of this one state, and that abide-check must be given: the model
/// itself, or one that is written out. `bounds`: of the degrees asked for
/// (CertificateHead::bounds).
[[nodiscard]] ABIDE_API Model stated_model(const Model& model,
                                           const std::vector<DegreeBound>& bounds,
                                           const Progress& progress = Progress());
/// The certificate of a result (data/format/certificate.md), piece by piece.
inline void write_certificate(const Result& result, bool all_laws,
                              FunctionRef<void(std::string_view)> sink) {
  write_certificate(result, result.evidence, all_laws, sink);
}
/// The same as one text, all laws.
[[nodiscard]] ABIDE_API std::string certificate_text(const Result& result);

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
/// when the model is too large for it, Error{input} for a variable that is none of the coordinates,
/// Error{stopped}.
[[nodiscard]] ABIDE_API Verdict verify(const Model& model, const ElementaryFunction& h,
                                       const Progress& progress = Progress());

}  // namespace abide
