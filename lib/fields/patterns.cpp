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

// Weights from one layer to the next, as many as `count`: on a diagonal, or of one node.
struct Line {
  std::size_t layer;
  std::uint32_t from, to;  // of the first weight
  std::uint32_t from_step, to_step;
  std::uint32_t count;
  bool diagonal() const { return from_step == to_step; }
};

// The pattern's digits: what nodes do that have no node of the same number before them (3), whether
// the first nodes are hubs of a star (3), whether all values differ (2), whether the outputs hang
// on the first one only (2).
class Pattern {
 public:
  Pattern(const Network& net, std::size_t pattern)
      : net_(net),
        surplus_(pattern % 3),
        star_(pattern / 3 % 3),
        distinct_(pattern / 9 % 2 == 1),
        hub_outputs_(pattern / 18 % 2 == 1) {
    for (std::size_t l = 1; l <= net.layers(); ++l) {
      add_diagonals(l);
      add_star(l);
    }
  }

  // Where lines meet, the first one counts.
  Point point(const Progress& progress) const {
    Looks looks(progress);
    check_memory(progress);
    std::map<std::uint32_t, std::int64_t> values;
    for (const Line& line : lines_)
      for (std::uint32_t t = 0; t < line.count; ++t) {
        looks.step();
        const std::uint32_t from = line.from + t * line.from_step;
        values.emplace(net_.weight(line.layer, from, line.to + t * line.to_step),
                       line.diagonal() ? diagonal_value(line.layer, from, distinct_) : 1);
      }
    Point point;
    point.values.reserve(values.size());
    for (const auto& value : values) {
      looks.step();
      point.values.emplace_back(value);
    }
    return point;
  }

 private:
  const Network& net_;
  std::size_t surplus_, star_;
  bool distinct_, hub_outputs_;
  std::vector<Line> lines_;

  // Nodes of a hidden layer that is wider than the one before it can hang on the layer after it, as
  // well as or instead of those that are diagonal.
  void add_diagonals(std::size_t l) {
    const std::uint32_t width = net_.width(l - 1);
    const std::uint32_t shift =
        surplus_ > 0 && l > 1 && width > net_.width(l - 2) ? net_.width(l - 2) : 0;
    const std::uint32_t limit = hub_outputs_ && l == net_.layers() ? 1 : net_.width(l);
    const auto diagonal = [&](std::uint32_t from) {
      lines_.push_back({l, from, 0, 1, 1, std::min(width - from, limit)});
    };
    if (shift == 0 || surplus_ == 1) diagonal(0);
    if (shift > 0) diagonal(shift);
  }

  // Every node reaches the first output; every node is reached from the first input.
  void add_star(std::size_t l) {
    if (star_ > 0 && l > 1) lines_.push_back({l, 1, 0, 1, 0, net_.width(l - 1) - 1});
    if (star_ > 1 && l < net_.layers()) lines_.push_back({l, 0, 1, 0, 1, net_.width(l) - 1});
  }

  void check_memory(const Progress& progress) const {
    constexpr double bytes_per_value = 80;  // a node of the map, and the value of the point
    double values = 0;
    for (const Line& line : lines_) values += line.count;
    progress.check_memory(values * bytes_per_value, "a sparse point of the network");
  }
};

}  // namespace

Point pattern_point(const Network& net, std::size_t pattern, const Progress& progress) {
  return Pattern(net, pattern).point(progress);
}

}  // namespace abide
