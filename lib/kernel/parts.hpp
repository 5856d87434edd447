// The parts of `solve`. Private to this stage.
#pragma once

#include <abide/kernel.hpp>

namespace abide {

/// Eliminates orbits by rows whose other columns are covered, until nothing moves; appends the
/// steps. `columns`: representatives, those that stay are left in it.
void eliminate_orbits(const LinearSystem& system, OrbitCover& cover,
                      std::vector<Monomial>& columns, std::vector<OrbitStep>& steps,
                      const Progress& progress);

/// Columns that may be non-zero in a kernel vector, in the order of Monomial, and those among them from which
/// blocks are grown: all, or one of each orbit.
struct Candidates {
  std::vector<Monomial> columns, seeds;
};
/// Appends steps, free columns and basis. With a group that maps the list of columns to itself, what comes
/// of one block is carried over to its images.
void solve_blocks(const Distribution& x, Degrees degrees, const Candidates& candidates,
                  const Orbits* orbits, Kernel& kernel, const Progress& progress);

/// The basis in reduced form: the last monomial of each is in no other, and they are the last possible ones;
/// in their order. Primitive.
std::vector<Terms> reduced(std::vector<Terms> basis);
/// Reduced bases in disjoint monomials as one, in an order and with short coefficients that depend on
/// the space only.
std::vector<Terms> put_together(std::vector<std::vector<Terms>> bases);

/// The kernel of some rows modulo one prime.
struct ModularKernel {
  struct Pivot {
    std::size_t row;
    std::uint32_t column;
  };
  std::vector<Pivot> pivots;           ///< in an order of elimination
  std::vector<SparseRow> basis;        ///< reduced: the last possible columns free
};
ModularKernel modular_kernel(const std::vector<SparseRow>& rows, std::size_t columns,
                             std::uint64_t prime);

}  // namespace abide
