// abide-check: all models and all rules.
#include "bodies/specification.hpp"
#include "bodies/sum.hpp"
#include "expand.hpp"
#include "program.hpp"
#include "rules/rules.hpp"

int main(int argc, char** argv) {
  using namespace abide_check;
  constexpr const char* models =
      R"(MODEL        linear:WIDTHS, relu:WIDTHS[,bias|,bias=all], network:WIDTHS[,bias|,bias=all],
             product:D, attention:WIDTH,INNER,HEADS, a sum of these such as
             '2*(linear:2,3,2 + relu:2,4,2)', or a canonical model file whose name ends in .canon)";
  return run({"abide-check", models, read_model, all_rules(), components_of, expand}, argc, argv);
}
