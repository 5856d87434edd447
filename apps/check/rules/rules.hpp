// The table of rules. To add one: a file here, a row in rules.cpp, its syntax in certificate.md.
#pragma once
#include "../core/scope.hpp"

namespace abide_check {
extern const RuleEntry bounds_rule, closed_rule, elementary_rule, exponents_rule, images_rule,
    involutive_rule, orbits_rule, repetition_rule, tensor_rule, tree_rule;
const Rules& all_rules();  // by name
template <class Kind>
std::unique_ptr<Rule> make_rule(Scope& scope) {
  return std::make_unique<Kind>(scope);
}
}  // namespace abide_check
