// `abide verify`: is a function a law, for a model with dynamics on its phase space? The verdict,
// or a field and a point that refute it, at which anybody can do the sum (lib/certify/verify.cpp).
#include "commands.hpp"
#include "files.hpp"
#include "process.hpp"

namespace abide::app {

namespace {

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
    print(telling.json ? to_json(verdict, model, h) : as_text(verdict, layout));
    return exit_code(verdict.law ? Outcome::proved : Outcome::refuted);
  }
};

}  // namespace

Run add_verify(CLI::App& command) { return with_settings<Verify>(command); }

}  // namespace abide::app
