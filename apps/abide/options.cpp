// Groups of options: their help, and what they mean for the library. CLI11 only fills them.
#include "options.hpp"

#include <cmath>
#include <cstdio>

#include "files.hpp"
#include "terminal.hpp"

namespace abide::app {

namespace {

std::size_t bytes_of(const std::string& size) {
  if (const auto bytes = parse_size(size)) return *bytes;
  throw Error(ErrorKind::input, "--memory-limit: expected a size such as 500M or 2G, found '" +
                                    abide::quoted(size) + "'");
}

// "12.3G", rounded down.
std::string shown(std::size_t bytes) {
  char text[32];
  const double gigabytes = static_cast<double>(bytes) / 1073741824.0;
  std::snprintf(text, sizeof text, gigabytes < 1 ? "%.0fM" : "%.1fG",
                gigabytes < 1 ? std::floor(gigabytes * 1024) : std::floor(gigabytes * 10) / 10);
  return text;
}

}  // namespace

std::vector<std::string> known_values(const std::string& option) {
  if (option == "--to") {
    std::vector<std::string> formats{"svg"};
    formats.insert(formats.end(), report_formats().begin(), report_formats().end());
    formats.insert(formats.end(), host_formats().begin(), host_formats().end());
    return formats;
  }
  if (option == "--laws") return {"kinds", "orbits", "all"};
  if (option == "--color") return {"auto", "always", "never"};
  if (option == "--evidence") return {"sparse", "dense"};
  if (option == "--loss") return {"spanning", "cross-entropy"};
  if (option == "--mirror-momentum") return {"paper", "metric"};
  if (option == "--dynamics")
    return {"gradient-flow", "momentum:", "nesterov", "weight-decay:", "coupled-weight-decay:"};
  return {};
}

void LimitOptions::add(CLI::App& command) {
  command.add_option("--time-limit", time_limit, "stop after so many seconds")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--memory-limit", memory_limit,
                  "stop rather than need more memory, such as 500M or 2G; 80 % of what this "
                  "process may use unless told")
      ->default_str(shown(usual_memory_limit()));
}

void LimitOptions::prepare(Progress& progress) const {
  if (time_limit) progress.set_time_limit(*time_limit);
  progress.set_memory_limit(memory_limit.empty() ? usual_memory_limit() : bytes_of(memory_limit));
}

void LossOption::add(CLI::App& command) {
  command.add_option("--loss", text,
                     "spanning, or cross-entropy (output gradients sum up to 0; one network)");
}

std::optional<Dynamics::Loss> LossOption::loss() const {
  if (text.empty()) return std::nullopt;
  return parse_loss(text, {"--loss", 1, 1});
}

void ModelOptions::add(CLI::App& command) {
  command
      .add_option("MODEL", name, "specification, sum of specifications, or file (.toml, .canon)")
      ->required();
  command.add_option("--dynamics", dynamics, dynamics_syntax() + " (integers or p/q)");
  command.add_option(
      "--mirror-momentum", mirror,
      "paper or metric: M = diag(τ*x + x') or diag(x) for mirror flows with momentum");
  loss.add(command);
}

Model ModelOptions::model(const Progress& progress) const {
  const std::optional<Dynamics> said = parse_dynamics(SaidDynamics{dynamics, mirror, loss.text});
  return with_dynamics(load_model(name, progress), said);
}

std::string ModelOptions::words() const {
  std::string words = shell_word(name);
  const std::pair<const char*, const std::string*> options[] = {
      {" --dynamics ", &dynamics}, {" --mirror-momentum ", &mirror}, {" --loss ", &loss.text}};
  for (const auto& [option, value] : options)
    if (!value->empty()) words += option + shell_word(*value);
  return words;
}

void SearchOptions::add(CLI::App& command) {
  command.add_option(
      "--degree", degree,
      "highest degree of the laws, or bounds for all groups of coordinates, such as "
      "theta:2,v:1,time:3 (2 unless told, and up to 6 where the Lie rank proves that laws "
      "are missing and it is cheap; within theta+v:2 and a power of time for "
      "dynamics with time)");
  command.add_option("--threads", threads, "how many threads may work")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command.add_option("--seed", seed, "seed of the search for evidence")->capture_default_str();
  limits.add(command);
  command.add_flag("--no-logarithms", no_logarithms,
                   "no laws with logarithms of coordinates or products of their powers");
  command.add_flag("--no-guess", no_guess,
                   "do not try known shapes of laws before elimination (the result is the same)");
  command.add_flag("--no-orbits", no_orbits,
                   "do not use the symmetry of the model (the result is the same)");
  command
      .add_option("--evidence", evidence,
                  "where the Lie rank is looked for: at sparse or dense points")
      ->check(CLI::IsMember(known_values("--evidence")));
}

Options SearchOptions::options(const Model& model) const {
  return with_degrees(switches(), degree, model, {"--degree", 1, 1});
}

Options SearchOptions::switches() const {
  Options options;
  options.seed = seed;
  options.guess = !no_guess;
  options.orbits = !no_orbits;
  options.logarithms = !no_logarithms;
  if (evidence == "sparse") options.points = EvidencePoints::sparse;
  if (evidence == "dense") options.points = EvidencePoints::dense;
  return options;
}

void SearchOptions::prepare(Progress& progress) const {
  limits.prepare(progress);
  progress.set_threads(threads);
}

void QuietOption::add(CLI::App& command) {
  command.add_flag("--quiet", quiet, "no messages on standard error but errors");
}

void TellingOptions::add(CLI::App& command) {
  command.add_flag("--json", json, "print the result as JSON");
  quiet.add(command);
  command.add_flag("--verbose", verbose, "tell the steps on standard error");
}

void QuietOption::prepare(AttendedProgress& progress) const {
  if (quiet) progress.be_quiet();
}

void TellingOptions::prepare(AttendedProgress& progress) const {
  quiet.prepare(progress);
  if (verbose && !quiet.quiet)
    progress.on_event([](const Event& e) { remark(e.stage + ": " + abide::quoted(e.message)); });
}

ReportStyle AsciiOption::style() const {
  return {.ascii = ascii, .colors = has_colors(STDOUT_FILENO)};
}

void AsciiOption::add(CLI::App& command) {
  command.add_flag(
      "--ascii", ascii,
      "formulas in the language of models, which abide reads back but for exp(…) of the time");
}

void ListingOptions::add(CLI::App& command) {
  command
      .add_option("--laws", laws,
                  "which laws to list and to write: families of laws, one law per orbit of "
                  "symmetry, or all")
      ->check(CLI::IsMember(known_values("--laws")));
  formulas.add(command);
}

LawListing ListingOptions::listing(LawListing otherwise) const {
  if (laws == "kinds") return LawListing::kinds;
  if (laws == "orbits") return LawListing::orbits;
  return laws == "all" ? LawListing::all : otherwise;
}

void TextOutput::add(CLI::App& command) {
  command.add_option("-o", file, "write it here instead of standard output");
}

void TextOutput::write(const std::string& text) const {
  file.empty() ? print(text) : write_file(file, text);
}

}  // namespace abide::app
