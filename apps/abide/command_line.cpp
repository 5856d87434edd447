// Reads the command line by CLI11: the commands of the table, each with its own options. Whatever
// CLI11 finds wrong becomes one exit code, that of bad input.
#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "options.hpp"
#include "terminal.hpp"

namespace abide::app {

namespace {

constexpr const char* examples =
    "abide: all conservation laws of a training dynamics, proved\n\n"
    "  abide certify linear:3,2,3\n"
    "      the laws of a linear network, and that there are no others\n"
    "  abide certify relu:3,4,2,bias -o relu.cert\n"
    "      the same with a certificate, for abide-check and abide export\n"
    "  abide models\n"
    "      what else can stand there\n\n"
    "abide --help lists the commands, abide COMMAND --help its options.\n";

}  // namespace

void describe(CLI::App& app, Run& run) {
  app.description("abide: all conservation laws of a training dynamics, proved");
  app.name("abide");
  app.set_version_flag("--version", "abide " + std::string(version()));
  app.require_subcommand(1);
  app.fallthrough();  // options of every command, before it or behind
  app.add_option_function<std::string>(
         "--color", choose_colors,
         "colours: auto (on a terminal, unless NO_COLOR is set), always, or never")
      ->check(CLI::IsMember(known_values("--color")));
  app.footer(
      "MODEL is a specification (abide models), a sum of these, such as\n"
      "'2*(attention:8,4,2 + relu:8,16,8) + linear:4,2,4', or a file that ends in .toml or "
      ".canon.\n"
      "What -o writes is checked by abide-check; the call is printed.\n"
      "Exit: 0 proved, 1 bad input, 10 open, 20 refuted, 30 stopped, 70 internal error.");
  for (const Command& command : commands) {
    CLI::App* words = app.add_subcommand(command.name, command.help);
    words->callback([&run, chosen = command.add(*words)] { run = chosen; });
  }
}

int run_command_line(int argc, char** argv) {
  if (argc < 2) {
    std::fputs(examples, stderr);
    return ExitCode::bad_input;
  }
  CLI::App app;
  Run run;
  describe(app, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) {
      app.exit(e);
      std::cout.flush();
      if (!std::cout) throw Error(ErrorKind::output, "standard output: cannot be written");
      return ExitCode::proved;
    }
    complain(abide::quoted(e.what()) + " (abide --help shows the options)");
    return ExitCode::bad_input;
  }
  return run();
}

}  // namespace abide::app
