#include "stages.hpp"

#include <algorithm>

namespace abide {

namespace {

// Of more choices than this the question is left open.
constexpr double most_choices = 5'000;

Rational product(const std::vector<Rational>& a, const std::vector<Rational>& b) {
  Rational sum;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// Rows in reduced echelon form over Q.
class ReducedRows {
 public:
  explicit ReducedRows(std::size_t columns) : columns_(columns) {}

  void add(std::vector<Rational> row) {
    for (std::size_t k = 0; k < rows_.size(); ++k) subtract(row, rows_[k], pivots_[k]);
    const auto pivot = std::find_if(row.begin(), row.end(), [](const Rational& x) { return !x.is_zero(); });
    if (pivot == row.end()) return;
    const Rational first = *pivot;
    for (Rational& x : row) x /= first;
    const auto column = static_cast<std::size_t>(pivot - row.begin());
    for (auto& other : rows_) subtract(other, row, column);
    rows_.push_back(std::move(row));
    pivots_.push_back(column);
  }
  std::size_t rank() const { return rows_.size(); }

  // What all rows vanish on, when one column has no pivot.
  std::vector<Rational> kernel() const {
    std::size_t free = 0;
    while (std::find(pivots_.begin(), pivots_.end(), free) != pivots_.end()) ++free;
    std::vector<Rational> v(columns_);
    v[free] = Rational(1);
    for (std::size_t k = 0; k < rows_.size(); ++k) v[pivots_[k]] = -rows_[k][free];
    return v;
  }

 private:
  std::size_t columns_;
  std::vector<std::vector<Rational>> rows_;
  std::vector<std::size_t> pivots_;

  static void subtract(std::vector<Rational>& row, const std::vector<Rational>& other, std::size_t pivot) {
    const Rational factor = row[pivot];
    if (factor.is_zero()) return;
    for (std::size_t i = 0; i < row.size(); ++i) row[i] -= factor * other[i];
  }
};

// 1 or −1 if v or −v is in the cone, else 0.
int side(const std::vector<std::vector<Rational>>& rows, const std::vector<Rational>& v) {
  bool positive = false, negative = false;
  for (const auto& row : rows) {
    const int sign = product(row, v).sign();
    positive = positive || sign > 0;
    negative = negative || sign < 0;
  }
  return positive && negative ? 0 : negative ? -1 : 1;
}

double choices(std::size_t from, std::size_t count) {
  double all = 1;
  for (std::size_t k = 0; k < count; ++k) all *= static_cast<double>(from - k) / static_cast<double>(k + 1);
  return all;
}

// Is the cone free of lines, and small enough to be looked at?
bool is_tractable(const std::vector<std::vector<Rational>>& rows, std::size_t dimension) {
  ReducedRows all(dimension);
  for (const auto& row : rows) all.add(row);
  return all.rank() == dimension && choices(rows.size(), dimension - 1) <= most_choices;
}

// Visits the extreme rays of a cone without lines until `visit` returns false: dimension − 1 independent rows
// vanish on each. (A ray may be met several times.)
void for_each_ray(const std::vector<std::vector<Rational>>& rows, std::size_t dimension,
                  FunctionRef<bool(const std::vector<Rational>&)> visit) {
  std::vector<bool> chosen(rows.size(), false);
  std::fill(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(dimension - 1), true);
  do {
    ReducedRows some(dimension);
    for (std::size_t k = 0; k < rows.size(); ++k)
      if (chosen[k]) some.add(rows[k]);
    if (some.rank() + 1 != dimension) continue;
    std::vector<Rational> ray = some.kernel();
    const Rational sign(side(rows, ray));
    if (sign.is_zero()) continue;
    for (Rational& x : ray) x *= sign;
    if (!visit(ray)) return;
  } while (std::prev_permutation(chosen.begin(), chosen.end()));
}

}  // namespace

bool may_have_direction(const std::vector<std::vector<Rational>>& rows, std::size_t dimension) {
  if (!is_tractable(rows, dimension)) return true;
  bool found = false;
  for_each_ray(rows, dimension, [&found](const std::vector<Rational>&) {
    found = true;
    return false;
  });
  return found;
}

std::vector<std::vector<Rational>> inner_directions(const std::vector<std::vector<Rational>>& rows,
                                                    std::size_t dimension) {
  if (!is_tractable(rows, dimension)) return {};
  std::vector<Rational> sum(dimension);
  std::vector<std::vector<Rational>> basis;
  ReducedRows span(dimension);
  for_each_ray(rows, dimension, [&](std::vector<Rational> ray) {
    Rational length;
    for (const Rational& x : ray) length += x.sign() < 0 ? -x : x;
    for (std::size_t i = 0; i < dimension; ++i) sum[i] += ray[i] /= length;
    const std::size_t before = span.rank();
    span.add(ray);
    if (span.rank() > before) basis.push_back(std::move(ray));
    return true;
  });
  for (auto& direction : basis)
    for (std::size_t i = 0; i < dimension; ++i) direction[i] += sum[i];
  return basis;
}

}  // namespace abide
