// `abide answer`: what the adapters of computer-algebra systems ask (data/format/answer.md). The
// answer is one value of the system, also where something went wrong, so that an adapter reads one
// thing only. What is answered of laws and ranks is what abide-check accepted.
#include "certificate.hpp"
#include "commands.hpp"
#include "files.hpp"
#include "process.hpp"

namespace abide::app {

namespace {

struct Answer {
  std::string system, question, adapter, degree, law, certificate;
  ModelOptions model_options;
  LimitOptions limits;
  bool positions = false;

  void add(CLI::App& command);
  int run() const;
  std::string answer() const;
  std::string found(const Model& model, const Progress& progress) const;
};

const std::vector<std::string>& questions() {
  static const std::vector<std::string> names{"certify", "laws",  "rank",
                                              "verify",  "check", "coordinates"};
  return names;
}

void Answer::add(CLI::App& command) {
  command.add_option("SYSTEM", system, "whose adapter asks")
      ->required()
      ->check(CLI::IsMember(answer_formats()));
  command.add_option("QUESTION", question, "what it asks")
      ->required()
      ->check(CLI::IsMember(questions()));
  model_options.add(command);
  command.add_option("--adapter", adapter, "the version that the adapter is of")->required();
  command.add_option("--degree", degree, "as of abide certify");
  command.add_option("--law", law, "of verify: a file with the polynomial");
  command.add_flag("--positions", positions,
                   "in which x[1], x[2], … are the coordinates in their order");
  command.add_option("--certificate", certificate, "of check: its file");
  limits.add(command);
}

// 0.1 of 0.1.0: what is read and written may change with it.
std::string generation(std::string_view version) {
  return std::string(version.substr(0, version.find('.', version.find('.') + 1)));
}

bool accepts(const Checking& said) {
  if (said.outcome == Outcome::stopped) throw Error(ErrorKind::stopped, said.remarks);
  return said.outcome != Outcome::refuted;
}

// Found, written as a certificate, and accepted by abide-check.
std::string Answer::found(const Model& model, const Progress& progress) const {
  Options options = with_degrees({}, degree, model, {"degree", 0, 0});
  options.question = question == "laws"   ? Question::laws
                     : question == "rank" ? Question::rank
                                          : Question::certify;
  if (options.question != Question::rank) check_certificate_size(model, true);
  Result result = certify(model, options, progress);
  if (question == "rank" && result.lie_lower != result.lie_upper) {
    options.question = Question::certify;  // laws bound the rank from above
    result = certify(model, options, progress);
  }
  if (!result.stopped.empty()) throw Error(ErrorKind::stopped, result.stopped);
  const std::string text = certificate_text(result);
  const Checking said = check_certificate(*result.stated, text, {}, progress);
  if (!accepts(said))
    throw Error(ErrorKind::internal,
                "abide-check does not accept the certificate: " + said.remarks);
  const Claims claims =
      read_certificate(text, said.printed, *result.stated, "certificate", progress);
  return to_answer(make_sheet(claims, LawListing::all), text, system);
}

std::string Answer::answer() const {
  AttendedProgress progress;
  limits.prepare(progress);
  if (generation(adapter) != generation(version()))
    throw Error(ErrorKind::input, "the adapter is of version " + quoted(adapter) +
                                      ", the program abide of version " + std::string(version()));
  const Model model = model_options.model(progress);
  if (question == "coordinates") return to_answer(phase_space_of(model), system);
  if (question == "verify") {
    const Coordinates layout = phase_space_of(model);
    const ElementaryFunction h =
        parse_law(read_file(law, progress),
                  positions ? Coordinates::vector("x", layout.size()) : layout, "law", progress);
    return to_answer(verify(model, h, progress).law, system);
  }
  if (question != "check") return found(model, progress);
  std::string text = read_file(certificate, progress);
  while (text.ends_with("\n\n")) text.pop_back();  // as systems end what they write
  const CertificateHead head = read_certificate_head(text, "certificate");
  const Model stated = stated_model(
      model, head.specification.empty() ? head.bounds : std::vector<DegreeBound>(), progress);
  return to_answer(accepts(check_certificate(stated, text, {}, progress)), system);
}

int Answer::run() const {
  try {
    print(answer());
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::output) throw;
    print(to_answer(e, system));
  }
  return ExitCode::proved;
}

}  // namespace

Run add_answer(CLI::App& command) { return with_settings<Answer>(command); }

}  // namespace abide::app
