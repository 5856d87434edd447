// `abide explain`: a result in plain words (lib/export/explain.cpp). It takes the options of
// `certify` and computes as that does; no certificate is written.
#include "commands.hpp"
#include "files.hpp"
#include "process.hpp"

namespace abide::app {

namespace {

struct Explain {
  ModelOptions model_options;
  SearchOptions search;
  AsciiOption formulas;
  QuietOption quiet;  // it has nothing to say beside the text

  void add(CLI::App& command) {
    model_options.add(command);
    search.add(command);
    formulas.add(command);
    quiet.add(command);
  }

  int run() const {
    AttendedProgress progress;
    quiet.prepare(progress);
    search.prepare(progress);
    const Model model = model_options.model(progress);
    const Result result = certify(model, search.options(model), progress);
    print(explanation_of(result, formulas.ascii));
    return exit_code(result.outcome());
  }
};

}  // namespace

Run add_explain(CLI::App& command) { return with_settings<Explain>(command); }

}  // namespace abide::app
