// The table of rules. To add one: a file here, a row in rules.cpp, its syntax in certificate.md.
#pragma once
#include "../core/check.hpp"
#include "rule.hpp"

namespace abide_check {
extern const RuleEntry bounds_rule, closed_rule, elementary_rule, exponents_rule, images_rule,
    involutive_rule, orbits_rule, powers_rule, repetition_rule, tensor_rule, tree_rule;
const Rules& all_rules();                                               // by name
std::unique_ptr<Certificate> make_ruled(const Model& model, Run& run);  // the check with them
template <class Kind>
std::unique_ptr<Rule> make_rule(RuledScope& scope) {
  return std::make_unique<Kind>(scope);
}
}  // namespace abide_check
