// Values of the fields of a network at a point, without its paths. For one class of paths let A(u)
// be the sum over the beginnings of its paths that end in node u, and B(v) that over the ends that
// start in v. Then the component of the field at the edge u → v is A(u)·B(v), so one forward and
// one backward pass over the edges that are not zero give all components. The passes run in nested
// dual numbers: the same code gives derivatives along directions, and thus brackets. At a point
// with few non-zero weights the cost is that of the non-zero results (mathematics.md, 4.8 and 4.9).
#include <algorithm>

#include "paths.hpp"

namespace abide {

namespace {

// Nodes of one layer with values.
struct Sums {
  std::vector<std::uint32_t> nodes;
  std::vector<std::uint64_t> values;
  void clear() {
    nodes.clear();
    values.clear();
  }
};

// The non-zero edges of a point by their ends.
struct Adjacency {
  struct Entry {
    std::uint32_t node;   // at the other end
    std::uint32_t entry;  // position in the list of edges
  };
  std::vector<std::size_t> starts;  // by node of all layers
  std::vector<Entry> entries;
};

class PathBackend final : public Evaluator::Backend {
 public:
  PathBackend(const Network& net, const PathClasses& classes, const Point& point,
              const Modulus& modulus)
      : Backend(modulus), net_(net), classes_(classes), modulus_(modulus) {
    node_at_.push_back(0);
    for (std::size_t l = 0; l <= net.layers(); ++l)
      node_at_.push_back(node_at_.back() + net.width(l));
    slot_.assign(node_at_.back(), any_node);
    forward_.resize(net.layers() + 1);
    backward_.resize(net.layers() + 1);
    set_point(residues_of(point, modulus));
  }
  std::uint64_t fields() const noexcept override { return classes_.size(); }

  // The component of X_class at the edge u → v is A(u)·B(v), with A the sum over the
  // beginnings of its paths that end in u, B over the ends that start in v.
  DualVector field(std::uint64_t i, const Directions& directions) const override {
    const DualRing ring = this->ring(directions.size());
    const ClassGroup& group = classes_.decode(i, pinned_);
    move_along(directions);
    pass(ring, group, {{pinned_[0], 1}}, {{pinned_.back(), 1}});
    return components(ring, group);
  }

  // Classes that differ in their output only, or in their input only where inputs are more and no
  // layer between is pinned, are taken together: A, or B, is linear in what it starts from.
  DualVector combination(Weights weight, const Directions& directions) const override {
    const DualRing ring = this->ring(directions.size());
    move_along(directions);
    for (const ClassGroup& group : classes_.groups()) {
      const std::uint64_t outputs = net_.width(net_.layers());
      const std::uint64_t inputs = group.count / outputs;
      const bool by_output = group.low == 0 && group.kept.size() == 2 && inputs > outputs;
      for (std::uint64_t block = 0; block < (by_output ? outputs : inputs); ++block) {
        check();
        const std::uint64_t first = group.offset + (by_output ? block : block * outputs);
        classes_.decode(first, pinned_);
        Starts starts{{pinned_[0], 1}}, ends{{pinned_.back(), 1}};
        Starts& many = by_output ? starts : ends;
        many.clear();
        for (std::uint32_t k = 0; k < (by_output ? inputs : outputs); ++k)
          if (const std::uint64_t w = weight(first + (by_output ? k * outputs : k)); w != 0)
            many.emplace_back(k, w);
        pass(ring, group, starts, ends);
        each_component(ring, group, [&](std::uint32_t position) {
          return gathered_.at(position, ring.stride());
        });
      }
    }
    return gathered_.take(ring.stride());
  }

 protected:
  void set_point(const DualVector& point) override {
    edges_.clear();
    for (const std::uint32_t variable : point.at) edges_.push_back(net_.edge(variable));
    values_ = point.values;
    biases_.assign(net_.layers() + 1, {});
    for (std::uint32_t k = 0; k < edges_.size(); ++k)
      if (edges_[k].constant) biases_[edges_[k].layer].push_back(k);
    index(out_, true);
    index(in_, false);
  }

 private:
  using Starts = std::vector<std::pair<std::uint32_t, std::uint64_t>>;  // nodes with weights
  // The entries of a direction as edges, also ordered by their heads.
  struct Moved {
    const DualVector* direction;
    std::vector<Network::Edge> edges;    // increasing positions
    std::vector<std::uint32_t> by_head;  // (layer, to) increasing
  };
  const Network& net_;
  const PathClasses& classes_;
  Modulus modulus_;
  std::vector<std::size_t> node_at_;  // by layer
  std::vector<Network::Edge> edges_;
  std::vector<std::uint64_t> values_;
  Adjacency out_, in_;                              // of the weights
  std::vector<std::vector<std::uint32_t>> biases_;  // by layer: positions in edges_
  mutable std::vector<std::uint32_t> pinned_, slot_;
  mutable std::vector<Sums> forward_, backward_;
  mutable std::vector<Moved> moved_;
  mutable std::vector<std::uint64_t> dual_;
  mutable Gathered gathered_;

  void move_along(const Directions& directions) const {
    moved_.clear();
    for (const DualVector* d : directions) moved_.push_back(by_ends(*d));
  }
  void pass(const DualRing& ring, const ClassGroup& group, const Starts& starts,
            const Starts& ends) const {
    for (Sums& s : forward_) s.clear();
    for (Sums& s : backward_) s.clear();
    backward(ring, group, ends);
    forward(ring, group, starts);
  }

  std::size_t node(std::size_t layer, std::uint32_t v) const { return node_at_[layer] + v; }

  void index(Adjacency& a, bool out) {
    a.starts.assign(node_at_.back() + 1, 0);
    const auto end_of = [&](const Network::Edge& e) {
      return out ? node(e.layer - 1U, e.from) : node(e.layer, e.to);
    };
    for (const auto& e : edges_)
      if (!e.constant) ++a.starts[end_of(e) + 1];
    for (std::size_t k = 1; k < a.starts.size(); ++k) a.starts[k] += a.starts[k - 1];
    a.entries.resize(a.starts.back());
    auto next = a.starts;
    for (std::uint32_t k = 0; k < edges_.size(); ++k)
      if (!edges_[k].constant)
        a.entries[next[end_of(edges_[k])]++] = {out ? edges_[k].to : edges_[k].from, k};
  }

  Moved by_ends(const DualVector& d) const {
    Moved moved{&d, {}, {}};
    for (const std::uint32_t variable : d.at) moved.edges.push_back(net_.edge(variable));
    for (std::uint32_t k = 0; k < d.at.size(); ++k) moved.by_head.push_back(k);
    std::sort(moved.by_head.begin(), moved.by_head.end(), [&](std::uint32_t a, std::uint32_t b) {
      const auto &e = moved.edges[a], &f = moved.edges[b];
      return e.layer != f.layer ? e.layer < f.layer : e.to < f.to;
    });
    return moved;
  }

  const std::uint64_t* value_of(std::size_t edge) const { return &values_[edge * base().stride()]; }
  bool fits(std::size_t layer, std::uint32_t v) const {
    return pinned_[layer] == any_node || pinned_[layer] == v;
  }

  // Calls part(edge, coefficients, their position in a dual number, how many) for the base value
  // and for every direction in which a weight out of (into) a node, or a bias of a layer, is
  // non-zero.
  template <class Part>
  void edges_out(std::size_t layer, std::uint32_t u, const Part& part) const {
    const std::size_t at = node(layer, u);
    for (std::size_t k = out_.starts[at]; k < out_.starts[at + 1]; ++k)
      part(out_.entries[k].node, value_of(out_.entries[k].entry), 0, base().stride());
    moved_between(net_.weight(layer + 1, u, 0), net_.width(layer + 1), part);
  }
  template <class Part>
  void biases_of(std::size_t layer, const Part& part) const {
    for (const std::uint32_t k : biases_[layer])
      part(edges_[k].to, value_of(k), 0, base().stride());
    moved_between(net_.bias_weight(layer, 0), net_.width(layer), part);
  }
  // The directions at `count` neighbouring positions.
  template <class Part>
  void moved_between(std::uint32_t low, std::uint32_t count, const Part& part) const {
    for (std::size_t d = 0; d < moved_.size(); ++d) {
      const auto& list = moved_[d].direction->at;
      const std::size_t size = base().stride() << d;
      for (auto it = std::lower_bound(list.begin(), list.end(), low);
           it != list.end() && *it - low < count; ++it)
        part(*it - low,
             &moved_[d].direction->values[static_cast<std::size_t>(it - list.begin()) * size], size,
             size);
    }
  }
  template <class Part>
  void edges_in(std::size_t layer, std::uint32_t v, const Part& part) const {
    const std::size_t at = node(layer, v);
    for (std::size_t k = in_.starts[at]; k < in_.starts[at + 1]; ++k)
      part(in_.entries[k].node, value_of(in_.entries[k].entry), 0, base().stride());
    for (std::size_t d = 0; d < moved_.size(); ++d) {
      const Moved& m = moved_[d];
      const std::size_t size = base().stride() << d;
      auto it =
          std::lower_bound(m.by_head.begin(), m.by_head.end(), std::pair(layer, v),
                           [&](std::uint32_t k, const auto& end) {
                             const auto& e = m.edges[k];
                             return e.layer != end.first ? e.layer < end.first : e.to < end.second;
                           });
      for (; it != m.by_head.end() && m.edges[*it].layer == layer && m.edges[*it].to == v; ++it)
        if (!m.edges[*it].constant)
          part(m.edges[*it].from, &m.direction->values[*it * size], size, size);
    }
  }

  // sums(v) += value · (a dual number with the given coefficients at `position`, else 0).
  void accumulate(const DualRing& ring, Sums& sums, std::size_t layer, std::uint32_t v,
                  const std::uint64_t* value, const std::uint64_t* part, std::size_t position,
                  std::size_t size) const {
    const std::size_t stride = ring.stride();
    std::uint32_t& slot = slot_[node(layer, v)];
    if (slot == any_node) {
      slot = static_cast<std::uint32_t>(sums.nodes.size());
      sums.nodes.push_back(v);
      sums.values.resize(sums.values.size() + stride, 0);
    }
    std::uint64_t* sum = &sums.values[slot * stride];
    if (stride == 1) {
      *sum = modulus_.add(*sum, value == nullptr ? *part : modulus_.multiply(*value, *part));
      return;
    }
    if (size < stride) {
      dual_.assign(stride, 0);
      std::copy_n(part, size, &dual_[position]);
      part = dual_.data();
    }
    if (value == nullptr) {
      ring.add(sum, part);
    } else {
      ring.multiply_add(value, part, sum);
    }
  }
  void release(const Sums& sums, std::size_t layer) const {
    for (const std::uint32_t v : sums.nodes) slot_[node(layer, v)] = any_node;
  }

  static void start(const DualRing& ring, Sums& sums, const Starts& nodes) {
    sums.values.assign(nodes.size() * ring.stride(), 0);
    for (const auto& [v, weight] : nodes) {
      sums.values[sums.nodes.size() * ring.stride()] = weight;
      sums.nodes.push_back(v);
    }
  }

  void forward(const DualRing& ring, const ClassGroup& group, const Starts& starts) const {
    if (group.low == 0) start(ring, forward_[0], starts);
    for (std::size_t l = std::max<std::size_t>(group.low, 1); l < net_.layers(); ++l) {
      const Sums& before = forward_[l - 1];
      for (std::size_t k = 0; k < before.nodes.size(); ++k)
        edges_out(l - 1, before.nodes[k],
                  [&](std::uint32_t v, const std::uint64_t* part, std::size_t position,
                      std::size_t size) {
                    if (fits(l, v))
                      accumulate(ring, forward_[l], l, v, &before.values[k * ring.stride()], part,
                                 position, size);
                  });
      if (group.low > 0 && l <= group.high)  // its biases start paths
        biases_of(l, [&](std::uint32_t v, const std::uint64_t* part, std::size_t position,
                         std::size_t size) {
          if (fits(l, v)) accumulate(ring, forward_[l], l, v, nullptr, part, position, size);
        });
      release(forward_[l], l);
    }
  }

  void backward(const DualRing& ring, const ClassGroup& group, const Starts& ends) const {
    const std::size_t q = net_.layers();
    start(ring, backward_[q], ends);
    for (std::size_t l = q; l > std::max<std::size_t>(group.low, 1); --l) {
      const Sums& after = backward_[l];
      for (std::size_t k = 0; k < after.nodes.size(); ++k)
        edges_in(l, after.nodes[k],
                 [&](std::uint32_t u, const std::uint64_t* part, std::size_t position,
                     std::size_t size) {
                   if (fits(l - 1, u))
                     accumulate(ring, backward_[l - 1], l - 1, u, &after.values[k * ring.stride()],
                                part, position, size);
                 });
      release(backward_[l - 1], l - 1);
    }
  }

  // Adds the components to what sum(position) says.
  template <class Sum>
  void each_component(const DualRing& ring, const ClassGroup& group, const Sum& sum) const {
    const std::size_t stride = ring.stride();
    for (std::size_t l = std::max<std::size_t>(group.low, 1); l <= net_.layers(); ++l) {
      const Sums &a = forward_[l - 1], &b = backward_[l];
      for (std::size_t i = 0; i < a.nodes.size(); ++i)
        for (std::size_t k = 0; k < b.nodes.size(); ++k)
          ring.multiply_add(&a.values[i * stride], &b.values[k * stride],
                            sum(net_.weight(l, a.nodes[i], b.nodes[k])));
      if (group.low > 0 && l <= group.high)
        for (std::size_t k = 0; k < b.nodes.size(); ++k)
          ring.add(sum(net_.bias_weight(l, b.nodes[k])), &b.values[k * stride]);
    }
  }

  DualVector components(const DualRing& ring, const ClassGroup& group) const {
    const std::size_t stride = ring.stride();
    std::vector<std::pair<std::uint32_t, std::size_t>> order;  // position, where its value stands
    std::vector<std::uint64_t> values;
    each_component(ring, group, [&](std::uint32_t position) {
      order.emplace_back(position, values.size());
      values.resize(values.size() + stride, 0);
      return &values[values.size() - stride];
    });
    std::sort(order.begin(), order.end());
    DualVector result;
    result.at.reserve(order.size());
    result.values.reserve(values.size());
    for (const auto& [position, at] : order) {
      result.at.push_back(position);
      result.values.insert(result.values.end(), &values[at], &values[at] + stride);
    }
    return result;
  }
};

}  // namespace

std::unique_ptr<Evaluator::Backend> make_path_backend(const Network& network,
                                                      const PathClasses& classes,
                                                      const Point& point, const Modulus& modulus) {
  return std::make_unique<PathBackend>(network, classes, point, modulus);
}

}  // namespace abide
