// The commands: a row of the table each. A command's file has a struct of its settings, composed of
// the groups of options.hpp, with `void add(CLI::App&)` for its options and `int run() const`,
// which prints the result and returns the exit code, and the function of its row. All throw Error.
#pragma once

#include <functional>
#include <memory>

#include "exit_code.hpp"
#include "options.hpp"

namespace abide::app {

using Run = std::function<int()>;
// Adds the options of a command; what it returns runs when they are read.
using AddOptions = Run(CLI::App& command);

template <class Settings>
Run with_settings(CLI::App& command, Settings initial = {}) {
  const auto settings = std::make_shared<Settings>(std::move(initial));
  settings->add(command);
  return [settings] { return settings->run(); };
}

struct Command {
  const char* name;
  const char* help;
  AddOptions* add;
};

AddOptions add_certify, add_laws, add_rank, add_verify, add_canonical, add_models, add_explain,
    add_export, add_hypothesis, add_sweep, add_answer;

// As the help lists them.
inline constexpr Command commands[] = {
    {"certify", "all laws, the Lie rank, and whether nothing was missed", add_certify},
    {"laws", "the polynomial laws only", add_laws},
    {"rank", "the Lie rank only", add_rank},
    {"verify", "is this a law? If not, an exact witness", add_verify},
    {"canonical", "the canonical model, which both programs read", add_canonical},
    {"models", "the families, with parameters and an example", add_models},
    {"explain", "in plain words: where each law comes from, and why there are no more",
     add_explain},
    {"export", "a certificate or a JSON result in another format", add_export},
    {"hypothesis",
     "the model itself in activation cells: is W = W_phi, and are its laws all there are?",
     add_hypothesis},
    {"sweep", "many models, one row each, from TOML files of rows and grids", add_sweep},
    {"answer", "for adapters: a value in the language of a computer-algebra system", add_answer},
};

}  // namespace abide::app
