// Writes a certificate, compressed if its name says so, and beside it the canonical model where the
// checker does not know the model by its specification. The digest is that of the text before it is
// compressed, since this is what abide-check reads. What could not be finished in time is not
// written at all: half a certificate is none.
#include "certificate.hpp"

#include "digest.hpp"

namespace abide::app {

std::optional<std::string> write_certificate(Result& result, bool all_laws,
                                             const Progress& progress, const std::string& name) {
  Digest digest;
  try {
    // After a stop that the result tells of, the certificate says what was proved.
    const bool may_stop = result.stopped.empty();
    const Progress unlimited;
    std::uint64_t bytes = 0;
    write_file(name, [&](Sink sink) {
      abide::write_certificate(result, all_laws, [&](std::string_view piece) {
        if (may_stop) progress.check();
        progress.doing("certificate, byte", bytes += piece.size());
        digest.add(piece);
        sink(piece);
      });
    });
    if (!result.stated->is_basic())
      write_file(canonical_name(name),
                 write_canonical(*result.stated, may_stop ? progress : unlimited));
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::stopped) throw;
    result.stopped = std::string(e.what()) + ": no certificate was written";
    return std::nullopt;
  }
  return digest.finish();
}

std::string question_of(const Claims& claims, const std::string& name) {
  const Model& model = *claims.stated;
  const Dynamics& dynamics = model.dynamics();
  const std::string flow = dynamics.equation(), mirror = to_string(dynamics.mirror);
  const bool spanning = dynamics.loss == Dynamics::Loss::spanning;
  return shell_word(model.is_basic() ? model.specification() : canonical_name(name)) +
         (flow == "gradient-flow" ? "" : " --dynamics " + flow) +
         (mirror.empty() ? "" : " --mirror-momentum " + mirror) +
         (spanning ? "" : " --loss " + to_string(dynamics.loss));
}

std::string check_command(const Claims& claims, const std::string& name) {
  const std::string check = "abide-check " + question_of(claims, name) + " ";
  return name.ends_with(".zst") ? "zstd -dc " + shell_word(name) + " | " + check + "-"
                                : check + shell_word(name);
}

}  // namespace abide::app
