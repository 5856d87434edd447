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

std::string check_command(const Result& result, const std::string& name) {
  const Model& source = *result.stated;
  if (!source.is_basic()) return "abide-check " + canonical_name(name) + " " + name;
  Dynamics dynamics = source.dynamics();
  const bool spanning = dynamics.loss == Dynamics::Loss::spanning;
  dynamics.loss = Dynamics::Loss::spanning;
  const std::string flow = dynamics.title(), model = source.specification();
  const bool quotes = model.find_first_of(" *()") != std::string::npos;
  return "abide-check " + (quotes ? "'" + model + "'" : model) +
         (flow.empty() ? "" : " --dynamics " + flow) + (spanning ? "" : " --loss cross-entropy") +
         " " + name;
}

}  // namespace abide::app
