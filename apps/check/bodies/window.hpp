// A layer over a network has its variables from one on; it sees points and monomials by this
// window. A network has every weight of a point once more with another index; those stand behind
// all variables of the layer.
//
// Some layers follow when nodes of the network are renamed: a renaming T of its weights, which
// leaves the other variables of the layer alone, keeps the span of the fields. So h∘T is a law
// whenever h is. (Phase spaces without velocities and metric: T permutes the gradients, and keeps
// the span of their differences; the drift has one factor for all weights. Velocities would have to
// move along.)
#pragma once
#include "network.hpp"

namespace abide_check {
struct Window {
  u32 first, count;
  bool has(u32 v) const { return v >= first && v - first < count; }
  Monomial take(const Monomial& m) const {
    Monomial part;
    for (const auto& q : m)
      if (has(q.variable)) part.push_back({q.variable - first, q.exponent});
    return part;
  }
  Monomial moved(Monomial below) const {
    for (auto& q : below) q.variable += first;
    return below;
  }
  void prepare(const Fields& below, Nodes& v, u64 dimension) const {
    Nodes part;
    for (const auto& [i, e] : v)
      if (has(i)) part.emplace_back(i - first, e);
    below.prepare(part);
    for (auto& [i, e] : part)
      if (i >= count) v.emplace_back(narrow(dimension + i - count), std::move(e));
  }
  Point seen(const Point& p, u64 dimension) const {
    return p.window(count, first, narrow(dimension - count));
  }
};

// A network in the window of its layer; of all variables if it is the model itself.
struct NetworkView {
  const Network& network;
  Window window;
  u64 dimension;  // of the layer
  Network::Edge edge(u32 v) const { return network.edge(v - window.first); }
  u32 moved(u32 v, const auto& to) const {
    return window.has(v) ? window.first + network.moved(v - window.first, to) : v;
  }
  // f(variable) for the edges at a node whose coordinates of a prepared point are not zero.
  void edges_at(const Point& p, size_t layer, u32 node, const auto& f) const {
    network.edges_at(window.seen(p, dimension), layer, node, [&](u32 v) { f(window.first + v); });
  }
};
// A layer that may follow when nodes of the network in its window are renamed.
class Follows {
 public:
  virtual ~Follows() = default;
  virtual std::optional<NetworkView> renamed() const = 0;  // nothing: it does not
};
}  // namespace abide_check
