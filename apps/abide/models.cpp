#include "commands.hpp"
#include "files.hpp"

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

int run_models(const Settings& s) {
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
  return ExitCode::proved;
}

int run_canonical(const Settings& s) {
  const std::string text = write_canonical(on_phase_space(model_of(s)));
  s.output.empty() ? print(text) : write_file(s.output, text);
  return ExitCode::proved;
}

}  // namespace abide::app
