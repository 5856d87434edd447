// `abide hypothesis`: activation cells of one or more models, and the certificate of a kind of
// cells, which speaks of the fields at the example of that kind (mathematics.md, section 8). These
// are fields of no specification, so the canonical model always stands beside it.
#include <algorithm>
#include <cstdio>

#include "commands.hpp"
#include "files.hpp"

namespace abide::app {

namespace {

HypothesisOptions options_of(const Settings& s, const Model& model, const Architecture& g) {
  HypothesisOptions options;
  options.cells = s.cells;
  options.seed = s.options.seed;
  if (!s.loss.empty()) options.loss = parse_loss(s.loss, {"--loss", 1, 1});
  options.search = search_options(s, model);
  if (!s.labels.empty() && s.data.empty()) throw Error(ErrorKind::input, "--labels needs --data");
  if (!s.data.empty()) options.inputs = read_samples(read_file(s.data), s.data, g.inputs());
  if (!s.labels.empty()) options.labels = read_samples(read_file(s.labels), s.labels, g.outputs());
  return options;
}

// The certificate of one kind of cells, and the model of its example beside it.
void write_kind(Hypothesis& hypothesis, const Settings& s) {
  if (hypothesis.kinds.empty()) return;
  if (s.kind > hypothesis.kinds.size())
    throw Error(ErrorKind::input, "--kind " + std::to_string(s.kind) +
                                      ": the number of kinds of cells found is " +
                                      std::to_string(hypothesis.kinds.size()));
  CellKind& kind = hypothesis.kinds[s.kind - 1];
  const Result& result = *kind.example.result;
  write_file(s.output, [&](Sink sink) { write_certificate(result, true, sink); });
  write_file(canonical_name(s.output), write_canonical(*result.stated));
  kind.certificate = s.output;
  if (!s.json && !s.quiet)
    std::fprintf(stderr, "abide: certificate of kind %zu written to %s\n", s.kind,
                 abide::quoted(s.output).c_str());
}

}  // namespace

int run_hypothesis(const Settings& s) {
  if (!s.output.empty() && s.models.size() > 1)
    throw Error(ErrorKind::input, "-o writes a certificate for one model only");
  Progress progress;
  prepare(progress, s);
  std::vector<Hypothesis> all;
  for (const std::string& specification : s.models) {
    const Architecture g = make_architecture(specification);
    const Model model = make_model(specification);
    all.push_back(examine(model, g, options_of(s, model, g), progress));
    if (all.back().stopped) break;
  }
  if (!s.output.empty()) write_kind(all.back(), s);
  std::string text;
  for (const Hypothesis& h : all) text += (text.empty() ? "" : "\n") + to_text(h);
  print(s.json ? to_json(all) : text);
  Outcome worst = Outcome::proved;
  for (const Hypothesis& h : all) worst = std::max(worst, h.outcome());  // proved < open < stopped
  return exit_code(worst);
}

}  // namespace abide::app
