// The kernel of a block modulo one prime. Sparse rows fill up as they are reduced, so from some
// density on a dense matrix with fast products wins; size and entries of the block decide. In both
// ways the pivot of a row is the first column that is left of it, so the last possible columns are
// free: pivots, and with them certificates, do not depend on the choice.
#include <algorithm>

#include "parts.hpp"

namespace abide {

namespace {

constexpr std::size_t dense_columns = 200;   // fewer are never worth a dense matrix …
constexpr std::size_t most_columns = 8'000;  // … and more take too much memory as one
constexpr std::size_t dense_fill = 64;       // one entry in so many fills up when eliminated

bool is_dense(const std::vector<SparseRow>& rows, std::size_t columns) {
  std::size_t entries = 0;
  for (const SparseRow& r : rows) entries += r.size();
  return columns >= dense_columns && columns <= most_columns &&
         entries > rows.size() * columns / dense_fill;
}

ModularKernel dense_kernel(const std::vector<SparseRow>& rows, std::size_t columns,
                           std::uint64_t prime, const Progress& progress) {
  ModMatrix matrix(rows.size(), columns, prime);
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (const Entry& e : rows[r]) matrix.at(r, e.column) = e.value;
  DenseEchelon echelon(columns, prime);
  ModularKernel kernel;
  for (const ModMatrix::Pivot& p : echelon.add(matrix, progress))
    kernel.pivots.push_back({p.row, static_cast<std::uint32_t>(p.column)});
  kernel.basis = echelon.kernel();
  return kernel;
}

}  // namespace

// Both ways every pivot is the first column of its reduced row, so the last possible columns are
// free.
ModularKernel modular_kernel(const std::vector<SparseRow>& rows, std::size_t columns,
                             std::uint64_t prime, const Progress& progress) {
  if (is_dense(rows, columns)) {
    // The rows, and the echelon form, which grows by doubling.
    const double entries =
        static_cast<double>(rows.size() + 2 * columns) * static_cast<double>(columns);
    progress.check_memory(entries * sizeof(double),
                          "a dense elimination of " + std::to_string(columns) + " monomials");
    return dense_kernel(rows, columns, prime, progress);
  }
  SparseEchelon echelon(columns, prime);
  ModularKernel kernel;
  for (std::size_t r = 0; r < rows.size(); ++r)
    if (const auto pivot = echelon.add(rows[r], progress)) kernel.pivots.push_back({r, *pivot});
  kernel.basis = echelon.kernel(progress);
  return kernel;
}

}  // namespace abide
