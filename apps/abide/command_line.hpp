// The command line as a whole: which command, and what it returns.
#pragma once

#include "commands.hpp"

namespace abide::app {

// The commands with their options, as CLI11 has them; `run` is what a line that was read asks for.
void describe(CLI::App& app, Run& run);

// Reads the command line, runs its subcommand and returns the exit code; throws Error.
int run_command_line(int argc, char** argv);

}  // namespace abide::app
