// abide-check-core: models that are written out, and no rule. It accepts what abide-check --expand
// and --expand-model print.
#include "core/canonical.hpp"
#include "program.hpp"

namespace {
using namespace abide_check;

Model read(const std::string& argument, const Asked&) {
  return Canonical(open_input(argument), shown(argument)).read();
}
}  // namespace

int main(int argc, char** argv) {
  constexpr const char* models =
      "MODEL        a canonical model file with the body map or fields, as from --expand-model";
  return run({"abide-check-core", models, read, nullptr, nullptr}, argc, argv);
}
