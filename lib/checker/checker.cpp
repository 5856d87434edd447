// Runs abide-check on a text that may exist in memory only, so it goes through a socket, as does
// what comes back: one loop writes and reads, since the program may print before it has read
// everything. A socket, because writing to a pipe that the program closed early would raise a
// signal in whoever uses this library. Descriptors 0 to 2 may be closed here: those that the
// program gets are moved above them first.
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <abide/checker.hpp>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "place.hpp"

extern char** environ;

namespace abide {

namespace {

[[noreturn]] void fail_to_run(const std::string& why) {
  throw Error(ErrorKind::output, "abide-check " + why);
}

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { close(); }
  int operator*() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  // The same above those of standard input, output and error.
  void move_up() {
    if (fd_ > STDERR_FILENO) return;
    const int higher = ::fcntl(fd_, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (higher < 0) fail_to_run(std::string("cannot be run: ") + std::strerror(errno));
    close();
    fd_ = higher;
  }

 private:
  int fd_;
};

// Two ends of one connection: ours and that of the program.
struct Connection {
  Descriptor ours, theirs;
  Connection() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
      fail_to_run(std::string("cannot be run: ") + std::strerror(errno));
    ours = Descriptor(ends[0]);
    theirs = Descriptor(ends[1]);
    theirs.move_up();
  }
};

// A canonical file for the program to read, removed in the end.
class TemporaryModel {
 public:
  TemporaryModel(const Model& model, const Progress& progress) {
    const std::string text = write_canonical(model, progress);
    const char* folder = std::getenv("TMPDIR");
    name_ =
        std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/abide-XXXXXX.canon";
    const Descriptor file(::mkostemps(name_.data(), 6, O_CLOEXEC));
    if (!file.is_open()) fail("cannot be created");
    for (std::string_view rest = text; !rest.empty();) {
      const ssize_t n = ::write(*file, rest.data(), rest.size());
      if (n < 0 && errno != EINTR) {
        ::unlink(name_.c_str());
        fail("cannot be written");
      }
      if (n > 0) rest.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  TemporaryModel(const TemporaryModel&) = delete;
  TemporaryModel& operator=(const TemporaryModel&) = delete;
  ~TemporaryModel() { ::unlink(name_.c_str()); }
  const std::string& name() const { return name_; }

 private:
  std::string name_;
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorKind::output, {name_, 0, 0}, what + ": " + std::strerror(errno));
  }
};

// The program while it runs: ended and waited for whatever happens.
class Child {
 public:
  Child(const std::vector<std::string>& words, int in, int out, int remarks) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, remarks, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    set_signals(attributes);
    const int error = posix_spawnp(&id_, arguments[0], &actions, &attributes, arguments.data(),
                                   with_huge_pages().data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
      fail_to_run("is not found: '" + quoted(words.front()) + "': " + std::strerror(error));
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    static_cast<void>(wait());
  }

  // Its exit code.
  int finish() {
    const std::pair<pid_t, int> ended = wait();
    id_ = 0;
    if (ended.first < 0) fail_to_run("was waited for by somebody else: its answer is not known");
    if (!WIFEXITED(ended.second)) fail_to_run("was ended by a signal");
    if (WEXITSTATUS(ended.second) == 127) fail_to_run("cannot be run");
    return WEXITSTATUS(ended.second);
  }

 private:
  pid_t id_ = 0;

  std::pair<pid_t, int> wait() const {
    int status = 0;
    pid_t ended = 0;
    do {
      ended = ::waitpid(id_, &status, 0);
    } while (ended < 0 && errno == EINTR);
    return {ended, status};
  }

  // What this process blocks or ignores is not for the program.
  static void set_signals(posix_spawnattr_t& attributes) {
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGALRM}) sigaddset(&usual, signal);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }

  // The environment; glibc then asks for huge pages.
  static std::vector<char*> with_huge_pages() {
    static constexpr char name[] = "GLIBC_TUNABLES";
    static char chosen[] = "GLIBC_TUNABLES=glibc.malloc.hugetlb=1";
    std::vector<char*> variables;
    for (char** v = environ; v != nullptr && *v != nullptr; ++v) variables.push_back(*v);
    if (std::getenv(name) == nullptr) variables.push_back(chosen);
    variables.push_back(nullptr);
    return variables;
  }
};

// Everything is written that the program takes, and read that it says.
class Conversation {
 public:
  Conversation(std::string_view text, Connection& data, Connection& remarks)
      : text_(text), data_(data.ours), remarks_(remarks.ours) {}

  void run(Checking& said, const Progress& progress) {
    constexpr int milliseconds = 100;
    bool data_open = true, remarks_open = true;
    while (data_open || remarks_open) {
      progress.check();
      const auto events = static_cast<short>(POLLIN | (text_.empty() ? 0 : POLLOUT));
      std::array<pollfd, 2> waiting{
          {{data_open ? *data_ : -1, events, 0}, {remarks_open ? *remarks_ : -1, POLLIN, 0}}};
      if (::poll(waiting.data(), waiting.size(), milliseconds) <= 0) continue;
      if ((waiting[0].revents & POLLOUT) != 0) write();
      if ((waiting[0].revents & ~POLLOUT) != 0) data_open = read(data_, said.printed);
      if (waiting[1].revents != 0) remarks_open = read(remarks_, said.remarks);
    }
  }

 private:
  std::string_view text_;
  Descriptor& data_;
  Descriptor& remarks_;

  // A program that rejects early closes its end: then writing fails, and its exit code tells.
  void write() {
    const ssize_t n = ::send(*data_, text_.data(), text_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EINTR && errno != EAGAIN) text_ = {};
    if (n > 0) text_.remove_prefix(static_cast<std::size_t>(n));
    if (text_.empty()) ::shutdown(*data_, SHUT_WR);
  }

  // Whether there may be more.
  static bool read(const Descriptor& from, std::string& text) {
    std::array<char, 1U << 16U> buffer;
    const ssize_t n = ::recv(*from, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (n > 0) text.append(buffer.data(), static_cast<std::size_t>(n));
    return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
  }
};

std::vector<std::string> words_of(const Model& model, const CheckerCall& call,
                                  const std::string& argument) {
  const Dynamics& dynamics = model.dynamics();
  std::vector<std::string> words{call.program.empty() ? place_of_checker() : call.program,
                                 "--claims", "--dynamics=" + dynamics.equation(),
                                 "--loss=" + to_string(dynamics.loss)};
  if (const std::string chosen = to_string(dynamics.mirror); !chosen.empty())
    words.push_back("--mirror-momentum=" + chosen);
  words.insert(words.end(), {argument, "-"});
  return words;
}

// The exit codes of the program. What accepts also says so: some other program that ends with 0
// proves nothing.
Outcome outcome_of(int code, const Checking& said) {
  const std::string& remarks = said.remarks;
  const auto accepts = [&said](std::string_view how) {
    return said.printed.ends_with("verdict: accepted, " + std::string(how) + "\n");
  };
  switch (code) {
    case 0:
      if (accepts("complete")) return Outcome::proved;
      fail_to_run("ended without a verdict");
    case 10:
      if (accepts("completeness not claimed")) return Outcome::open;
      fail_to_run("ended without a verdict");
    case 20:
      return Outcome::refuted;
    case 30:
      return Outcome::stopped;
    case 1:
      throw Error(ErrorKind::input, quoted(remarks));
    default:
      fail_to_run("ended with code " + std::to_string(code) + ": " + quoted(remarks));
  }
}

}  // namespace

Checking check_certificate(const Model& model, std::string_view text, const CheckerCall& call,
                           const Progress& progress) {
  std::optional<TemporaryModel> file;
  std::string argument = call.model.empty() ? model.specification() : call.model;
  if (argument.empty()) argument = file.emplace(model, progress).name();
  Connection data, remarks;
  Child child(words_of(model, call, argument), *data.theirs, *data.theirs, *remarks.theirs);
  data.theirs.close();
  remarks.theirs.close();
  Checking said;
  Conversation(text, data, remarks).run(said, progress);
  said.outcome = outcome_of(child.finish(), said);
  return said;
}

}  // namespace abide
