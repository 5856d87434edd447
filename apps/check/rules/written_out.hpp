// Fields and words as polynomial vector fields, written out: for rules about fields themselves.
#pragma once
#include "../core/fields.hpp"

namespace abide_check {
// The components of a vector field that are not zero.
using VectorField = std::map<u32, Sum>;
VectorField expand(const Fields& fields, const Word& word);
VectorField expand(const Fields& fields, u64 field);
VectorField bracket(const VectorField& x, const VectorField& y);  // ∂X·Y − ∂Y·X
// Whether one is a non-zero constant times the other.
bool proportional(const VectorField& x, const VectorField& y);
}  // namespace abide_check
