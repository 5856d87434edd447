// abide-check MODEL CERTIFICATE: the command line and the exit codes.
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <new>

#include "claims.hpp"
#include "errors.hpp"

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

void set_time_limit(const std::string& text) {
  Text number(text, 1, "--time-limit");
  alarm(static_cast<unsigned>(number.natural("seconds", 1, 1000000000)));
  number.finish();
}

int check(int argc, char** argv) {
  std::vector<std::string> files;
  bool quiet = false;
  for (int i = 1; i < argc; ++i) {
    const std::string a = argv[i];
    if (a == "-" || !a.starts_with("-")) {
      files.push_back(a);
    } else if (a == "--quiet") {
      quiet = true;
    } else if (a == "--time-limit" && i + 1 < argc) {
      set_time_limit(argv[++i]);
    } else if (a.starts_with("--time-limit=")) {
      set_time_limit(a.substr(13));
    } else if (a == "--help" || a == "--version") {
      std::cout << (a == "--help" ? usage : "abide-check, certificates and canonical models of version 1\n");
      return 0;
    } else {
      throw InputError("unknown or incomplete option " + shown(a) + "; see --help");
    }
  }
  if (files.size() != 2) throw InputError("expected MODEL CERTIFICATE; see --help");
  const Model model = read_model(files[0]);
  const bool complete = Checker(model, Input::open(files[1]), std::cout, quiet).run();
  std::cout << "verdict: accepted, " << (complete ? "complete" : "completeness not claimed") << '\n';
  return complete ? 0 : 10;
}

int guarded(int argc, char** argv) {
  try {
    return check(argc, argv);
  } catch (const Rejected& e) {
    std::cerr << e.what() << '\n';
    return 20;
  } catch (const InputError& e) {
    std::cerr << "abide-check: " << e.what() << '\n';
    return 1;
  } catch (const Stopped& e) {
    std::cerr << "abide-check: stopped: " << e.what() << '\n';
    return 30;
  } catch (const std::bad_alloc&) {
    std::cerr << "abide-check: stopped: out of memory\n";
    return 30;
  } catch (const std::exception& e) {
    std::cerr << "abide-check: internal error: " << e.what() << '\n';
    return 70;
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
