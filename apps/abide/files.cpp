// Files are written under another name and renamed when they are complete, so that an interrupted
// run leaves the old file or the new one, and no half of one. Devices and pipes are written to
// directly.
#include "files.hpp"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "compression.hpp"
#include "process.hpp"
#include "terminal.hpp"

namespace abide::app {

namespace {

[[noreturn]] void fail(const std::string& name, const std::string& what) {
  throw Error(ErrorKind::output, {name, 0, 0}, what + ": " + std::strerror(errno));
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

}  // namespace

void write_all(int fd, const std::string& name, std::string_view text) {
  while (!text.empty()) {
    // So much fits when a pipe says that it is ready, so no write waits for its reader.
    const std::string_view piece = text.substr(0, PIPE_BUF);
    wait_until_ready(fd, POLLOUT);
    const ssize_t n = ::write(fd, piece.data(), piece.size());
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n < 0) fail(name, "cannot be written");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

namespace {

// A pipe without a reader is waited for: no longer than until a signal comes.
int open_device(const std::string& name) {
  while (true) {
    const int fd = ::open(name.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 || errno != ENXIO) return fd;
    constexpr int milliseconds = 20;
    ::poll(nullptr, 0, milliseconds);
    check_signals();
  }
}

// What a link leads to: the link stays.
std::string target_of(const std::string& name) {
  std::error_code error;
  const auto target = std::filesystem::canonical(name, error);
  return error ? name : target.string();
}

}  // namespace

void write_file(const std::string& name, FunctionRef<void(Sink)> produce) {
  const auto write_to = [&](int fd) {
    const auto sink = [&](std::string_view piece) { write_all(fd, name, piece); };
    name.ends_with(".zst") ? compress(produce, sink) : produce(sink);
  };
  struct stat status {};
  if (::stat(name.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    const Descriptor fd(open_device(name));
    if (fd.get() < 0) fail(name, "cannot be opened");
    return write_to(fd.get());
  }
  const std::string target = target_of(name);
  std::string fresh = target + ".XXXXXX";
  const Descriptor fd(::mkstemp(fresh.data()));
  if (fd.get() < 0) fail(name, "cannot be created");
  const TemporaryFile until_renamed(fresh);
  try {
    write_to(fd.get());
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (::fchmod(fd.get(), 0666 & ~mask) != 0 || ::fsync(fd.get()) != 0 ||
        ::rename(fresh.c_str(), target.c_str()) != 0)
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

std::string shell_word(const std::string& text) {
  const std::string plain = "+,-./:=_";
  const auto is_plain = [&plain](unsigned char c) {
    return std::isalnum(c) != 0 || plain.find(static_cast<char>(c)) != std::string::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

void print(const std::string& text) {
  write_undisturbed([&] { write_all(STDOUT_FILENO, "standard output", text); });
}

std::string read_file(const std::string& name, const Progress& progress) {
  std::ifstream in(name, std::ios::binary);
  std::error_code error;
  bool readable = in && !std::filesystem::is_directory(name, error);
  std::string text, buffer(std::size_t{1} << 20U, '\0');
  while (readable && in) {
    progress.check();
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    text.append(buffer, 0, static_cast<std::size_t>(in.gcount()));
    readable = in || in.eof();
  }
  if (!readable) throw Error(ErrorKind::input, {name, 0, 0}, "cannot be read");
  return name.ends_with(".zst") ? decompressed(text, name, progress) : text;
}

}  // namespace abide::app
