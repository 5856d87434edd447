// `abide verify`: is a function a law, for a model with dynamics on its phase space? The verdict,
// or a field and a point that refute it, at which anybody can do the sum (lib/certify/verify.cpp).
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "files.hpp"
#include "process.hpp"

namespace abide::app {

namespace {

std::string as_json(const Verdict& v, const Model& model, const Coordinates& layout,
                    const std::string& law) {
  const std::string dynamics = model.dynamics().title();
  nlohmann::ordered_json j{{"format", "abide-verdict"},
                           {"version", 1},
                           {"model", model.title() + (dynamics.empty() ? "" : ", " + dynamics)},
                           {"law", law},
                           {"proved", v.law}};
  if (!v.law) {
    auto point = nlohmann::ordered_json::object();
    for (const auto& [k, value] : v.point) point[layout.name(k)] = value.to_string();
    j["witness"] = {{"field", v.field + 1},
                    {"point", point},
                    {"value", v.value ? nlohmann::ordered_json(v.value->to_string()) : nullptr}};
  }
  return j.dump(2) + "\n";
}

std::string as_text(const Verdict& v, const Coordinates& layout) {
  if (v.law) return "proved: a conservation law\n";
  std::string text = "refuted: along field " + std::to_string(v.field + 1) + " its derivative is ";
  text += v.value ? v.value->to_string() + " at\n " : "a non-zero function of logarithms near\n ";
  for (const auto& [k, value] : v.point) text += " " + layout.name(k) + " = " + value.to_string();
  return text + (v.point.size() < layout.size() ? " (the others are 0)\n" : "\n");
}

struct Verify {
  ModelOptions model_options;
  LimitOptions limits;
  std::string law;
  TellingOptions telling;

  void add(CLI::App& command) {
    model_options.add(command);
    limits.add(command);
    command.add_option("--law", law, "the polynomial, such as 'U1[1,1]^2 - U2[1,1]^2'")->required();
    telling.add(command);
  }

  int run() const {
    AttendedProgress progress;
    limits.prepare(progress);
    const Model model = model_options.model(progress);
    const Coordinates layout = phase_space_of(model);
    const ElementaryFunction h = parse_law(law, layout, "--law", progress);
    const Verdict verdict = verify(model, h, progress);
    print(telling.json ? as_json(verdict, model, layout, to_string(h, layout.names()))
                       : as_text(verdict, layout));
    return exit_code(verdict.law ? Outcome::proved : Outcome::refuted);
  }
};

}  // namespace

Run add_verify(CLI::App& command) { return with_settings<Verify>(command); }

}  // namespace abide::app
