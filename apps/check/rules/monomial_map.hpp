// Models given by a map whose entries are single terms or constants: X_i = ∇(c θ^a).
#pragma once
#include <optional>

#include "../core/fields.hpp"

namespace abide_check {
// The exponents a of one field (1 if the field is zero); nothing if it is not of this form.
std::optional<Monomial> exponents(const Fields& fields, u64 field);
bool is_monomial_map(const Fields& fields);
std::vector<bool> occurring(const Fields& fields);  // whether a variable is in any term
}  // namespace abide_check
