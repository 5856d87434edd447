// Nested dual numbers modulo a prime, and points with such coordinates: brackets of vector
// fields are evaluated by them without any expansion.
#pragma once
#include "arithmetic.hpp"

namespace abide_check {
// An element of R[e_1 … e_k]/(e_1², …, e_k²): 2^k coefficients, bit i of the index stands for
// e_(i+1); empty is zero. The upper half belongs to e_k. R is F_p, or what a rule takes instead.
using Element = boost::container::small_vector<u64, 4>;

class Ring {
 public:
  // Adds a·b to c, coefficients of `size` numbers.
  using Product = void (*)(const Modulus& field, const u64* a, const u64* b, u64* c, size_t size);
  Ring(const Modulus& field, size_t coefficient = 1, Product product = nullptr)
      : field_(field), coefficient_(coefficient), size_(coefficient), product_(product) {}
  void go_up() { size_ *= 2; }  // to the next level
  const Modulus& field() const { return field_; }
  size_t size() const { return size_; }
  Element constant(u64 c) const {
    if (c == 0) return {};
    Element e(size_, 0);
    e[0] = c;
    return e;
  }
  void add(Element& a, const Element& b) const;
  void add_product(const Element& a, const Element& b, Element& c) const;  // c += a·b
  Element mul(const Element& a, const Element& b, Element c = {}) const {
    return add_product(a, b, c), c;
  }
  Element pow(Element a, u32 e) const;  // e ≥ 1

 private:
  void add_product(const u64* a, const u64* b, u64* c, size_t n) const;
  Modulus field_;
  size_t coefficient_, size_;
  Product product_;  // null: numbers
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
  Element& at(u32 index);
  Nodes take();  // the sums are zero again

 private:
  std::vector<u32> position_;  // in nodes_, from 1; 0: no entry
  Nodes nodes_;
};

// A point with coordinates in a ring, or below + e_k · direction, one level above.
class Point {
 public:
  Point(const Ring& ring, const Nodes& values) : ring_(ring), parts_{&values} {}
  Point(const Point& below, const Nodes& direction) : Point(below) {
    ring_.go_up();
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
