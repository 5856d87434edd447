// The table of rules, by name: everything that abide-check takes beyond its core, and that
// abide-check-core is linked without.
#include "rules.hpp"

namespace abide_check {
const Rules& all_rules() {
  static const Rules rules{&bounds_rule,     &closed_rule,     &elementary_rule, &exponents_rule,
                           &images_rule,     &involutive_rule, &orbits_rule,     &powers_rule,
                           &repetition_rule, &tensor_rule,     &tree_rule};
  return rules;
}
}  // namespace abide_check
