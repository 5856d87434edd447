// The line of progress belongs to a thread of its own, which reads what the computation said last
// and asks nothing of it; signals stay with the thread that computes.
#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace abide::app {

namespace {

std::string chosen = "auto";

std::mutex standard_error;
bool line_is_shown = false;  // under the lock

void erase_line() {
  if (!line_is_shown) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  line_is_shown = false;
}

bool understands_escapes(int descriptor) {
  const char* const terminal = std::getenv("TERM");
  return ::isatty(descriptor) == 1 && terminal != nullptr && std::string(terminal) != "dumb";
}

void say(const std::string& name, const std::string& text) {
  write_undisturbed([&] { std::fprintf(stderr, "%s %s\n", name.c_str(), text.c_str()); });
}

std::size_t columns() {
  constexpr std::size_t usual = 80;
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : usual;
}

// "Lie rank 161 of 190"
std::string text_of(const Activity& now) {
  std::string text = now.what == nullptr ? "working" : now.what;
  if (now.done > 0 || now.of > 0) text += " " + std::to_string(now.done);
  if (now.of > 0) text += " of " + std::to_string(now.of);
  return text;
}

// All signals go to the threads that were there before.
std::thread without_signals(FunctionRef<std::thread()> start) {
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread;
  try {
    thread = start();
  } catch (const std::system_error&) {
    // No thread, no line.
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

void choose_colors(const std::string& when) { chosen = when; }

bool has_colors(int descriptor) {
  if (chosen != "auto") return chosen == "always";
  const char* const none = std::getenv("NO_COLOR");
  return (none == nullptr || *none == '\0') && understands_escapes(descriptor);
}

void write_undisturbed(FunctionRef<void()> write) {
  const std::scoped_lock lock(standard_error);
  erase_line();
  write();
}

void remark(const std::string& text) { say("abide:", text); }

void complain(const std::string& text) {
  say(has_colors(STDERR_FILENO) ? "\x1b[1;31mabide:\x1b[0m" : "abide:", text);
}

ProgressLine::ProgressLine(const Progress& progress) : progress_(progress) {
  if (understands_escapes(STDERR_FILENO))
    thread_ = without_signals([this] { return std::thread([this] { run(); }); });
}

ProgressLine::~ProgressLine() {
  if (!thread_.joinable()) return;
  {
    const std::scoped_lock lock(mutex_);
    end_ = true;
  }
  ended_.notify_all();
  thread_.join();
  write_undisturbed([] {});
}

void ProgressLine::run() {
  constexpr std::chrono::milliseconds before_the_first{1000}, between{200};
  std::unique_lock lock(mutex_);
  auto wait = before_the_first;
  while (!ended_.wait_for(lock, wait, [this] { return end_; })) {
    draw();
    wait = between;
  }
}

void ProgressLine::draw() const {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start_);
  std::string line =
      "abide: " + text_of(progress_.activity()) + ", " + std::to_string(seconds.count()) + " s";
  line.resize(std::min(line.size(), columns() - 1));
  const std::scoped_lock lock(standard_error);
  std::fprintf(stderr, "\r%s\x1b[K", line.c_str());
  std::fflush(stderr);
  line_is_shown = true;
}

}  // namespace abide::app
