// Rows of a sweep as data: what became of each, what differs from what was expected, its JSON line
// (data/format/sweep.md) and back, and the table for people.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "json.hpp"
#include "words.hpp"

namespace abide {

namespace {

std::string shown(const std::string& title) { return title.empty() ? "gradient-flow" : title; }
std::string title_of(const SweepRow& row) {
  return shown(row.dynamics ? row.dynamics->title() : "");
}

Json json_of(const Expected& expected) {
  Json j = Json::object();
  if (expected.laws) j["laws"] = *expected.laws;
  if (expected.lie_rank) j["lie_rank"] = *expected.lie_rank;
  if (expected.complete) j["complete"] = *expected.complete;
  return j;
}

Expected expected_of(const Json& j) {
  Expected expected;
  if (j.contains("laws")) expected.laws = j.at("laws").get<std::uint64_t>();
  if (j.contains("lie_rank")) expected.lie_rank = j.at("lie_rank").get<std::uint64_t>();
  if (j.contains("complete")) expected.complete = j.at("complete").get<bool>();
  return expected;
}

std::string outcome_of(const RowReport& row) {
  const std::optional<Outcome> outcome = row.outcome();
  return outcome ? to_string(*outcome) : "error";
}

RowReport row_of(const Json& j, const Location& where) {
  RowReport row;
  row.row = j.at("row").is_null() ? 0 : j.at("row").get<std::uint64_t>();
  row.where = {j.at("file").get<std::string>(), j.at("line").get<std::size_t>(), 0};
  row.identity = j.at("identity").get<std::string>();
  row.expected = expected_of(j.at("expected"));
  row.model = j.at("model").get<std::string>();
  row.dynamics = j.at("dynamics").get<std::string>();
  if (j.contains("law_space")) {
    row.result = report_of(j, where);
  } else {
    row.error = j.value("error", "");
    row.stopped = j.value("stopped", "");
  }
  return row;
}

std::string verdict_of(const RowReport& row) {
  if (!row.outcome()) return "error";
  return *row.outcome() == Outcome::proved ? "complete" : to_string(*row.outcome());
}

std::string comparison_of(const RowReport& row) {
  if (row.expected.empty()) return "";
  if (!row.result || !row.result->stopped.empty()) return "not compared";
  const std::vector<std::string> differences = row.differences();
  return differences.empty() ? "as expected"
                             : fmt::format("DIFFERS: {}", fmt::join(differences, "; "));
}

// What is expected, if that is asked for, and where the row comes from if it was not run.
std::string remark_on(const RowReport& row, bool compare) {
  const std::string comparison = compare ? comparison_of(row) : "";
  if (!row.result || row.result->stated_in.empty()) return comparison;
  return "stated in " + quoted(row.result->stated_in) +
         (comparison.empty() ? "" : ": " + comparison);
}

std::uint64_t laws_of(const Report& r) {
  std::uint64_t count = 0;
  for (const Report::Row& law : r.laws) count += law.multiplicity;
  return count;
}

std::string without_spaces_at_end(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string stated_in(const std::vector<RowReport>& rows) {
  std::set<std::string> files;
  for (const RowReport& row : rows)
    if (row.result && !row.result->stated_in.empty()) files.insert(quoted(row.result->stated_in));
  return fmt::format("{}", fmt::join(files, ", "));
}

std::optional<Outcome> RowReport::outcome() const {
  if (!error.empty()) return std::nullopt;
  if (!result || !result->stopped.empty()) return Outcome::stopped;
  return result->complete ? Outcome::proved : Outcome::open;
}

std::vector<std::string> RowReport::differences() const {
  std::vector<std::string> all;
  if (!result || !result->stopped.empty()) return all;
  if (expected.laws && *expected.laws != result->independent_laws)
    all.push_back(
        fmt::format("independent laws {}, expected {}", result->independent_laws, *expected.laws));
  const std::string rank = rank_of(*result, "-");
  if (expected.lie_rank && rank != std::to_string(*expected.lie_rank))
    all.push_back(fmt::format("Lie rank {}, expected {}", rank, *expected.lie_rank));
  if (expected.complete && *expected.complete != result->complete)
    all.push_back(result->complete ? "complete, expected open" : "open, expected complete");
  return all;
}

RowReport make_report(const SweepRow& row, const RowRun& run, LawListing listing) {
  RowReport report;
  report.where = row.where;
  report.identity = identity_of(row);
  report.model = row.model;
  // Without a result, those of a file are not known.
  if (run.result || row.dynamics)
    report.dynamics = run.result ? shown(run.dynamics) : title_of(row);
  report.expected = row.expected;
  report.error = run.error;
  report.stopped = run.stopped;
  if (run.result) {
    report.result = make_report(*run.result, listing);
    report.result->timings = run.result->timings;
  }
  return report;
}

std::string to_json(const RowReport& row) {
  Json j{{"format", "abide-sweep"}, {"version", 1}};
  j["row"] = row.row == 0 ? Json(nullptr) : Json(row.row);
  j["file"] = row.where.file;
  j["line"] = row.where.line;
  j["identity"] = row.identity;
  j["outcome"] = outcome_of(row);
  j["expected"] = json_of(row.expected);
  j["differences"] = row.differences();
  j["model"] = row.model;
  j["dynamics"] = row.dynamics;
  if (row.result) {
    Json result = json_of(*row.result);
    result.erase("model");
    j.update(result);
  } else {
    j[row.error.empty() ? "stopped" : "error"] = row.error.empty() ? row.stopped : row.error;
  }
  return j.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

RowReport read_row(const std::string& line, const Location& where) {
  try {
    const Json j = Json::parse(line);
    if (j.at("format") != "abide-sweep" || j.at("version") != 1)
      throw Error(ErrorKind::input, where, "the format is not 'abide-sweep', version 1");
    return row_of(j, where);
  } catch (const Json::exception& e) {
    throw Error(ErrorKind::input, where, "not a row of a sweep: " + quoted(e.what()));
  }
}

namespace {

// Longer texts push the rest of their line aside.
constexpr std::size_t widest = 48;
constexpr std::string_view columns =
    "{:>{}}  {:<{}}  {:<{}}  {:>7}  {:>7}  {:>11}  {:>8}  {:<8}  {}";

std::size_t width_of(const std::string& text, std::size_t least) {
  return std::clamp(quoted(text).size(), least, widest);
}

}  // namespace

SweepTable::SweepTable(const std::vector<SweepRow>& rows, bool compare)
    : number_(std::max<std::size_t>(3, std::to_string(rows.size()).size())),
      model_(5),
      dynamics_(8),
      compare_(compare) {
  for (const SweepRow& row : rows) {
    model_ = width_of(row.model, model_);
    dynamics_ = width_of(title_of(row), dynamics_);
  }
}

std::string SweepTable::head() const {
  return without_spaces_at_end(fmt::format(columns, "row", number_, "model", model_, "dynamics",
                                           dynamics_, "D", "laws", "independent", "Lie rank",
                                           "outcome", compare_ ? "expected" : ""));
}

std::string SweepTable::line(const RowReport& row) const {
  std::string coordinates, laws, independent, rank;
  if (row.result) {
    coordinates = std::to_string(row.result->coordinates);
    laws = std::to_string(laws_of(*row.result)) + (row.result->laws_truncated ? "+" : "");
    independent = std::to_string(row.result->independent_laws);
    rank = rank_of(*row.result, "-");
  }
  return without_spaces_at_end(fmt::format(
      columns, row.row, number_, quoted(row.model), model_, quoted(row.dynamics), dynamics_,
      coordinates, laws, independent, rank, verdict_of(row), remark_on(row, compare_)));
}

}  // namespace abide
