#include "command.hpp"
#include "compression.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>

namespace abide::app {

namespace {

Progress* running = nullptr;

extern "C" void on_signal(int) {
  if (running != nullptr) running->cancel();
}

[[noreturn]] void fail(const std::string& name, const std::string& what) {
  throw Error(ErrorKind::output, {name, 0, 0}, what + ": " + std::strerror(errno));
}

void write_all(int fd, const std::string& name, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(name, "cannot be written");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

// What the system says this process holds in memory.
std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0, resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

double bytes_of(const std::string& size) {
  std::size_t end = 0;
  double value = 0;
  try {
    value = std::stod(size, &end);
  } catch (const std::exception&) {
    end = 0;
  }
  const std::string unit = size.substr(end);
  double factor = 0;
  if (unit.empty() || unit == "B") factor = 1;
  if (unit == "K" || unit == "KiB") factor = 1024.0;
  if (unit == "M" || unit == "MiB") factor = 1048576.0;
  if (unit == "G" || unit == "GiB") factor = 1073741824.0;
  if (end == 0 || factor == 0 || !(value > 0) || value * factor > 1e18)
    throw Error(ErrorKind::input, "--memory-limit: expected a size such as 500M or 2G, found '" +
                                      abide::quoted(size) + "'");
  return value * factor;
}

}  // namespace

void add_output_options(CLI::App& command, Settings& settings) {
  command.add_flag("--json", settings.json, "print the result as JSON");
  command.add_flag("--quiet", settings.quiet, "no messages on standard error but errors");
  command.add_flag("--verbose", settings.verbose, "tell the steps on standard error");
}

void add_search_options(CLI::App& command, Settings& settings) {
  command.add_option("--degree", settings.options.degree, "highest degree of the laws (1 to 64)")
      ->capture_default_str();
  command.add_option("--threads", settings.threads, "how many threads may work")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command.add_option("--seed", settings.options.seed, "seed of the search for evidence")
      ->capture_default_str();
  command.add_option("--time-limit", settings.time_limit, "stop after so many seconds");
  command.add_option("--memory-limit", settings.memory_limit,
                     "stop rather than need more memory, such as 500M or 2G");
  command.add_flag("--no-guess", settings.no_guess,
                   "do not try known shapes of laws before elimination (the result is the same)");
  command.add_flag("--no-orbits", settings.no_orbits,
                   "do not use the symmetry of the model (the result is the same)");
  command.add_option("--evidence", settings.points,
                     "where the Lie rank is looked for: at sparse or dense points")
      ->check(CLI::IsMember({"sparse", "dense"}));
}

Options search_options(const Settings& settings) {
  Options options = settings.options;
  options.guess = !settings.no_guess;
  options.orbits = !settings.no_orbits;
  if (settings.points == "sparse") options.points = EvidencePoints::sparse;
  if (settings.points == "dense") options.points = EvidencePoints::dense;
  return options;
}

void prepare(Progress& progress, const Settings& settings) {
  if (settings.time_limit != 0) progress.set_time_limit(settings.time_limit);
  if (!settings.memory_limit.empty())
    progress.set_memory_limit(static_cast<std::size_t>(bytes_of(settings.memory_limit)));
  progress.set_threads(settings.threads);
  progress.set_memory_probe(resident_bytes);
  if (settings.verbose && !settings.quiet)
    progress.on_event([](const Event& e) {
      std::fprintf(stderr, "abide: %s: %s\n", e.stage.c_str(), abide::quoted(e.message).c_str());
    });
  running = &progress;
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

LawListing listing(const Settings& settings, LawListing otherwise) {
  if (settings.listing == "kinds") return LawListing::kinds;
  if (settings.listing == "orbits") return LawListing::orbits;
  return settings.listing == "all" ? LawListing::all : otherwise;
}

ExitCode exit_code(Outcome outcome) {
  switch (outcome) {
    case Outcome::proved: return ExitCode::proved;
    case Outcome::refuted: return ExitCode::refuted;
    case Outcome::open: return ExitCode::open;
    case Outcome::stopped: return ExitCode::stopped;
  }
  return ExitCode::bug;
}

void write_file(const std::string& name, FunctionRef<void(Sink)> produce) {
  const auto write_to = [&](int fd) {
    const auto sink = [&](std::string_view piece) { write_all(fd, name, piece); };
    name.ends_with(".zst") ? compress(produce, sink) : produce(sink);
  };
  struct stat status {};
  if (::stat(name.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    const Descriptor fd(::open(name.c_str(), O_WRONLY | O_CLOEXEC));
    if (fd.get() < 0) fail(name, "cannot be opened");
    return write_to(fd.get());
  }
  std::string fresh = name + ".XXXXXX";
  const Descriptor fd(::mkstemp(fresh.data()));
  if (fd.get() < 0) fail(name, "cannot be created");
  try {
    write_to(fd.get());
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::fchmod(fd.get(), 0666 & ~mask) != 0 || ::fsync(fd.get()) != 0 ||
        ::rename(fresh.c_str(), name.c_str()) != 0)
      fail(name, "cannot be written");
  } catch (...) {
    ::unlink(fresh.c_str());
    throw;
  }
}

void write_file(const std::string& name, const std::string& text) {
  write_file(name, [&text](Sink sink) { sink(text); });
}

std::string canonical_name(const std::string& certificate) {
  const std::string packed = ".zst";
  const bool is_packed = certificate.ends_with(packed);
  return certificate.substr(0, certificate.size() - (is_packed ? packed.size() : 0)) + ".canon";
}

void print(const std::string& text) { write_all(STDOUT_FILENO, "standard output", text); }

std::string read_file(const std::string& name) {
  std::ifstream in(name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw Error(ErrorKind::input, {name, 0, 0}, "cannot be read");
  return name.ends_with(".zst") ? decompressed(text, name) : text;
}

}  // namespace abide::app
