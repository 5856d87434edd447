// Row spaces of dense rows modulo a prime: what the two backends offer. Private to this stage.
#pragma once

#include <memory>

#include "exact/exact.hpp"

namespace abide {

// The reduced row echelon form of the rows so far: one basis row for each pivot, 1 at its own
// pivot and 0 at the others, so only its entries at the free columns are stored.
class DenseBasis {
 public:
  DenseBasis() = default;
  DenseBasis(const DenseBasis&) = delete;
  DenseBasis& operator=(const DenseBasis&) = delete;
  virtual ~DenseBasis() = default;

  // Adds rows of reduced entries, one after the other in memory. Returns the rows that enlarge
  // the space, in their order, each with the first column where it differs from 0 once the
  // earlier ones are eliminated. Asks between parts of the work. After an exception the object can
  // only be destroyed.
  virtual std::vector<ModMatrix::Pivot> add(const std::uint64_t* rows, std::size_t count,
                                            const Progress& progress) = 0;
  virtual const std::vector<std::uint32_t>& pivots() const noexcept = 0;        // of the basis rows
  virtual const std::vector<std::uint32_t>& free_columns() const noexcept = 0;  // increasing
  // The entry of basis row i at the k-th free column.
  virtual std::uint64_t at(std::size_t i, std::size_t k) const noexcept = 0;
};

// Odd primes below this bound may use FFLAS-FFPACK (dense_fflas.cpp says why).
inline constexpr std::uint64_t fflas_prime_bound = std::uint64_t{1} << 25U;

#ifdef ABIDE_FFLAS
std::unique_ptr<DenseBasis> fflas_basis(std::size_t columns, std::uint64_t prime);
#endif
std::unique_ptr<DenseBasis> flint_basis(std::size_t columns, std::uint64_t prime);

// The basis of the chosen backend; checks sizes, prime and choice.
std::unique_ptr<DenseBasis> make_dense_basis(std::size_t columns, std::uint64_t prime,
                                             DenseBackend backend);
// Throws Error{limit} when so many entries cannot be addressed.
void check_dense_size(std::size_t rows, std::size_t columns);

}  // namespace abide
