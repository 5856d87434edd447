// abide-pages: manual pages and completions of `abide`, from the same table of commands that reads
// the command line. Run when the programs are built; not installed.
//
//   abide-pages man             abide(1), all commands in one page
//   abide-pages markdown        the same for the manual (apps/manual)
//   abide-pages bash|zsh|fish   completions of commands, options, their values, and families
#include <CLI/CLI.hpp>
#include <abide/abide.hpp>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "command_line.hpp"

namespace abide::app {

namespace {

using Options = std::vector<const CLI::Option*>;

Options options_of(const CLI::App& app) {
  return app.get_options(
      [](const CLI::Option* o) { return !o->get_lnames().empty() || !o->get_snames().empty(); });
}

// "--to"; "-o" of an option without a long name.
std::string flag(const CLI::Option& o) {
  return o.get_lnames().empty() ? "-" + o.get_snames().front() : "--" + o.get_lnames().front();
}
bool takes_value(const CLI::Option& o) { return o.get_items_expected_max() > 0; }

std::string joined(const std::vector<std::string>& words, const char* between = " ") {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}
// Options of every command.
Options common_options(const CLI::App& app) {
  Options common;
  for (const CLI::Option* o : options_of(app))
    if (flag(*o) != "--help" && flag(*o) != "--version") common.push_back(o);
  return common;
}
Options options_of(const CLI::App& app, const CLI::App& command) {
  Options all = options_of(command);
  const Options common = common_options(app);
  all.insert(all.end(), common.begin(), common.end());
  return all;
}
std::string flags(const Options& options) {
  std::vector<std::string> words;
  for (const CLI::Option* o : options) words.push_back(flag(*o));
  return joined(words);
}
// Specifications begin with these.
std::string family_names() {
  std::vector<std::string> words;
  for (const Family& f : families()) words.push_back(f.name + ":");
  return joined(words);
}
std::string command_names(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* c : app.get_subcommands(nullptr)) words.push_back(c->get_name());
  return joined(words);
}

// A backslash in front of the characters that have a meaning there.
std::string escaped(const std::string& text, const std::string& special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string::npos) out += '\\';
    out += c;
  }
  return out;
}

// --- manual pages

// Text for roff: no line begins with a control character, a hyphen is one that can be typed.
std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if ((out.empty() || out.back() == '\n') && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

void section(const char* name) { std::cout << ".SH " << name << "\n"; }

void entry(const std::string& name, const std::string& argument, const std::string& text) {
  std::cout << ".TP\n\\fB" << roff(name) << "\\fR"
            << (argument.empty() ? "" : " \\fI" + roff(argument) + "\\fR") << "\n"
            << roff(text) << "\n";
}

// What stands behind an option: one of a list, or anything.
std::string placeholder(const CLI::Option& o) {
  const std::vector<std::string> values = known_values(flag(o));
  if (!takes_value(o)) return "";
  return values.empty() || flag(o) == "--dynamics" ? "VALUE" : joined(values, "|");
}

void command_section(const CLI::App& command) {
  const auto positional =
      command.get_options([](const CLI::Option* o) { return o->get_positional(); });
  std::cout << ".SS abide " << command.get_name() << " [\\fIOPTION\\fR]...";
  for (const CLI::Option* o : positional) std::cout << " \\fI" << roff(o->get_name(true)) << "\\fR";
  std::cout << "\n" << roff(command.get_description()) << "\n";
  for (const CLI::Option* o : positional) entry("", o->get_name(true), o->get_description());
  for (const CLI::Option* o : options_of(command))
    entry(flag(*o), placeholder(*o), o->get_description());
}

void man(const CLI::App& app) {
  std::cout << ".TH abide 1 \"\" \"abide " << version() << "\" \"abide\"\n";
  section("NAME");
  std::cout << "abide \\- all conservation laws of a training dynamics, proved\n";
  section("SYNOPSIS");
  std::cout << ".B abide\n\\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n";
  section("DESCRIPTION");
  std::cout << ".nf\n" << roff(app.get_footer()) << "\n.fi\n";
  section("OPTIONS OF EVERY COMMAND");
  for (const CLI::Option* o : common_options(app))
    entry(flag(*o), placeholder(*o), o->get_description());
  section("COMMANDS");
  for (const CLI::App* c : app.get_subcommands(nullptr)) command_section(*c);
  section("MODELS");
  for (const Family& f : families()) entry(f.syntax, "", f.map + "; such as " + f.example);
  section("SEE ALSO");
  std::cout << "abide\\-check \\-\\-help\n";
}

// --- the manual

void definition(const std::string& name, const std::string& argument, const std::string& text) {
  std::cout << "`" << name << (argument.empty() || name.empty() ? "" : " ") << argument
            << "`\n: " << escaped(text, "*<[`") << "\n\n";
}

void markdown_section(const CLI::App& command) {
  const auto positional =
      command.get_options([](const CLI::Option* o) { return o->get_positional(); });
  std::cout << "## abide " << command.get_name() << "\n\nabide " << command.get_name()
            << " [*OPTION*]...";
  for (const CLI::Option* o : positional) std::cout << " *" << o->get_name(true) << "*";
  std::cout << "\n\n" << escaped(command.get_description(), "*<[`") << "\n\n";
  for (const CLI::Option* o : positional) definition("", o->get_name(true), o->get_description());
  for (const CLI::Option* o : options_of(command))
    definition(flag(*o), placeholder(*o), o->get_description());
}

void markdown(const CLI::App& app) {
  std::cout << "## abide\n\nabide *COMMAND* [*OPTION*]... [*ARGUMENT*]...\n\n";
  for (const CLI::Option* o : options_of(app))
    definition(flag(*o), placeholder(*o), o->get_description());
  for (const CLI::App* c : app.get_subcommands(nullptr)) markdown_section(*c);
}

// --- completions

void bash(const CLI::App& app) {
  std::cout
      << "# Completions of abide for bash.\n_abide() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} options=\n"
         "  COMPREPLY=()\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W '"
      << command_names(app) << "' -- \"$word\"))\n    return\n  fi\n  case $before in\n";
  for (const char* option :
       {"--to", "--laws", "--evidence", "--loss", "--mirror-momentum", "--dynamics", "--color"})
    std::cout << "    " << option << ") COMPREPLY=($(compgen -W '" << joined(known_values(option))
              << "' -- \"$word\")); return ;;\n";
  std::cout << "  esac\n  case ${COMP_WORDS[1]} in\n";
  for (const CLI::App* c : app.get_subcommands(nullptr))
    std::cout << "    " << c->get_name() << ") options='" << flags(options_of(app, *c)) << "' ;;\n";
  std::cout << "  esac\n  case $word in\n"
               "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
               "    *) COMPREPLY=($(compgen -W '"
            << family_names()
            << "' -- \"$word\") $(compgen -f -- \"$word\")) ;;\n  esac\n"
               "}\ncomplete -o nospace -o filenames -F _abide abide\n";
}

// For zsh's _arguments and for fish, between single quotes.
std::string quoted(const std::string& text, const std::string& special) {
  std::string out;
  for (const char c : escaped(text, special))
    out += c == '\'' ? std::string("’") : std::string(1, c);
  return out;
}

void zsh(const CLI::App& app) {
  std::cout << "#compdef abide\n# Completions of abide for zsh.\n_abide() {\n"
               "  if (( CURRENT == 2 )); then\n    local -a commands=(\n";
  for (const CLI::App* c : app.get_subcommands(nullptr))
    std::cout << "      '" << c->get_name() << ":" << quoted(c->get_description(), ":") << "'\n";
  std::cout << "    )\n    _describe command commands\n    return\n  fi\n  case $words[2] in\n";
  for (const CLI::App* c : app.get_subcommands(nullptr)) {
    std::cout << "    " << c->get_name() << ") _arguments";
    for (const CLI::Option* o : options_of(app, *c)) {
      const std::vector<std::string> values = known_values(flag(*o));
      std::string value;
      if (takes_value(*o))
        value = values.empty() ? ":value:_files" : ":value:(" + quoted(joined(values), ":") + ")";
      std::cout << " \\\n        '" << flag(*o) << "[" << quoted(o->get_description(), ":[]") << "]"
                << value << "'";
    }
    std::cout << " \\\n        '*:argument:{_alternative \"models:model:compadd -S \\\"\\\" - "
              << family_names() << "\" \"files:file:_files\"}' ;;\n";
  }
  std::cout << "  esac\n}\n_abide \"$@\"\n";
}

void fish(const CLI::App& app) {
  std::cout << "# Completions of abide for fish.\n";
  for (const CLI::App* c : app.get_subcommands(nullptr))
    std::cout << "complete -c abide -n __fish_use_subcommand -f -a " << c->get_name() << " -d "
              << "'" << quoted(c->get_description(), "") << "'\n";
  for (const CLI::App* c : app.get_subcommands(nullptr))
    for (const CLI::Option* o : options_of(app, *c)) {
      const std::vector<std::string> values = known_values(flag(*o));
      std::cout << "complete -c abide -n '__fish_seen_subcommand_from " << c->get_name() << "' "
                << (o->get_lnames().empty() ? "-s " + o->get_snames().front()
                                            : "-l " + o->get_lnames().front())
                << (takes_value(*o) ? " -r" : "")
                << (values.empty() ? "" : " -f -a '" + joined(values) + "'") << " -d "
                << "'" << quoted(o->get_description(), "") << "'\n";
    }
  std::cout << "complete -c abide -n 'not __fish_use_subcommand' -a '" << family_names() << "'\n";
}

int write_pages(const std::string& kind) {
  CLI::App app;
  Run run;
  describe(app, run);
  if (kind == "man") return man(app), 0;
  if (kind == "markdown") return markdown(app), 0;
  if (kind == "bash") return bash(app), 0;
  if (kind == "zsh") return zsh(app), 0;
  if (kind == "fish") return fish(app), 0;
  std::fprintf(stderr, "abide-pages: expected man, markdown, bash, zsh or fish\n");
  return 1;
}

}  // namespace

}  // namespace abide::app

int main(int argc, char** argv) { return abide::app::write_pages(argc > 1 ? argv[1] : ""); }
