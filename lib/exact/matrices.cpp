#include "access.hpp"

#include <flint/fmpz_lll.h>
#include <flint/fmpz_mat.h>
#include <flint/nmod_mat.h>

#include <numeric>

namespace abide {

struct ModMatrix::Impl {
  nmod_mat_t value;
  Impl(std::size_t rows, std::size_t columns, std::uint64_t prime) {
    nmod_mat_init(value, static_cast<slong>(rows), static_cast<slong>(columns), prime);
  }
  Impl(const Impl& other) { nmod_mat_init_set(value, other.value); }
  Impl& operator=(const Impl&) = delete;
  ~Impl() { nmod_mat_clear(value); }
};

ModMatrix::ModMatrix(std::size_t rows, std::size_t columns, std::uint64_t prime) {
  if (prime < 2) throw Error(ErrorKind::internal, "a modulus must be at least 2");
  impl_ = std::make_unique<Impl>(rows, columns, prime);
}
ModMatrix::ModMatrix(ModMatrix&&) noexcept = default;
ModMatrix& ModMatrix::operator=(ModMatrix&&) noexcept = default;
ModMatrix::~ModMatrix() = default;

std::size_t ModMatrix::rows() const noexcept {
  return static_cast<std::size_t>(nmod_mat_nrows(impl_->value));
}
std::size_t ModMatrix::columns() const noexcept {
  return static_cast<std::size_t>(nmod_mat_ncols(impl_->value));
}
std::uint64_t& ModMatrix::at(std::size_t row, std::size_t column) noexcept {
  return *reinterpret_cast<std::uint64_t*>(
      nmod_mat_entry_ptr(impl_->value, static_cast<slong>(row), static_cast<slong>(column)));
}
std::uint64_t ModMatrix::at(std::size_t row, std::size_t column) const noexcept {
  return nmod_mat_entry(impl_->value, static_cast<slong>(row), static_cast<slong>(column));
}
std::size_t ModMatrix::rank() const { return static_cast<std::size_t>(nmod_mat_rank(impl_->value)); }

std::vector<ModMatrix::Pivot> ModMatrix::pivots() const {
  Impl lu(*impl_);
  std::vector<slong> order(rows());
  std::iota(order.begin(), order.end(), 0);
  const slong rank = nmod_mat_lu(order.data(), lu.value, 0);
  // Row i of U starts at its pivot: the first non-zero entry at or after the
  // diagonal part of L, in columns that increase from row to row.
  std::vector<Pivot> pivots;
  slong column = 0;
  for (slong i = 0; i < rank; ++i, ++column) {
    while (nmod_mat_entry(lu.value, i, column) == 0) ++column;
    pivots.push_back({static_cast<std::size_t>(order[static_cast<std::size_t>(i)]),
                      static_cast<std::size_t>(column)});
  }
  return pivots;
}

struct IntegerMatrix::Impl {
  fmpz_mat_t value;
  Impl(std::size_t rows, std::size_t columns) {
    fmpz_mat_init(value, static_cast<slong>(rows), static_cast<slong>(columns));
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { fmpz_mat_clear(value); }
};

IntegerMatrix::IntegerMatrix(std::size_t rows, std::size_t columns)
    : impl_(std::make_unique<Impl>(rows, columns)) {}
IntegerMatrix::IntegerMatrix(IntegerMatrix&&) noexcept = default;
IntegerMatrix& IntegerMatrix::operator=(IntegerMatrix&&) noexcept = default;
IntegerMatrix::~IntegerMatrix() = default;

std::size_t IntegerMatrix::rows() const noexcept {
  return static_cast<std::size_t>(fmpz_mat_nrows(impl_->value));
}
std::size_t IntegerMatrix::columns() const noexcept {
  return static_cast<std::size_t>(fmpz_mat_ncols(impl_->value));
}
Integer IntegerMatrix::at(std::size_t row, std::size_t column) const {
  Integer x;
  fmpz_set(raw(x), fmpz_mat_entry(impl_->value, static_cast<slong>(row), static_cast<slong>(column)));
  return x;
}
void IntegerMatrix::set(std::size_t row, std::size_t column, const Integer& value) {
  fmpz_set(fmpz_mat_entry(impl_->value, static_cast<slong>(row), static_cast<slong>(column)),
           raw(value));
}
std::size_t IntegerMatrix::rank() const {
  return static_cast<std::size_t>(fmpz_mat_rank(impl_->value));
}
std::size_t IntegerMatrix::nullity_by_basis() const {
  Impl basis(columns(), columns());
  return static_cast<std::size_t>(fmpz_mat_nullspace(basis.value, impl_->value));
}
void IntegerMatrix::reduce_rows() {
  if (rows() < 2) return;
  fmpz_lll_t parameters;
  fmpz_lll_context_init_default(parameters);
  fmpz_lll(impl_->value, nullptr, parameters);
}

}  // namespace abide
