// Runs abide-check on a text that may have been unpacked, so it goes through a pipe; what is
// printed comes back by another. The program beside this one is taken before any that the shell
// would find.
#include "checker.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include "exit_code.hpp"

extern char** environ;

namespace abide::app {

namespace {

// abide-check beside this program, else wherever the shell would find it.
std::string checker() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto beside = self.parent_path() / "abide-check";
  const auto built = self.parent_path().parent_path() / "check" / "abide-check";
  if (!error && std::filesystem::exists(beside)) return beside;
  if (!error && std::filesystem::exists(built)) return built;
  return "abide-check";
}

class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0)
      throw Error(ErrorKind::output, "no pipe to abide-check");
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_reading();
    close_writing();
  }
  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void close_reading() { close(ends_[0]); }
  void close_writing() { close(ends_[1]); }
  // A checker that rejects early closes its end: then writing fails, and its exit code tells.
  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t n = ::write(ends_[1], text.data(), text.size());
      if (n < 0 && errno != EINTR) break;
      if (n > 0) text.remove_prefix(static_cast<std::size_t>(n));
    }
    close_writing();
  }
  void read(std::string& text, const Progress& progress) {
    constexpr int milliseconds = 100;
    std::array<char, 1U << 16U> buffer{};
    for (ssize_t n = 1; n != 0;) {
      progress.check();
      pollfd waiting{ends_[0], POLLIN, 0};
      if (::poll(&waiting, 1, milliseconds) <= 0) continue;
      n = ::read(ends_[0], buffer.data(), buffer.size());
      if (n < 0 && errno != EINTR) break;
      if (n > 0) text.append(buffer.data(), static_cast<std::size_t>(n));
    }
  }

 private:
  std::array<int, 2> ends_{-1, -1};
  static void close(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

// abide-check, run on these bytes from a pipe; what it prints comes by another.
class Checker {
 public:
  Checker(const Model& model, const std::string& name) {
    const Dynamics& dynamics = model.dynamics();
    words_ = {checker(), "--claims", "--dynamics=" + dynamics.equation(),
              "--loss=" + to_string(dynamics.loss)};
    if (const std::string chosen = to_string(dynamics.mirror); !chosen.empty())
      words_.push_back("--mirror-momentum=" + chosen);
    words_.insert(words_.end(), {name, "-"});
  }

  // What it says of a certificate that it accepts.
  std::string claims_of(std::string_view text, const std::string& file,
                        const Progress& progress) const {
    Pipe in, out;
    const pid_t child = start(in, out);
    in.close_reading();
    out.close_writing();
    std::string printed;
    // It may print before it has read everything, so neither side waits for the other.
    std::thread writer([&] { in.write(text); });
    int status = 0;
    try {
      out.read(printed, progress);
    } catch (...) {
      ::kill(child, SIGKILL);
      writer.join();
      ::waitpid(child, &status, 0);
      throw;
    }
    writer.join();
    ::waitpid(child, &status, 0);
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : ExitCode::bug;
    if (code != ExitCode::proved && code != ExitCode::open)
      throw Error(ErrorKind::input, {file, 0, 0}, "abide-check does not accept this certificate");
    return printed;
  }

 private:
  std::vector<std::string> words_;

  // The environment; glibc then asks for huge pages, as this program does (process.cpp).
  static std::vector<char*> with_huge_pages() {
    static constexpr char name[] = "GLIBC_TUNABLES";
    static char chosen[] = "GLIBC_TUNABLES=glibc.malloc.hugetlb=1";
    std::vector<char*> variables;
    for (char** v = environ; *v != nullptr; ++v) variables.push_back(*v);
    if (std::getenv(name) == nullptr) variables.push_back(chosen);
    variables.push_back(nullptr);
    return variables;
  }

  pid_t start(const Pipe& in, const Pipe& out) const {
    std::vector<char*> arguments;
    for (const std::string& word : words_) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.reading(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.writing(), STDOUT_FILENO);
    pid_t child = 0;
    const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(),
                                   with_huge_pages().data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
      throw Error(ErrorKind::input, "abide-check is not found: nothing is exported unchecked");
    std::signal(SIGPIPE, SIG_IGN);
    return child;
  }
};

}  // namespace

std::string checked_claims(const Model& model, const std::string& name, std::string_view text,
                           const std::string& file, const Progress& progress) {
  return Checker(model, name).claims_of(text, file, progress);
}

}  // namespace abide::app
