// abide-check: all models and all rules.
#include "bodies/specification.hpp"
#include "expand.hpp"
#include "program.hpp"
#include "rules/rules.hpp"

namespace {
using namespace abide_check;

Model read(const std::string& argument, const Asked& asked) {
  return read_model(argument, parse_question(asked.dynamics, asked.mirror, asked.loss));
}
}  // namespace

int main(int argc, char** argv) {
  constexpr const char* models =
      R"(MODEL        linear:WIDTHS, relu:WIDTHS[,bias|,bias=all], network:WIDTHS[,bias|,bias=all],
             product:D, attention:WIDTH,INNER,HEADS, residual:WIDTH,INNER,BLOCKS[,relu], a sum of these such as
             '2*(linear:2,3,2 + relu:2,4,2)', lora:N,R,M, or a canonical model file whose name ends in .canon)";
  return run({"abide-check", models, read, make_ruled, expand}, argc, argv);
}
