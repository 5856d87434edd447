// Files are written under another name and renamed when they are complete, so that an interrupted
// run leaves the old file or the new one, and no half of one. Devices and pipes are written to
// directly.
#include "files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "compression.hpp"

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
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(name, "cannot be written");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
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
  std::error_code error;
  const bool readable = in && !std::filesystem::is_directory(name, error);
  std::string text = readable ? std::string{std::istreambuf_iterator<char>(in), {}} : "";
  if (!readable || !in) throw Error(ErrorKind::input, {name, 0, 0}, "cannot be read");
  return name.ends_with(".zst") ? decompressed(text, name) : text;
}

}  // namespace abide::app
