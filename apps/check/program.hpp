// The command line, limits, signals and exit codes of the two programs.
#pragma once
#include "core/check.hpp"

namespace abide_check {
// What the command line says about the question.
struct Asked {
  std::string dynamics = "gradient-flow", mirror = "", loss = "spanning";
};
struct Program {
  const char* name;
  const char* models;  // what MODEL may be
  Model (*read_model)(const std::string& argument, const Asked& asked);
  MakeCheck make;
  // Handles further options: writes MODEL, or the certificate, in words of the core. Null: there
  // are none, and no question either.
  void (*expand)(const Model& model, const std::string* certificate);
};
int run(const Program& program, int argc, char** argv);
}  // namespace abide_check
