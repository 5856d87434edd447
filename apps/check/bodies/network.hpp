// Layered path-sum networks (section "Basic families as fields" of canonical.md). Nothing is
// expanded: terms come from walks through the graph, values from sums over prefixes and suffixes
// of paths.
//
// Permutations of the nodes of a layer permute the weights and, up to their order, the classes of
// paths; so they permute the fields, images of laws are laws, and the image of a row of the linear
// system is a row.
#pragma once
#include "../core/fields.hpp"

namespace abide_check {
// f(index, coordinate) for the coordinates of a point from low to high − 1 that are not zero.
void each_coordinate(const Point& p, u32 low, u32 high, const auto& f) {
  const u32 shift = p.place(low) - low;
  for (auto part = p.parts().begin(); part != p.parts().end(); ++part)
    for (auto i = std::ranges::lower_bound(**part, low + shift, {}, index_of);
         i != (*part)->end() && i->first < high + shift; ++i)
      if (p.parts().size() == 1)
        f(i->first - shift, i->second);
      else if (std::none_of(p.parts().begin(), part, [&](const Nodes* earlier) {
                 return find(*earlier, i->first) != nullptr;
               }))
        f(i->first - shift, p.at(i->first - shift));
}

enum class Bias { none, hidden, all };

class Network final : public Fields {
 public:
  // InputError when the sizes are refused. `relu` has one flag per layer 0 … q.
  Network(std::vector<u32> widths, std::vector<bool> relu, Bias bias);
  void name_as(std::function<std::string(u32 variable)> names) { names_ = std::move(names); }
  bool same_as(const Network& other) const {
    return widths_ == other.widths_ && relu_ == other.relu_ && bias_at_ == other.bias_at_;
  }
  std::string name(u32 variable) const override;
  void terms(u64 field, const Monomial& beta, u64 lack, const OfTerm& f) const override;
  bool monomial_map() const { return monomial_map_; }  // every class has one path
  Monomial exponents(u64 field) const;                 // of the first path of a class
  void prepare(Nodes& v) const override;
  bool known_law(const Polynomial& h) const override;

  // An edge into node `to` of `layer`: a weight from a node of the layer before, or a bias, from
  // the constant node.
  struct Edge {
    size_t layer;
    u32 from, to;
    bool bias;
  };
  Edge edge(u32 variable) const;
  u32 variable(const Edge& e) const {
    return e.bias ? bias(e.layer, e.to) : weight(e.layer, e.from, e.to);
  }
  // The variable, and the field, with their nodes replaced by to(layer, node).
  u32 moved(u32 v, const auto& to) const {
    Edge e = edge(v);
    e.to = to(e.layer, e.to);
    if (!e.bias) e.from = to(e.layer - 1, e.from);
    return variable(e);
  }
  u64 moved_field(u64 field, const std::function<u32(size_t layer, u32 node)>& to) const;
  // f(variable) for the edges at a node whose coordinates of a prepared point are not zero.
  void edges_at(const Point& p, size_t layer, u32 node, const std::function<void(u32)>& f) const;
  const std::vector<u32>& widths() const { return widths_; }
  u64 block() const override { return widths_.back(); }
  void add_value(u64 field, const Nodes& weights, const Point& p, Sums& sums) const override;
  // The combination ~seed of all fields, if there is a faster way than by blocks.
  bool add_all(u64 seed, const Point& p, Sums& sums) const;

 private:
  // The classes with the same start and the same layers kept in the index, whose nodes are the
  // digits of the number of a class. A path enters layer `low` … `high` first (0: it starts at an
  // input).
  struct Group {
    u64 offset, count;
    size_t low, high;
    std::vector<size_t> kept;
  };
  static constexpr u32 any = UINT32_MAX;
  using Path = boost::container::small_vector<u32, 6>;  // a node per layer, from its first one on

  void add_group(size_t low, size_t high);
  void add_passes(const Group& group, const Path& pattern, Nodes starts, const Nodes& ends,
                  const Point& p, Sums& sums) const;
  std::pair<const Group*, Path> decode(u64 field) const;
  Monomial monomial(size_t first, const Path& path) const;
  size_t last() const { return widths_.size() - 1; }
  bool has_bias(size_t layer) const { return layer > 0 && bias_at_[layer] < dimension_; }
  u32 weight(size_t l, u32 from, u32 to) const {
    return narrow(weights_at_[l] + u64{from} * widths_[l] + to);
  }
  // The other index of the same weight in a point.
  u32 incoming(size_t layer, u32 from, u32 to) const {
    return narrow(dimension_ + weights_at_[layer] + u64{to} * widths_[layer - 1] + from);
  }
  u32 bias(size_t layer, u32 to) const { return narrow(bias_at_[layer] + to); }

  const std::vector<u32> widths_;
  const std::vector<bool> relu_;
  std::vector<u64> weights_at_, bias_at_;  // first variable, by layer
  std::vector<Group> groups_;
  bool monomial_map_ = true;
  std::function<std::string(u32)> names_;  // empty: the usual ones
  mutable Sums nodes_;
};
}  // namespace abide_check
