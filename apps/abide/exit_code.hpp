// What this program returns (README, "Exit codes").
#pragma once

#include <abide/status.hpp>

namespace abide::app {

enum ExitCode { proved = 0, bad_input = 1, open = 10, refuted = 20, stopped = 30, bug = 70 };

constexpr ExitCode exit_code(Outcome outcome) {
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
