// abide-check: all models and all rules.
#include "bodies/specification.hpp"
#include "expand.hpp"
#include "program.hpp"
#include "rules/rules.hpp"

int main(int argc, char** argv) {
  using namespace abide_check;
  constexpr const char* models =
      R"(MODEL        linear:WIDTHS, relu:WIDTHS[,bias|,bias=all], network:WIDTHS[,bias|,bias=all],
             product:D, or a canonical model file whose name ends in .canon)";
  return run({"abide-check", models, read_model, all_rules(), expand}, argc, argv);
}
