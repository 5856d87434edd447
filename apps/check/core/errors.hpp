// The three ways in which a check ends early, and the texts around them.
#pragma once
#include <csignal>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace abide_check {
// The certificate is wrong (exit code 20); a file cannot be read or the model is not accepted (1);
// a limit of time or memory, or a signal (30).
struct Rejected : std::runtime_error {
  using runtime_error::runtime_error;
};
struct InputError : std::runtime_error {
  using runtime_error::runtime_error;
};
struct Stopped : std::runtime_error {
  using runtime_error::runtime_error;
};

// Set by the signal handlers of program.cpp: 1 = signal, 2 = time limit.
inline volatile std::sig_atomic_t stop_requested = 0;

// Throws Stopped if a stop is requested. Every long loop calls it.
inline void poll() {
  if (stop_requested != 0) throw Stopped(stop_requested == 2 ? "time limit" : "signal");
}

// Input as it may be shown: in quotes, unprintable bytes escaped, shortened.
std::string shown(std::string_view text);

// Numbers and texts in one line.
std::string text(const auto&... pieces) {
  std::ostringstream out;
  (out << ... << pieces);
  return out.str();
}

// "1 law", "3 laws".
std::string counted(const auto& n, const char* noun) {
  return text(n, " ", noun, n == 1 ? "" : "s");
}
}  // namespace abide_check
