/// \file
/// abide-check, the independent checker, run as a program: what it says of a certificate.
///
/// Example (also a test):
///
///     const abide::Model model = abide::make_model("linear:2,2,2");
///     const std::string text = abide::certificate_text(abide::certify(model, {}));
///     abide::Checking said = abide::check_certificate(model, text, {}, abide::Progress());
///     assert(said.outcome == abide::Outcome::proved);
///     abide::Claims c = abide::read_certificate(text, said.printed, model, "c.cert", {});
///     assert(c.complete && c.independent_laws == 3);
#pragma once

#include <abide/model.hpp>
#include <abide/progress.hpp>
#include <string>
#include <string_view>

namespace abide {

/// Where the program is, and what it is told of the model.
struct CheckerCall {
  /// Path; empty: the environment variable ABIDE_CHECK, else beside this library (or the program
  /// that it is linked into), in the folder of programs that belongs to it, in its build tree, else
  /// as a shell finds it.
  std::string program = {};
  /// A specification, or a canonical file that holds the model; empty: that of the model, or a
  /// temporary file.
  std::string model = {};
};

/// What abide-check said.
struct Checking {
  /// proved: accepted, complete; open: accepted, completeness is not claimed; refuted: rejected;
  /// stopped: by a limit of its own, or a signal.
  Outcome outcome = Outcome::open;
  std::string printed;  ///< what `--claims` prints: for read_certificate
  std::string remarks;  ///< on standard error: why it rejects or stops
};

/// Runs abide-check on these very bytes and the dynamics of the model, through a socket. The
/// calling process must not take away this child (by waiting for any child, or by ignoring
/// SIGCHLD); nothing else of it is touched, signals neither. Throws Error{output} when the program
/// cannot be run or fails without an answer, Error{input} when it does not accept the model or
/// cannot read, Error{stopped}: then the program is ended, too.
[[nodiscard]] ABIDE_API Checking check_certificate(const Model& model, std::string_view text,
                                                   const CheckerCall& call,
                                                   const Progress& progress);

}  // namespace abide
