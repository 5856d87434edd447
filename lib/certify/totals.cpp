// Dimensions of the law spaces of a whole as coefficients of products of power series
// (mathematics.md, section 4.13).
#include "totals.hpp"

#include <algorithm>

namespace abide {

namespace {

using Series = std::vector<Integer>;

// As far as a goes.
Series convolved(const Series& a, const Series& b) {
  Series c(a.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; i + j < a.size() && j < b.size(); ++j) c[i + j] += a[i] * b[j];
  return c;
}

Series series_of(const std::vector<std::uint64_t>& dimensions) {
  Series g{Integer(1)};
  std::int64_t below = 0;
  for (const std::uint64_t d : dimensions) {
    const auto dimension = static_cast<std::int64_t>(d);
    g.emplace_back(dimension - below);
    below = dimension;
  }
  return g;
}

}  // namespace

TensorProduct::TensorProduct(std::size_t degree) : product_(degree + 1) {
  product_[0] = Integer(1);
}

void TensorProduct::multiply(const std::vector<std::uint64_t>& dimensions, std::uint64_t copies) {
  for (Series power = series_of(dimensions); copies > 0; copies /= 2) {
    if (copies % 2 == 1) product_ = convolved(product_, power);
    if (copies > 1) power = convolved(power, power);
  }
}

std::optional<std::uint64_t> TensorProduct::dimension(std::size_t d) const {
  Integer sum;
  for (std::size_t k = 1; k <= d; ++k) sum += product_[k];
  const auto small = sum.to_int64();
  if (!small) return std::nullopt;
  return static_cast<std::uint64_t>(*small);
}

}  // namespace abide
