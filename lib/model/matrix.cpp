// Matrices of rational functions as expressions need them: products, blocks, Kronecker products and
// the like, written out entry by entry. Sizes and terms are checked before a result is made; a
// refusal has no place, the parser adds it.
#include "matrix.hpp"

namespace abide {

namespace {

constexpr std::uint64_t most_entries = 1U << 24U;

[[noreturn]] void refuse(const std::string& why) { throw Error(ErrorKind::input, why); }

void check_size(std::uint64_t rows, std::uint64_t columns) {
  if (rows > most_entries || columns > most_entries || rows * columns > most_entries)
    refuse("the result has too many entries");
}

void check_square(const Matrix& a, const std::string& what) {
  if (a.rows() != a.columns()) refuse(what + ", found " + a.shape());
}

Matrix scaled(const RationalFunction& factor, Matrix m, const Progress& progress) {
  for (std::size_t i = 0; i < m.rows(); ++i) {
    progress.check();
    for (std::size_t j = 0; j < m.columns(); ++j)
      if (!m.at(i, j).is_zero()) m.at(i, j).multiply_by(factor, progress);
  }
  return m;
}

}  // namespace

Matrix::Matrix(std::size_t rows, std::size_t columns, const Progress& progress)
    : rows_(rows), columns_(columns) {
  check_size(rows, columns);
  constexpr std::size_t small = 1U << 16U;
  if (rows * columns > small)
    progress.check_memory(static_cast<double>(rows * columns) * sizeof(RationalFunction),
                          "a matrix of shape " + shape());
  entries_.resize(rows * columns);
}

Matrix Matrix::identity(std::size_t n, const Progress& progress) {
  Matrix m(n, n, progress);
  for (std::size_t i = 0; i < n; ++i) m.at(i, i) = RationalFunction(Rational(1));
  return m;
}

Matrix Matrix::column(std::vector<RationalFunction> entries) {
  Matrix m{RationalFunction()};
  m.rows_ = entries.size();
  m.entries_ = std::move(entries);
  return m;
}

Matrix Matrix::operator-() const {
  Matrix m = *this;
  for (RationalFunction& e : m.entries_) e = -e;
  return m;
}

void Matrix::add(const Matrix& b, const Progress& progress) {
  if (rows_ != b.rows_ || columns_ != b.columns_)
    refuse("shapes do not add: " + shape() + " and " + b.shape());
  for (std::size_t k = 0; k < entries_.size(); ++k) {
    if (k % 1024 == 0) progress.check();
    entries_[k].add(b.entries_[k], progress);
  }
}

Matrix product(const Matrix& a, const Matrix& b, const Progress& progress) {
  if (a.columns() != b.rows() && a.is_scalar()) return scaled(a.at(0, 0), b, progress);
  if (a.columns() != b.rows() && b.is_scalar()) return scaled(b.at(0, 0), a, progress);
  if (a.columns() != b.rows()) refuse("shapes do not multiply: " + a.shape() + " and " + b.shape());
  Matrix c(a.rows(), b.columns(), progress);
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < b.columns(); ++j)
      c.at(i, j) = sum_of_products(
          a.columns(), [&](std::size_t k) { return std::pair(&a.at(i, k), &b.at(k, j)); },
          progress);
  return c;
}

void Matrix::divide_by(const Matrix& scalar, const Progress& progress) {
  if (!scalar.is_scalar())
    refuse("expected a scalar divisor, found a matrix of shape " + scalar.shape());
  for (RationalFunction& e : entries_) {
    progress.check();
    e.divide_by(scalar.entries_[0], progress);
  }
}

Matrix Matrix::pow(std::uint64_t exponent, const Progress& progress) const {
  check_square(*this, "only square matrices have powers");
  if (is_scalar()) return Matrix(entries_[0].pow(exponent, progress));
  Matrix value = identity(rows_, progress);
  for (std::uint64_t k = 0; k < exponent; ++k) value = product(value, *this, progress);
  return value;
}

Matrix Matrix::transposed(const Progress& progress) const {
  Matrix t(columns_, rows_, progress);
  for (std::size_t i = 0; i < rows_; ++i) {
    progress.check();
    for (std::size_t j = 0; j < columns_; ++j) t.at(j, i) = at(i, j);
  }
  return t;
}

Matrix Matrix::block(std::size_t row, std::size_t rows, std::size_t column, std::size_t columns,
                     const Progress& progress) const {
  Matrix m(rows, columns, progress);
  for (std::size_t i = 0; i < rows; ++i) {
    progress.check();
    for (std::size_t j = 0; j < columns; ++j) m.at(i, j) = at(row + i, column + j);
  }
  return m;
}

void Matrix::set(std::size_t row, std::size_t column, const Matrix& block) {
  for (std::size_t i = 0; i < block.rows_; ++i)
    for (std::size_t j = 0; j < block.columns_; ++j) at(row + i, column + j) = block.at(i, j);
}

Matrix hadamard(const Matrix& a, const Matrix& b, const Progress& progress) {
  if (a.rows() != b.rows() || a.columns() != b.columns())
    refuse("shapes differ: " + a.shape() + " and " + b.shape());
  Matrix c = a;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    progress.check();
    for (std::size_t j = 0; j < a.columns(); ++j) c.at(i, j).multiply_by(b.at(i, j), progress);
  }
  return c;
}

Matrix kronecker(const Matrix& a, const Matrix& b, const Progress& progress) {
  check_size(std::uint64_t{a.rows()} * b.rows(), std::uint64_t{a.columns()} * b.columns());
  Matrix c(a.rows() * b.rows(), a.columns() * b.columns(), progress);
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < a.columns(); ++j)
      c.set(i * b.rows(), j * b.columns(), scaled(a.at(i, j), b, progress));
  return c;
}

Matrix diagonal(const Matrix& a, const Progress& progress) {
  if (a.is_vector()) {
    Matrix m(a.rows(), a.rows(), progress);
    for (std::size_t i = 0; i < a.rows(); ++i) m.at(i, i) = a.at(i, 0);
    return m;
  }
  check_square(a, "only vectors and square matrices have diagonals");
  Matrix m(a.rows(), 1, progress);
  for (std::size_t i = 0; i < a.rows(); ++i) m.at(i, 0) = a.at(i, i);
  return m;
}

Matrix trace(const Matrix& a, const Progress& progress) {
  check_square(a, "only square matrices have a trace");
  RationalFunction sum;
  for (std::size_t i = 0; i < a.rows(); ++i) sum.add(a.at(i, i), progress);
  return Matrix(std::move(sum));
}

Matrix outer(const Matrix& u, const Matrix& v, const Progress& progress) {
  if (!u.is_vector() || !v.is_vector())
    refuse("expected two vectors, found shapes " + u.shape() + " and " + v.shape());
  return product(u, v.transposed(progress), progress);
}

Matrix from_blocks(const std::vector<std::vector<Matrix>>& rows, const Progress& progress) {
  std::size_t height = 0, width = 0;
  for (const Matrix& m : rows.front()) width += m.columns();
  for (const auto& row : rows) height += row.front().rows();
  Matrix all(height, width, progress);
  std::size_t i = 0;
  for (const auto& row : rows) {
    std::size_t j = 0;
    progress.check();
    for (const Matrix& m : row) {
      if (m.rows() != row.front().rows() || j + m.columns() > width)
        refuse("the blocks of a matrix do not fit: one has the shape " + m.shape());
      all.set(i, j, m);
      j += m.columns();
    }
    if (j != width)
      refuse("a row of a matrix has " + std::to_string(j) + " columns, expected " +
             std::to_string(width));
    i += row.front().rows();
  }
  return all;
}

}  // namespace abide
