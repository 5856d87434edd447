// A progress that signals can cancel. The only place that knows how much memory the process uses.
#include "process.hpp"

#include <unistd.h>

#include <csignal>
#include <fstream>

namespace abide::app {

namespace {

Progress* running = nullptr;

extern "C" void on_signal(int) {
  if (running != nullptr) running->cancel();
}

// What the system says this process holds in memory.
std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0, resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

void attend(Progress& progress) {
  progress.set_memory_probe(resident_bytes);
  running = &progress;
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

}  // namespace abide::app
