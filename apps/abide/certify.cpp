// `abide certify`, `laws` and `rank`: one computation with three questions. Text or JSON on
// standard output, the certificate in a file, the outcome as exit code. Whether all laws written
// out would make a certificate of gigabytes is known before the computation, which is then refused.
#include "certificate.hpp"
#include "commands.hpp"
#include "files.hpp"
#include "process.hpp"
#include "terminal.hpp"

namespace abide::app {

namespace {

struct Certify {
  Question question = Question::certify;
  ModelOptions model_options;
  SearchOptions search;
  TellingOptions telling;
  ListingOptions listing;
  std::string output;

  void add(CLI::App& command);
  int run() const;
  void tell(const Result& result, const std::optional<std::string>& digest) const;
  std::string command() const;
};

void Certify::add(CLI::App& command) {
  model_options.add(command);
  search.add(command);
  telling.add(command);
  command.add_option("-o", output,
                     "write the certificate here, compressed if it ends in .zst (and a MODEL that "
                     "abide-check cannot build as FILE.canon)");
  if (question != Question::rank) listing.add(command);
}

// "abide certify linear:2,3,2 --dynamics momentum:1": what a reader types to have the same model
// certified.
std::string Certify::command() const {
  return "abide certify " + model_options.words() +
         (search.degree.empty() ? "" : " --degree " + shell_word(search.degree));
}

// `digest` of the certificate, if one was written.
void Certify::tell(const Result& result, const std::optional<std::string>& digest) const {
  Report report = make_report(result, listing.listing(LawListing::kinds));
  if (digest) {
    report.certificate = output;
    report.digest = *digest;
  }
  report.command = command();
  report.timings = result.timings;
  print(telling.json ? to_json(report) : to_text(report, listing.formulas.style()));
  if (digest && telling.may_remark())
    remark("certificate written to " + abide::quoted(output) + " (" +
           abide::quoted(check_command(result, output)) + ")");
}

int Certify::run() const {
  AttendedProgress progress;
  search.prepare(progress);
  telling.prepare(progress);
  const Model model = model_options.model(progress);
  Options options = search.options(model);
  options.question = question;
  const bool all_laws = listing.writes_all_laws();
  if (!output.empty() && question != Question::rank) check_certificate_size(model, all_laws);
  Result result = certify(model, options, progress);
  std::optional<std::string> digest;
  if (!output.empty()) digest = write_certificate(result, all_laws, progress, output);
  tell(result, digest);
  return exit_code(result.outcome());
}

Run with_question(CLI::App& command, Question question) {
  Certify settings;
  settings.question = question;
  return with_settings(command, std::move(settings));
}

}  // namespace

Run add_certify(CLI::App& command) { return with_question(command, Question::certify); }
Run add_laws(CLI::App& command) { return with_question(command, Question::laws); }
Run add_rank(CLI::App& command) { return with_question(command, Question::rank); }

}  // namespace abide::app
