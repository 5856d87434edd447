// Dense matrices modulo a prime, which backend multiplies them, and their ranks. The elimination is
// the one of dense_elimination.hpp for every backend, so that pivots, and with them certificates,
// do not depend on the backend.
#include <algorithm>
#include <limits>

#include "blas.hpp"
#include "dense.hpp"
#include "large_memory.hpp"

namespace abide {

void check_dense_size(std::size_t rows, std::size_t columns) {
  // A BLAS counts in int; the bytes of a matrix must fit into a ptrdiff_t.
  constexpr std::size_t longest = std::numeric_limits<std::int32_t>::max();
  constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max() / sizeof(std::uint64_t);
  if (rows > longest || columns > longest || (columns != 0 && rows > most / columns))
    throw Error(ErrorKind::limit, "a dense matrix of " + std::to_string(rows) + " rows and " +
                                      std::to_string(columns) + " columns is too large");
}

bool has_dense_backend(DenseBackend backend, std::uint64_t prime) noexcept {
  if (prime < 2 || prime >= (std::uint64_t{1} << 62U)) return false;
#ifdef ABIDE_FFLAS
  if (backend == DenseBackend::fflas)
    return prime % 2 != 0 && prime < fflas_prime_bound && load_blas();
#endif
  return backend != DenseBackend::fflas;
}

std::unique_ptr<DenseBasis> make_dense_basis(std::size_t columns, std::uint64_t prime,
                                             DenseBackend backend) {
  check_dense_size(0, columns);
  if (!has_dense_backend(backend, prime))
    throw Error(ErrorKind::internal, "no such dense backend modulo " + std::to_string(prime));
#ifdef ABIDE_FFLAS
  if (backend != DenseBackend::flint && has_dense_backend(DenseBackend::fflas, prime))
    return fflas_basis(columns, prime);
#endif
  return flint_basis(columns, prime);
}

namespace {

// In tiles, so that both matrices are met in whole cache lines.
LargeArray<std::uint64_t> transposed(const std::uint64_t* entries, std::size_t rows,
                                     std::size_t columns) {
  constexpr std::size_t tile = 16;
  auto result = large_array<std::uint64_t>(rows * columns);
  for (std::size_t top = 0; top < rows; top += tile)
    for (std::size_t left = 0; left < columns; left += tile)
      for (std::size_t i = top; i < std::min(rows, top + tile); ++i)
        for (std::size_t j = left; j < std::min(columns, left + tile); ++j)
          result[j * rows + i] = entries[i * columns + j];
  return result;
}

}  // namespace

ModMatrix::ModMatrix(std::size_t rows, std::size_t columns, std::uint64_t prime)
    : rows_(rows), columns_(columns), prime_(Modulus(prime).prime()) {
  check_dense_size(rows, columns);
  entries_.reset(large_array<std::uint64_t>(rows * columns).release());
  std::fill_n(entries_.get(), rows * columns, 0U);
}

void ModMatrix::Free::operator()(std::uint64_t* entries) const noexcept {
  FreeLargeMemory()(entries);
}

std::size_t ModMatrix::rank(DenseBackend backend, const Progress& progress) const {
  // The shorter rows are eliminated: what is left beside the pivots stays small.
  if (columns_ <= rows_) return pivots(backend, progress).size();
  return make_dense_basis(rows_, prime_, backend)
      ->add(transposed(entries(), rows_, columns_).get(), columns_, progress)
      .size();
}

std::vector<ModMatrix::Pivot> ModMatrix::pivots(DenseBackend backend,
                                                const Progress& progress) const {
  return make_dense_basis(columns_, prime_, backend)->add(entries(), rows_, progress);
}

}  // namespace abide
