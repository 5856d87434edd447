// `abide hypothesis`: activation cells of one or more models, and the certificate of a kind of
// cells, which speaks of the fields at the example of that kind (mathematics.md, section 8). These
// are fields of no specification, so the canonical model always stands beside it.
#include <algorithm>
#include <cstdio>

#include "commands.hpp"
#include "files.hpp"
#include "process.hpp"
#include "terminal.hpp"

namespace abide::app {

namespace {

struct Examination {
  std::vector<std::string> models;
  std::string data, labels, output;
  std::uint32_t cells = 20;
  std::size_t kind = 1;
  LossOption loss;
  SearchOptions search;
  TellingOptions telling;

  void add(CLI::App& command);
  int run() const;
  HypothesisOptions options(const Model& model, const Architecture& g,
                            const Progress& progress) const;
  void write_kind(Hypothesis& hypothesis) const;
};

void Examination::add(CLI::App& command) {
  command.add_option("MODEL", models, "specifications: linear, relu, network, residual")
      ->required();
  command.add_option("--cells", cells, "how many weights are drawn")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  loss.add(command);
  command.add_option("--data", data,
                     "only these inputs: a file, one input per line, numbers between commas");
  command.add_option("--labels", labels,
                     "and these labels, squared error: a file like that of --data");
  search.add(command);
  telling.add(command);
  command.add_option("-o", output,
                     "write the certificate of a kind of cells here (and its model as FILE.canon)");
  command.add_option("--kind", kind, "which kind -o writes, from 1")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
}

HypothesisOptions Examination::options(const Model& model, const Architecture& g,
                                       const Progress& progress) const {
  HypothesisOptions options;
  options.cells = cells;
  options.seed = search.seed;
  if (const auto chosen = loss.loss()) options.loss = *chosen;
  options.search = search.options(model);
  if (!labels.empty() && data.empty()) throw Error(ErrorKind::input, "--labels needs --data");
  if (!data.empty()) options.inputs = read_samples(read_file(data, progress), data, g.inputs());
  if (!labels.empty())
    options.labels = read_samples(read_file(labels, progress), labels, g.outputs());
  return options;
}

// The certificate of one kind of cells, and the model of its example beside it.
void Examination::write_kind(Hypothesis& hypothesis) const {
  if (hypothesis.kinds.empty()) return;
  if (kind > hypothesis.kinds.size())
    throw Error(ErrorKind::input, "--kind " + std::to_string(kind) +
                                      ": the number of kinds of cells found is " +
                                      std::to_string(hypothesis.kinds.size()));
  CellKind& chosen = hypothesis.kinds[kind - 1];
  const Result& result = *chosen.example.result;
  write_file(output, [&](Sink sink) { write_certificate(result, true, sink); });
  write_file(canonical_name(output), write_canonical(*result.stated));
  chosen.certificate = output;
  if (telling.may_remark())
    remark("certificate of kind " + std::to_string(kind) + " written to " + abide::quoted(output));
}

int Examination::run() const {
  if (!output.empty() && models.size() > 1)
    throw Error(ErrorKind::input, "-o writes a certificate for one model only");
  AttendedProgress progress;
  search.prepare(progress);
  telling.prepare(progress);
  std::vector<Hypothesis> all;
  for (const std::string& specification : models) {
    const Architecture g = make_architecture(specification);
    const Model model = make_model(specification, progress);
    all.push_back(examine(model, g, options(model, g, progress), progress));
    if (!all.back().stopped.empty()) break;
  }
  if (!output.empty()) write_kind(all.back());
  std::string text;
  for (const Hypothesis& h : all) text += (text.empty() ? "" : "\n") + to_text(h);
  print(telling.json ? to_json(all) : text);
  Outcome worst = Outcome::proved;
  for (const Hypothesis& h : all) worst = std::max(worst, h.outcome());  // proved < open < stopped
  return exit_code(worst);
}

}  // namespace

Run add_hypothesis(CLI::App& command) { return with_settings<Examination>(command); }

}  // namespace abide::app
