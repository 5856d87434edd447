// Values of bracket words at a point modulo a prime, by automatic differentiation: X(θ + εY) = X(θ)
// + ε ∂X·Y with ε² = 0, so [X, Y] takes one evaluation of X along Y and one of Y along X, and a
// bracket inside brackets takes one more level of dual numbers. No bracket is ever expanded as a
// polynomial (mathematics.md, 4.6). The cost doubles with each level of nesting.
#include <algorithm>

#include "word_values.hpp"

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

}  // namespace

DualVector WordAtPoint::of(const Word& word) {
  progress_.check();
  if (word.is_field()) return backend_.field(word.field_number(), directions_);
  if (word.is_bracket()) return bracket(word);
  const auto weight = [&](std::uint64_t i) {
    return combination_coefficient(word.seed(), i) % backend_.ring(0).modulus().prime();
  };
  return backend_.combination(weight, directions_);
}

DualVector WordAtPoint::along(const Word& word, const DualVector& direction) {
  directions_.push_back(&direction);
  DualVector value = of(word);
  directions_.pop_back();
  return value;
}

// [X, Y] = ∂X·Y − ∂Y·X. X(θ + εY) = X + ε ∂X·Y gives X and the first part at once.
DualVector WordAtPoint::bracket(const Word& word) {
  const Word left = word.left(), right = word.right();
  const DualRing ring = backend_.ring(directions_.size());
  const std::size_t stride = ring.stride();
  const DualVector y = of(right);
  const DualVector x_along_y = along(left, y);
  const DualVector x = half(x_along_y, 2 * stride, false);
  const DualVector y_along_x = along(right, x);
  return difference(half(x_along_y, 2 * stride, true), half(y_along_x, 2 * stride, true), stride,
                    ring.modulus());
}

Evaluator::Evaluator(const Distribution& x, const Point& point, const Modulus& modulus)
    : modulus_(modulus), backend_(x.source().at(point, modulus)) {}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;

SparseRow Evaluator::value(const Word& word, const Progress& progress) const {
  const DualVector v = WordAtPoint(*backend_, progress).of(word);
  SparseRow row;
  row.reserve(v.at.size());
  for (std::size_t k = 0; k < v.at.size(); ++k)
    if (v.values[k] != 0) row.push_back({v.at[k], v.values[k]});
  return row;
}

}  // namespace abide
