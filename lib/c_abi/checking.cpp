// Verdicts on functions, certificates checked by abide-check, and sweeps.
#include <abide/certificate.hpp>
#include <abide/sweep.hpp>
#include <map>

#include "calls.hpp"

namespace abide::c {

namespace {

std::string verified(const Model& model, const char* law, const Progress& progress,
                     abide_outcome& outcome) {
  const Coordinates layout = phase_space_of(model);
  const ElementaryFunction h = parse_law(text_argument(law, "law"), layout, "law", progress);
  const abide::Verdict verdict = verify(model, h, progress);
  outcome = verdict.law ? ABIDE_PROVED : ABIDE_REFUTED;
  return to_json(verdict, model, h);
}

// The model that the certificate must be about.
Model asked_model(const NamedModel* given, const CertificateHead& head, const std::string& file,
                  const Progress& progress) {
  if (given != nullptr)
    return stated_model(given->model,
                        head.specification.empty() ? head.bounds : std::vector<DegreeBound>(),
                        progress);
  if (head.specification.empty())
    throw Error(ErrorKind::input, {file, 0, 0},
                "the model of this certificate is no specification: it must be given");
  return make_model(head.specification, progress).with(head.dynamics);
}

std::shared_ptr<const Said> checked_certificate(const NamedModel* given, std::string_view text,
                                                Said said, const char* program,
                                                const Progress& progress) {
  const CertificateHead head = read_certificate_head(text, said.name);
  said.model = std::make_shared<const Model>(asked_model(given, head, said.name, progress));
  CheckerCall with;
  if (program != nullptr) with.program = program;
  Checking checking = check_certificate(*said.model, text, with, progress);
  said.outcome = checking.outcome;
  said.lines = checking.printed + checking.remarks;
  said.printed = std::move(checking.printed);
  said.certificate = text;
  return std::make_shared<const Said>(std::move(said));
}

std::shared_ptr<const Proved> accepted(const Said& said) {
  if (said.outcome != Outcome::proved && said.outcome != Outcome::open)
    throw Error(ErrorKind::input, {said.name, 0, 0}, "abide-check did not accept this certificate");
  auto proved = std::make_shared<Proved>();
  proved->claims = std::make_shared<const Claims>(
      read_certificate(said.certificate, said.printed, *said.model, said.name, Progress()));
  proved->certificate = said.certificate;
  return proved;
}

class SweepRun {
 public:
  SweepRun(std::vector<SweepRow> rows, const Settings& settings) : rows_(std::move(rows)) {
    options_.search = settings.search;
    options_.row_time_limit = settings.row_time_limit.value_or(0);
    for (SweepRow& row : rows_)
      if (row.degree.empty()) row.degree = settings.degree;
  }

  std::string run(const Progress& progress) {
    run_sweep(rows_, options_, progress, [&](std::size_t k, const RowRun& run) {
      RowReport report = make_report(rows_[k], run, LawListing::kinds);
      report.row = k + 1;
      report.where = rows_[k].where;
      report.expected = rows_[k].expected;
      std::string line = to_json(report);
      {
        const std::scoped_lock lock(mutex_);
        lines_.emplace(k, std::move(line));
      }
      progress.tell("sweep", "row " + std::to_string(k + 1) + " of " +
                                 std::to_string(rows_.size()) + ": " + quoted(rows_[k].model));
    });
    std::string text;
    for (const auto& [k, line] : lines_) text += line;
    return text;
  }

 private:
  std::vector<SweepRow> rows_;
  SweepOptions options_;
  std::mutex mutex_;
  std::map<std::size_t, std::string> lines_;
};

}  // namespace

}  // namespace abide::c

using namespace abide::c;

extern "C" {

abide_status abide_verify(const abide_model* model, const char* law, const abide_options* options,
                          abide_job* job, abide_outcome* outcome, abide_text** out,
                          abide_error** error) {
  if (out != nullptr) *out = nullptr;
  return call(error, [&] {
    const auto object = needed<const NamedModel>(model, "model");
    needed_pointer(outcome, "outcome");
    const CallProgress progress(settings_of(options), maybe<Job>(job, "job"));
    abide_outcome found = ABIDE_OPEN;
    std::string text = verified(object->model, law, progress, found);
    if (out != nullptr) *out = handle_for<abide_text>(text_of(std::move(text)));
    *outcome = found;
  });
}

abide_status abide_check_certificate(const abide_model* model, const char* certificate, size_t size,
                                     const char* name, const char* program,
                                     const abide_options* options, abide_job* job,
                                     abide_verdict** out, abide_error** error) {
  return give(out, error, [&] {
    const auto given = maybe<const NamedModel>(model, "model");
    const std::string_view text = bytes_argument(certificate, size, "certificate");
    Said said;
    said.name = label_argument(name, "name", "certificate");
    const CallProgress progress(settings_of(options), maybe<Job>(job, "job"));
    return checked_certificate(given.get(), text, std::move(said), program, progress);
  });
}

abide_status abide_verdict_outcome(const abide_verdict* verdict, abide_outcome* out) {
  return call(nullptr, [&] {
    const auto said = needed<const Said>(verdict, "verdict");
    needed_pointer(out, "out");
    *out = outcome_of(said->outcome);
  });
}

const char* abide_verdict_lines(const abide_verdict* verdict) {
  const auto said = object_of<const Said>(verdict);
  return said ? said->lines.c_str() : nullptr;
}

abide_status abide_verdict_result(const abide_verdict* verdict, abide_result** out,
                                  abide_error** error) {
  return give(out, error, [&] { return accepted(*needed<const Said>(verdict, "verdict")); });
}

void abide_verdict_free(abide_verdict* verdict) { release(verdict); }

abide_status abide_sweep(const char* text, size_t size, const char* name,
                         const abide_options* options, abide_job* job, abide_text** out,
                         abide_error** error) {
  return give(out, error, [&] {
    const std::string_view bytes = bytes_argument(text, size, "text");
    const Settings settings = settings_of(options);
    const CallProgress progress(settings, maybe<Job>(job, "job"));
    return text_of(
        SweepRun(abide::read_sweep(bytes, label_argument(name, "name", "sweep.toml")), settings)
            .run(progress));
  });
}

}  // extern "C"
