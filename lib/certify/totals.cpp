// What adds up over components: dimensions of law spaces as coefficients of products of power
// series, numbers of laws, and Lie ranks, with K - 1 in place of K where components share the time
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

void TensorProduct::multiply(const std::vector<Level>& component, std::uint64_t copies) {
  for (Series power = series_of(component); copies > 0; copies /= 2) {
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

void add_up(Result& result) {
  const bool one = result.has_one_component();
  const std::uint64_t drift = !one && result.model->has_time() ? 1 : 0;
  result.independent_laws = result.lie_lower = result.lie_upper = 0;
  result.complete = true;
  bool moves = false;
  for (const Solved& s : result.components) {
    const std::uint64_t n = s.copies();
    result.independent_laws += n * s.independent_laws;
    result.lie_lower += n * (s.lie_lower - std::min(drift, s.lie_lower));
    result.lie_upper += n * (s.lie_upper - std::min(drift, s.lie_upper));
    moves = moves || s.lie_lower > 0;
    result.complete = result.complete && s.complete;
    if (result.probably.empty() && !s.probably.empty())
      result.probably =
          (one ? "" : "Lie ranks of components add up; of one of them: ") + s.probably;
  }
  result.lie_lower += moves ? drift : 0;
  result.lie_upper += drift;
}

}  // namespace abide
