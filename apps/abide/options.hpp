// Options that several commands have: a group adds them with their help, holds what the user said,
// and knows what that means for the library. Commands are composed of these (commands.hpp).
#pragma once

#include <CLI/CLI.hpp>
#include <abide/abide.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "process.hpp"

namespace abide::app {

// What may stand behind an option, "--laws", where that is a list; of --dynamics how it may begin.
std::vector<std::string> known_values(const std::string& option);

struct LossOption {
  std::string text;
  void add(CLI::App& command);
  std::optional<Dynamics::Loss> loss() const;
};

// Time and memory of a command.
struct LimitOptions {
  std::string memory_limit;
  std::optional<double> time_limit;
  void add(CLI::App& command);
  // Without a limit said, memory is limited to most of what the process may use.
  void prepare(Progress& progress) const;
};

// MODEL with its dynamics: those of the options, or of the file.
struct ModelOptions {
  std::string name, dynamics, mirror;
  LossOption loss;
  void add(CLI::App& command);
  Model model(const Progress& progress) const;
  // MODEL and these options as a reader types them.
  std::string words() const;
};

struct SearchOptions {
  std::string degree, evidence;
  std::size_t threads = 1;
  std::uint64_t seed = 0;
  LimitOptions limits;
  bool no_guess = false, no_orbits = false, no_logarithms = false;
  void add(CLI::App& command);
  // For this model: without --degree the usual one of its dynamics.
  Options options(const Model& model) const;
  // The same for every model: all but the degree.
  Options switches() const;
  // Sets limits and threads.
  void prepare(Progress& progress) const;
};

struct QuietOption {
  bool quiet = false;
  void add(CLI::App& command);
  void prepare(AttendedProgress& progress) const;
};

// How results and steps are told.
struct TellingOptions {
  bool json = false, verbose = false;
  QuietOption quiet;
  void add(CLI::App& command);
  void prepare(AttendedProgress& progress) const;
  // May standard error say more than errors, beside a text?
  bool may_remark() const { return !json && !quiet.quiet; }
};

struct AsciiOption {
  bool ascii = false;
  void add(CLI::App& command);
  // On standard output.
  ReportStyle style() const;
};

struct ListingOptions {
  std::string laws;
  AsciiOption formulas;
  void add(CLI::App& command);
  LawListing listing(LawListing otherwise) const;
  // What a certificate has: all laws, unless fewer are asked for.
  bool writes_all_laws() const { return listing(LawListing::all) == LawListing::all; }
};

// -o of what is printed otherwise.
struct TextOutput {
  std::string file;
  void add(CLI::App& command);
  void write(const std::string& text) const;
};

}  // namespace abide::app
