// The results file of a sweep: one JSON line per row, appended as rows end, so that a sweep can go
// on after whatever ended it.
#pragma once

#include <abide/abide.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace abide::app {

// Every line starts so.
inline constexpr std::string_view row_start = "{\"format\":\"abide-sweep\",";

class ResultsFile {
 public:
  // Without a name nothing is kept. Reads what is there; a last line that was cut off is dropped.
  // Throws Error{input} for a file that holds something else, that another sweep writes, or whose
  // name ends in .zst.
  explicit ResultsFile(std::string name);
  ResultsFile(const ResultsFile&) = delete;
  ResultsFile& operator=(const ResultsFile&) = delete;
  ~ResultsFile();

  // The result of a row that was proved or left open before; nullptr: it is to be run.
  const RowReport* find(const std::string& identity) const;
  void append(const std::string& line);
  // Puts the lines of rows (empty: not run) in their order, behind them what is known of others
  // from before.
  void finish(const std::vector<std::string>& lines, const std::vector<std::string>& identities);

 private:
  std::string name_;
  std::map<std::string, RowReport> before_;
  int fd_ = -1;  // of a regular file
  void read(const std::string& text);
};

}  // namespace abide::app
