// Nested dual numbers modulo a prime, and points with such coordinates: brackets of vector
// fields are evaluated by them without any expansion.
#pragma once
#include "polynomial.hpp"

namespace abide_check {
// An element of F_p[e_1 … e_k]/(e_1², …, e_k²): 2^k coefficients, bit i of the
// index stands for e_(i+1); empty is zero. The upper half belongs to e_k.
using Element = boost::container::small_vector<u64, 4>;

class Ring {
 public:
  Ring(const Modulus& field, size_t level) : field_(field), size_(size_t{1} << level) {}
  const Modulus& field() const { return field_; }
  size_t size() const { return size_; }
  Element constant(u64 c) const {
    if (c == 0) return {};
    Element e(size_, 0);
    e[0] = c;
    return e;
  }
  void add(Element& a, const Element& b) const {
    if (a.empty()) a.resize(b.size(), 0);
    for (size_t i = 0; i < b.size(); ++i) a[i] = field_.add(a[i], b[i]);
  }
  Element mul(const Element& a, const Element& b) const {
    if (a.empty() || b.empty()) return {};
    Element c(size_, 0);
    mul_to(a.data(), b.data(), c.data(), size_);
    return c;
  }
  Element pow(Element a, u32 e) const {  // e ≥ 1
    if (e == 1) return a;
    poll();
    const Element half = pow(mul(a, a), e / 2);
    return e % 2 == 0 ? half : mul(half, a);
  }

 private:
  // c += a·b for n = 2^k coefficients: (a0 + a1 e)(b0 + b1 e) = a0 b0 + (a0 b1 + a1 b0) e.
  void mul_to(const u64* a, const u64* b, u64* c, size_t n) const {
    if (n == 1) return void(c[0] = field_.add(c[0], field_.mul(a[0], b[0])));
    const size_t h = n / 2;
    mul_to(a, b, c, h);
    mul_to(a, b + h, c + h, h);
    mul_to(a + h, b, c + h, h);
  }
  Modulus field_;
  size_t size_;
};

// Elements by an index, such as a node or a variable: indices increase, no element is empty. For a
// point or a direction, a network has each weight once more with an index that increases with the
// node it enters.
using Nodes = std::vector<std::pair<u32, Element>>;
inline u32 index_of(const Nodes::value_type& node) { return node.first; }
inline auto from(const Nodes& nodes, u32 index) {
  return std::ranges::lower_bound(nodes, index, {}, index_of);
}
inline void drop_zeros(Nodes& nodes) {
  std::erase_if(nodes, [](const auto& n) {
    return std::ranges::all_of(n.second, [](auto c) { return c == 0; });
  });
}

// Sums of elements by index.
class Sums {
 public:
  void add(const Ring& ring, u32 index, const Element& e) {
    if (e.empty()) return;
    if (index >= position_.size()) position_.resize(index + size_t{1}, 0);
    u32& position = position_[index];
    if (position > 0) return ring.add(nodes_[position - 1].second, e);
    nodes_.emplace_back(index, e);
    position = narrow(nodes_.size());
  }
  Nodes take() {  // the sums are zero again
    for (const auto& n : nodes_) position_[n.first] = 0;
    drop_zeros(nodes_);
    if (!std::ranges::is_sorted(nodes_, {}, index_of)) std::ranges::sort(nodes_, {}, index_of);
    return std::exchange(nodes_, {});
  }

 private:
  std::vector<u32> position_;  // in nodes_, from 1; 0: no entry
  Nodes nodes_;
};

// A point modulo p (level 0), or below + e_k · direction (level k).
class Point {
 public:
  Point(const Modulus& field, const Nodes& values) : ring_(field, 0), parts_{&values} {}
  Point(const Point& below, const Nodes& direction)
      : ring_(below.ring_.field(), below.parts_.size()), parts_(below.parts_) {
    parts_.push_back(&direction);
  }
  const Ring& ring() const { return ring_; }
  Element at(u32 index) const {
    Element e;
    for (size_t k = 0; k < parts_.size(); ++k) {
      const Element* part = find(*parts_[k], index);
      if (part == nullptr) continue;
      e.resize(ring_.size(), 0);
      std::ranges::copy(*part, e.data() + (k == 0 ? 0 : part->size()));
    }
    return e;
  }
  // f(index, coordinate) for the coordinates from low to high − 1 that are not zero.
  void each(u32 low, u32 high, const auto& f) const {
    for (size_t k = 0; k < parts_.size(); ++k)
      for (auto i = from(*parts_[k], low); i != parts_[k]->end() && i->first < high; ++i) {
        const auto visits = [&](const Nodes* earlier) {
          return find(*earlier, i->first) != nullptr;
        };
        if (std::none_of(parts_.data(), parts_.data() + k, visits)) f(i->first, at(i->first));
      }
  }

 private:
  static const Element* find(const Nodes& nodes, u32 index) {
    const auto i = from(nodes, index);
    return i == nodes.end() || i->first != index ? nullptr : &i->second;
  }
  Ring ring_;
  std::vector<const Nodes*> parts_;  // the point, then the directions of e_1, e_2, …
};
}  // namespace abide_check
