#include "command.hpp"

#include <cstdio>
#include <new>

namespace {

using namespace abide;
using namespace abide::app;

int code_of(const Error& e) {
  switch (e.kind()) {
    case ErrorKind::input:
    case ErrorKind::output:
    case ErrorKind::limit: return ExitCode::bad_input;
    case ErrorKind::stopped: return ExitCode::stopped;
    case ErrorKind::internal: return ExitCode::bug;
  }
  return ExitCode::bug;
}

int run(int argc, char** argv) {
  CLI::App app{"abide: all conservation laws of a training dynamics, proved"};
  app.name("abide");
  app.set_version_flag("--version", "abide " ABIDE_VERSION);
  app.require_subcommand(1);
  app.footer(
      "MODEL is a specification (abide models) or a file that ends in .toml or .canon.\n"
      "Exit: 0 proved, 1 bad input, 10 open, 20 refuted, 30 stopped, 70 internal error.");
  Settings settings;
  int code = ExitCode::bug;
  add_certify(app, settings, code);
  add_verify(app, settings, code);
  add_canonical(app, settings, code);
  add_models(app, settings, code);
  add_export(app, settings, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return app.exit(e);
    std::fprintf(stderr, "abide: %s (abide --help shows the options)\n", abide::quoted(e.what()).c_str());
    return ExitCode::bad_input;
  }
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const Error& e) {
    std::fprintf(stderr, "abide: %s\n", e.what());
    return code_of(e);
  } catch (const std::bad_alloc&) {
    std::fputs("abide: out of memory\n", stderr);
    return ExitCode::stopped;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "abide: internal error: %s\n", abide::quoted(e.what()).c_str());
    return ExitCode::bug;
  }
}
