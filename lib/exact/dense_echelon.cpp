// A row space modulo a prime that grows batch by batch, for the Lie rank: what `DenseEchelon`
// promises, in terms of a backend's reduced basis. As that basis is always fully reduced, its
// kernel can be read off it.
#include <algorithm>

#include "dense.hpp"

namespace abide {

struct DenseEchelon::Impl {
  Modulus modulus;
  std::size_t columns;
  std::unique_ptr<DenseBasis> basis;
};

DenseEchelon::DenseEchelon(std::size_t columns, std::uint64_t prime, DenseBackend backend)
    : impl_(new Impl{Modulus(prime), columns, make_dense_basis(columns, prime, backend)}) {}
DenseEchelon::DenseEchelon(DenseEchelon&&) noexcept = default;
DenseEchelon& DenseEchelon::operator=(DenseEchelon&&) noexcept = default;
DenseEchelon::~DenseEchelon() = default;

std::vector<ModMatrix::Pivot> DenseEchelon::add(const ModMatrix& batch, const Progress& progress) {
  if (batch.columns() != impl_->columns || batch.prime() != impl_->modulus.prime())
    throw Error(ErrorKind::internal, "rows of another length or modulo another prime");
  return impl_->basis->add(batch.entries(), batch.rows(), progress);
}

std::size_t DenseEchelon::rank() const noexcept { return impl_->basis->pivots().size(); }

std::vector<std::uint32_t> DenseEchelon::free_columns() const {
  return impl_->basis->free_columns();
}

std::vector<SparseRow> DenseEchelon::kernel() const {
  // Basis row i says: x[pivot i] = - sum of its entries times the free coordinates.
  const std::vector<std::uint32_t>& pivots = impl_->basis->pivots();
  const std::vector<std::uint32_t>& free = impl_->basis->free_columns();
  std::vector<SparseRow> kernel(free.size());
  for (std::size_t k = 0; k < free.size(); ++k) {
    SparseRow& vector = kernel[k];
    for (std::size_t i = 0; i < pivots.size(); ++i)
      if (const std::uint64_t value = impl_->basis->at(i, k); value != 0)
        vector.push_back({pivots[i], impl_->modulus.negate(value)});
    vector.push_back({free[k], 1});
    std::sort(vector.begin(), vector.end(),
              [](const Entry& a, const Entry& b) { return a.column < b.column; });
  }
  return kernel;
}

}  // namespace abide
