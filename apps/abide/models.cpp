#include "command.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace abide::app {

namespace {

std::string as_text(const Family& f) {
  return f.name + "\n  syntax      " + f.syntax + "\n  parameters  " + f.parameters +
         "\n  map         " + f.map + "\n  example     abide certify " + f.example + "\n";
}

nlohmann::ordered_json as_json(const Family& f) {
  return {{"name", f.name},
          {"syntax", f.syntax},
          {"parameters", f.parameters},
          {"map", f.map},
          {"example", f.example}};
}

}  // namespace

void add_models(CLI::App& app, Settings& s, int& code) {
  CLI::App* command = app.add_subcommand("models", "the families, with parameters and an example");
  command->add_option("NAME", s.family, "only this family");
  command->add_flag("--json", s.json, "print as JSON");
  command->callback([&s, &code] {
    std::string text;
    auto list = nlohmann::ordered_json::array();
    for (const Family& f : families()) {
      if (!s.family.empty() && f.name != s.family) continue;
      text += as_text(f);
      list.push_back(as_json(f));
    }
    if (list.empty())
      throw Error(ErrorKind::input, "no family '" + abide::quoted(s.family) + "', see 'abide models'");
    print(s.json ? list.dump(2) + "\n" : text);
    code = ExitCode::proved;
  });
}

void add_canonical(CLI::App& app, Settings& s, int& code) {
  CLI::App* command = app.add_subcommand("canonical", "the canonical model, which abide-check reads");
  command->add_option("MODEL", s.model, "specification or file (.toml, .canon)")->required();
  command->add_option("-o", s.output, "write it here instead of standard output");
  command->callback([&s, &code] {
    const std::string text = write_canonical(load_model(s.model));
    s.output.empty() ? print(text) : write_file(s.output, text);
    code = ExitCode::proved;
  });
}

}  // namespace abide::app
