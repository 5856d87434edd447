// The command line as a whole: which command, and what it returns.
#pragma once

namespace abide::app {

// Reads the command line, runs its subcommand and returns the exit code; throws Error.
int run_command_line(int argc, char** argv);

}  // namespace abide::app
