// abide-check MODEL CERTIFICATE: the command line and the exit codes.
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
  --help                show this help
  --version             show the version

Exit status: 0 complete, 10 accepted but completeness not claimed, 20 rejected, 30 stopped by a limit
or a signal, 1 unreadable input or model not accepted, 70 internal error.
)";

void on_signal(int signal) { stop_requested = signal == SIGALRM ? 2 : 1; }

int run(int argc, char** argv) {
  std::vector<std::string> files;
  bool quiet = false;
  for (int i = 1; i < argc; ++i) {
    const std::string a = argv[i];
    if (a == "--help" || a == "--version") {
      std::cout << (a == "--help" ? usage : "abide-check, certificates and canonical models of version 1\n");
      return 0;
    }
    if ((a == "--time-limit" && i + 1 < argc) || a.starts_with("--time-limit=")) {
      Text seconds(a.size() > 12 ? a.substr(13) : argv[++i], 1, "--time-limit");
      alarm(narrow(seconds.natural("seconds", 1, 1000000000)));
      seconds.finish();
    } else if (a == "-" || !a.starts_with("-")) files.push_back(a);
    else if (a == "--quiet") quiet = true;
    else throw InputError("unknown or incomplete option " + shown(a) + "; see --help");
  }
  if (files.size() != 2) throw InputError("expected MODEL CERTIFICATE; see --help");
  const bool complete = check(read_model(files[0]), Input::open(files[1]), std::cout, quiet);
  std::cout << "verdict: accepted, " << (complete ? "complete" : "completeness not claimed") << '\n';
  return complete ? 0 : 10;
}

int guarded(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& e) {
    const bool rejected = dynamic_cast<const Rejected*>(&e), input = dynamic_cast<const InputError*>(&e);
    const bool stopped = dynamic_cast<const Stopped*>(&e) || dynamic_cast<const std::bad_alloc*>(&e);
    const char* kind = input ? "" : stopped ? "stopped: " : "internal error: ";
    std::cerr << (rejected ? "" : "abide-check: ") << (rejected ? "" : kind) << e.what() << '\n';
    return rejected ? 20 : input ? 1 : stopped ? 30 : 70;
  }
}
}  // namespace

int main(int argc, char** argv) {
  struct sigaction action = {};
  action.sa_handler = on_signal;  // without SA_RESTART: reads are interrupted
  for (const int signal : {SIGINT, SIGTERM, SIGALRM}) sigaction(signal, &action, nullptr);
  const int status = guarded(argc, argv);
  std::cout.flush();
  if (std::cout) return status;
  std::cerr << "abide-check: cannot write to standard output\n";
  return 1;
}
