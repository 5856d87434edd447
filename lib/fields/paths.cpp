// The terms of the fields of a network, from its layered graph (mathematics.md, 4.8). A term of a
// field is a path with one edge taken out: what is asked for is found by walking. "All terms of
// ∂_e" are the paths through the edge e; "terms whose monomial has at most k factors beyond β" are
// the paths of a class with at most k + 1 edges that are not in β, and the walk goes where edges of
// β, or absent ones still allowed, lead to the output. Both cost what they find, however many paths
// there are.
#include "paths.hpp"

#include <algorithm>

namespace abide {

namespace {

using Edge = Network::Edge;
using Nodes = std::vector<std::uint32_t>;
const Rational one(1);

// A path from its first layer to the output, node by node.
struct Path {
  std::size_t first = 0;  // 0: from an input; else from the constant node into this layer
  Nodes nodes;            // by layer, from `first` on
};

// The product of the weights of a path without the edge into layer `skipped`. Weights come
// before biases and in the order of layers: the powers are sorted.
Monomial without(const Network& net, const Path& path, std::size_t skipped) {
  std::vector<Power> powers;
  powers.reserve(path.nodes.size());
  for (std::size_t l = path.first + 1; l <= net.layers(); ++l)
    if (l != skipped) powers.push_back({net.weight(l, path.nodes[l - 1], path.nodes[l]), 1});
  if (path.first > 0 && path.first != skipped)
    powers.push_back({net.bias_weight(path.first, path.nodes[path.first]), 1});
  return Monomial(powers);
}

// The position of the edge of a path into layer l.
std::uint32_t edge_into(const Network& net, const Path& path, std::size_t l) {
  return l == path.first ? net.bias_weight(l, path.nodes[l])
                         : net.weight(l, path.nodes[l - 1], path.nodes[l]);
}

// All paths through one edge, lexicographically.
class Through {
 public:
  Through(const Network& net, const PathClasses& classes, std::uint32_t variable, TermVisit visit)
      : net_(net),
        classes_(classes),
        edge_(net.edge(variable)),
        variable_(variable),
        visit_(visit) {
    path_.nodes.resize(net.layers() + 1);
  }

  void run() {
    if (edge_.constant) {
      from(edge_.layer);
      return;
    }
    if (!from(0)) return;
    for (std::size_t l = 1; l < edge_.layer; ++l)
      if (net_.has_bias(l) && !from(l)) return;
  }

 private:
  const Network& net_;
  const PathClasses& classes_;
  Edge edge_;
  std::uint32_t variable_;
  TermVisit visit_;
  Path path_;

  std::uint32_t fixed(std::size_t layer) const {
    if (layer == edge_.layer) return edge_.to;
    return layer + 1 == edge_.layer && !edge_.constant ? edge_.from : any_node;
  }
  bool from(std::size_t first) {
    path_.first = first;
    return enter(first);
  }
  bool enter(std::size_t layer) {
    if (layer > net_.layers())
      return visit_(classes_.number(path_.first, path_.nodes), variable_,
                    without(net_, path_, edge_.layer), one);
    const std::uint32_t node = fixed(layer);
    const std::uint32_t low = node == any_node ? 0 : node;
    const std::uint32_t high = node == any_node ? net_.width(layer) : node + 1;
    for (std::uint32_t v = low; v < high; ++v) {
      path_.nodes[layer] = v;
      if (!enter(layer + 1)) return false;
    }
    return true;
  }
};

// The paths of a class with at most missing + 1 edges that do not divide beta: one of them may be
// the edge of ∂.
class Within {
 public:
  Within(const Network& net, const PathClasses& classes, std::uint64_t field, const Monomial& beta,
         std::uint32_t missing, TermVisit visit)
      : net_(net),
        field_(field),
        group_(classes.decode(field, pinned_)),
        missing_(missing),
        visit_(visit) {
    for (const Power& p : beta.powers()) present_.push_back(net.edge(p.variable));
    path_.nodes.resize(net.layers() + 1);
    find_ends();
  }

  void run() {
    if (group_.low == 0) {
      path_.first = 0;
      enter(0, pinned_[0]);
      return;
    }
    for (std::size_t l = group_.low; l <= group_.high; ++l) {
      path_.first = l;
      if (!each_edge(l, any_node)) return;
    }
  }

 private:
  const Network& net_;
  std::uint64_t field_;
  Nodes pinned_;
  const ClassGroup& group_;
  std::uint32_t missing_;
  TermVisit visit_;
  std::vector<Edge> present_;
  std::vector<Nodes> ends_;  // by layer: from where the output is reached by present edges
  Path path_;
  std::vector<std::size_t> absent_;  // layers that absent edges of the path enter

  bool fits(std::size_t layer, std::uint32_t node) const {
    return pinned_[layer] == any_node || pinned_[layer] == node;
  }
  static bool contains(const Nodes& nodes, std::uint32_t node) {
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
  }

  void find_ends() {
    const std::size_t q = net_.layers();
    ends_.resize(q + 1);
    ends_[q].push_back(pinned_[q]);
    for (std::size_t l = q; l-- > 1;)
      for (const Edge& e : present_)
        if (!e.constant && e.layer == l + 1 && fits(l, e.from) && contains(ends_[l + 1], e.to) &&
            !contains(ends_[l], e.from))
          ends_[l].push_back(e.from);
  }

  bool is_present(std::size_t layer, std::uint32_t from, std::uint32_t to) const {
    return std::any_of(present_.begin(), present_.end(), [&](const Edge& e) {
      return e.layer == layer && e.to == to &&
             (from == any_node ? e.constant : !e.constant && e.from == from);
    });
  }

  bool enter(std::size_t layer, std::uint32_t node) {
    path_.nodes[layer] = node;
    return layer == net_.layers() ? emit() : each_edge(layer + 1, node);
  }

  // Every edge into `layer` from `from` (`any_node`: the constant node) by which the path may go
  // on.
  bool each_edge(std::size_t layer, std::uint32_t from) {
    const bool exhausted = absent_.size() == missing_ + 1U;
    for (const Edge& e : present_) {
      const bool here =
          e.layer == layer && (from == any_node ? e.constant : !e.constant && e.from == from);
      if (!here || !fits(layer, e.to) || (exhausted && !contains(ends_[layer], e.to))) continue;
      if (!enter(layer, e.to)) return false;
    }
    if (exhausted) return true;
    const auto absent = [&](std::uint32_t to) {
      if (is_present(layer, from, to)) return true;
      absent_.push_back(layer);
      const bool go_on = enter(layer, to);
      absent_.pop_back();
      return go_on;
    };
    if (absent_.size() == missing_) {  // the last one: only present edges can follow
      for (const std::uint32_t to : ends_[layer])
        if (!absent(to)) return false;
      return true;
    }
    const std::uint32_t low = pinned_[layer] == any_node ? 0 : pinned_[layer];
    const std::uint32_t high = pinned_[layer] == any_node ? net_.width(layer) : low + 1;
    for (std::uint32_t to = low; to < high; ++to)
      if (!absent(to)) return false;
    return true;
  }

  bool emit() {
    const auto derivative = [this](std::size_t l) {
      return visit_(field_, edge_into(net_, path_, l), without(net_, path_, l), one);
    };
    if (absent_.size() == missing_ + 1U)
      return std::all_of(absent_.begin(), absent_.end(), derivative);
    for (std::size_t l = std::max<std::size_t>(path_.first, 1); l <= net_.layers(); ++l)
      if (!derivative(l)) return false;
    return true;
  }
};

class PathSource final : public FieldSource {
 public:
  explicit PathSource(const Network& network) : net_(network), classes_(network) {}

  std::uint64_t size() const noexcept override { return classes_.size(); }
  Field field(std::uint64_t i) const override {
    Field field;
    terms_within(i, Monomial(), static_cast<std::uint32_t>(net_.layers()),
                 [&field](std::uint64_t, std::uint32_t j, const Monomial& a, const Rational& c) {
                   field.push_back({j, a, c});
                   return true;
                 });
    return collect(std::move(field));
  }
  void terms_of(std::uint32_t variable, TermVisit visit) const override {
    Through(net_, classes_, variable, visit).run();
  }
  std::optional<std::uint64_t> some_field_of(std::uint32_t variable,
                                             std::uint64_t random) const override {
    const Edge e = net_.edge(variable);
    Path path;
    path.first = e.constant ? e.layer : 0;
    for (std::size_t l = 0; l <= net_.layers(); ++l) {
      path.nodes.push_back(static_cast<std::uint32_t>(random % net_.width(l)));
      random = random / net_.width(l) + 0x9e3779b97f4a7c15U * (random % net_.width(l));
    }
    path.nodes[e.layer] = e.to;
    if (!e.constant) path.nodes[e.layer - 1U] = e.from;
    return classes_.number(path.first, path.nodes);
  }
  const PathClasses* classes() const noexcept override { return &classes_; }
  // Paths from the inputs to the edge and from the edge to the outputs; those that start with a
  // bias are as many again at most and are left out.
  std::uint64_t count_terms_of(std::uint32_t variable) const override {
    const Edge e = net_.edge(variable);
    std::uint64_t count = 1;
    for (std::size_t l = e.constant ? e.layer : 0; l <= net_.layers(); ++l)
      if (l != e.layer && (e.constant || l + 1 != e.layer))
        count = count > UINT64_MAX / net_.width(l) ? UINT64_MAX : count * net_.width(l);
    return count;
  }
  void some_terms_of(std::uint32_t variable, std::size_t most, std::size_t,
                     TermVisit visit) const override {
    const Edge e = net_.edge(variable);
    Path path;
    path.first = e.constant ? e.layer : 0;
    std::uint32_t widest = 1;
    for (std::size_t l = path.first; l <= net_.layers(); ++l)
      if (l != e.layer && (e.constant || l + 1 != e.layer))
        widest = std::max(widest, net_.width(l));
    for (std::uint32_t k = 0; k < widest && k < most; ++k) {
      path.nodes.clear();
      for (std::size_t l = 0; l <= net_.layers(); ++l) path.nodes.push_back(k % net_.width(l));
      path.nodes[e.layer] = e.to;
      if (!e.constant) path.nodes[e.layer - 1U] = e.from;
      if (!visit(classes_.number(path.first, path.nodes), variable, without(net_, path, e.layer),
                 one))
        return;
    }
  }
  void terms_within(std::uint64_t field, const Monomial& beta, std::uint32_t missing,
                    TermVisit visit) const override {
    Within(net_, classes_, field, beta, missing, visit).run();
  }
  // One path per class: one possible first edge, and no choice of nodes.
  bool is_monomial_map() const noexcept override {
    return std::all_of(
        classes_.groups().begin(), classes_.groups().end(), [this](const ClassGroup& g) {
          if (g.low != g.high) return false;
          for (std::size_t l = g.low; l <= net_.layers(); ++l)
            if (net_.width(l) > 1 && std::find(g.kept.begin(), g.kept.end(), l) == g.kept.end())
              return false;
          return true;
        });
  }
  Monomial exponents(std::uint64_t i) const override {
    Path path;
    path.first = classes_.decode(i, path.nodes).low;
    std::replace(path.nodes.begin(), path.nodes.end(), any_node, 0U);
    return without(net_, path, net_.layers() + 1);
  }
  bool is_homogeneous() const noexcept override {
    return std::all_of(classes_.groups().begin(), classes_.groups().end(),
                       [](const ClassGroup& g) { return g.low == g.high; });
  }
  bool usable(std::uint64_t) const override { return true; }
  std::vector<std::uint32_t> dead_coordinates() const override { return {}; }
  std::uint64_t degree() const noexcept override { return net_.layers() - 1; }
  bool has_small_coefficients() const noexcept override { return true; }
  bool is_evident_law(const Terms& h, const Progress& progress) const override {
    return is_gram_combination(net_, h, progress);
  }
  std::unique_ptr<Evaluator::Backend> at(const Point& point,
                                         const Modulus& modulus) const override {
    return make_path_backend(net_, classes_, point, modulus);
  }

 private:
  Network net_;
  PathClasses classes_;
};

}  // namespace

std::unique_ptr<const FieldSource> make_path_source(const Network& network) {
  return std::make_unique<PathSource>(network);
}

}  // namespace abide
