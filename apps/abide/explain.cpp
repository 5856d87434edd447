// `abide explain`: a result in plain words (lib/export/explain.cpp). It takes the options of
// `certify` and computes as that does; no certificate is written.
#include "commands.hpp"
#include "files.hpp"

namespace abide::app {

int run_explain(const Settings& s) {
  Progress progress;
  prepare(progress, s);
  const Model model = model_of(s);
  const Result result = certify(model, search_options(s, model), progress);
  print(explanation_of(result, s.ascii));
  return exit_code(result.outcome());
}

}  // namespace abide::app
