// Points of a network where few weights are not zero and the ranks are often the generic ones: a
// minor that does not vanish at one point proves the rank, whatever the point (mathematics.md,
// 4.9). The patterns are partial identity matrices; their variations serve layers that are wider
// than their neighbours, ReLU layers, where every path is a field of its own, and widths for which
// equal values would make words dependent.
#include <algorithm>
#include <map>

#include "fields/fields.hpp"

namespace abide {

namespace {

constexpr std::uint32_t hubs = 3;  // the first diagonal weights differ from each other

std::int64_t diagonal_value(std::size_t layer, std::uint32_t t, bool distinct) {
  if (!distinct && t >= hubs) return 1;
  return static_cast<std::int64_t>(2 + (std::uint64_t{t} * 31 + layer * 17) % 97);
}

}  // namespace

// The pattern's digits: what nodes do that have no node of the same number before them (3), whether
// the first nodes are hubs of a star (3), whether all values differ (2), whether the outputs hang
// on the first one only (2).
Point pattern_point(const Network& net, std::size_t pattern) {
  const std::size_t surplus = pattern % 3, star = pattern / 3 % 3;
  const bool distinct = pattern / 9 % 2 == 1, hub_outputs = pattern / 18 % 2 == 1;
  std::map<std::uint32_t, std::int64_t> values;
  for (std::size_t l = 1; l <= net.layers(); ++l) {
    const std::uint32_t width = net.width(l - 1);
    // Nodes of a hidden layer that is wider than the one before it can hang on the layer after it,
    // as well as or instead of those that are diagonal.
    const std::uint32_t shift =
        surplus > 0 && l > 1 && width > net.width(l - 2) ? net.width(l - 2) : 0;
    std::uint32_t limit = net.width(l);
    if (hub_outputs && l == net.layers()) limit = 1;
    const auto diagonal = [&](std::uint32_t from) {
      for (std::uint32_t t = 0; t < std::min(width - from, limit); ++t)
        values.emplace(net.weight(l, from + t, t), diagonal_value(l, from + t, distinct));
    };
    if (shift == 0 || surplus == 1) diagonal(0);
    if (shift > 0) diagonal(shift);
    // Every node reaches the first output; every node is reached from the first input.
    for (std::uint32_t u = 1; star > 0 && l > 1 && u < width; ++u)
      values.emplace(net.weight(l, u, 0), 1);
    for (std::uint32_t v = 1; star > 1 && l < net.layers() && v < net.width(l); ++v)
      values.emplace(net.weight(l, 0, v), 1);
  }
  Point point;
  point.values.assign(values.begin(), values.end());
  return point;
}

}  // namespace abide
