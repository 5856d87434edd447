// Matrices of rational functions: the values of expressions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rational_function.hpp"

namespace abide {

/// Row by row; a scalar is 1 × 1, a vector a column. Operations throw Error{input} without a place
/// when shapes do not fit or the result would be too long, and Error{stopped}.
class Matrix {
 public:
  /// Zero.
  Matrix(std::size_t rows, std::size_t columns, const Progress& progress);
  explicit Matrix(RationalFunction scalar) : rows_(1), columns_(1), entries_{std::move(scalar)} {}
  static Matrix scalar(const Rational& value) { return Matrix(RationalFunction(value)); }
  static Matrix identity(std::size_t n, const Progress& progress);
  /// All entries, one after the other, as a column.
  static Matrix column(std::vector<RationalFunction> entries);

  std::size_t rows() const noexcept { return rows_; }
  std::size_t columns() const noexcept { return columns_; }
  bool is_scalar() const noexcept { return rows_ == 1 && columns_ == 1; }
  bool is_vector() const noexcept { return columns_ == 1; }
  std::string shape() const { return std::to_string(rows_) + "x" + std::to_string(columns_); }
  const std::vector<RationalFunction>& entries() const& noexcept { return entries_; }
  std::vector<RationalFunction> entries() && noexcept { return std::move(entries_); }
  const RationalFunction& at(std::size_t i, std::size_t j) const {
    return entries_[i * columns_ + j];
  }
  RationalFunction& at(std::size_t i, std::size_t j) { return entries_[i * columns_ + j]; }

  Matrix operator-() const;
  void add(const Matrix& b, const Progress& progress);
  void divide_by(const Matrix& scalar, const Progress& progress);
  Matrix pow(std::uint64_t exponent, const Progress& progress) const;
  Matrix transposed(const Progress& progress) const;
  /// Rows and columns first … first + count − 1.
  Matrix block(std::size_t row, std::size_t rows, std::size_t column, std::size_t columns,
               const Progress& progress) const;
  /// Puts a block there.
  void set(std::size_t row, std::size_t column, const Matrix& block);

 private:
  std::size_t rows_, columns_;
  std::vector<RationalFunction> entries_;
};

/// The matrix product; a scalar multiplies everything.
Matrix product(const Matrix& a, const Matrix& b, const Progress& progress);
/// Entry by entry.
Matrix hadamard(const Matrix& a, const Matrix& b, const Progress& progress);
Matrix kronecker(const Matrix& a, const Matrix& b, const Progress& progress);
/// Of a vector: the diagonal matrix; of a square matrix: its diagonal.
Matrix diagonal(const Matrix& a, const Progress& progress);
Matrix trace(const Matrix& a, const Progress& progress);
/// u v', of vectors.
Matrix outer(const Matrix& u, const Matrix& v, const Progress& progress);
/// [a, b; c, d] from rows of blocks.
Matrix from_blocks(const std::vector<std::vector<Matrix>>& rows, const Progress& progress);

}  // namespace abide
