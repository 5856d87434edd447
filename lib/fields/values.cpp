// Values of bracket words at a point modulo a prime, by automatic differentiation: X(θ + εY) = X(θ)
// + ε ∂X·Y with ε² = 0, so [X, Y] takes one evaluation of X along Y and one of Y along X, and a
// bracket inside brackets takes one more level of dual numbers. No bracket is ever expanded as a
// polynomial (mathematics.md, 4.6). The cost doubles with each level of nesting.
#include <algorithm>
#include <map>

#include "source.hpp"

namespace abide {

namespace {

// The lower half (the value) or the upper half (the derivative) of every entry.
DualVector half(const DualVector& v, std::size_t stride, bool upper) {
  DualVector part;
  part.at.reserve(v.at.size());
  part.values.reserve(v.at.size() * stride / 2);
  for (std::size_t k = 0; k < v.at.size(); ++k) {
    const std::uint64_t* start = &v.values[k * stride + (upper ? stride / 2 : 0)];
    if (std::all_of(start, start + stride / 2, [](std::uint64_t c) { return c == 0; })) continue;
    part.at.push_back(v.at[k]);
    part.values.insert(part.values.end(), start, start + stride / 2);
  }
  return part;
}

class Values {
 public:
  Values(const Evaluator::Backend& backend, const Modulus& modulus, const Progress& progress)
      : backend_(backend), modulus_(modulus), progress_(progress) {}

  DualVector of(const Word& word, Directions& directions) const {
    progress_.check();
    if (word.is_field()) return backend_.field(word.field_number(), directions);
    return word.is_bracket() ? bracket(word, directions) : combination(word.seed(), directions);
  }

 private:
  const Evaluator::Backend& backend_;
  const Modulus& modulus_;
  const Progress& progress_;

  DualVector along(const Word& word, Directions& directions, const DualVector& direction) const {
    directions.push_back(&direction);
    DualVector value = of(word, directions);
    directions.pop_back();
    return value;
  }

  // [X, Y] = ∂X·Y − ∂Y·X. X(θ + εY) = X + ε ∂X·Y gives X and the first part at once.
  DualVector bracket(const Word& word, Directions& directions) const {
    const Word left = word.left(), right = word.right();
    const std::size_t stride = std::size_t{1} << directions.size();
    const DualVector y = of(right, directions);
    const DualVector x_along_y = along(left, directions, y);
    const DualVector x = half(x_along_y, 2 * stride, false);
    const DualVector y_along_x = along(right, directions, x);
    return difference(half(x_along_y, 2 * stride, true), half(y_along_x, 2 * stride, true), stride,
                      modulus_);
  }

  DualVector combination(std::uint64_t seed, Directions& directions) const {
    const std::size_t stride = std::size_t{1} << directions.size();
    std::map<std::uint32_t, std::vector<std::uint64_t>> sums;
    for (std::uint64_t i = 0; i < backend_.fields(); ++i) {
      progress_.check();
      const std::uint64_t c = combination_coefficient(seed, i) % modulus_.prime();
      const DualVector x = backend_.field(i, directions);
      for (std::size_t k = 0; k < x.at.size(); ++k) {
        auto& sum = sums.try_emplace(x.at[k], stride, 0).first->second;
        for (std::size_t s = 0; s < stride; ++s)
          sum[s] = modulus_.add(sum[s], modulus_.multiply(c, x.values[k * stride + s]));
      }
    }
    DualVector result;
    for (const auto& [variable, values] : sums) {
      result.at.push_back(variable);
      result.values.insert(result.values.end(), values.begin(), values.end());
    }
    return result;
  }
};

}  // namespace

Evaluator::Evaluator(const Distribution& x, const Point& point, const Modulus& modulus)
    : modulus_(modulus), backend_(x.source().at(point, modulus)) {}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;

SparseRow Evaluator::value(const Word& word, const Progress& progress) const {
  Directions directions;
  const DualVector v = Values(*backend_, modulus_, progress).of(word, directions);
  SparseRow row;
  row.reserve(v.at.size());
  for (std::size_t k = 0; k < v.at.size(); ++k)
    if (v.values[k] != 0) row.push_back({v.at[k], v.values[k]});
  return row;
}

}  // namespace abide
