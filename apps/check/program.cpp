// Options, limits, signals and exit codes. A signal or the end of time sets a flag, which every
// long loop looks at (`poll`), and the system limits memory, where a failed allocation is an
// exception: so a check ends with exit code 30 wherever it is, and never with a verdict that it did
// not reach.
#include "program.hpp"

#include <getopt.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstring>
#include <iostream>
#include <new>

namespace abide_check {
namespace {
constexpr const char* usage = R"(
CERTIFICATE  a certificate, - for standard input

  --claims              print what is proved for programs: rows, and numbers in place of names
  --quiet               print only the verdict
  --time-limit SECONDS  stop after this time
  --memory-limit SIZE   stop rather than use more memory (500M, 2G; 4G unless told)
  --help                show this help
  --version             show the version
)";
constexpr const char* exit_codes = R"(
Exit status: 0 complete, 10 accepted but completeness not claimed, 20 rejected, 30 stopped by a limit
or a signal, 1 unreadable input or model not accepted, 70 internal error.
)";
constexpr const char* more_usage = R"(
The question, which must be that of the certificate:
  --dynamics FLOW       gradient-flow, momentum:TAU, nesterov, weight-decay:LAMBDA,
                        coupled-weight-decay:LAMBDA, or one of the first three, + and a decay
  --mirror-momentum M   paper or metric: of momentum on mirror flows
  --loss LOSS           spanning or cross-entropy (one network)

For abide-check-core, which knows no rule and only models that are written out:
  --expand              print the certificate in lines of the core; what has none is left out
  --expand-model        print the MODEL that goes with it (no CERTIFICATE)
)";

// A second signal ends the process at once.
void on_signal(int signal) {
  stop_requested = signal == SIGALRM ? 2 : 1;
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

void limit_memory(const std::string& argument) {
  Text size(argument, 1, "--memory-limit");
  const u64 count = size.natural("a size", 1, 1 << 20);
  const u64 bytes = count << (size.take("G") ? 30 : (size.expect("M"), 20));
  size.finish();
  [[maybe_unused]] const rlimit limit{bytes, bytes};
#ifndef __SANITIZE_ADDRESS__  // which reserves far more than it uses
  setrlimit(RLIMIT_DATA, &limit);
#endif
}
void limit_time(const std::string& argument) {
  Text seconds(argument, 1, "--time-limit");
  alarm(narrow(seconds.natural("seconds", 1, 1000000000)));
  seconds.finish();
}
int help(const Program& program) {
  std::cout << "Usage: " << program.name << " [OPTION]... MODEL CERTIFICATE\n"
            << "Checks every claim of a certificate of conservation laws against its model.\n\n"
            << program.models << usage << (program.expand != nullptr ? more_usage : "")
            << exit_codes;
  return 0;
}

int check_arguments(const Program& program, int argc, char** argv) {
  const option options[] = {{"claims", 0, nullptr, 'c'},     {"quiet", 0, nullptr, 'q'},
                            {"time-limit", 1, nullptr, 't'}, {"memory-limit", 1, nullptr, 'm'},
                            {"expand", 0, nullptr, 'e'},     {"expand-model", 0, nullptr, 'E'},
                            {"dynamics", 1, nullptr, 'd'},   {"mirror-momentum", 1, nullptr, 'p'},
                            {"loss", 1, nullptr, 'l'},       {"help", 0, nullptr, 'h'},
                            {"version", 0, nullptr, 'v'},    {}};
  Asked asked;
  bool quiet = false, brief = false;
  int expand = 0;
  std::string memory = "4G";
  opterr = 0;
  for (int found; (found = getopt_long(argc, argv, "", options, nullptr)) != -1;) {
    if (found == 'h') return help(program);
    if (found == 'v') {
      std::cout << program.name << ", certificates and canonical models of version 2\n";
      return 0;
    }
    if (found == '?' || (std::strchr("eEdpl", found) != nullptr && program.expand == nullptr))
      throw InputError("unknown or incomplete option " + shown(argv[optind - 1]) + "; see --help");
    if (found == 't') limit_time(optarg);
    if (found == 'm') memory = optarg;
    if (found == 'd') asked.dynamics = optarg;
    if (found == 'p') asked.mirror = optarg;
    if (found == 'l') asked.loss = optarg;
    if (found == 'e' || found == 'E') expand = found;
    quiet = quiet || found == 'q';
    brief = brief || found == 'c';
  }
  limit_memory(memory);
  if (argc - optind != (expand == 'E' ? 1 : 2))
    throw InputError(expand == 'E' ? "expected MODEL" : "expected MODEL CERTIFICATE; see --help");
  const Model model = program.read_model(argv[optind], asked);
  if (expand != 0) {
    const std::string certificate = expand == 'e' ? argv[optind + 1] : "";
    program.expand(model, expand == 'e' ? &certificate : nullptr);
    return 0;
  }
  if (!brief) std::cout << std::unitbuf;  // a person waits for the next line
  Run run{Reader(open_input(argv[optind + 1])), quiet ? nullptr : &std::cout, brief};
  const bool complete = check(model, std::move(run), program.make);
  std::cout << "verdict: accepted, " << (complete ? "complete" : "completeness not claimed")
            << '\n';
  return complete ? 0 : 10;
}
int report(const Program& program, const char* what, const std::string& reason, int status) {
  std::cerr << program.name << ": " << what << reason << '\n';
  return status;
}
}  // namespace

int run(const Program& program, int argc, char** argv) {
  struct sigaction action = {};
  action.sa_handler = on_signal;  // without SA_RESTART: reads are interrupted
  for (const int signal : {SIGINT, SIGTERM, SIGALRM}) sigaction(signal, &action, nullptr);
  int status = 0;
  try {
    status = check_arguments(program, argc, argv);
  } catch (const Rejected& e) {
    std::cerr << e.what() << '\n';
    status = 20;
  } catch (const InputError& e) {
    status = report(program, "", e.what(), 1);
  } catch (const Stopped& e) {
    status = report(program, "stopped: ", e.what(), 30);
  } catch (const std::bad_alloc&) {
    status = report(program, "stopped: ", "the memory limit was reached (--memory-limit)", 30);
  } catch (const std::exception& e) {
    status = report(program, "internal error: ", e.what(), 70);
  }
  std::cout.flush();
  if (std::cout || status == 30) return status;  // a stop interrupts a write
  std::cerr << program.name << ": cannot write to standard output\n";
  return 1;
}
}  // namespace abide_check
