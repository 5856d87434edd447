// Arithmetic of nested dual numbers: (a0 + a1 e)(b0 + b1 e) = a0 b0 + (a0 b1 + a1 b0) e. A product
// of level k is three of level k − 1, which is little, as words are nested a few levels deep. Sums
// by index list the indices that they meet; what cancelled is dropped when they are taken.
#include "point.hpp"

namespace abide_check {
// c += a·b for n / coefficient_ = 2^k coefficients.
void Ring::add_product(const u64* a, const u64* b, u64* c, size_t n) const {
  if (n == 1) return void(c[0] = field_.add(c[0], field_.mul(a[0], b[0])));
  if (n == coefficient_) return product_(field_, a, b, c, n);
  const size_t h = n / 2;
  add_product(a, b, c, h);
  add_product(a, b + h, c + h, h);
  add_product(a + h, b, c + h, h);
}
void Ring::add_product(const Element& a, const Element& b, Element& c) const {
  if (a.empty() || b.empty()) return;
  c.resize(size_, 0);
  add_product(a.data(), b.data(), c.data(), size_);
}
void Ring::add(Element& a, const Element& b) const {
  if (a.empty()) a.resize(b.size(), 0);
  for (size_t i = 0; i < b.size(); ++i) a[i] = field_.add(a[i], b[i]);
}
Element Ring::pow(Element a, u32 e) const {
  if (e == 1) return a;
  poll();
  const Element half = pow(mul(a, a), e / 2);
  return e % 2 == 0 ? half : mul(half, a);
}

const Element* find(const Nodes& nodes, u32 index) {
  const bool whole = index < nodes.size() && nodes[index].first == index;  // up to here
  const auto i =
      whole ? nodes.begin() + index : std::ranges::lower_bound(nodes, index, {}, index_of);
  return i == nodes.end() || i->first != index ? nullptr : &i->second;
}
void drop_zeros(Nodes& nodes) {
  std::erase_if(nodes, [](auto& n) { return std::ranges::none_of(n.second, std::identity()); });
}
Element& Sums::at(u32 index) {
  if (index >= position_.size()) position_.resize(index + size_t{1}, 0);
  u32& position = position_[index];
  if (position == 0) nodes_.emplace_back(index, Element()), position = narrow(nodes_.size());
  return nodes_[position - 1].second;
}
Nodes Sums::take() {
  for (const auto& n : nodes_) position_[n.first] = 0;
  drop_zeros(nodes_);
  if (!std::ranges::is_sorted(nodes_, {}, index_of)) std::ranges::sort(nodes_, {}, index_of);
  return std::exchange(nodes_, {});
}

Point Point::window(u32 split, u32 low, u32 high) const {
  Point p = *this;
  p.split_ = split, p.low_ = low, p.high_ = high;
  return p;
}
Element Point::at(u32 index) const {
  Element e;
  for (size_t k = 0; k < parts_.size(); ++k) {
    const Element* part = find(*parts_[k], place(index));
    if (part == nullptr) continue;
    e.resize(ring_.size(), 0);
    std::ranges::copy(*part, e.data() + (k == 0 ? 0 : part->size()));
  }
  return e;
}
Element Point::value(const Monomial& m, u64 c) const {
  Element product = ring_.constant(c);
  for (const auto& q : m)
    if (!product.empty()) product = ring_.mul(product, ring_.pow(at(q.variable), q.exponent));
  return product;
}
}  // namespace abide_check
