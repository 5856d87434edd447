// `abide canonical`: models in the form that the checker reads.
#include "commands.hpp"
#include "process.hpp"

namespace abide::app {

namespace {

// A metric has lines of its own; dynamics and fractions are written out as fields.
bool is_written_as_it_is(const Model& model) {
  return model.dynamics().is_plain() && model.dynamics().mirror == Dynamics::Mirror::usual &&
         !std::holds_alternative<RationalMap>(model.body());
}

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
    output.write(write_canonical(
        is_written_as_it_is(model) ? model : with_explicit_fields(model, progress), progress));
    return ExitCode::proved;
  }
};

}  // namespace

Run add_canonical(CLI::App& command) { return with_settings<Canonical>(command); }

}  // namespace abide::app
