// abide-check-core: models that are written out, and no rule. It accepts what abide-check --expand
// and --expand-model print.
#include "program.hpp"

namespace {
abide_check::Model read(const std::string& argument) {
  return abide_check::parse_canonical(abide_check::Input::open(argument),
                                      abide_check::shown(argument));
}
}  // namespace

int main(int argc, char** argv) {
  constexpr const char* models = "MODEL        a canonical model file with the body map or fields";
  return abide_check::run({"abide-check-core", models, read, {}, nullptr, nullptr}, argc, argv);
}
