// Orbits of monomials under the symmetry of a model (mathematics.md, 4.2). For networks a monomial
// is a small graph on the nodes its weights touch, and a permutation of the nodes of a layer
// relabels them: the representative is the least relabelling by 0, 1, …, the orbit has as many
// members as there are choices of nodes, over those that leave the monomial as it is, and
// representatives of degree d + 1 are those of degree d times one more edge that uses at most one
// new node of each layer. None of this depends on the widths.
//
// Also here: how many monomials have given degrees within bounds on groups of variables.
#include <algorithm>
#include <numeric>
#include <set>

#include "generated_group.hpp"
#include "system/system.hpp"

namespace abide {

namespace {

constexpr std::size_t fewest_per_orbit = 10;

LayerSet bit(std::size_t layer) { return LayerSet{1} << layer; }
bool has(LayerSet layers, std::size_t layer) { return (layers >> layer & 1U) != 0; }

// The nodes a monomial touches, layer by layer, and its edges in terms of
// positions in these lists.
struct Graph {
  std::vector<std::vector<std::uint32_t>> used;
  std::vector<Network::Edge> edges;
  std::vector<std::uint32_t> exponents;

  Graph(const Network& net, const Monomial& m) : used(net.layers() + 1) {
    for (const Power& p : m.powers()) {
      edges.push_back(net.edge(p.variable));
      exponents.push_back(p.exponent);
      const Network::Edge& e = edges.back();
      if (!e.constant) used[e.layer - 1].push_back(e.from);
      used[e.layer].push_back(e.to);
    }
    for (auto& nodes : used) {
      std::sort(nodes.begin(), nodes.end());
      nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    }
    for (Network::Edge& e : edges) {
      if (!e.constant) e.from = position(e.layer - 1, e.from);
      e.to = position(e.layer, e.to);
    }
  }

  // The monomial after the k-th used node of layer l became labels[l][k].
  Monomial relabelled(const Network& net,
                      const std::vector<std::vector<std::uint32_t>>& labels) const {
    std::vector<Power> powers;
    powers.reserve(edges.size());
    for (std::size_t k = 0; k < edges.size(); ++k) {
      Network::Edge e = edges[k];
      if (!e.constant) e.from = labels[e.layer - 1][e.from];
      e.to = labels[e.layer][e.to];
      powers.push_back({net.position(e), exponents[k]});
    }
    return Monomial(powers);
  }

 private:
  std::uint32_t position(std::size_t layer, std::uint32_t node) const {
    const auto& nodes = used[layer];
    return static_cast<std::uint32_t>(std::lower_bound(nodes.begin(), nodes.end(), node) -
                                      nodes.begin());
  }
};

// Calls visit(labels) for every injective labelling of `count` things by 0 … size−1.
template <class Visit>
void injections(std::size_t count, std::uint32_t size, std::vector<std::uint32_t>& labels,
                const Visit& visit) {
  if (labels.size() == count) {
    visit();
    return;
  }
  for (std::uint32_t k = 0; k < size; ++k) {
    if (std::find(labels.begin(), labels.end(), k) != labels.end()) continue;
    labels.push_back(k);
    injections(count, size, labels, visit);
    labels.pop_back();
  }
}

// All combinations of injective labellings, layer by layer: sizes[l] labels for layer l, or (0) its
// nodes as they are.
template <class Visit>
void labellings(const Graph& graph, const std::vector<std::uint32_t>& sizes, std::size_t layer,
                std::vector<std::vector<std::uint32_t>>& labels, const Visit& visit) {
  if (layer == sizes.size()) {
    visit();
    return;
  }
  const auto go_on = [&] { labellings(graph, sizes, layer + 1, labels, visit); };
  if (sizes[layer] == 0) {
    labels[layer] = graph.used[layer];
    go_on();
  } else {
    labels[layer].clear();
    injections(graph.used[layer].size(), sizes[layer], labels[layer], go_on);
  }
}

// The least relabelling of the used nodes of some layers by 0, 1, …, and how many relabellings
// reach it: as many as there are that fix the monomial.
struct Least {
  Monomial monomial;
  std::uint64_t alike = 0;
};

Least least_labelling(const Network& net, const Graph& graph, LayerSet layers) {
  std::vector<std::uint32_t> sizes;
  for (std::size_t l = 0; l < graph.used.size(); ++l)
    sizes.push_back(has(layers, l) ? static_cast<std::uint32_t>(graph.used[l].size()) : 0);
  std::vector<std::vector<std::uint32_t>> labels(sizes.size());
  Least least;
  labellings(graph, sizes, 0, labels, [&] {
    Monomial candidate = graph.relabelled(net, labels);
    if (least.alike == 0 || candidate < least.monomial) {
      least = {std::move(candidate), 1};
    } else if (candidate == least.monomial) {
      ++least.alike;
    }
  });
  return least;
}

// n (n − 1) … (n − k + 1).
Integer falling(std::uint64_t n, std::uint64_t k) {
  Integer product(1);
  for (std::uint64_t i = 0; i < k; ++i) product *= Integer(static_cast<std::int64_t>(n - i));
  return product;
}

// m times one more edge that uses at most the next free label of each layer.
std::vector<Monomial> network_extensions(const Network& net, const Monomial& m) {
  const Graph graph(net, m);
  const auto reach = [&](std::size_t layer) {
    return std::min(static_cast<std::uint32_t>(graph.used[layer].size()) + 1, net.width(layer));
  };
  std::vector<Monomial> out;
  const auto extend = [&](std::uint32_t variable) {
    out.push_back(m.times(Monomial::variable(variable)));
  };
  for (std::size_t l = 1; l <= net.layers(); ++l)
    for (std::uint32_t j = 0; j < reach(l); ++j) {
      for (std::uint32_t i = 0; i < reach(l - 1); ++i) extend(net.weight(l, i, j));
      if (net.has_bias(l)) extend(net.bias_weight(l, j));
    }
  return out;
}

}  // namespace

std::vector<Monomial> all_monomials(std::uint32_t variables, std::uint32_t degree) {
  std::vector<Monomial> out;
  std::vector<std::uint32_t> chosen;
  const auto grow = [&](const auto& self, std::uint32_t first) -> void {
    if (chosen.size() == degree) {
      std::vector<Power> powers;
      for (const std::uint32_t v : chosen) powers.push_back({v, 1});
      out.emplace_back(std::span<const Power>(powers));
      return;
    }
    for (std::uint32_t v = first; v < variables; ++v) {
      chosen.push_back(v);
      self(self, v);
      chosen.pop_back();
    }
  };
  grow(grow, 0);
  return out;
}

bool Degrees::admit(const Monomial& m) const noexcept {
  std::uint64_t total = 0;
  std::size_t k = 0;
  std::uint64_t left = bounds.empty() ? 0 : bounds[0].bound;
  for (const Power& p : m.powers()) {
    total += p.exponent;
    while (k < bounds.size() && bounds[k].last < p.variable)
      if (++k < bounds.size()) left = bounds[k].bound;
    if (k == bounds.size() || p.variable < bounds[k].first) continue;
    if (p.exponent > left) return false;
    left -= p.exponent;
  }
  return total <= high;
}

std::optional<std::uint64_t> monomial_count(std::uint64_t variables, const Degrees& degrees) {
  if (degrees.bounds.empty()) return monomial_count(variables, degrees.high);
  // By degree: products over the intervals, the variables without a bound together.
  std::vector<Integer> counts(degrees.high + 1);
  counts[0] = Integer(1);
  const auto multiply_by = [&](std::uint64_t n, std::uint32_t most) {
    std::vector<Integer> next(counts.size());
    Integer monomials(1);  // C(n − 1 + k, k)
    for (std::uint32_t k = 0; k <= std::min(most, degrees.high); ++k) {
      for (std::uint32_t d = k; d <= degrees.high; ++d) next[d] += monomials * counts[d - k];
      monomials *= Integer(static_cast<std::int64_t>(n + k));
      monomials.divide_exactly(Integer(static_cast<std::int64_t>(k) + 1));
    }
    counts = std::move(next);
  };
  for (const DegreeBound& b : degrees.bounds) {
    const std::uint64_t size = std::uint64_t{b.last} - b.first + 1;
    multiply_by(size, b.bound);
    variables -= size;
  }
  if (variables > 0) multiply_by(variables, degrees.high);
  Integer sum(-1);
  for (const Integer& count : counts) sum += count;
  const auto value = sum.to_int64();
  if (!value || *value > (std::int64_t{1} << 62U)) return std::nullopt;
  return static_cast<std::uint64_t>(*value);
}

std::optional<std::uint64_t> monomial_count(std::uint64_t variables, std::uint64_t degree) {
  Integer count(1);
  for (std::uint64_t k = 1; k <= degree; ++k) {
    count *= Integer(static_cast<std::int64_t>(variables + k));
    count.divide_exactly(Integer(static_cast<std::int64_t>(k)));
    if (count.bits() > 62) return std::nullopt;
  }
  return static_cast<std::uint64_t>(*count.to_int64()) - 1;
}

Orbits::Orbits(const Model& model) : variables_(static_cast<std::uint32_t>(model.coordinates())) {
  if (const auto* network = std::get_if<Network>(&model.body())) {
    if (network->layers() >= 64) return;
    kind_ = Kind::network;
    network_ = *network;
  }
}

Orbits::Orbits(const Model& model, std::vector<Permutation> symmetries)
    : variables_(static_cast<std::uint32_t>(model.coordinates())) {
  if (symmetries.empty()) return;
  kind_ = Kind::generated;
  group_ = std::make_shared<const GeneratedGroup>(variables_, std::move(symmetries));
}

bool Orbits::knows(std::uint32_t degree) const {
  return kind_ == Kind::generated ? group_->can_list(degree) : kind_ != Kind::trivial;
}

bool Orbits::pays(std::uint32_t degree) const {
  if (kind_ != Kind::generated) return kind_ != Kind::trivial;
  const OrbitTable* table = table_of(degree);
  return table != nullptr && table->orbits() * fewest_per_orbit <= table->monomials();
}

const OrbitTable* Orbits::table_of(std::uint64_t degree) const {
  if (kind_ != Kind::generated || !group_->can_list(static_cast<std::uint32_t>(degree)))
    return nullptr;
  return &group_->table(static_cast<std::uint32_t>(degree));
}

LayerSet Orbits::touched(const Monomial& m) const {
  LayerSet layers = 0;
  if (kind_ == Kind::network)
    for (const Power& p : m.powers()) {
      const Network::Edge e = network_->edge(p.variable);
      layers |= bit(e.layer);
      if (!e.constant) layers |= bit(e.layer - 1U);
    }
  return layers;
}

Monomial Orbits::canonical(const Monomial& m, LayerSet layers) const {
  if (kind_ == Kind::network)
    return least_labelling(*network_, Graph(*network_, m), layers).monomial;
  if (const OrbitTable* table = table_of(m.degree())) return table->canonical(m);
  return m;
}

Integer Orbits::size(const Monomial& m, LayerSet layers) const {
  if (const OrbitTable* table = table_of(m.degree()))
    return Integer(static_cast<std::int64_t>(table->size(m)));
  if (kind_ != Kind::network) return Integer(1);
  const Graph graph(*network_, m);
  Integer count(1);
  for (std::size_t l = 0; l < graph.used.size(); ++l)
    if (has(layers, l)) count *= falling(network_->width(l), graph.used[l].size());
  const std::uint64_t alike = least_labelling(*network_, graph, layers).alike;
  return count.divide_exactly(Integer(static_cast<std::int64_t>(alike)));
}

std::vector<Monomial> Orbits::representatives(std::uint32_t degree) const {
  if (const OrbitTable* table = table_of(degree)) return table->representatives();
  if (kind_ != Kind::network) return all_monomials(variables_, degree);
  // Every monomial of degree d is in the orbit of a representative of degree d−1
  // times one variable.
  std::set<Monomial> level{Monomial()};
  for (std::uint32_t d = 1; d <= degree; ++d) {
    std::set<Monomial> next;
    for (const Monomial& m : level)
      for (const Monomial& e : network_extensions(*network_, m)) next.insert(canonical(e));
    level = std::move(next);
  }
  return {level.begin(), level.end()};
}

std::vector<Monomial> Orbits::members(const Monomial& m, LayerSet divided_by) const {
  if (const OrbitTable* table = table_of(m.degree())) return table->members(m);
  if (kind_ != Kind::network) return {m};
  std::set<Monomial> members;
  // Layers of the smaller group are labelled by 0, 1, …: all its orbits have such a member.
  const Graph graph(*network_, m);
  std::vector<std::uint32_t> sizes;
  for (std::size_t l = 0; l < graph.used.size(); ++l)
    sizes.push_back(has(divided_by, l) ? static_cast<std::uint32_t>(graph.used[l].size())
                                       : network_->width(l));
  std::vector<std::vector<std::uint32_t>> labels(sizes.size());
  labellings(graph, sizes, 0, labels, [&] {
    Monomial member = graph.relabelled(*network_, labels);
    members.insert(divided_by == 0 ? std::move(member) : canonical(member, divided_by));
  });
  return {members.begin(), members.end()};
}

std::vector<Permutation> Orbits::generators() const {
  if (kind_ == Kind::generated) return group_->generators();
  std::vector<Permutation> out;
  if (kind_ != Kind::network) return out;
  Permutation identity(variables_);
  std::iota(identity.begin(), identity.end(), 0U);
  const Network& net = *network_;
  for (std::size_t l = 1; l < net.layers(); ++l)
    for (std::uint32_t k = 0; k + 1 < net.width(l); ++k) {
      auto images = identity;
      const auto exchange = [&](std::uint32_t a, std::uint32_t b) {
        std::swap(images[a], images[b]);
      };
      for (std::uint32_t i = 0; i < net.width(l - 1); ++i)
        exchange(net.weight(l, i, k), net.weight(l, i, k + 1));
      for (std::uint32_t j = 0; j < net.width(l + 1); ++j)
        exchange(net.weight(l + 1, k, j), net.weight(l + 1, k + 1, j));
      if (net.has_bias(l)) exchange(net.bias_weight(l, k), net.bias_weight(l, k + 1));
      out.push_back(std::move(images));
    }
  return out;
}

}  // namespace abide
