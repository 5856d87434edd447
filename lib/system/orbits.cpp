#include <abide/system.hpp>

#include <algorithm>
#include <numeric>
#include <set>

namespace abide {

namespace {

// A factor of a monomial as an edge: from node `from` of layer−1 (or the constant
// node) to node `to` of `layer`.
struct Edge {
  std::size_t layer;
  bool constant;
  std::uint32_t from, to, exponent;
};

Edge edge_of(const Network& net, const Power& p) {
  std::uint64_t offset = p.variable;
  for (std::size_t l = 1; l <= net.layers(); ++l) {
    const std::uint64_t size = std::uint64_t{net.widths[l - 1]} * net.widths[l];
    if (offset < size)
      return {l, false, static_cast<std::uint32_t>(offset / net.widths[l]),
              static_cast<std::uint32_t>(offset % net.widths[l]), p.exponent};
    offset -= size;
  }
  for (std::size_t l = 1; l <= net.layers(); ++l) {
    if (!net.has_bias(l)) continue;
    if (offset < net.widths[l])
      return {l, true, 0, static_cast<std::uint32_t>(offset), p.exponent};
    offset -= net.widths[l];
  }
  throw Error(ErrorKind::internal, "no such parameter in this network");
}

// The nodes a monomial touches, layer by layer, and its edges in terms of
// positions in these lists.
struct Graph {
  std::vector<std::vector<std::uint32_t>> used;
  std::vector<Edge> edges;

  Graph(const Network& net, const Monomial& m) : used(net.widths.size()) {
    for (const Power& p : m.powers()) {
      edges.push_back(edge_of(net, p));
      const Edge& e = edges.back();
      if (!e.constant) used[e.layer - 1].push_back(e.from);
      used[e.layer].push_back(e.to);
    }
    for (auto& nodes : used) {
      std::sort(nodes.begin(), nodes.end());
      nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    }
    for (Edge& e : edges) {
      if (!e.constant) e.from = position(e.layer - 1, e.from);
      e.to = position(e.layer, e.to);
    }
  }

  // The monomial after the k-th used node of layer l became labels[l][k].
  Monomial relabelled(const Network& net,
                      const std::vector<std::vector<std::uint32_t>>& labels) const {
    std::vector<Power> powers;
    powers.reserve(edges.size());
    for (const Edge& e : edges) {
      const std::uint64_t index =
          e.constant ? net.bias_weight(e.layer, labels[e.layer][e.to])
                     : net.weight(e.layer, labels[e.layer - 1][e.from], labels[e.layer][e.to]);
      powers.push_back({static_cast<std::uint32_t>(index), e.exponent});
    }
    return Monomial(std::move(powers));
  }

 private:
  std::uint32_t position(std::size_t layer, std::uint32_t node) const {
    const auto& nodes = used[layer];
    return static_cast<std::uint32_t>(
        std::lower_bound(nodes.begin(), nodes.end(), node) - nodes.begin());
  }
};

// Calls visit(labels) for every injective labelling of `count` things by 0 … size−1.
template <class Visit>
void injections(std::size_t count, std::uint32_t size, std::vector<std::uint32_t>& labels,
                std::vector<bool>& taken, const Visit& visit) {
  if (labels.size() == count) {
    visit();
    return;
  }
  for (std::uint32_t k = 0; k < size; ++k) {
    if (taken[k]) continue;
    taken[k] = true;
    labels.push_back(k);
    injections(count, size, labels, taken, visit);
    labels.pop_back();
    taken[k] = false;
  }
}

// All combinations of injective labellings, layer by layer; sizes[l] labels for layer l.
template <class Visit>
void labellings(const Graph& graph, const std::vector<std::uint32_t>& sizes, std::size_t layer,
                std::vector<std::vector<std::uint32_t>>& labels, const Visit& visit) {
  if (layer == sizes.size()) {
    visit();
    return;
  }
  std::vector<bool> taken(sizes[layer], false);
  injections(graph.used[layer].size(), sizes[layer], labels[layer], taken,
             [&] { labellings(graph, sizes, layer + 1, labels, visit); });
}

Monomial network_canonical(const Network& net, const Monomial& m) {
  const Graph graph(net, m);
  std::vector<std::uint32_t> sizes;
  for (const auto& nodes : graph.used) sizes.push_back(static_cast<std::uint32_t>(nodes.size()));
  std::vector<std::vector<std::uint32_t>> labels(sizes.size());
  std::optional<Monomial> best;
  labellings(graph, sizes, 0, labels, [&] {
    Monomial candidate = graph.relabelled(net, labels);
    if (!best || candidate < *best) best = std::move(candidate);
  });
  return *best;
}

// m times one more edge that uses at most the next free label of each layer.
std::vector<Monomial> network_extensions(const Network& net, const Monomial& m) {
  const Graph graph(net, m);
  const auto reach = [&](std::size_t layer) {
    return std::min(static_cast<std::uint32_t>(graph.used[layer].size()) + 1, net.widths[layer]);
  };
  std::vector<Monomial> out;
  const auto extend = [&](std::uint64_t variable) {
    out.push_back(m.times(Monomial::variable(static_cast<std::uint32_t>(variable))));
  };
  for (std::size_t l = 1; l <= net.layers(); ++l)
    for (std::uint32_t j = 0; j < reach(l); ++j) {
      for (std::uint32_t i = 0; i < reach(l - 1); ++i) extend(net.weight(l, i, j));
      if (net.has_bias(l)) extend(net.bias_weight(l, j));
    }
  return out;
}

// The exponents of m in decreasing order, on the first variables.
Monomial sorted_exponents(const Monomial& m) {
  std::vector<std::uint32_t> exponents;
  for (const Power& p : m.powers()) exponents.push_back(p.exponent);
  std::sort(exponents.rbegin(), exponents.rend());
  std::vector<Power> powers;
  for (std::uint32_t k = 0; k < exponents.size(); ++k) powers.push_back({k, exponents[k]});
  return Monomial(std::move(powers));
}

}  // namespace

std::vector<Monomial> all_monomials(std::uint32_t variables, std::uint32_t degree) {
  std::vector<Monomial> out;
  std::vector<std::uint32_t> chosen;
  const auto grow = [&](const auto& self, std::uint32_t first) -> void {
    if (chosen.size() == degree) {
      std::vector<Power> powers;
      for (const std::uint32_t v : chosen) powers.push_back({v, 1});
      out.emplace_back(std::move(powers));
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
  if (!model.is_basic()) return;
  if (const auto* network = std::get_if<Network>(&model.body())) {
    kind_ = Kind::network;
    network_ = *network;
  } else if (std::holds_alternative<Product>(model.body())) {
    kind_ = Kind::product;
  }
}

Monomial Orbits::canonical(const Monomial& m) const {
  if (kind_ == Kind::network) return network_canonical(network_, m);
  return kind_ == Kind::product ? sorted_exponents(m) : m;
}

std::vector<Monomial> Orbits::representatives(std::uint32_t degree) const {
  if (kind_ == Kind::trivial) return all_monomials(variables_, degree);
  // Every monomial of degree d is in the orbit of a representative of degree d−1
  // times one variable.
  std::set<Monomial> level{Monomial()};
  for (std::uint32_t d = 1; d <= degree; ++d) {
    std::set<Monomial> next;
    for (const Monomial& m : level) {
      if (kind_ == Kind::network) {
        for (const Monomial& e : network_extensions(network_, m)) next.insert(canonical(e));
      } else {
        const auto used = static_cast<std::uint32_t>(m.powers().size());
        for (std::uint32_t v = 0; v < std::min(used + 1, variables_); ++v)
          next.insert(canonical(m.times(Monomial::variable(v))));
      }
    }
    level = std::move(next);
  }
  return {level.begin(), level.end()};
}

std::vector<Monomial> Orbits::members(const Monomial& m) const {
  if (kind_ == Kind::trivial) return {m};
  std::set<Monomial> members;
  if (kind_ == Kind::network) {
    const Graph graph(network_, m);
    std::vector<std::vector<std::uint32_t>> labels(network_.widths.size());
    labellings(graph, network_.widths, 0, labels,
               [&] { members.insert(graph.relabelled(network_, labels)); });
  } else {
    std::vector<std::uint32_t> labels;
    std::vector<bool> taken(variables_, false);
    injections(m.powers().size(), variables_, labels, taken, [&] {
      std::vector<Power> powers;
      for (std::size_t k = 0; k < labels.size(); ++k)
        powers.push_back({labels[k], m.powers()[k].exponent});
      members.insert(Monomial(std::move(powers)));
    });
  }
  return {members.begin(), members.end()};
}

std::vector<std::vector<std::uint32_t>> Orbits::generators() const {
  std::vector<std::vector<std::uint32_t>> out;
  if (kind_ != Kind::network) return out;
  std::vector<std::uint32_t> identity(variables_);
  std::iota(identity.begin(), identity.end(), 0U);
  for (std::size_t l = 1; l < network_.layers(); ++l)
    for (std::uint32_t k = 0; k + 1 < network_.widths[l]; ++k) {
      auto images = identity;
      const auto exchange = [&](std::uint64_t a, std::uint64_t b) {
        std::swap(images[static_cast<std::size_t>(a)], images[static_cast<std::size_t>(b)]);
      };
      for (std::uint32_t i = 0; i < network_.widths[l - 1]; ++i)
        exchange(network_.weight(l, i, k), network_.weight(l, i, k + 1));
      for (std::uint32_t j = 0; j < network_.widths[l + 1]; ++j)
        exchange(network_.weight(l + 1, k, j), network_.weight(l + 1, k + 1, j));
      if (network_.has_bias(l))
        exchange(network_.bias_weight(l, k), network_.bias_weight(l, k + 1));
      out.push_back(std::move(images));
    }
  return out;
}

}  // namespace abide
