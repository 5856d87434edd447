// Nested dual numbers, and words by them: [X, Y] = ∂X·Y − ∂Y·X.
#include <algorithm>

#include "claims.hpp"
#include "errors.hpp"

namespace abide_check {
Element Ring::constant(std::uint64_t c) const {
  if (c == 0) return {};
  Element e(size_, 0);
  e[0] = c;
  return e;
}

void Ring::add(Element& a, const Element& b) const {
  if (b.empty()) return;
  if (a.empty()) {
    a = b;
    return;
  }
  for (std::size_t i = 0; i < size_; ++i) a[i] = field_->add(a[i], b[i]);
}

// c += a·b for 2^k coefficients: (a0 + a1 e)(b0 + b1 e) = a0 b0 + (a0 b1 + a1 b0) e.
void Ring::mul_to(const std::uint64_t* a, const std::uint64_t* b, std::uint64_t* c,
                  std::size_t n) const {
  if (n == 1) {
    if (a[0] != 0 && b[0] != 0) c[0] = field_->add(c[0], field_->mul(a[0], b[0]));
    return;
  }
  const std::size_t h = n / 2;
  mul_to(a, b, c, h);
  mul_to(a, b + h, c + h, h);
  mul_to(a + h, b, c + h, h);
}

Element Ring::mul(const Element& a, const Element& b) const {
  if (a.empty() || b.empty()) return {};
  poll();
  Element c(size_, 0);
  mul_to(a.data(), b.data(), c.data(), size_);
  return c;
}

Element Ring::pow(Element a, std::uint32_t e) const {
  Element result = constant(1);
  for (; e > 0; e >>= 1) {
    if (e & 1) result = mul(result, a);
    if (e > 1) a = mul(a, a);
  }
  return result;
}

Element Point::at(std::uint32_t variable) const {
  if (level_ == 0) return ring_.constant((*values_)[variable]);
  Element low = below_->at(variable);
  const auto found = direction_->find(variable);
  const bool moves = found != direction_->end() && !found->second.empty();
  if (low.empty() && !moves) return low;
  const std::size_t half = std::size_t{1} << (level_ - 1);
  low.resize(2 * half, 0);
  if (moves) std::copy(found->second.begin(), found->second.end(), low.begin() + static_cast<std::ptrdiff_t>(half));
  return low;
}

namespace {
// One half of the coefficients of a vector of level k: its value, or the derivative
// along the direction of e_k.
Vector half(const Vector& v, bool upper) {
  Vector result;
  for (const auto& [j, e] : v) {
    const auto middle = e.begin() + static_cast<std::ptrdiff_t>(e.size() / 2);
    result.emplace(j, upper ? Element(middle, e.end()) : Element(e.begin(), middle));
  }
  return result;
}
}  // namespace

// With e_k new, X(P + e_k Y) = X + e_k ∂X·Y: two evaluations one level up give
// both summands of the bracket.
Vector value(const Word& word, const Fields& fields, const Point& point) {
  poll();
  if (!word.left) return fields.value(word.field, point);
  const Ring& ring = point.ring();
  const Vector y = value(*word.right, fields, point);
  const Vector along_y = value(*word.left, fields, Point(point, y));
  const Vector x = half(along_y, false);
  Vector result = half(along_y, true);
  for (auto& [j, e] : half(value(*word.right, fields, Point(point, x)), true)) {
    for (auto& c : e) c = ring.field().sub(0, c);
    ring.add(result[j], e);
  }
  return result;
}

VectorField bracket(const VectorField& x, const VectorField& y) {
  VectorField result;
  const auto add = [&](const VectorField& a, const VectorField& b, int sign) {
    for (const auto& [i, component] : a)
      for (const auto& [j, speed] : b) add_product(result[i], derivative(component, j), speed, sign);
  };
  add(x, y, 1);
  add(y, x, -1);
  std::erase_if(result, [](const auto& entry) { return entry.second.empty(); });
  return result;
}

VectorField expand(const Word& word, const Fields& fields) {
  if (word.left) return bracket(expand(*word.left, fields), expand(*word.right, fields));
  VectorField x;
  fields.terms(word.field, [&](std::uint32_t j, const Monomial& a, const Rational& c) { add_to(x[j], a, c); });
  return x;
}
}  // namespace abide_check
