// One block of the kernel: lazy rows, elimination modulo p, reconstruction, exact
// verification. Private to this stage.
#pragma once

#include <abide/kernel.hpp>

namespace abide {

/// Appends the steps, free columns and basis of the block to `kernel`.
void solve_block(const Distribution& x, const LinearSystem& system,
                 std::uint32_t degree, const std::vector<Monomial>& columns, Kernel& kernel,
                 const Progress& progress);

}  // namespace abide
