// `abide certify`, `laws` and `rank`: one computation with three questions. Text or JSON on
// standard output, the certificate in a file, the outcome as exit code. Whether all laws written
// out would make a certificate of gigabytes is known before the computation, which is then refused.
#include "certificate.hpp"
#include "commands.hpp"
#include "files.hpp"

namespace abide::app {

int run_certify(const Settings& s, Question question) {
  Progress progress;
  prepare(progress, s);
  const Model model = model_of(s);
  Options options = search_options(s, model);
  options.question = question;
  const bool all_laws = listing(s, LawListing::all) == LawListing::all;
  if (!s.output.empty() && question != Question::rank) check_certificate_size(model, all_laws);
  Result result = certify(model, options, progress);
  std::optional<std::string> written;
  if (!s.output.empty()) written = write_certificate(result, all_laws, progress, s.output);
  Report report = make_report(result, listing(s, LawListing::kinds));
  if (written) {
    report.certificate = s.output;
    report.digest = *written;
  }
  report.command = command_of(s);
  report.timings = result.timings;
  print(s.json ? to_json(report) : to_text(report, s.ascii));
  if (written && !s.json && !s.quiet)
    std::fprintf(stderr, "abide: certificate written to %s (%s)\n", abide::quoted(s.output).c_str(),
                 abide::quoted(check_command(result, s.output)).c_str());
  return exit_code(result.outcome());
}

}  // namespace abide::app
