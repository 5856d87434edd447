// A program run as a user runs it: seconds and memory of the whole process.
#pragma once

#include <string>
#include <vector>

namespace abide::bench {

struct Run {
  int exit = -1;       ///< exit status, or −1 after a signal
  double seconds = 0;  ///< wall
  double peak_mib = 0;
  std::string output;  ///< standard output, if it was asked for
};

/// Runs the program with these arguments; standard error is thrown away.
Run run_program(const std::vector<std::string>& arguments, bool keep_output);

/// The programs abide and abide-check beside this one in the build folder.
std::string abide_program();
std::string check_program();

}  // namespace abide::bench
