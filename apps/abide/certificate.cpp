// Writes a certificate, compressed if its name says so, and beside it the canonical model where the
// checker does not know the model by its specification.
#include "certificate.hpp"

#include "digest.hpp"

namespace abide::app {

std::optional<std::string> write_certificate(Result& result, bool all_laws,
                                             const Progress& progress, const std::string& name) {
  Digest digest;
  try {
    // After a stop that the result tells of, the certificate says what was proved.
    const bool may_stop = !result.stopped;
    write_file(name, [&](Sink sink) {
      abide::write_certificate(result, all_laws, [&](std::string_view piece) {
        if (may_stop) progress.check();
        digest.add(piece);
        sink(piece);
      });
    });
    if (!result.stated->is_basic())
      write_file(canonical_name(name), write_canonical(*result.model));
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::stopped) throw;
    result.stopped = true;
    result.stop_reason = std::string(e.what()) + ": no certificate was written";
    return std::nullopt;
  }
  return digest.finish();
}

std::string question_of(const Result& result, const std::string& name) {
  const Model& model = *result.stated;
  if (!model.is_basic()) return shell_word(canonical_name(name));
  Dynamics dynamics = model.dynamics();
  const bool spanning = dynamics.loss == Dynamics::Loss::spanning;
  dynamics.loss = Dynamics::Loss::spanning;
  const std::string flow = dynamics.title();
  return shell_word(model.specification()) + (flow.empty() ? "" : " --dynamics " + flow) +
         (spanning ? "" : " --loss cross-entropy");
}

std::string check_command(const Result& result, const std::string& name) {
  return "abide-check " + question_of(result, name) + " " + shell_word(name);
}

}  // namespace abide::app
