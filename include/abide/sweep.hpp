/// \file
/// Many models, one row each: read from a file, run, and told apart by what they are.
///
/// Example (also a test):
///
///     const std::vector<abide::SweepRow> rows = abide::read_sweep(
///         "[[grid]]\n"
///         "model = 'linear:{n},{r},{n}'\n"
///         "over = {n = '2..3', r = [1, 2]}\n"
///         "laws = 'r*(r + 1)/2'\n", "widths.toml");
///     assert(rows.size() == 4);
///     assert(rows[3].model == "linear:3,2,3" && rows[3].expected.laws == 3);
///     abide::run_sweep(rows, {}, abide::Progress(), [&](std::size_t k, abide::RowRun run) {
///       assert(run.result->complete);
///       assert(run.result->independent_laws == rows[k].expected.laws);
///     });
#pragma once

#include <abide/certify.hpp>
#include <abide/model.hpp>
#include <abide/progress.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace abide {

/// What is expected of a row, as far as it says so.
struct ABIDE_API Expected {
  std::optional<std::uint64_t> laws;  ///< independent ones
  std::optional<std::uint64_t> lie_rank;
  std::optional<bool> complete;
  bool empty() const noexcept { return !laws && !lie_rank && !complete; }
};

/// A model and its dynamics. A value.
struct ABIDE_API SweepRow {
  Location where;     ///< in the sweep file
  std::string model;  ///< MODEL as the row says it
  std::string path;   ///< MODEL; a file as seen from here, not from the folder of the sweep file
  std::optional<Dynamics> dynamics;  ///< nothing: those of the model
  std::string degree;                ///< as of parse_degrees; empty: the usual ones
  Expected expected;
  std::string error;  ///< why the row cannot be run, with the place; or empty
};

/// From the text of a sweep file (data/format/sweep.md); `file` is for messages, and its folder is
/// that of model files. A row that is wrong in itself has an `error`; models are not made yet.
/// Throws Error{input} with line and column when the file as a whole is wrong, Error{limit} beyond
/// 10^6 rows or 2^28 bytes of text in them. Cost: linear in the rows.
[[nodiscard]] ABIDE_API std::vector<SweepRow> read_sweep(std::string_view text,
                                                         const std::string& file);

/// The row by its content: model (of a file its bytes, too), dynamics and degree. Rows of the same
/// identity have the same result. One line of printable ASCII.
[[nodiscard]] ABIDE_API std::string identity_of(const SweepRow& row);
/// A file name for something of the row, without extension: letters, digits and the signs , . = _ -
/// only; at most 120 bytes. Other names for other identities.
[[nodiscard]] ABIDE_API std::string file_stem(const std::string& identity);

struct SweepOptions {
  Options search = {};          ///< of every row; its degree is for rows that say none
  double row_time_limit = 0;    ///< seconds for one row; 0: none
  std::vector<bool> skip = {};  ///< rows that are not run; empty: none of them
  /// The argument of check_certificate_size, which rows of networks must pass before they are run.
  std::optional<bool> certificates_of_all_laws = {};
};

/// What became of a row. Exactly one of result, error and stopped is there.
struct ABIDE_API RowRun {
  std::optional<Result> result;
  std::string dynamics;  ///< those of the result, as Dynamics::title says them
  std::string error;     ///< why it could not be run, with the place in the sweep file; or empty
  std::string stopped;   ///< why it ended before there was anything to keep; or empty
};

/// Runs rows, several at once, and passes what became of each of them to `done`, which is called
/// from several threads. Rows begin in their order. After a stop of `progress` no other row begins;
/// the limits of memory and of a row end that row only. Results do not depend on the number of
/// threads. Throws Error{internal}, and whatever `done` throws.
ABIDE_API void run_sweep(const std::vector<SweepRow>& rows, const SweepOptions& options,
                         const Progress& progress, FunctionRef<void(std::size_t, RowRun)> done);

}  // namespace abide
