// Dense integer matrices, for what is done over Z or Q and not modulo a prime: short bases of
// lattices of laws (LLL: Lenstra, Lenstra, Lovász, 1982) and reduced echelon forms.
#include <flint/fmpz_lll.h>
#include <flint/fmpz_mat.h>

#include "access.hpp"

namespace abide {

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
  fmpz_set(raw(x),
           fmpz_mat_entry(impl_->value, static_cast<slong>(row), static_cast<slong>(column)));
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
// U Bᵀ = H in Hermite form with a unimodular U: the columns of Bᵀ are combinations of the first
// columns of U⁻¹, which are part of a basis of all integer vectors.
void IntegerMatrix::saturate_rows() {
  const auto n = static_cast<slong>(columns()), k = static_cast<slong>(rows());
  Impl transposed(columns(), rows()), form(columns(), rows());
  Impl transform(columns(), columns()), inverse(columns(), columns());
  fmpz_mat_transpose(transposed.value, impl_->value);
  fmpz_mat_hnf_transform(form.value, transform.value, transposed.value);
  fmpz denominator = 1;
  fmpz_mat_inv(inverse.value, &denominator, transform.value);
  for (slong i = 0; i < k; ++i)
    for (slong j = 0; j < n; ++j)
      fmpz_mul(fmpz_mat_entry(impl_->value, i, j), fmpz_mat_entry(inverse.value, j, i),
               &denominator);
}

void IntegerMatrix::echelon_form() {
  fmpz_t denominator;
  fmpz_init(denominator);
  fmpz_mat_rref(impl_->value, denominator, impl_->value);
  fmpz_clear(denominator);
}

}  // namespace abide
