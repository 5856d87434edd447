// `abide sweep`: rows as they end, from any thread, printed in their order and written at once, so
// that a stopped sweep goes on where it was. With `--compare` the exit code tells whether every row
// is as expected.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <mutex>

#include "certificate.hpp"
#include "commands.hpp"
#include "files.hpp"
#include "process.hpp"
#include "results.hpp"
#include "terminal.hpp"

namespace abide::app {

namespace {

struct SweepSettings {
  std::vector<std::string> files;
  std::string results, certificates;
  bool compare = false;
  double row_time_limit = 0;
  SearchOptions search;
  ListingOptions listing;
  TellingOptions telling;

  void add(CLI::App& command);
  int run() const;
};

void SweepSettings::add(CLI::App& command) {
  command
      .add_option("FILE", files, "TOML files with [[model]] and [[grid]] (data/format/sweep.md)")
      ->required();
  command.add_option("-o", results,
                     "keep results here, one JSON line per row; rows done there are not run again");
  command.add_option("--certificates", certificates,
                     "write the certificate of every row into this folder");
  command.add_flag("--compare", compare,
                   "compare with what the rows expect: laws, lie_rank, complete");
  command
      .add_option("--row-time-limit", row_time_limit,
                  "stop a row after so many seconds, and go on with the next")
      ->check(CLI::PositiveNumber);
  search.add(command);
  listing.add(command);
  telling.add(command);
  command.footer(
      "Exit: 0 every row is complete; else the first of: 1 a row is wrong, 20 a row differs "
      "(--compare),\n"
      "30 a row was stopped or not run, 10 a row is open, or (--compare) only stated in the "
      "results of an earlier run.");
}

std::vector<SweepRow> read_all(const SweepSettings& s) {
  std::vector<SweepRow> rows;
  for (const std::string& file : s.files) {
    std::vector<SweepRow> more = read_sweep(read_file(file, Progress()), file);
    std::move(more.begin(), more.end(), std::back_inserter(rows));
  }
  for (SweepRow& row : rows)
    if (row.degree.empty()) row.degree = s.search.degree;
  const bool expects =
      std::any_of(rows.begin(), rows.end(), [](const SweepRow& r) { return !r.expected.empty(); });
  if (s.compare && !expects)
    throw Error(ErrorKind::input, "--compare: no row says what is expected of it");
  return rows;
}

struct Tally {
  std::size_t complete = 0, open = 0, stopped = 0, wrong = 0, equal = 0, different = 0;
  std::size_t stated = 0;  // of these rows: read from the results file, and not proved in this run

  void count(const RowReport& row) {
    const std::optional<Outcome> outcome = row.outcome();
    wrong += outcome ? 0 : 1;
    complete += outcome == Outcome::proved ? 1 : 0;
    open += outcome == Outcome::open ? 1 : 0;
    stopped += outcome == Outcome::stopped ? 1 : 0;
    const bool is_stated = row.result && !row.result->stated_in.empty();
    stated += is_stated ? 1 : 0;
    if (row.expected.empty() || !outcome || outcome == Outcome::stopped) return;
    if (!row.differences().empty())
      ++different;
    else if (!is_stated)
      ++equal;
  }
  std::size_t rows() const { return complete + open + stopped + wrong; }
};

// Rows as they end, from any thread; told in their order.
class Sweep {
 public:
  Sweep(const SweepSettings& s, std::vector<SweepRow> rows)
      : s_(s), rows_(std::move(rows)), table_(rows_, s.compare), results_(s.results) {
    for (const SweepRow& row : rows_) identities_.push_back(identity_of(row));
    if (!s_.results.empty()) lines_.resize(rows_.size());
    s_.search.prepare(progress_);
    s_.telling.prepare(progress_);
  }

  int run() {
    SweepOptions options;
    options.search = s_.search.switches();
    options.row_time_limit = s_.row_time_limit;
    if (!s_.certificates.empty()) options.certificates_of_all_laws = s_.listing.writes_all_laws();
    options.skip.resize(rows_.size());
    if (!s_.telling.json) print(table_.head());
    for (std::size_t k = 0; k < rows_.size(); ++k) options.skip[k] = take_from_before(k);
    run_sweep(rows_, options, progress_,
              [this](std::size_t k, RowRun run) { take(k, std::move(run)); });
    for (const auto& [k, row] : waiting_) tell(row);
    results_.finish(lines_, identities_);
    if (!s_.telling.json) print(summary());
    return code();
  }

 private:
  const SweepSettings& s_;
  std::vector<SweepRow> rows_;
  std::vector<std::string> identities_;  // of the rows; the files of models are read for them
  SweepTable table_;
  ResultsFile results_;
  AttendedProgress progress_;
  std::mutex mutex_;
  std::vector<std::string> lines_;            // for the results file
  std::map<std::size_t, RowReport> waiting_;  // for the rows before them
  std::size_t next_ = 0;
  Tally tally_;

  std::string certificate_of(std::size_t k) const {
    return std::filesystem::path(s_.certificates) / (file_stem(identities_[k]) + ".cert");
  }

  // Whether the row was done before, with its certificate if certificates are asked for.
  bool take_from_before(std::size_t k) {
    if (!rows_[k].error.empty()) return false;
    const RowReport* before = results_.find(identities_[k]);
    if (before == nullptr) return false;
    if (!s_.certificates.empty()) {
      const std::string name = certificate_of(k);
      if (before->result->certificate != name || !std::filesystem::exists(name)) return false;
    }
    add(k, *before);
    return true;
  }

  void take(std::size_t k, RowRun run) {
    const std::string certificate = s_.certificates.empty() ? "" : certificate_of(k);
    const bool written = !certificate.empty() && run.result && write(run, rows_[k], certificate);
    RowReport report = make_report(rows_[k], run, s_.listing.listing(LawListing::kinds));
    if (written) report.result->certificate = certificate;
    const std::scoped_lock lock(mutex_);
    if (!report.error.empty()) remark("row " + std::to_string(k + 1) + ": " + report.error);
    add(k, std::move(report), true);
  }

  // Whether it was written. What does not fit makes the row a wrong one.
  bool write(RowRun& run, const SweepRow& row, const std::string& name) const {
    try {
      return write_certificate(*run.result, s_.listing.writes_all_laws(), progress_, name)
          .has_value();
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::limit) throw;
      run.error = Error(e.kind(), row.where, e.what()).what();
      run.result.reset();
      return false;
    }
  }

  void add(std::size_t k, RowReport row, bool fresh = false) {
    row.row = k + 1;
    row.where = rows_[k].where;
    row.expected = rows_[k].expected;
    if (!lines_.empty()) {
      lines_[k] = to_json(row);
      if (fresh) results_.append(lines_[k]);
    }
    tally_.count(row);
    waiting_.emplace(k, std::move(row));
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_; ++next_) {
      tell(first->second);
      first = waiting_.erase(first);
    }
  }

  void tell(const RowReport& row) const {
    print(s_.telling.json ? to_json(row) : table_.line(row));
  }

  std::string summary() const {
    std::string text = std::to_string(rows_.size()) + (rows_.size() == 1 ? " row" : " rows");
    const char* sign = ": ";
    const auto say = [&](std::size_t count, const char* what) {
      if (count == 0) return;
      text += sign + std::to_string(count) + " " + what;
      sign = ", ";
    };
    say(tally_.complete, "complete");
    say(tally_.open, "open");
    say(tally_.stopped, "stopped");
    say(tally_.wrong, "wrong");
    say(rows_.size() - tally_.rows(), "not run");
    sign = "; ";
    say(tally_.stated, ("only stated in " + abide::quoted(s_.results)).c_str());
    if (s_.compare) {
      sign = "; ";
      say(tally_.equal, "as expected");
      say(tally_.different, "different");
    }
    return text + "\n";
  }

  // Bad input hides the least, then what is refuted. A comparison with what an earlier run wrote is
  // none with what is proved.
  int code() const {
    if (tally_.wrong > 0) return ExitCode::bad_input;
    if (s_.compare && tally_.different > 0) return ExitCode::refuted;
    if (tally_.stopped > 0 || tally_.rows() < rows_.size()) return ExitCode::stopped;
    if (s_.compare && tally_.stated > 0) return ExitCode::open;
    return tally_.open > 0 ? ExitCode::open : ExitCode::proved;
  }
};

int SweepSettings::run() const {
  Sweep sweep(*this, read_all(*this));
  if (!certificates.empty()) {
    std::error_code error;
    std::filesystem::create_directories(certificates, error);
    if (error)
      throw Error(ErrorKind::output, {certificates, 0, 0}, "cannot be created: " + error.message());
  }
  return sweep.run();
}

}  // namespace

Run add_sweep(CLI::App& command) { return with_settings<SweepSettings>(command); }

}  // namespace abide::app
