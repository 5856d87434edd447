#include "dual.hpp"

#include <abide/lie.hpp>

#include <algorithm>

namespace abide {

std::size_t Word::depth() const noexcept {
  return left ? 1 + std::max(left->depth(), right->depth()) : 0;
}

std::string Word::to_string() const {
  if (!left) return std::to_string(field + 1);
  return "[" + left->to_string() + "," + right->to_string() + "]";
}

namespace {

using Point = std::vector<Dual>;

class Evaluation {
 public:
  Evaluation(const Distribution& x) : x_(x) {}

  std::vector<Dual> of(const Word& word, const Point& at, const DualRing& ring) const {
    if (!word.left) return field(word.field, at, ring);
    const auto left = of(*word.left, at, ring);
    const auto right = of(*word.right, at, ring);
    // [X, Y] = ∂X·Y − ∂Y·X: derivatives along each other's values.
    const auto x = of(*word.left, moved(at, right, ring), ring.next());
    const auto y = of(*word.right, moved(at, left, ring), ring.next());
    std::vector<Dual> value(at.size());
    for (std::size_t j = 0; j < at.size(); ++j) {
      value[j] = derivative_part(x[j]);
      ring.subtract(value[j], derivative_part(y[j]));
    }
    return value;
  }

 private:
  const Distribution& x_;

  static Point moved(const Point& at, const std::vector<Dual>& direction, const DualRing& ring) {
    Point next(at.size());
    for (std::size_t j = 0; j < at.size(); ++j) next[j] = join(at[j], direction[j], ring);
    return next;
  }

  std::vector<Dual> field(std::size_t index, const Point& at, const DualRing& ring) const {
    std::vector<Dual> value(at.size());
    for (const FieldTerm& t : x_.fields()[index]) {
      Dual product = ring.constant(*t.coefficient.mod(ring.modulus().prime()));
      for (const Power& p : t.monomial.powers()) {
        if (product.empty()) break;
        product = ring.multiply(
            product, p.exponent == 1 ? at[p.variable] : ring.power(at[p.variable], p.exponent));
      }
      ring.add(value[t.variable], product);
    }
    return value;
  }
};

}  // namespace

std::vector<std::uint64_t> evaluate(const Word& word, const Distribution& x,
                                    const std::vector<std::uint64_t>& point,
                                    const Modulus& modulus) {
  const DualRing ring(modulus, 0);
  Point at;
  at.reserve(point.size());
  for (const std::uint64_t v : point) at.push_back(ring.constant(v));
  std::vector<std::uint64_t> values;
  for (const Dual& d : Evaluation(x).of(word, at, ring)) values.push_back(d.empty() ? 0 : d[0]);
  return values;
}

}  // namespace abide
