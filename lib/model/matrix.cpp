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

Matrix scaled(const RationalFunction& factor, Matrix m) {
  for (std::size_t i = 0; i < m.rows(); ++i)
    for (std::size_t j = 0; j < m.columns(); ++j) m.at(i, j) *= factor;
  return m;
}

}  // namespace

Matrix::Matrix(std::size_t rows, std::size_t columns, const Ring& ring)
    : rows_(rows), columns_(columns) {
  check_size(rows, columns);
  entries_.assign(rows * columns, RationalFunction(Polynomial(ring)));
}

Matrix Matrix::identity(std::size_t n, const Ring& ring) {
  Matrix m(n, n, ring);
  for (std::size_t i = 0; i < n; ++i)
    m.at(i, i) = RationalFunction(Polynomial::constant(ring, Rational(1)));
  return m;
}

Matrix Matrix::column(std::vector<RationalFunction> entries, const Ring& ring) {
  Matrix m(0, 1, ring);
  m.rows_ = entries.size();
  m.entries_ = std::move(entries);
  return m;
}

Matrix Matrix::operator-() const {
  Matrix m = *this;
  for (RationalFunction& e : m.entries_) e = -e;
  return m;
}

Matrix& Matrix::operator+=(const Matrix& b) {
  if (rows_ != b.rows_ || columns_ != b.columns_)
    refuse("shapes do not add: " + shape() + " and " + b.shape());
  for (std::size_t k = 0; k < entries_.size(); ++k) entries_[k] += b.entries_[k];
  return *this;
}

Matrix operator*(const Matrix& a, const Matrix& b) {
  if (a.columns_ != b.rows_ && a.is_scalar()) return scaled(a.entries_[0], b);
  if (a.columns_ != b.rows_ && b.is_scalar()) return scaled(b.entries_[0], a);
  if (a.columns_ != b.rows_) refuse("shapes do not multiply: " + a.shape() + " and " + b.shape());
  Matrix c(a.rows_, b.columns_, a.ring());
  for (std::size_t i = 0; i < a.rows_; ++i)
    for (std::size_t j = 0; j < b.columns_; ++j) {
      for (std::size_t k = 0; k < a.columns_; ++k) c.at(i, j) += a.at(i, k) * b.at(k, j);
      check_terms(static_cast<double>(c.at(i, j).numerator().length()));
    }
  return c;
}

Matrix& Matrix::operator/=(const Matrix& scalar) {
  if (!scalar.is_scalar())
    refuse("expected a scalar divisor, found a matrix of shape " + scalar.shape());
  for (RationalFunction& e : entries_) e /= scalar.entries_[0];
  return *this;
}

Matrix Matrix::pow(std::uint64_t exponent) const {
  check_square(*this, "only square matrices have powers");
  if (is_scalar()) return Matrix(entries_[0].pow(exponent));
  Matrix value = identity(rows_, ring());
  for (std::uint64_t k = 0; k < exponent; ++k) value = value * *this;
  return value;
}

Matrix Matrix::transposed() const {
  Matrix t = *this;
  std::swap(t.rows_, t.columns_);
  for (std::size_t i = 0; i < rows_; ++i)
    for (std::size_t j = 0; j < columns_; ++j) t.at(j, i) = at(i, j);
  return t;
}

Matrix Matrix::block(std::size_t row, std::size_t rows, std::size_t column,
                     std::size_t columns) const {
  Matrix m(rows, columns, ring());
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) m.at(i, j) = at(row + i, column + j);
  return m;
}

void Matrix::set(std::size_t row, std::size_t column, const Matrix& block) {
  for (std::size_t i = 0; i < block.rows_; ++i)
    for (std::size_t j = 0; j < block.columns_; ++j) at(row + i, column + j) = block.at(i, j);
}

Matrix hadamard(const Matrix& a, const Matrix& b) {
  if (a.rows() != b.rows() || a.columns() != b.columns())
    refuse("shapes differ: " + a.shape() + " and " + b.shape());
  Matrix c = a;
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < a.columns(); ++j) c.at(i, j) *= b.at(i, j);
  return c;
}

Matrix kronecker(const Matrix& a, const Matrix& b) {
  check_size(std::uint64_t{a.rows()} * b.rows(), std::uint64_t{a.columns()} * b.columns());
  Matrix c(a.rows() * b.rows(), a.columns() * b.columns(), a.ring());
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t j = 0; j < a.columns(); ++j)
      c.set(i * b.rows(), j * b.columns(), scaled(a.at(i, j), b));
  return c;
}

Matrix diagonal(const Matrix& a) {
  if (a.is_vector()) {
    Matrix m(a.rows(), a.rows(), a.ring());
    for (std::size_t i = 0; i < a.rows(); ++i) m.at(i, i) = a.at(i, 0);
    return m;
  }
  check_square(a, "only vectors and square matrices have diagonals");
  Matrix m(a.rows(), 1, a.ring());
  for (std::size_t i = 0; i < a.rows(); ++i) m.at(i, 0) = a.at(i, i);
  return m;
}

Matrix trace(const Matrix& a) {
  check_square(a, "only square matrices have a trace");
  RationalFunction sum{Polynomial(a.ring())};
  for (std::size_t i = 0; i < a.rows(); ++i) sum += a.at(i, i);
  return Matrix(std::move(sum));
}

Matrix outer(const Matrix& u, const Matrix& v) {
  if (!u.is_vector() || !v.is_vector())
    refuse("expected two vectors, found shapes " + u.shape() + " and " + v.shape());
  return u * v.transposed();
}

Matrix from_blocks(const std::vector<std::vector<Matrix>>& rows) {
  std::size_t height = 0, width = 0;
  for (const Matrix& m : rows.front()) width += m.columns();
  for (const auto& row : rows) height += row.front().rows();
  Matrix all(height, width, rows.front().front().ring());
  std::size_t i = 0;
  for (const auto& row : rows) {
    std::size_t j = 0;
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
