// abide-check MODEL CERTIFICATE: the command line and the exit codes.
#include <getopt.h>
#include <sys/resource.h>
#include <unistd.h>

#include <iostream>
#include <new>

#include "claims.hpp"

namespace {
using namespace abide_check;

constexpr const char* usage = R"(Usage: abide-check [OPTION]... MODEL CERTIFICATE
Checks every claim of a certificate of conservation laws against its model.

MODEL        linear:WIDTHS, relu:WIDTHS[,bias|,bias=all], network:WIDTHS[,bias|,bias=all],
             product:D, or a canonical model file whose name ends in .canon
CERTIFICATE  a certificate, - for standard input

  --quiet               print only the verdict
  --time-limit SECONDS  stop after this time
  --memory-limit SIZE   stop rather than use more memory (500M, 2G; 4G unless told)
  --help                show this help
  --version             show the version

Exit status: 0 complete, 10 accepted but completeness not claimed, 20 rejected, 30 stopped by a limit
or a signal, 1 unreadable input or model not accepted, 70 internal error.
)";

void on_signal(int signal) { stop_requested = signal == SIGALRM ? 2 : 1; }

void limit_memory(const std::string& argument) {
  Text size(argument, 1, "--memory-limit");
  const u64 count = size.natural("a size", 1, 1 << 20);
  const int unit = size.take("G") ? 30 : (size.expect("M"), 20);
  size.finish();
  [[maybe_unused]] const rlimit limit{count << unit, count << unit};
#ifndef __SANITIZE_ADDRESS__  // which reserves far more than it uses
  setrlimit(RLIMIT_DATA, &limit);
#endif
}

int run(int argc, char** argv) {
  const option options[] = {{"quiet", 0, nullptr, 'q'},        {"time-limit", 1, nullptr, 't'},
                            {"memory-limit", 1, nullptr, 'm'}, {"help", 0, nullptr, 'h'},
                            {"version", 0, nullptr, 'v'},      {}};
  bool quiet = false;
  std::string memory = "4G";
  opterr = 0;
  for (int found; (found = getopt_long(argc, argv, "", options, nullptr)) != -1;) {
    if (found == 'q')
      quiet = true;
    else if (found == 't') {
      Text seconds(optarg, 1, "--time-limit");
      alarm(narrow(seconds.natural("seconds", 1, 1000000000)));
      seconds.finish();
    } else if (found == 'm')
      memory = optarg;
    else if (found == '?')
      throw InputError("unknown or incomplete option " + shown(argv[optind - 1]) + "; see --help");
    else
      return std::cout << (found == 'h'
                               ? usage
                               : "abide-check, certificates and canonical models of version 1\n"),
             0;
  }
  limit_memory(memory);
  if (argc - optind != 2) throw InputError("expected MODEL CERTIFICATE; see --help");
  const bool complete =
      check(read_model(argv[optind]), Input::open(argv[optind + 1]), std::cout, quiet);
  std::cout << "verdict: accepted, " << (complete ? "complete" : "completeness not claimed")
            << '\n';
  return complete ? 0 : 10;
}

}  // namespace

int main(int argc, char** argv) {
  struct sigaction action = {};
  action.sa_handler = on_signal;  // without SA_RESTART: reads are interrupted
  for (const int signal : {SIGINT, SIGTERM, SIGALRM}) sigaction(signal, &action, nullptr);
  int status = 0;
  try {
    status = run(argc, argv);
  } catch (const std::exception& e) {
    const bool rejected = dynamic_cast<const Rejected*>(&e),
               input = dynamic_cast<const InputError*>(&e);
    const bool memory = dynamic_cast<const std::bad_alloc*>(&e),
               stopped = memory || dynamic_cast<const Stopped*>(&e);
    std::cerr << (rejected ? "" : "abide-check: ")
              << (rejected || input ? ""
                  : stopped         ? "stopped: "
                                    : "internal error: ")
              << (memory ? "the memory limit was reached (--memory-limit)" : e.what()) << '\n';
    status = rejected ? 20 : input ? 1 : stopped ? 30 : 70;
  }
  std::cout.flush();
  if (std::cout) return status;
  std::cerr << "abide-check: cannot write to standard output\n";
  return 1;
}
