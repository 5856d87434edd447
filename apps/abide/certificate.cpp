#include "certificate.hpp"

namespace abide::app {

bool write_certificate(Result& result, bool all_laws, const Progress& progress,
                       const std::string& name) {
  try {
    // After a stop that the result tells of, the certificate says what was proved.
    const bool may_stop = !result.stopped;
    write_file(name, [&](Sink sink) {
      abide::write_certificate(result, all_laws, [&](std::string_view piece) {
        if (may_stop) progress.check();
        sink(piece);
      });
    });
    if (!result.model->is_basic())
      write_file(canonical_name(name), write_canonical(*result.model));
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::stopped) throw;
    result.stopped = true;
    result.stop_reason = std::string(e.what()) + ": no certificate was written";
    return false;
  }
  return true;
}

}  // namespace abide::app
