// The commands with their options and help, by CLI11. Options only fill `Settings`; what runs is in
// the source of each command. Whatever CLI11 finds wrong becomes one exit code, that of bad input.
#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "commands.hpp"

namespace abide::app {

namespace {

// --json --quiet --verbose
void add_output_options(CLI::App& command, Settings& s) {
  command.add_flag("--json", s.json, "print the result as JSON");
  command.add_flag("--quiet", s.quiet, "no messages on standard error but errors");
  command.add_flag("--verbose", s.verbose, "tell the steps on standard error");
}

// --degree --threads --seed --time-limit --memory-limit --no-guess --no-orbits --evidence
void add_search_options(CLI::App& command, Settings& s) {
  command.add_option("--degree", s.degree,
                     "highest degree of the laws, or bounds for all groups of coordinates, such as "
                     "theta:2,v:1,time:3 (2 unless told; within theta+v:2 and a power of time for "
                     "dynamics with time)");
  command.add_option("--threads", s.threads, "how many threads may work")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command.add_option("--seed", s.options.seed, "seed of the search for evidence")
      ->capture_default_str();
  command.add_option("--time-limit", s.time_limit, "stop after so many seconds");
  command.add_option("--memory-limit", s.memory_limit,
                     "stop rather than need more memory, such as 500M or 2G");
  command.add_flag("--no-guess", s.no_guess,
                   "do not try known shapes of laws before elimination (the result is the same)");
  command.add_flag("--no-orbits", s.no_orbits,
                   "do not use the symmetry of the model (the result is the same)");
  command
      .add_option("--evidence", s.points,
                  "where the Lie rank is looked for: at sparse or dense points")
      ->check(CLI::IsMember({"sparse", "dense"}));
}

void add_loss(CLI::App& command, Settings& s) {
  command.add_option("--loss", s.loss,
                     "spanning, or cross-entropy (output gradients sum up to 0; one network)");
}

void add_model(CLI::App& command, Settings& s) {
  command
      .add_option("MODEL", s.model, "specification, sum of specifications, or file (.toml, .canon)")
      ->required();
  command.add_option("--dynamics", s.dynamics, dynamics_syntax() + " (integers or p/q)");
  command.add_option(
      "--mirror-momentum", s.mirror,
      "paper or metric: M = diag(τ*x + x') or diag(x) for mirror flows with momentum");
  add_loss(command, s);
}

void add_ascii(CLI::App& command, Settings& s) {
  command.add_flag(
      "--ascii", s.ascii,
      "formulas in the language of models, which abide reads back but for exp(…) of the time");
}

void add_listing(CLI::App& command, Settings& s) {
  command
      .add_option("--laws", s.listing,
                  "which laws to list and to write: families of laws, one law per orbit of "
                  "symmetry, or all")
      ->check(CLI::IsMember({"kinds", "orbits", "all"}));
  add_ascii(command, s);
}

void add_certify(CLI::App& app, Settings& s, int& code, Question question, const char* name,
                 const char* what) {
  CLI::App* command = app.add_subcommand(name, what);
  add_model(*command, s);
  add_search_options(*command, s);
  add_output_options(*command, s);
  command->add_option("-o", s.output,
                      "write the certificate here, compressed if it ends in .zst (and a MODEL that "
                      "abide-check cannot build as FILE.canon)");
  if (question != Question::rank) add_listing(*command, s);
  command->callback([&s, &code, question] { code = run_certify(s, question); });
}

void add_verify(CLI::App& app, Settings& s, int& code) {
  CLI::App* command = app.add_subcommand("verify", "is this a law? If not, an exact witness");
  add_model(*command, s);
  command->add_option("--law", s.law, "the polynomial, such as 'U1[1,1]^2 - U2[1,1]^2'")
      ->required();
  add_output_options(*command, s);
  command->callback([&s, &code] { code = run_verify(s); });
}

void add_models(CLI::App& app, Settings& s, int& code) {
  CLI::App* command = app.add_subcommand("models", "the families, with parameters and an example");
  command->add_option("NAME", s.family, "the page of this family; with --toml a specification");
  command->add_flag("--json", s.json, "print as JSON");
  command->add_flag("--toml", s.toml,
                    "print the model NAME, such as linear:3,2,3, as a TOML model");
  command->callback([&s, &code] { code = run_models(s); });
}

void add_canonical(CLI::App& app, Settings& s, int& code) {
  CLI::App* command =
      app.add_subcommand("canonical", "the canonical model, which both programs read");
  add_model(*command, s);
  command->add_option("-o", s.output, "write it here instead of standard output");
  command->callback([&s, &code] { code = run_canonical(s); });
}

void add_export(CLI::App& app, Settings& s, int& code) {
  CLI::App* command =
      app.add_subcommand("export", "a certificate or a JSON result in another format");
  command->add_option("FILE", s.file, "certificate or JSON result")->required();
  command->add_option("--to", s.format, "the format")
      ->required()
      ->check(CLI::IsMember(export_formats()));
  command->add_option("--certificate", s.certificate,
                      "what proves a JSON result; otherwise the file that it names, beside it");
  command->add_option("-o", s.output, "write it here instead of standard output");
  command->add_flag("--standalone", s.standalone, "with --to latex: a document of its own");
  add_listing(*command, s);
  command->callback([&s, &code] { code = run_export(s); });
}

void add_explain(CLI::App& app, Settings& s, int& code) {
  CLI::App* command = app.add_subcommand(
      "explain", "in plain words: where each law comes from, and why there are no more");
  add_model(*command, s);
  add_search_options(*command, s);
  add_ascii(*command, s);
  command->add_flag("--quiet", s.quiet, "no messages on standard error but errors");
  command->callback([&s, &code] { code = run_explain(s); });
}

void add_hypothesis(CLI::App& app, Settings& s, int& code) {
  CLI::App* command = app.add_subcommand(
      "hypothesis",
      "the model itself in activation cells: is W = W_phi, and are its laws all there are?");
  command->add_option("MODEL", s.models, "specifications: linear, relu, network, residual")
      ->required();
  command->add_option("--cells", s.cells, "how many weights are drawn")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  add_loss(*command, s);
  command->add_option("--data", s.data,
                      "only these inputs: a file, one input per line, numbers between commas");
  command->add_option("--labels", s.labels,
                      "and these labels, squared error: a file like that of --data");
  add_search_options(*command, s);
  add_output_options(*command, s);
  command->add_option(
      "-o", s.output,
      "write the certificate of a kind of cells here (and its model as FILE.canon)");
  command->add_option("--kind", s.kind, "which kind -o writes, from 1")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command->callback([&s, &code] { code = run_hypothesis(s); });
}

void add_sweep(CLI::App& app, Settings& s, int& code) {
  CLI::App* command =
      app.add_subcommand("sweep", "many models, one row each, from TOML files of rows and grids");
  command
      ->add_option("FILE", s.files, "TOML files with [[model]] and [[grid]] (data/format/sweep.md)")
      ->required();
  command->add_option(
      "-o", s.output,
      "keep results here, one JSON line per row; rows done there are not run again");
  command->add_option("--certificates", s.certificates,
                      "write the certificate of every row into this folder");
  command->add_flag("--compare", s.compare,
                    "compare with what the rows expect: laws, lie_rank, complete");
  command
      ->add_option("--row-time-limit", s.row_time_limit,
                   "stop a row after so many seconds, and go on with the next")
      ->check(CLI::PositiveNumber);
  add_search_options(*command, s);
  add_listing(*command, s);
  add_output_options(*command, s);
  command->footer(
      "Exit: 0 every row is complete; else the first of: 1 a row is wrong, 20 a row differs "
      "(--compare),\n"
      "30 a row was stopped or not run, 10 a row is open, or (--compare) only stated in the "
      "results of an earlier run.");
  command->callback([&s, &code] { code = run_sweep(s); });
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app{"abide: all conservation laws of a training dynamics, proved"};
  app.name("abide");
  app.set_version_flag("--version", "abide " + std::string(version()));
  app.require_subcommand(1);
  app.footer(
      "MODEL is a specification (abide models), a sum of these, such as\n"
      "'2*(attention:8,4,2 + relu:8,16,8) + linear:4,2,4', or a file that ends in .toml or "
      ".canon.\n"
      "What -o writes is checked by abide-check; the call is printed.\n"
      "Exit: 0 proved, 1 bad input, 10 open, 20 refuted, 30 stopped, 70 internal error.");
  Settings settings;
  int code = ExitCode::bug;
  add_certify(app, settings, code, Question::certify, "certify",
              "all laws, the Lie rank, and whether nothing was missed");
  add_certify(app, settings, code, Question::laws, "laws", "the polynomial laws only");
  add_certify(app, settings, code, Question::rank, "rank", "the Lie rank only");
  add_verify(app, settings, code);
  add_canonical(app, settings, code);
  add_models(app, settings, code);
  add_explain(app, settings, code);
  add_export(app, settings, code);
  add_hypothesis(app, settings, code);
  add_sweep(app, settings, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return app.exit(e);
    std::fprintf(stderr, "abide: %s (abide --help shows the options)\n",
                 abide::quoted(e.what()).c_str());
    return ExitCode::bad_input;
  }
  return code;
}

}  // namespace abide::app
