// Certificates in words of the core alone.
#pragma once
#include "core/check.hpp"

namespace abide_check {
// The certificate without rules, and what had to be left out: then less is claimed.
struct Expansion {
  std::string certificate;
  std::vector<std::string> left_out;
};
Expansion expand_certificate(Model& model, Input certificate);
std::string expand_model(const Model& model);  // the explicit canonical model that goes with it

// Prints the certificate in this file, or (null) the model, on standard output.
void expand(Model& model, const std::string* certificate);
}  // namespace abide_check
