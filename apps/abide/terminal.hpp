// What this program says to a person: remarks on standard error, a line of progress, colours. All
// output goes through here or through `print`, so that the line never stands in the midst of it.
#pragma once

#include <abide/progress.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace abide::app {

// "auto": on a terminal that is not dumb, unless NO_COLOR is set (no-color.org); "always"; "never".
void choose_colors(const std::string& when);
// Are texts on this descriptor, STDOUT_FILENO or STDERR_FILENO, coloured?
bool has_colors(int descriptor);

// "abide: TEXT" on standard error; of an error, with the name in red.
void remark(const std::string& text);
void complain(const std::string& text);

// On a terminal, after a second: what is being done, how far, and for how long, in one line of
// standard error that is written over and erased in the end. One at a time.
class ProgressLine {
 public:
  explicit ProgressLine(const Progress& progress);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

 private:
  const Progress& progress_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::mutex mutex_;
  std::condition_variable ended_;
  bool end_ = false;
  std::thread thread_;
  void run();
  void draw() const;
};

// Writes with the line of progress out of the way.
void write_undisturbed(FunctionRef<void()> write);

}  // namespace abide::app
