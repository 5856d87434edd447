// `abide export`: certificates, JSON results and results of sweeps in other formats. A certificate
// is first checked by abide-check, run as a process on the same bytes; what leaves is what that
// program says it has proved. A JSON result proves nothing: it leaves as a statement of its file,
// or its certificate leaves in its place.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <sstream>

#include "certificate.hpp"
#include "commands.hpp"
#include "digest.hpp"
#include "files.hpp"
#include "process.hpp"
#include "results.hpp"

namespace abide::app {

namespace {

struct Export {
  std::string file, format, certificate;
  bool standalone = false;
  LimitOptions limits;
  TextOutput output;
  ListingOptions listing;

  void add(CLI::App& command);
  int run() const;
};

bool is_json(const std::string& input) { return input.starts_with("{"); }

// What an accepted certificate claims, and the command that computes it.
struct Accepted {
  Claims claims;
  std::string digest, command;
};

std::string command_of(const Claims& claims, const std::string& file) {
  if (!claims.stated->is_basic()) return check_command(claims, file);
  const char* command = claims.question == Question::laws   ? "abide laws "
                        : claims.question == Question::rank ? "abide rank "
                                                            : "abide certify ";
  return command + question_of(claims, file) + " -o " + shell_word(file);
}

// What abide-check says of these very bytes. Only what it accepts is exported.
std::string checked_claims(const Model& model, const std::string& name, std::string_view text,
                           const std::string& file, const Progress& progress) {
  const Checking said = check_certificate(model, text, {"", name}, progress);
  if (said.outcome == Outcome::proved || said.outcome == Outcome::open) return said.printed;
  throw Error(said.outcome == Outcome::refuted ? ErrorKind::input : ErrorKind::stopped,
              {file, 0, 0},
              "abide-check does not accept this certificate: " + quoted(said.remarks));
}

// The same bytes are read and checked: whatever becomes of the file, what is exported was accepted.
Accepted from_certificate(const std::string& text, const std::string& file,
                          const Progress& progress) {
  const CertificateHead head = read_certificate_head(text, file);
  const std::string name = head.specification.empty() ? canonical_name(file) : head.specification;
  // A title is a label: what the model is stands beside it.
  const std::string title = head.title.empty() ? "" : head.title + " (" + name + ")";
  const Model model = load_model(name, progress).titled(title).with(head.dynamics);
  Claims claims = read_certificate(text, checked_claims(model, name, text, file, progress), model,
                                   file, progress);
  std::string command = command_of(claims, file);
  return {std::move(claims), digest_of(text), std::move(command)};
}

void say_origin(Report& report, const Accepted& accepted, const std::string& file) {
  report.certificate = file;
  report.digest = accepted.digest;
  report.command = accepted.command;
}

// The certificate that a JSON result names, beside it, or the one that is said; it proves what the
// text says, not what the JSON does.
std::optional<Accepted> certificate_of(const std::string& json, std::string& file, const Export& s,
                                       const Progress& progress) {
  const Report stated = read_report(json, s.file);
  file = s.certificate;
  if (file.empty()) {
    if (stated.certificate.empty()) return std::nullopt;
    const auto beside = std::filesystem::path(s.file).parent_path() /
                        std::filesystem::path(stated.certificate).filename();
    if (!std::filesystem::exists(beside)) return std::nullopt;
    file = beside;
  }
  const std::string text = read_file(file, progress);
  if (const std::string digest = digest_of(text); digest != stated.digest)
    throw Error(ErrorKind::input, {file, 0, 0},
                "not the certificate that " + quoted(s.file) + " names: expected SHA-256 " +
                    (stated.digest.empty() ? "(none)" : quoted(stated.digest)) + ", found " +
                    digest);
  return from_certificate(text, file, progress);
}

// Claims, if there is a certificate for them.
std::optional<Accepted> accepted(const std::string& input, std::string& file, const Export& s,
                                 const Progress& progress) {
  if (is_json(input)) return certificate_of(input, file, s, progress);
  file = s.file;
  return from_certificate(input, file, progress);
}

Report report_of(const std::string& input, const Export& s, const Progress& progress) {
  std::string file;
  const std::optional<Accepted> proved = accepted(input, file, s, progress);
  if (!proved) return read_report(input, s.file);
  Report report = make_report(
      proved->claims, s.listing.listing(s.format == "json" ? LawListing::all : LawListing::kinds));
  say_origin(report, *proved, file);
  return report;
}

Sheet sheet_of(const std::string& input, const Export& s, const Progress& progress) {
  std::string file;
  const std::optional<Accepted> proved = accepted(input, file, s, progress);
  if (!proved) return make_sheet(read_report(input, s.file), s.file);
  Sheet sheet = make_sheet(proved->claims, s.listing.listing(LawListing::all));
  say_origin(sheet.summary, *proved, file);
  return sheet;
}

bool is_sweep(const std::string& input) { return input.starts_with(row_start); }

std::vector<RowReport> rows_of(const std::string& input, const Export& s) {
  std::vector<RowReport> rows;
  std::istringstream lines(input);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);)
    rows.push_back(read_row(line, {s.file, ++number, 1}));
  return rows;
}

std::string exported_sweep(const std::string& input, const Export& s) {
  if (s.format == "svg") return to_svg(rows_of(input, s));
  if (s.format == "latex") return to_latex(rows_of(input, s), s.standalone);
  throw Error(ErrorKind::input, {s.file, 0, 0},
              "the rows of a sweep are exported to latex or svg, found '" + quoted(s.format) + "'");
}

std::string picture(const std::string& input, const Export& s, const Progress& progress) {
  std::string file;
  const std::optional<Accepted> proved = accepted(input, file, s, progress);
  if (!proved)
    throw Error(ErrorKind::input, {s.file, 0, 0},
                "a picture needs the certificate, a JSON result is not enough");
  return to_svg(proved->claims);
}

std::string exported(const std::string& input, const Export& s, const Progress& progress) {
  if (is_sweep(input)) return exported_sweep(input, s);
  if (s.format == "svg") return picture(input, s, progress);
  if (std::ranges::find(report_formats(), s.format) != report_formats().end())
    return to_format(report_of(input, s, progress), s.format,
                     {.ascii = s.listing.formulas.ascii, .standalone = s.standalone});
  return to_host(sheet_of(input, s, progress), s.format);
}

void Export::add(CLI::App& command) {
  command.add_option("FILE", file, "certificate or JSON result")->required();
  command.add_option("--to", format, "the format")
      ->required()
      ->check(CLI::IsMember(known_values("--to")));
  command.add_option("--certificate", certificate,
                     "what proves a JSON result; otherwise the file that it names, beside it");
  output.add(command);
  command.add_flag("--standalone", standalone, "with --to latex: a document of its own");
  listing.add(command);
  limits.add(command);
}

int Export::run() const {
  prefer_huge_pages();
  AttendedProgress progress;
  limits.prepare(progress);
  output.write(exported(read_file(file, progress), *this, progress));
  return ExitCode::proved;
}

}  // namespace

Run add_export(CLI::App& command) { return with_settings<Export>(command); }

}  // namespace abide::app
