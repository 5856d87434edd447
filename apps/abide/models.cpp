// `abide models` and `abide canonical`: pages of the families, families as TOML, and models in the
// form that the checker reads.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "files.hpp"

namespace abide::app {

namespace {

std::string as_text(const Family& f) {
  return f.name + "\n  syntax      " + f.syntax + "\n  parameters  " + f.parameters +
         "\n  map         " + f.map + "\n  LaTeX       " + f.latex +
         "\n  example     abide certify " + f.example + "\n  source      " + f.source +
         "\n  laws        " + f.laws + "\n";
}

std::string as_line(const Family& f) { return f.name + "\n  " + f.syntax + "\n  " + f.map + "\n"; }

nlohmann::ordered_json as_json(const Family& f) {
  return {{"name", f.name},     {"syntax", f.syntax}, {"parameters", f.parameters},
          {"map", f.map},       {"latex", f.latex},   {"example", f.example},
          {"source", f.source}, {"laws", f.laws}};
}

}  // namespace

int run_models(const Settings& s) {
  if (s.toml) {
    print(family_toml(s.family));
    return ExitCode::proved;
  }
  std::string text;
  auto list = nlohmann::ordered_json::array();
  for (const Family& f : families()) {
    if (!s.family.empty() && f.name != s.family) continue;
    text += s.family.empty() ? as_line(f) : as_text(f);
    list.push_back(as_json(f));
  }
  if (list.empty())
    throw Error(ErrorKind::input,
                "no family '" + abide::quoted(s.family) + "', see 'abide models'");
  print(s.json ? list.dump(2) + "\n" : text);
  return ExitCode::proved;
}

int run_canonical(const Settings& s) {
  const std::string text = write_canonical(on_phase_space(model_of(s)));
  s.output.empty() ? print(text) : write_file(s.output, text);
  return ExitCode::proved;
}

}  // namespace abide::app
