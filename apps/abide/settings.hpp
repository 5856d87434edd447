// What the command line says, and what that means for a computation.
#pragma once

#include <abide/abide.hpp>
#include <string>
#include <vector>

namespace abide::app {

enum ExitCode { proved = 0, bad_input = 1, open = 10, refuted = 20, stopped = 30, bug = 70 };

struct Settings {
  std::string model, output, law, file, format, family, listing, certificate;
  Options options;
  bool toml = false, json = false, ascii = false, standalone = false, quiet = false,
       verbose = false;
  bool no_guess = false, no_orbits = false;
  std::size_t threads = 1;
  double time_limit = 0;
  std::string memory_limit, points;
  std::string dynamics, loss, mirror, degree;
  // Of hypothesis.
  std::vector<std::string> models;
  std::string data, labels;
  std::uint32_t cells = 20;
  std::size_t kind = 1;
  // Of sweep.
  std::vector<std::string> files;
  std::string certificates;
  bool compare = false;
  double row_time_limit = 0;
};

// MODEL with its dynamics: those of the options, or of the file.
Model model_of(const Settings& settings);

// For this model: without --degree the usual one of its dynamics.
Options search_options(const Settings& settings, const Model& model);
// The same for every model: all but the degree.
Options search_switches(const Settings& settings);
// Sets limits, listener and the signal handler's target.
void prepare(Progress& progress, const Settings& settings);
// "abide certify linear:2,3,2 --dynamics momentum:1": what a reader types to have the same model
// certified.
std::string command_of(const Settings& settings);
LawListing listing(const Settings& settings, LawListing otherwise);
ExitCode exit_code(Outcome outcome);

}  // namespace abide::app
