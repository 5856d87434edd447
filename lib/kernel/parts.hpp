// The parts of `solve`. Private to this stage.
#pragma once

#include "kernel/kernel.hpp"

namespace abide {

/// Eliminates orbits by rows whose other columns are covered, until nothing moves; appends the
/// steps. `columns`: representatives, those that stay are left in it.
void eliminate_orbits(const LinearSystem& system, OrbitCover& cover, std::vector<Monomial>& columns,
                      std::vector<OrbitStep>& steps, const Progress& progress);

/// Appends steps, free columns and basis for columns that no orbit covers; `columns` in the order
/// of Monomial.
void solve_blocks(const Distribution& x, const Degrees& degrees,
                  const std::vector<Monomial>& columns, Kernel& kernel, const Progress& progress);

/// The kernel of some rows modulo one prime.
struct ModularKernel {
  struct Pivot {
    std::size_t row;
    std::uint32_t column;
  };
  std::vector<Pivot> pivots;     ///< in an order of elimination
  std::vector<SparseRow> basis;  ///< reduced: the last possible columns free
};
ModularKernel modular_kernel(const std::vector<SparseRow>& rows, std::size_t columns,
                             std::uint64_t prime, const Progress& progress);

}  // namespace abide
