// The results file of a sweep. Lines of earlier runs are read back by the identity of their rows; a
// line that is cut off, as after a crash, is dropped and its row run again. A lock keeps a
// second sweep away from the file. At the end it is written anew in the order of the rows, those of
// other sweeps last.
#include "results.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "files.hpp"

namespace abide::app {

namespace {

// Is this what is left of a line of results?
bool may_begin_line(std::string_view text) {
  const std::size_t common = std::min(text.size(), row_start.size());
  return text.substr(0, common) == row_start.substr(0, common);
}

// Is this a line of which a part is missing, as when a machine stopped while it was written?
bool is_torn(const std::string& line) {
  return !line.empty() && may_begin_line(line) && !nlohmann::json::accept(line);
}

}  // namespace

ResultsFile::ResultsFile(std::string name) : name_(std::move(name)) {
  if (name_.empty()) return;
  const auto fail = [this](ErrorKind kind, const std::string& what) {
    throw Error(kind, {name_, 0, 0}, what);
  };
  if (name_.ends_with(".zst"))
    fail(ErrorKind::input, "results are appended to, and cannot be compressed");
  struct stat status {};
  if (::stat(name_.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) return;
  fd_ = ::open(name_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (fd_ < 0) fail(ErrorKind::output, std::string("cannot be opened: ") + std::strerror(errno));
  try {
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0)
      fail(ErrorKind::input, "another sweep writes these results");
    read(read_file(name_, Progress()));
  } catch (...) {
    ::close(fd_);
    throw;
  }
}

ResultsFile::~ResultsFile() {
  if (fd_ >= 0) ::close(fd_);
}

void ResultsFile::read(const std::string& text) {
  std::size_t start = 0, number = 0;
  for (std::size_t end; (end = text.find('\n', start)) != std::string::npos; start = end + 1) {
    const std::string line = text.substr(start, end - start);
    ++number;
    if (is_torn(line)) continue;
    RowReport row = read_row(line, {name_, number, 1});
    const std::optional<Outcome> outcome = row.outcome();
    if (outcome == Outcome::proved || outcome == Outcome::open)
      before_.insert_or_assign(row.identity, std::move(row));
  }
  if (start == text.size()) return;
  if (!may_begin_line(std::string_view(text).substr(start)))
    throw Error(ErrorKind::input, {name_, number + 1, 1}, "not a row of a sweep");
  if (::ftruncate(fd_, static_cast<off_t>(start)) != 0)
    throw Error(ErrorKind::output, {name_, 0, 0},
                std::string("cannot be written: ") + std::strerror(errno));
}

const RowReport* ResultsFile::find(const std::string& identity) const {
  const auto found = before_.find(identity);
  return found == before_.end() ? nullptr : &found->second;
}

void ResultsFile::append(const std::string& line) {
  if (fd_ >= 0) write_all(fd_, name_, line);
}

void ResultsFile::finish(const std::vector<std::string>& lines,
                         const std::vector<std::string>& identities) {
  if (name_.empty()) return;
  for (std::size_t k = 0; k < identities.size(); ++k)
    if (!lines[k].empty()) before_.erase(identities[k]);
  write_file(name_, [&](Sink sink) {
    for (const std::string& line : lines) sink(line);
    for (auto& [identity, row] : before_) {
      row.row = 0;
      sink(to_json(row));
    }
  });
}

}  // namespace abide::app
