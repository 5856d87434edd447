// Nested dual numbers modulo a prime, and points with such coordinates:
// brackets of vector fields are evaluated by them without any expansion.
#pragma once
#include <unordered_map>

#include "arithmetic.hpp"

namespace abide_check {
// An element of F_p[e_1 … e_k]/(e_1², …, e_k²): 2^k coefficients, bit i of the
// index stands for e_(i+1); empty is zero. The upper half belongs to e_k.
using Element = std::vector<std::uint64_t>;

class Ring {
 public:
  Ring(const Modulus& field, unsigned level) : field_(&field), size_(std::size_t{1} << level) {}
  const Modulus& field() const { return *field_; }
  Element constant(std::uint64_t c) const;
  void add(Element& a, const Element& b) const;
  Element mul(const Element& a, const Element& b) const;
  Element pow(Element a, std::uint32_t e) const;  // e ≥ 1

 private:
  void mul_to(const std::uint64_t* a, const std::uint64_t* b, std::uint64_t* c, std::size_t n) const;
  const Modulus* field_;
  std::size_t size_;
};

// A sparse vector of ring elements by variable.
using Vector = std::unordered_map<std::uint32_t, Element>;

// A point modulo p (level 0), or below + e_k · direction (level k).
class Point {
 public:
  Point(const Modulus& field, const std::vector<std::uint64_t>& values)
      : ring_(field, 0), values_(&values) {}
  Point(const Point& below, const Vector& direction)
      : level_(below.level_ + 1), ring_(below.ring_.field(), level_), below_(&below), direction_(&direction) {}
  const Ring& ring() const { return ring_; }
  Element at(std::uint32_t variable) const;

 private:
  unsigned level_ = 0;
  Ring ring_;
  const std::vector<std::uint64_t>* values_ = nullptr;
  const Point* below_ = nullptr;
  const Vector* direction_ = nullptr;
};
}  // namespace abide_check
