// The entry of `abide`: the command line, and errors of the library as messages and exit codes
// (README, "Exit codes").
#include <abide/abide.hpp>
#include <new>

#include "command_line.hpp"
#include "exit_code.hpp"
#include "process.hpp"
#include "terminal.hpp"

namespace {

using namespace abide;
using namespace abide::app;

int code_of(const Error& e) {
  switch (e.kind()) {
    case ErrorKind::input:
    case ErrorKind::output:
    case ErrorKind::limit:
      return ExitCode::bad_input;
    case ErrorKind::stopped:
      return ExitCode::stopped;
    case ErrorKind::internal:
      return ExitCode::bug;
  }
  return ExitCode::bug;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    prepare_process();
    return run_command_line(argc, argv);
  } catch (const Error& e) {
    complain(e.what());
    return code_of(e);
  } catch (const std::bad_alloc&) {
    complain("out of memory");
    return ExitCode::stopped;
  } catch (const std::exception& e) {
    complain("internal error: " + abide::quoted(e.what()));
    return ExitCode::bug;
  }
}
