// Settings turned into what the library takes: models, options, limits, and a progress that signals
// can cancel. The only place that knows how much memory the process uses.
#include "settings.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>

namespace abide::app {

namespace {

Progress* running = nullptr;

extern "C" void on_signal(int) {
  if (running != nullptr) running->cancel();
}

// What the system says this process holds in memory.
std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0, resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

double bytes_of(const std::string& size) {
  std::size_t end = 0;
  double value = 0;
  try {
    value = std::stod(size, &end);
  } catch (const std::exception&) {
    end = 0;
  }
  const std::string unit = size.substr(end);
  double factor = 0;
  if (unit.empty() || unit == "B") factor = 1;
  if (unit == "K" || unit == "KiB") factor = 1024.0;
  if (unit == "M" || unit == "MiB") factor = 1048576.0;
  if (unit == "G" || unit == "GiB") factor = 1073741824.0;
  if (end == 0 || factor == 0 || !(value > 0) || value * factor > 1e18)
    throw Error(ErrorKind::input, "--memory-limit: expected a size such as 500M or 2G, found '" +
                                      abide::quoted(size) + "'");
  return value * factor;
}

}  // namespace

Model model_of(const Settings& settings) {
  std::optional<Dynamics> dynamics;
  if (!settings.dynamics.empty())
    dynamics = parse_dynamics(settings.dynamics, {"--dynamics", 1, 1});
  if (!dynamics && !(settings.mirror.empty() && settings.loss.empty())) dynamics.emplace();
  if (!settings.mirror.empty())
    dynamics->mirror = parse_mirror(settings.mirror, {"--mirror-momentum", 1, 1});
  if (!settings.loss.empty()) dynamics->loss = parse_loss(settings.loss, {"--loss", 1, 1});
  return with_dynamics(load_model(settings.model), dynamics);
}

Options search_options(const Settings& settings, const Model& model) {
  return with_degrees(search_switches(settings), settings.degree, model, {"--degree", 1, 1});
}

Options search_switches(const Settings& settings) {
  Options options = settings.options;
  options.guess = !settings.no_guess;
  options.orbits = !settings.no_orbits;
  if (settings.points == "sparse") options.points = EvidencePoints::sparse;
  if (settings.points == "dense") options.points = EvidencePoints::dense;
  return options;
}

void prepare(Progress& progress, const Settings& settings) {
  if (settings.time_limit != 0) progress.set_time_limit(settings.time_limit);
  if (!settings.memory_limit.empty())
    progress.set_memory_limit(static_cast<std::size_t>(bytes_of(settings.memory_limit)));
  progress.set_threads(settings.threads);
  progress.set_memory_probe(resident_bytes);
  if (settings.verbose && !settings.quiet)
    progress.on_event([](const Event& e) {
      std::fprintf(stderr, "abide: %s: %s\n", e.stage.c_str(), abide::quoted(e.message).c_str());
    });
  running = &progress;
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

std::string command_of(const Settings& s) {
  std::string command = "abide certify " + s.model;
  const std::pair<const char*, const std::string*> options[] = {{"--dynamics", &s.dynamics},
                                                                {"--mirror-momentum", &s.mirror},
                                                                {"--loss", &s.loss},
                                                                {"--degree", &s.degree}};
  for (const auto& [name, value] : options)
    if (!value->empty()) command += std::string(" ") + name + " " + *value;
  return command;
}

LawListing listing(const Settings& settings, LawListing otherwise) {
  if (settings.listing == "kinds") return LawListing::kinds;
  if (settings.listing == "orbits") return LawListing::orbits;
  return settings.listing == "all" ? LawListing::all : otherwise;
}

ExitCode exit_code(Outcome outcome) {
  switch (outcome) {
    case Outcome::proved:
      return ExitCode::proved;
    case Outcome::refuted:
      return ExitCode::refuted;
    case Outcome::open:
      return ExitCode::open;
    case Outcome::stopped:
      return ExitCode::stopped;
  }
  return ExitCode::bug;
}

}  // namespace abide::app
