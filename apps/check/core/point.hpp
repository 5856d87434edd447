// Nested dual numbers modulo a prime, and points with such coordinates: brackets of vector
// fields are evaluated by them without any expansion.
#pragma once
#include "arithmetic.hpp"

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
  void add(Element& a, const Element& b) const;
  Element mul(const Element& a, const Element& b) const;
  Element pow(Element a, u32 e) const;  // e ≥ 1

 private:
  Modulus field_;
  size_t size_;
};

// Elements by an index, such as a node or a variable: indices increase, no element is empty. For a
// point or a direction, a network has each weight once more with an index that increases with the
// node it enters.
using Nodes = std::vector<std::pair<u32, Element>>;
inline u32 index_of(const Nodes::value_type& node) { return node.first; }
const Element* find(const Nodes& nodes, u32 index);  // null: zero
void drop_zeros(Nodes& nodes);

// Sums of elements by index.
class Sums {
 public:
  void add(const Ring& ring, u32 index, const Element& e);
  Nodes take();  // the sums are zero again

 private:
  std::vector<u32> position_;  // in nodes_, from 1; 0: no entry
  Nodes nodes_;
};

// A point modulo p (level 0), or below + e_k · direction (level k).
class Point {
 public:
  Point(const Modulus& field, const Nodes& values) : ring_(field, 0), parts_{&values} {}
  Point(const Point& below, const Nodes& direction) : Point(below) {
    ring_ = Ring(below.ring_.field(), parts_.size());
    parts_.push_back(&direction);
  }
  const Ring& ring() const { return ring_; }
  // The same with other indices: i stands for i + low if it is below `split`, else for i + high.
  Point window(u32 split, u32 low, u32 high) const;
  Element at(u32 index) const;
  Element value(const Monomial& m, u64 c) const;  // of c·m
  // The point, then the directions, and the place of an index in them.
  const std::vector<const Nodes*>& parts() const { return parts_; }
  u32 place(u32 index) const { return index + (index < split_ ? low_ : high_); }

 private:
  Ring ring_;
  u32 split_ = 0, low_ = 0, high_ = 0;
  std::vector<const Nodes*> parts_;
};
}  // namespace abide_check
