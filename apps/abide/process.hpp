// What a computation knows of the process that it runs in: signals, memory, descriptors.
#pragma once

#include <abide/progress.hpp>
#include <cstddef>
#include <optional>
#include <string>

#include "terminal.hpp"

namespace abide::app {

// To be called first: descriptors 0 to 2 that are closed are opened on /dev/null, in the direction
// in which no use of them succeeds, and memory that runs out in C libraries ends the process with
// the code of a stop.
void prepare_process();

// For a command that writes large texts: first use of memory in small pages takes as long as its
// work, so the heap asks for huge ones. Memory that is free again is kept. Only a hint.
void prefer_huge_pages();

// Bytes that this process may use: the least of the machine's memory, the limits of its control
// group, and that of its address space.
std::size_t usable_memory();
// The memory limit of a command that is told none: 80 % of that.
std::size_t usual_memory_limit();

// A progress that SIGINT and SIGTERM cancel as long as it lives, and that is told how much memory
// the process uses. A second signal ends the process at once, and leaves no temporary file. On a
// terminal it shows a line of progress. One at a time.
class AttendedProgress : public Progress {
 public:
  AttendedProgress();
  AttendedProgress(const AttendedProgress&) = delete;
  AttendedProgress& operator=(const AttendedProgress&) = delete;
  ~AttendedProgress();
  // Without the line of progress.
  void be_quiet() { line_.reset(); }

 private:
  std::optional<ProgressLine> line_;
};

// Throws Error{stopped} when a signal has come: for whoever waits for another process.
void check_signals();
// Waits until the descriptor is ready (events of poll(2)); throws Error{stopped} when a signal
// comes meanwhile.
void wait_until_ready(int fd, short events);

// A file that is removed when the process is ended by a second signal or for want of memory.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& name);
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile();

 private:
  std::size_t slot_;
};

}  // namespace abide::app
