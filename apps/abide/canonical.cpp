// `abide canonical`: models in the form that the checker reads.
#include "commands.hpp"
#include "process.hpp"

namespace abide::app {

namespace {

struct Canonical {
  ModelOptions model_options;
  LimitOptions limits;
  TextOutput output;

  void add(CLI::App& command) {
    model_options.add(command);
    limits.add(command);
    output.add(command);
  }

  int run() const {
    AttendedProgress progress;
    limits.prepare(progress);
    const Model model = model_options.model(progress);
    output.write(canonical_text(model, progress));
    return ExitCode::proved;
  }
};

}  // namespace

Run add_canonical(CLI::App& command) { return with_settings<Canonical>(command); }

}  // namespace abide::app
