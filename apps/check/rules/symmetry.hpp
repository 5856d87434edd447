// Substitutions that permute variables up to factors.
#pragma once
#include "written_out.hpp"

namespace abide_check {
// base^exponent for base ≠ 0, unless the result exceeds the limit on digits (exponent 1: the number
// itself).
Integer power(const Integer& base, u32 exponent);

// T replaces θ_i by c θ_j; variables without a move stay.
struct Symmetry {
  std::unordered_map<u32, std::pair<Integer, u32>> moves = {};
  std::vector<u64> fields = {};  // the number of the field to which T*X_i is proportional
  std::pair<Integer, u32> of(u32 i) const;
  Term of(const Monomial& m) const;            // m(Tθ)
  VectorField of(const VectorField& x) const;  // T*X
};
}  // namespace abide_check
