// `abide export`: certificates, JSON results and results of sweeps in other formats. A certificate
// is first checked by abide-check, run as a process on the same bytes.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <sstream>

#include "certificate.hpp"
#include "commands.hpp"
#include "digest.hpp"
#include "files.hpp"
#include "results.hpp"

extern char** environ;

namespace abide::app {

namespace {

struct ReportFormat {
  const char* name;
  std::string (*write)(const Report&, const Settings&);
};
constexpr std::array<ReportFormat, 5> report_formats{{
    {"text", [](const Report& r, const Settings& s) { return to_text(r, s.ascii); }},
    {"json", [](const Report& r, const Settings&) { return to_json(r); }},
    {"latex", [](const Report& r, const Settings& s) { return to_latex(r, s.standalone); }},
    {"bibtex", [](const Report& r, const Settings&) { return to_bibtex(r); }},
    {"markdown", [](const Report& r, const Settings&) { return to_markdown(r); }},
}};

bool is_json(const std::string& input) { return input.starts_with("{"); }

// abide-check beside this program, else wherever the shell would find it.
std::string checker() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const auto beside = self.parent_path() / "abide-check";
  const auto built = self.parent_path().parent_path() / "check" / "abide-check";
  if (!error && std::filesystem::exists(beside)) return beside;
  if (!error && std::filesystem::exists(built)) return built;
  return "abide-check";
}

// That the head of a certificate asks about. Without momentum or a metric nothing is chosen.
Dynamics dynamics_of(const CertificateClaims& claims, const std::string& file) {
  Dynamics dynamics = parse_dynamics(claims.dynamics, {file, 0, 0});
  dynamics.loss = parse_loss(claims.loss, {file, 0, 0});
  if (dynamics.has_velocities() && claims.metric != "identity")
    dynamics.mirror =
        claims.metric == "mirror" ? Dynamics::Mirror::paper : Dynamics::Mirror::metric;
  return dynamics;
}

// The checker reads the text, which may have been unpacked, from a pipe.
int run_checker(const std::string& model, const Dynamics& dynamics, const std::string& text) {
  const std::string chosen = to_string(dynamics.mirror);
  std::vector<std::string> words{checker(), "--quiet", "--dynamics=" + dynamics.equation(),
                                 "--loss=" + to_string(dynamics.loss)};
  if (!chosen.empty()) words.push_back("--mirror-momentum=" + chosen);
  words.insert(words.end(), {model, "-"});
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    throw Error(ErrorKind::output, "no pipe to abide-check");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int error =
      posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[0]);
  if (error != 0) {
    ::close(ends[1]);
    throw Error(ErrorKind::input, "abide-check is not found: nothing is exported unchecked");
  }
  // A checker that rejects early closes its end: then writing fails, and its exit code tells.
  std::signal(SIGPIPE, SIG_IGN);
  for (std::string_view rest = text; !rest.empty();) {
    const ssize_t n = ::write(ends[1], rest.data(), rest.size());
    if (n < 0 && errno != EINTR) break;
    if (n > 0) rest.remove_prefix(static_cast<std::size_t>(n));
  }
  ::close(ends[1]);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : ExitCode::bug;
}

// What an accepted certificate claims, and the command that computes it.
struct Checked {
  Result result;
  std::string command;
};

std::string command_of(const Result& result, const Settings& s) {
  if (!result.stated->is_basic()) return check_command(result, s.file);
  const char* command = !result.laws_known && !result.lie_known ? ""
                        : result.question == Question::laws     ? "abide laws "
                        : result.question == Question::rank     ? "abide rank "
                                                                : "abide certify ";
  return *command == 0 ? "" : command + question_of(result, s.file) + " -o " + shell_word(s.file);
}

// The same bytes are read and checked: whatever becomes of the file, what is exported was accepted.
Checked from_certificate(const std::string& text, const Settings& s) {
  const CertificateClaims claims = read_certificate_claims(text, s.file);
  const std::string name =
      claims.specification.empty() ? canonical_name(s.file) : claims.specification;
  const Dynamics dynamics = dynamics_of(claims, s.file);
  const int code = run_checker(name, dynamics, text);
  if (code != ExitCode::proved && code != ExitCode::open)
    throw Error(ErrorKind::input, {s.file, 0, 0}, "abide-check does not accept this certificate");
  Progress progress;
  prepare(progress, s);
  Result result = as_claimed(load_model(name).with(dynamics), claims, s.file, progress);
  std::string command = command_of(result, s);
  return {std::move(result), std::move(command)};
}

void say_origin(Report& report, const Checked& checked, const std::string& text,
                const Settings& s) {
  report.certificate = s.file;
  report.digest = digest_of(text);
  report.command = checked.command;
}

Report report_of(const std::string& input, const Settings& s) {
  if (is_json(input)) return read_report(input, s.file);
  const Checked checked = from_certificate(input, s);
  Report report = make_report(checked.result,
                              listing(s, s.format == "json" ? LawListing::all : LawListing::kinds));
  say_origin(report, checked, input, s);
  return report;
}

Sheet sheet_of(const std::string& input, const Settings& s) {
  if (is_json(input)) return make_sheet(read_report(input, s.file), s.file);
  const Checked checked = from_certificate(input, s);
  Sheet sheet = make_sheet(checked.result, listing(s, LawListing::all));
  say_origin(sheet.summary, checked, input, s);
  return sheet;
}

bool is_sweep(const std::string& input) { return input.starts_with(row_start); }

std::vector<RowReport> rows_of(const std::string& input, const Settings& s) {
  std::vector<RowReport> rows;
  std::istringstream lines(input);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);)
    rows.push_back(read_row(line, {s.file, ++number, 1}));
  return rows;
}

std::string exported_sweep(const std::string& input, const Settings& s) {
  if (s.format == "svg") return to_svg(rows_of(input, s));
  if (s.format == "latex") return to_latex(rows_of(input, s), s.standalone);
  throw Error(ErrorKind::input, {s.file, 0, 0},
              "the rows of a sweep are exported to latex or svg, found '" + quoted(s.format) + "'");
}

std::string picture(const std::string& input, const Settings& s) {
  if (is_json(input))
    throw Error(ErrorKind::input, {s.file, 0, 0},
                "a picture needs the certificate, a JSON result is not enough");
  return to_svg(from_certificate(input, s).result);
}

std::string exported(const std::string& input, const Settings& s) {
  if (is_sweep(input)) return exported_sweep(input, s);
  if (s.format == "svg") return picture(input, s);
  for (const ReportFormat& format : report_formats)
    if (s.format == format.name) return format.write(report_of(input, s), s);
  return to_host(sheet_of(input, s), s.format);
}

}  // namespace

std::vector<std::string> export_formats() {
  std::vector<std::string> names{"svg"};
  for (const ReportFormat& format : report_formats) names.emplace_back(format.name);
  names.insert(names.end(), host_formats().begin(), host_formats().end());
  return names;
}

int run_export(const Settings& s) {
  const std::string text = exported(read_file(s.file), s);
  s.output.empty() ? print(text) : write_file(s.output, text);
  return ExitCode::proved;
}

}  // namespace abide::app
