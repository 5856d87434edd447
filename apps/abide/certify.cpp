#include "commands.hpp"
#include "files.hpp"

namespace abide::app {

namespace {

// Whether it was written: a limit or a signal leaves no file; what was proved stays proved.
bool write_certificate(Result& result, bool all_laws, const Progress& progress,
                       const std::string& name) {
  try {
    // After a stop that the result tells of, the certificate says what was proved.
    const bool may_stop = !result.stopped;
    write_file(name, [&](Sink sink) {
      abide::write_certificate(result, all_laws, [&](std::string_view piece) {
        if (may_stop) progress.check();
        sink(piece);
      });
    });
    if (!result.model->is_basic())
      write_file(canonical_name(name), write_canonical(*result.model));
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::stopped) throw;
    result.stopped = true;
    result.stop_reason = std::string(e.what()) + ": no certificate was written";
    return false;
  }
  return true;
}

}  // namespace

int run_certify(const Settings& s, Question question) {
  Progress progress;
  prepare(progress, s);
  const Model model = model_of(s);
  Options options = search_options(s, model);
  options.question = question;
  const bool all_laws = listing(s, LawListing::all) == LawListing::all;
  if (!s.output.empty() && question != Question::rank) check_certificate_size(model, all_laws);
  Result result = certify(model, options, progress);
  const bool written =
      !s.output.empty() && write_certificate(result, all_laws, progress, s.output);
  Report report = make_report(result, listing(s, LawListing::kinds));
  if (written) report.certificate = s.output;
  report.command = command_of(s);
  report.timings = result.timings;
  print(s.json ? to_json(report) : to_text(report, s.ascii));
  if (written && !s.json && !s.quiet)
    std::fprintf(stderr, "abide: certificate written to %s\n", abide::quoted(s.output).c_str());
  return exit_code(result.outcome());
}

}  // namespace abide::app
