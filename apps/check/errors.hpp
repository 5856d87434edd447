// The three ways in which a check ends early, and the texts around them.
#pragma once
#include <csignal>
#include <stdexcept>
#include <string>
#include <string_view>

namespace abide_check {
// The certificate is wrong: exit code 20. The reader adds the line number.
struct Rejected : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A file cannot be read, or the model is not accepted: exit code 1.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A limit of time or memory, or a signal: exit code 30.
struct Stopped : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Set by the signal handlers of main.cpp: 1 = signal, 2 = time limit.
extern volatile std::sig_atomic_t stop_requested;

// Throws Stopped if a stop is requested. Every long loop calls it.
inline void poll() {
  if (stop_requested == 0) return;
  throw Stopped(stop_requested == 2 ? "time limit" : "signal");
}

// Input as it may be shown: in quotes, unprintable bytes escaped, shortened.
std::string shown(std::string_view text);

// "1 law", "3 laws".
std::string counted(const std::string& number, const std::string& noun);
}  // namespace abide_check
