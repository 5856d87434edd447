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
  Element constant(u64 c) const;
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
  Point(const Point& below, const Nodes& direction);
  const Ring& ring() const { return ring_; }
  // The same with other indices: i stands for i + low if it is below `split`, else for i + high.
  Point window(u32 split, u32 low, u32 high) const;
  Element at(u32 index) const;
  // f(index, coordinate) for the coordinates from low to high − 1 that are not zero.
  void each(u32 low, u32 high, const auto& f) const {
    const u32 shift = place(low) - low;
    for (size_t k = 0; k < parts_.size(); ++k)
      for (auto i = from(*parts_[k], low + shift); i != parts_[k]->end(); ++i)
        if (i->first >= high + shift)
          break;
        else if (!occurs_before(k, i->first))
          f(i->first - shift, at(i->first - shift));
  }

 private:
  static Nodes::const_iterator from(const Nodes& nodes, u32 index) {
    return std::ranges::lower_bound(nodes, index, {}, index_of);
  }
  static const Element* find(const Nodes& nodes, u32 index);
  bool occurs_before(size_t part, u32 index) const;
  u32 place(u32 index) const { return index + (index < split_ ? low_ : high_); }
  Ring ring_;
  u32 split_ = 0, low_ = 0, high_ = 0;
  std::vector<const Nodes*> parts_;  // the point, then the directions of e_1, e_2, …
};
}  // namespace abide_check
