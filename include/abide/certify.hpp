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
#include <vector>

namespace abide {

/// What is asked for.
enum class Question { certify, laws, rank };

struct Options {
  Question question = Question::certify;
  std::uint32_t degree = 2;   ///< of polynomial laws, 1 … 64
  std::uint64_t seed = 0;
  std::size_t threads = 1;
  bool closed_form = true;    ///< solve monomial maps in closed form
};

struct Timings {
  double laws_s = 0, lie_s = 0, total_s = 0;
};

/// Everything that was proved. Owns model and evidence.
struct ABIDE_API Result {
  std::shared_ptr<const Model> model;
  std::shared_ptr<const Distribution> fields;
  Question question = Question::certify;
  std::uint32_t degree = 2;            ///< asked for
  std::optional<LawSpace> laws;        ///< absent for Question::rank (monomial maps keep it)
  std::optional<LieRank> lie;          ///< absent for monomial maps and Question::laws
  std::optional<Involutivity> involutive;
  std::size_t independent_laws = 0;    ///< m
  std::size_t lie_lower = 0;
  std::size_t lie_upper = 0;           ///< the smaller of D − m and an involutivity bound
  bool lie_known = false;              ///< was the Lie rank asked for?
  bool complete = false;
  bool stopped = false;
  std::string stop_reason;
  std::string probably;                ///< "the Lie rank is probably exactly 7, because …" or empty
  Timings timings;

  /// D − K when the Lie rank is exact but laws are missing.
  std::optional<std::size_t> local_laws() const;
  /// proved: everything asked for is proved; open; stopped.
  Outcome outcome() const;
};

/// Throws Error{input} for a degree outside 1 … 64, Error{limit} when the work cannot fit.
/// A stop by `progress` is not thrown: the result says `stopped` and keeps what was proved.
ABIDE_API Result certify(const Model& model, const Options& options);
ABIDE_API Result certify(const Model& model, const Options& options, const Progress& progress);
/// The certificate of a result (data/format/certificate.md).
ABIDE_API std::string certificate_text(const Result& result);

/// Is h a law?
struct ABIDE_API Verdict {
  bool law = false;
  std::size_t field = 0;               ///< witness: the field (from 0) …
  std::vector<Rational> point;         ///< … and a point where X h ≠ 0 …
  Rational value;                      ///< … and the value there
};
ABIDE_API Verdict verify(const Model& model, const Terms& h);

}  // namespace abide
