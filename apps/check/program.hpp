// The command line, limits, signals and exit codes of the two programs.
#pragma once
#include "core/check.hpp"

namespace abide_check {
struct Program {
  const char* name;
  const char* models;  // what MODEL may be
  Model (*read_model)(const std::string& argument);
  Rules rules;
  Components components;
  // Handles further options: writes MODEL, or the certificate, in words of the core. Null: none.
  void (*expand)(Model& model, const std::string* certificate);
};
int run(const Program& program, int argc, char** argv);
}  // namespace abide_check
