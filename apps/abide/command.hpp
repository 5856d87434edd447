// What the subcommands share: options, output, exit codes.
#pragma once

#include <abide/abide.hpp>

#include <CLI/CLI.hpp>

#include <string>

namespace abide::app {

enum ExitCode { proved = 0, bad_input = 1, open = 10, refuted = 20, stopped = 30, bug = 70 };

struct Settings {
  std::string model, output, law, file, format, family, listing;
  Options options;
  bool json = false, quiet = false, verbose = false;
  bool no_guess = false, no_orbits = false;
  std::size_t threads = 1;
  double time_limit = 0;
  std::string memory_limit, points;
};

// Each registers its subcommand; `code` receives the exit code when it was run.
void add_certify(CLI::App& app, Settings& settings, int& code);   // certify, laws, rank
void add_verify(CLI::App& app, Settings& settings, int& code);
void add_canonical(CLI::App& app, Settings& settings, int& code);
void add_models(CLI::App& app, Settings& settings, int& code);
void add_export(CLI::App& app, Settings& settings, int& code);

// --json --quiet --verbose
void add_output_options(CLI::App& command, Settings& settings);
// --degree --threads --seed --time-limit --memory-limit --no-guess --no-orbits --evidence
void add_search_options(CLI::App& command, Settings& settings);
Options search_options(const Settings& settings);

// Sets limits, listener and the signal handler's target.
void prepare(Progress& progress, const Settings& settings);
LawListing listing(const Settings& settings, LawListing otherwise);
ExitCode exit_code(Outcome outcome);

// Writes through a fresh file beside the target, synced and renamed; to anything that is
// not a regular file directly; compressed when the name ends in .zst. Throws Error{output}; nothing
// is left behind.
using Sink = FunctionRef<void(std::string_view)>;
void write_file(const std::string& name, FunctionRef<void(Sink)> produce);
void write_file(const std::string& name, const std::string& text);
// FILE.canon, the model beside a certificate FILE or FILE.zst.
std::string canonical_name(const std::string& certificate);
// Standard output; throws Error{output} when it fails.
void print(const std::string& text);
// The text of a file, unpacked when the name ends in .zst.
std::string read_file(const std::string& name);

}  // namespace abide::app
