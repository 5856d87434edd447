// A layer over a network has its variables from one on; it sees points and monomials by this
// window. A network has every weight of a point once more with another index; those stand behind
// all variables of the layer.
#pragma once
#include "../core/fields.hpp"

namespace abide_check {
struct Window {
  u32 first, count;
  Monomial take(const Monomial& m) const {
    Monomial part;
    for (const auto& q : m)
      if (q.variable >= first && q.variable - first < count)
        part.push_back({q.variable - first, q.exponent});
    return part;
  }
  Monomial moved(Monomial below) const {
    for (auto& q : below) q.variable += first;
    return below;
  }
  void prepare(const Fields& below, Nodes& v, u64 dimension) const {
    Nodes part;
    for (const auto& [i, e] : v)
      if (i >= first && i - first < count) part.emplace_back(i - first, e);
    below.prepare(part);
    for (auto& [i, e] : part)
      if (i >= count) v.emplace_back(narrow(dimension + i - count), std::move(e));
  }
  Point seen(const Point& p, u64 dimension) const {
    return p.window(count, first, narrow(dimension - count));
  }
};
}  // namespace abide_check
