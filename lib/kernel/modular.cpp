#include "parts.hpp"

#include <algorithm>

namespace abide {

namespace {

constexpr std::size_t dense_columns = 200;   // fewer are never worth a dense matrix
constexpr std::size_t dense_fill = 10;       // one entry in so many is dense

bool is_dense(const std::vector<SparseRow>& rows, std::size_t columns) {
  std::size_t entries = 0;
  for (const SparseRow& r : rows) entries += r.size();
  return columns >= dense_columns && entries > rows.size() * columns / dense_fill;
}

// Gauss-Jordan from the right: the last possible columns become free.
std::vector<SparseRow> reduced_from_the_right(const std::vector<SparseRow>& basis,
                                              std::size_t columns, const Modulus& modulus) {
  std::vector<std::vector<std::uint64_t>> rows;
  for (const SparseRow& v : basis) {
    rows.emplace_back(columns, 0);
    for (const Entry& e : v) rows.back()[e.column] = e.value;
  }
  const auto subtract = [&](std::vector<std::uint64_t>& row, const std::vector<std::uint64_t>& by,
                            std::uint64_t factor) {
    if (factor == 0) return;
    for (std::size_t c = 0; c < columns; ++c)
      if (by[c] != 0) row[c] = modulus.subtract(row[c], modulus.multiply(factor, by[c]));
  };
  std::size_t done = 0;
  for (std::size_t c = columns; c-- > 0 && done < rows.size();) {
    const auto head = std::find_if(rows.begin() + static_cast<std::ptrdiff_t>(done), rows.end(),
                                   [c](const auto& row) { return row[c] != 0; });
    if (head == rows.end()) continue;
    std::swap(rows[done], *head);
    const std::uint64_t scale = modulus.inverse(rows[done][c]);
    for (std::uint64_t& value : rows[done]) value = modulus.multiply(value, scale);
    for (std::size_t r = 0; r < rows.size(); ++r)
      if (r != done) subtract(rows[r], rows[done], rows[r][c]);
    ++done;
  }
  std::vector<SparseRow> reduced;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    auto& sparse = reduced.emplace_back();
    for (std::uint32_t c = 0; c < columns; ++c)
      if ((*row)[c] != 0) sparse.push_back({c, (*row)[c]});
  }
  return reduced;
}

ModularKernel dense_kernel(const std::vector<SparseRow>& rows, std::size_t columns,
                           std::uint64_t prime) {
  ModMatrix matrix(rows.size(), columns, prime);
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (const Entry& e : rows[r]) matrix.at(r, e.column) = e.value;
  DenseEchelon echelon(columns, prime);
  ModularKernel kernel;
  for (const ModMatrix::Pivot& p : echelon.add(matrix))
    kernel.pivots.push_back({p.row, static_cast<std::uint32_t>(p.column)});
  kernel.basis = reduced_from_the_right(echelon.kernel(), columns, Modulus(prime));
  return kernel;
}

}  // namespace

ModularKernel modular_kernel(const std::vector<SparseRow>& rows, std::size_t columns,
                             std::uint64_t prime) {
  if (is_dense(rows, columns)) return dense_kernel(rows, columns, prime);
  // Every pivot is the first column of its row, so the last possible columns are free.
  SparseEchelon echelon(columns, prime);
  ModularKernel kernel;
  for (std::size_t r = 0; r < rows.size(); ++r)
    if (const auto pivot = echelon.add(rows[r])) kernel.pivots.push_back({r, *pivot});
  kernel.basis = echelon.kernel();
  return kernel;
}

}  // namespace abide
