#include "tensor.hpp"

namespace abide {

namespace {

using Series = std::vector<Integer>;

Series convolved(const Series& a, const Series& b) {
  Series c(a.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; i + j < a.size(); ++j) c[i + j] += a[i] * b[j];
  return c;
}

Series series_of(const std::vector<Level>& levels) {
  Series g{Integer(1)};
  std::int64_t below = 0;
  for (const Level& level : levels) {
    const auto dimension = static_cast<std::int64_t>(level.dimension);
    g.emplace_back(dimension - below);
    below = dimension;
  }
  return g;
}

}  // namespace

TensorProduct::TensorProduct(std::size_t degree) : product_(degree + 1) {
  product_[0] = Integer(1);
}

void TensorProduct::multiply(const std::vector<Level>& part, std::uint64_t times) {
  for (Series power = series_of(part); times > 0; times /= 2) {
    if (times % 2 == 1) product_ = convolved(product_, power);
    if (times > 1) power = convolved(power, power);
  }
}

void TensorProduct::multiply_by_variable() {
  product_ = convolved(product_, Series(product_.size(), Integer(1)));
}

void TensorProduct::add_levels(std::vector<Level>& levels) const {
  Integer sum;
  for (std::uint32_t d = 1; d < product_.size(); ++d) {
    sum += product_[d];
    const auto dimension = sum.to_int64();
    if (!dimension)
      throw Error(ErrorKind::limit, "the law space of degree " + std::to_string(d) +
                                        " has more than 2^63 dimensions");
    Level& level = levels.emplace_back();
    level.degree = d;
    level.dimension = static_cast<std::uint64_t>(*dimension);
  }
}

}  // namespace abide
