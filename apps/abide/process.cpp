// Signals, memory and descriptors: the only place that knows how much memory the process uses and
// may use. What a signal handler does is a flag, a store, unlink and raise.
#include "process.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <abide/exact.hpp>
#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <limits>
#include <new>

#include "exit_code.hpp"

namespace abide::app {

namespace {

std::atomic<Progress*> running{nullptr};
std::atomic<int> signals{0};

// Names of temporary files; a signal handler reads them.
std::array<std::atomic<char*>, 64> temporary{};

void remove_temporary_files() {
  for (const auto& name : temporary)
    if (const char* file = name.load()) ::unlink(file);
}

extern "C" void on_signal(int signal) {
  if (signals.fetch_add(1) == 0) {
    if (Progress* const progress = running.load()) return progress->cancel();
  }
  remove_temporary_files();
  std::signal(signal, SIG_DFL);
  ::raise(signal);
}

void handle_signals(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;  // without SA_RESTART: a wait for another process ends
  for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
}

[[noreturn]] void out_of_memory() {
  remove_temporary_files();
  constexpr char text[] = "abide: out of memory\n";
  static_cast<void>(!::write(STDERR_FILENO, text, sizeof text - 1));
  ::_exit(ExitCode::stopped);
}

// An exception that cannot be passed on, as from a destructor or another thread.
[[noreturn]] void on_terminate() {
  try {
    if (const std::exception_ptr error = std::current_exception()) std::rethrow_exception(error);
  } catch (const std::bad_alloc&) {
    out_of_memory();
  } catch (...) {
  }
  std::abort();
}

std::size_t limit_in(const std::string& file) {
  std::ifstream in(file);
  std::size_t bytes = 0;
  return in >> bytes ? bytes : std::numeric_limits<std::size_t>::max();  // also for "max"
}

// The control group of this process and those around it: v2 in the line "0::/path", v1 in that of
// the controller "memory".
std::size_t control_group_limit() {
  std::size_t least = std::numeric_limits<std::size_t>::max();
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool unified = controllers.empty();
    if (!unified && ("," + controllers + ",").find(",memory,") == std::string::npos) continue;
    const std::string root = unified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
    const std::string name = unified ? "/memory.max" : "/memory.limit_in_bytes";
    std::string path = line.substr(second + 1);
    while (true) {
      least = std::min(least, limit_in(root + path + name));
      if (path.empty()) break;
      path.erase(std::min(path.rfind('/'), path.size() - 1));
    }
  }
  return least;
}

std::size_t memory_of_process() {
  std::size_t least = static_cast<std::size_t>(::sysconf(_SC_PHYS_PAGES)) *
                      static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
    least = std::min(least, static_cast<std::size_t>(limit.rlim_cur));
  return std::min(least, control_group_limit());
}

}  // namespace

void prepare_process() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF)
      static_cast<void>(::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY));
  std::set_terminate(on_terminate);
  set_out_of_memory_handler(out_of_memory);
}

void prefer_huge_pages() {
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE)
  constexpr int most_in_heap = 1 << 25;  // bytes of a block; the most that glibc allows
  // Reserving takes no memory yet.
  constexpr int reserved = 1 << 30, usual_padding = 1 << 17;
  constexpr std::size_t huge_page = std::size_t{1} << 21U;
  ::mallopt(M_MMAP_THRESHOLD, most_in_heap);
  ::mallopt(M_TRIM_THRESHOLD, reserved);
  ::mallopt(M_TOP_PAD, reserved);
  void* volatile more_than_there_is = std::malloc(huge_page);  // the heap grows
  std::free(more_than_there_is);
  ::mallopt(M_TOP_PAD, usual_padding);
  const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0)) / huge_page * huge_page;
  ::madvise(reinterpret_cast<void*>(end - reserved + huge_page), reserved - huge_page,
            MADV_HUGEPAGE);
#endif
}

std::size_t usable_memory() {
  static const std::size_t bytes = memory_of_process();  // the help of every command says it
  return bytes;
}

std::size_t usual_memory_limit() { return usable_memory() / 5 * 4; }

AttendedProgress::AttendedProgress() {
  set_memory_probe(process_memory);
  line_.emplace(*this);
  running = this;
  handle_signals(on_signal);
}

AttendedProgress::~AttendedProgress() {
  handle_signals(SIG_DFL);
  running = nullptr;
}

void check_signals() {
  if (signals.load() != 0) throw Error(ErrorKind::stopped, "interrupted");
}

void wait_until_ready(int fd, short events) {
  constexpr int milliseconds = 100;
  pollfd waiting{fd, events, 0};
  while (::poll(&waiting, 1, milliseconds) <= 0) check_signals();
}

TemporaryFile::TemporaryFile(const std::string& name) : slot_(0) {
  char* const copy = ::strdup(name.c_str());
  for (; slot_ < temporary.size(); ++slot_) {
    char* empty = nullptr;
    if (temporary[slot_].compare_exchange_strong(empty, copy)) return;
  }
  std::free(copy);  // more of them than threads: these stay after a second signal
}

TemporaryFile::~TemporaryFile() {
  if (slot_ < temporary.size()) std::free(temporary[slot_].exchange(nullptr));
}

}  // namespace abide::app
