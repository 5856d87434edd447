#include <abide/exact.hpp>

namespace abide {

DenseEchelon::DenseEchelon(std::size_t columns, std::uint64_t prime)
    : modulus_(prime), columns_(columns) {}

std::vector<ModMatrix::Pivot> DenseEchelon::add(const ModMatrix& batch) {
  std::vector<ModMatrix::Pivot> pivots;
  for (std::size_t r = 0; r < batch.rows(); ++r) {
    std::vector<std::uint64_t> row(columns_);
    for (std::size_t c = 0; c < columns_; ++c) row[c] = batch.at(r, c);
    for (const auto& [p, other] : rows_) {
      const std::uint64_t f = row[p];
      if (f == 0) continue;
      for (std::size_t c = 0; c < columns_; ++c)
        row[c] = modulus_.subtract(row[c], modulus_.multiply(f, other[c]));
    }
    for (std::uint32_t c = 0; c < columns_; ++c) {
      if (row[c] == 0) continue;
      const std::uint64_t s = modulus_.inverse(row[c]);
      for (auto& v : row) v = modulus_.multiply(v, s);
      pivots.push_back({r, c});
      rows_.emplace_back(c, std::move(row));
      break;
    }
  }
  return pivots;
}

std::vector<SparseRow> DenseEchelon::kernel() const {
  SparseEchelon e(columns_, modulus_.prime());
  for (const auto& [p, row] : rows_) {
    SparseRow s;
    for (std::uint32_t c = 0; c < columns_; ++c) if (row[c] != 0) s.push_back({c, row[c]});
    e.add(s);
  }
  return e.kernel();
}

}  // namespace abide
