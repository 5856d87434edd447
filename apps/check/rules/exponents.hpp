// The rule exponents, for rules that rely on the rank that it proved.
#pragma once
#include "rules.hpp"

namespace abide_check {
class Exponents final : public Rule {
 public:
  explicit Exponents(Scope& scope) : scope_(scope) {}
  std::string statement(std::string_view, Text& s) override;
  bool proved() const { return proved_; }

 private:
  Scope& scope_;
  bool proved_ = false;
};
}  // namespace abide_check
