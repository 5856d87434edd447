// Rows one after the other on several threads; each has its own time limit, and what ends it early
// ends no other row. A bug ends the sweep.
#include <abide/certificate.hpp>
#include <abide/sweep.hpp>
#include <algorithm>
#include <atomic>
#include <new>

namespace abide {

namespace {

void certify_row(RowRun& run, const SweepRow& row, const SweepOptions& options,
                 const Progress& progress) {
  const Model model = with_dynamics(load_model(row.path), row.dynamics);
  if (options.certificates_of_all_laws)
    check_certificate_size(model, *options.certificates_of_all_laws);
  run.result =
      certify(model, with_degrees(options.search, row.degree, model, {row.degree, 0, 1}), progress);
  run.dynamics = model.dynamics().title();
}

RowRun run_row(const SweepRow& row, const SweepOptions& options, const Progress& whole) {
  RowRun run;
  run.error = row.error;
  if (!run.error.empty()) return run;
  Progress progress(&whole);
  if (options.row_time_limit != 0) progress.set_time_limit(options.row_time_limit);
  try {
    certify_row(run, row, options, progress);
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::internal) throw;
    if (e.kind() == ErrorKind::stopped) {
      run.stopped = e.what();
    } else {
      run.error = Error(e.kind(), row.where, e.what()).what();
    }
  } catch (const std::bad_alloc&) {
    run.stopped = "out of memory";
  }
  return run;
}

}  // namespace

void run_sweep(const std::vector<SweepRow>& rows, const SweepOptions& options,
               const Progress& progress, FunctionRef<void(std::size_t, RowRun)> done) {
  std::atomic<std::size_t> next{0};
  const auto work = [&](std::size_t k) {
    if (!options.skip.empty() && options.skip[k]) return;
    progress.tell("sweep", "row " + std::to_string(k + 1) + ": " + rows[k].model);
    progress.doing("row", k + 1, rows.size());
    done(k, run_row(rows[k], options, progress));
  };
  progress.for_each(std::min(progress.threads(), rows.size()), [&](std::size_t) {
    try {
      for (std::size_t k = next++; k < rows.size() && !progress.should_stop(); k = next++) work(k);
    } catch (...) {
      next = rows.size();  // the other threads end, too
      throw;
    }
  });
}

}  // namespace abide
