// `abide models`: pages of the families, and families as TOML.
#include <algorithm>

#include "commands.hpp"
#include "files.hpp"
#include "process.hpp"

namespace abide::app {

namespace {

std::string as_text(const Family& f) {
  return f.name + "\n  syntax      " + f.syntax + "\n  parameters  " + f.parameters +
         "\n  map         " + f.map + "\n  LaTeX       " + f.latex +
         "\n  example     abide certify " + f.example + "\n  source      " + f.source +
         "\n  laws        " + f.laws + "\n";
}

std::string as_line(const Family& f) { return f.name + "\n  " + f.syntax + "\n  " + f.map + "\n"; }

struct Models {
  std::string name;
  bool json = false, toml = false;
  LimitOptions limits;

  void add(CLI::App& command) {
    command.add_option("NAME", name, "the page of this family; with --toml a specification");
    command.add_flag("--json", json, "print as JSON");
    limits.add(command);
    command.add_flag("--toml", toml, "print the model NAME, such as linear:3,2,3, as a TOML model");
  }

  int run() const {
    AttendedProgress progress;
    limits.prepare(progress);
    print(toml ? family_toml(name, progress) : pages());
    return ExitCode::proved;
  }

  std::string pages() const {
    std::string text;
    std::vector<Family> list;
    for (const Family& f : families()) {
      if (!name.empty() && f.name != name) continue;
      text += name.empty() ? as_line(f) : as_text(f);
      list.push_back(f);
    }
    if (list.empty())
      throw Error(ErrorKind::input, "no family '" + abide::quoted(name) + "', see 'abide models'");
    return json ? to_json(list) : text;
  }
};

}  // namespace

Run add_models(CLI::App& command) { return with_settings<Models>(command); }

}  // namespace abide::app
