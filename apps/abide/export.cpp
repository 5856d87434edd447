#include "commands.hpp"
#include "digest.hpp"
#include "files.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>

extern char** environ;

namespace abide::app {

namespace {

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

// The checker reads the text, which may have been unpacked, from a pipe.
int run_checker(const std::string& model, const std::string& text) {
  std::string program = checker(), quiet = "--quiet", first = model, second = "-";
  std::array<char*, 5> arguments{program.data(), quiet.data(), first.data(), second.data(), nullptr};
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Error(ErrorKind::output, "no pipe to abide-check");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int error =
      posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
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

// The certificate is checked, then its claims are proved again and reported.
Report from_certificate(const std::string& text, const Settings& s) {
  const CertificateHead head = read_certificate_head(text, s.file);
  const std::string name = head.specification.empty() ? canonical_name(s.file) : head.specification;
  const int code = run_checker(name, text);
  if (code != ExitCode::proved && code != ExitCode::open)
    throw Error(ErrorKind::input, {s.file, 0, 0}, "abide-check does not accept this certificate");
  Progress progress;
  prepare(progress, s);
  const Model model = load_model(name);
  Options options = search_options(s, model);
  if (head.degree > 0) options.degree = head.degree;
  options.bounds = head.bounds;
  Report report = make_report(certify(model, options, progress), listing(s, s.format == "json" ? LawListing::all : LawListing::kinds));
  report.certificate = s.file;
  report.digest = digest_of(text);
  report.command = (head.specification.empty() ? "abide-check " + name + " " : "abide certify " + name + " -o ") + s.file;
  return report;
}

}  // namespace

int run_export(const Settings& s) {
  const std::string input = read_file(s.file);
  const Report report =
      input.starts_with("{") ? read_report(input, s.file) : from_certificate(input, s);
  const std::string text = s.format == "text"   ? to_text(report, s.ascii)
                           : s.format == "json" ? to_json(report)
                                                : s.format == "bibtex" ? to_bibtex(report)
                                                : to_latex(report, s.standalone);
  s.output.empty() ? print(text) : write_file(s.output, text);
  return ExitCode::proved;
}

}  // namespace abide::app
