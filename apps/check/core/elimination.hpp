// Forward Gaussian elimination modulo a prime, in the order in which rows come.
#pragma once
#include <memory>

#include "arithmetic.hpp"

namespace abide_check {
class Elimination {
 public:
  using Row = std::vector<std::pair<u32, u64>>;  // distinct columns, non-zero residues
  virtual ~Elimination() = default;
  // Reduces the row modulo the earlier ones and keeps it with this pivot; false if it is zero
  // there.
  virtual bool add(const Row& row, u32 pivot) = 0;
  u64 rows() const { return pivots_.size(); }
  static std::unique_ptr<Elimination> make(const Modulus& field);

 protected:
  std::vector<u32> pivots_;
};
}  // namespace abide_check
