// The subcommands. Each prints its result and returns the exit code; all throw Error.
#pragma once

#include "settings.hpp"

namespace abide::app {

int run_certify(const Settings& settings, Question question);  // certify, laws, rank
int run_verify(const Settings& settings);
int run_canonical(const Settings& settings);
int run_models(const Settings& settings);
int run_explain(const Settings& settings);
int run_export(const Settings& settings);
// The formats that run_export knows.
std::vector<std::string> export_formats();
int run_hypothesis(const Settings& settings);
int run_sweep(const Settings& settings);

}  // namespace abide::app
