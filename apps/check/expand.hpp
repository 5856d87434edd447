// Certificates in words of the core alone.
#pragma once
#include "core/check.hpp"

namespace abide_check {
// The certificate without rules and scopes, and what had to be left out: then less is claimed.
struct Expansion {
  std::string certificate;
  std::vector<std::string> left_out;
};
Expansion expand_certificate(const Model& model, Input certificate);
// The explicit canonical model that goes with it, in one array x.
std::string expand_model(const Model& model);

// Prints the certificate in this file, or (null) the model, on standard output.
void expand(const Model& model, const std::string* certificate);
}  // namespace abide_check
