// Walks and sums over the paths of a network, and its Gram laws. No path is listed and no entry of
// φ is expanded: the terms that a row needs are found by walking along the edges that divide β, and
// a value at a point is one pass forwards and one backwards over the weights that are not zero
// there (mathematics.md, 4.8). The theorem about Gram laws, with its proof, is before `known_law`.
#include "network.hpp"

namespace abide_check {
namespace {
u64 bounded(u64 a, u64 b, u64 c, u64 most) {  // a·b + c
  if (static_cast<Wide>(a) * b + c > most)
    throw InputError(text("more than ", most, " coordinates or fields"));
  return a * b + c;
}
}  // namespace

Network::Network(std::vector<u32> widths, std::vector<bool> relu, Bias bias)
    : widths_(std::move(widths)),
      relu_(std::move(relu)),
      weights_at_(widths_.size()),
      bias_at_(widths_.size(), UINT64_MAX) {
  if (widths_.size() > 10000) throw InputError("the model has more than 10000 layers");
  const auto place = [&](std::vector<u64>& at, size_t l, u64 edges_into_node) {
    at[l] = dimension_;
    dimension_ = bounded(widths_[l], edges_into_node, dimension_, u64{1} << 27);
  };
  const size_t biased = bias == Bias::none ? 0 : bias == Bias::all ? last() : last() - 1;
  for (size_t l = 1; l <= last(); ++l) place(weights_at_, l, widths_[l - 1]);
  for (size_t l = 1; l <= biased; ++l) place(bias_at_, l, 1);
  add_group(0, 0);
  size_t from = 1;  // the layers a bias edge of the next group may enter
  for (size_t r = 1; r <= biased && r < last(); ++r)
    if (relu_[r]) add_group(std::exchange(from, r + 1), r);
  if (from <= biased) add_group(from, biased);
}
void Network::add_group(size_t low, size_t high) {
  constexpr u64 fields_max = u64{1} << 60;
  Group g{count_, 1, low, high, {}};
  // One path for every class, if it has one length and the layers that are not kept have one
  // node.
  for (size_t l = low; l <= last(); ++l)
    if (l == 0 || l == last() || relu_[l])
      g.kept.push_back(l), g.count = bounded(g.count, widths_[l], 0, fields_max);
    else
      monomial_map_ = monomial_map_ && widths_[l] == 1;
  if (low < high) homogeneous_ = monomial_map_ = false;
  count_ = bounded(g.count, 1, g.offset, fields_max);
  groups_.push_back(std::move(g));
}
std::string Network::name(u32 variable) const {
  if (names_) return names_(variable);
  const Edge e = edge(variable);
  const std::string layer = std::to_string(e.layer) + "[", to = std::to_string(e.to + 1) + "]";
  return e.bias ? "b" + layer + to : "U" + layer + std::to_string(e.from + 1) + "," + to;
}
// The class of a field: its group and, per layer, the node kept or `any`.
std::pair<const Network::Group*, Network::Path> Network::decode(u64 field) const {
  const auto group =
      std::ranges::find_if(groups_, [&](const Group& g) { return field < g.offset + g.count; });
  Path pattern(widths_.size(), any);
  u64 rest = field - group->offset;
  for (auto layer = group->kept.rbegin(); layer != group->kept.rend(); rest /= widths_[*layer++])
    pattern[*layer] = narrow(rest % widths_[*layer]);
  return {&*group, pattern};
}
// The product of the weights along a path: its variables increase with the layer.
Monomial Network::monomial(size_t first, const Path& path) const {
  Monomial m;
  for (size_t l = first + 1; l <= last(); ++l) m.push_back({weight(l, path[l - 1], path[l]), 1});
  if (first > 0) m.push_back({bias(first, path[first]), 1});
  return m;
}
Network::Edge Network::edge(u32 variable) const {
  const bool is_bias = has_bias(1) && variable >= bias_at_[1];
  const auto& starts = is_bias ? bias_at_ : weights_at_;
  // bias_at_ is UINT64_MAX in a last layer without biases, hence still sorted.
  const auto next = std::upper_bound(starts.begin() + 1, starts.end(), variable);
  const auto layer = static_cast<size_t>(next - starts.begin()) - 1;
  const auto rest = narrow(variable - starts[layer]);
  return {layer, rest / widths_[layer], rest % widths_[layer], is_bias};
}
u64 Network::moved_field(u64 field, const std::function<u32(size_t, u32)>& to) const {
  const auto [group, pattern] = decode(field);
  u64 number = 0;
  for (const size_t layer : group->kept)
    number = number * widths_[layer] + to(layer, pattern[layer]);
  return group->offset + number;
}
void Network::edges_at(const Point& p, size_t layer, u32 node,
                       const std::function<void(u32)>& f) const {
  const auto out = [&](u32 first, u32 size) {
    each_coordinate(p, first, first + size, [&](u32 v, const Element&) { f(v); });
  };
  if (layer < last()) out(weight(layer + 1, node, 0), widths_[layer + 1]);
  if (has_bias(layer)) out(bias(layer, node), 1);
  if (layer == 0) return;
  const u32 first = incoming(layer, 0, node);
  each_coordinate(p, first, first + widths_[layer - 1],
                  [&](u32 i, const Element&) { f(weight(layer, i - first, node)); });
}

// A walk along the paths of the class with few edges that do not divide β, which are missing.
void Network::terms(u64 field, const Monomial& beta, u64 lack, const OfTerm& f) const {
  const auto [group, pattern] = decode(field);
  const u64 budget = std::min<u64>(lack, UINT32_MAX) + 1;  // the edge of ∂_j may be missing, too
  size_t first = group->low;
  Path path = pattern;
  const auto visit = [&](u64 missing) {
    poll();
    const Monomial m = monomial(first, path);
    for (const auto& q : m)
      if (missing <= lack || exponent_of(beta, q.variable) == 0)
        f(q.variable, lowered(m, q.variable), 1);
  };
  // Goes on to the nodes v of a layer; `edge` + v is the edge to v.
  const auto enter = [&, &pattern = pattern](const auto& self, size_t l, u32 edge,
                                             u64 left) -> void {
    const auto dividing = [&](u32 low, u32 size, const auto& g) {
      auto q = std::ranges::lower_bound(beta, Power{low, 0});
      for (; q != beta.end() && q->variable - low < size; ++q) g(q->variable - low);
    };
    const auto go = [&](u32 v, u64 rest) {
      if (pattern[l] != any && pattern[l] != v) return;
      path[l] = v;
      if (l < last())
        self(self, l + 1, weight(l + 1, v, 0), rest);
      else
        visit(budget - rest);
    };
    const auto miss = [&](u32 v) { exponent_of(beta, edge + v) == 0 ? go(v, left - 1) : void(); };
    dividing(edge, widths_[l], [&](u32 v) { go(v, left); });
    if (left == 0) return;
    if (pattern[l] != any) return miss(pattern[l]);
    for (u32 v = 0; v < widths_[l] && (left > 1 || l == last()); ++v) miss(v);
    if (left > 1 || l == last()) return;
    // As this is the last edge that may be missing, only nodes with an edge of β lead on.
    const u32 n = widths_[l + 1];
    u32 before = any;
    dividing(weight(l + 1, 0, 0), widths_[l] * n,
             [&](u32 e) { e / n == before ? void() : miss(before = e / n); });
  };
  for (; first <= group->high; ++first)
    if (first > 0)
      enter(enter, first, bias(first, 0), budget);
    else
      enter(enter, 1, weight(1, path[0], 0), budget);
}
Monomial Network::exponents(u64 field) const {
  auto [group, pattern] = decode(field);
  std::ranges::replace(pattern, any, 0u);
  return monomial(group->low, pattern);
}
void Network::prepare(Nodes& v) const {
  const size_t size = v.size();
  for (size_t k = 0; k < size; ++k)
    if (const Edge e = edge(v[k].first); !e.bias)
      v.emplace_back(incoming(e.layer, e.from, e.to), Element(v[k].second));
  std::ranges::sort(v, {}, index_of);
}

// Let A be the sums over the prefixes of the paths of a class that end in a node and B those over
// the suffixes that start there, weighted by output. The derivative by an edge u → v is
// A(u)·B(v).
void Network::add_value(u64 field, const Nodes& weights, const Point& p, Sums& sums) const {
  const auto [group, pattern] = decode(field);
  Nodes start(group->low == 0 ? 1 : 0, {pattern[0], p.ring().constant(1)});
  add_passes(*group, pattern, std::move(start), weights, p, sums);
}
// Where all layers between are summed over and inputs are more than outputs: per output, A starts
// from all inputs with their weights.
bool Network::add_all(u64 seed, const Point& p, Sums& sums) const {
  const u64 n = widths_.back();
  if (count_ != widths_[0] * n || groups_[0].kept.size() > 2 || widths_[0] <= n) return false;
  std::vector<Nodes> starts(n);
  each_field({seed, true, {}, {}}, count_, [&](u64 i, u64 weight) {
    const Element w = p.ring().constant(weight % p.ring().field().p());
    if (!w.empty()) starts[i % n].emplace_back(narrow(i / n), w);
  });
  const Path all(widths_.size(), any);
  for (u32 o = 0; o < n; ++o)
    add_passes(groups_[0], all, std::move(starts[o]), {{o, p.ring().constant(1)}}, p, sums);
  return true;
}
void Network::add_passes(const Group& group, const Path& pattern, Nodes starts, const Nodes& ends,
                         const Point& p, Sums& sums) const {
  const Ring& ring = p.ring();
  // The edges from node u of the layer before; the constant node has the number after the others.
  const auto edge = [&](size_t l, u32 u) {
    return u == widths_[l - 1] ? bias(l, 0) : weight(l, u, 0);
  };
  // Sums over the edges from some nodes to those of a layer, which come from `first` on.
  const auto step = [&](const Nodes& nodes, size_t layer, const auto& first) {
    const u32 low = pattern[layer] == any ? 0 : pattern[layer],
              high = pattern[layer] == any ? widths_[layer] : low + 1;
    for (const auto& [u, sum] : nodes) {
      poll();
      const auto add = [&, &s = sum, e = first(u)](u32 i, const Element& x) {
        ring.add_product(s, x, nodes_.at(i - e));
      };
      each_coordinate(p, first(u) + low, first(u) + high, add);
    }
    return nodes_.take();
  };
  std::vector<Nodes> a(widths_.size()), b(widths_.size());
  a[0] = std::move(starts);
  for (size_t l = 1; l <= last(); ++l) {
    if (l >= group.low && l <= group.high) a[l - 1].emplace_back(widths_[l - 1], ring.constant(1));
    if (l < last()) a[l] = step(a[l - 1], l, [&](u32 u) { return edge(l, u); });
  }
  b[last()] = ends;
  for (size_t l = last(); l > 1; --l)
    b[l - 1] = step(b[l], l - 1, [&](u32 v) { return incoming(l, 0, v); });
  for (size_t l = 1; l <= last(); ++l)
    for (const auto& [u, prefix] : a[l - 1]) {
      poll();
      for (const auto& [v, suffix] : b[l])
        ring.add_product(prefix, suffix, sums.at(edge(l, u) + v));
    }
}

// Combinations of Gram laws. For a hidden layer l and nodes v, w of it (v = w if the layer is
// ReLU), let G_l(v,w) = Σ_u U_l[u,v]·U_l[u,w] + b_l[v]·b_l[w] − Σ_x U_{l+1}[v,x]·U_{l+1}[w,x] (b_l
// only where the layer has biases). Every linear combination of these is a law.
//
// Proof. For one class let A(u) be the sum over its prefixes that end in node u and B(u) the sum
// over its suffixes that start there (0 where the class does not pass; the constant node has A = 1
// where the class has bias edges into the layer). Then ∂φ_class/∂U_l[u,v] = A(u)·B(v), and the same
// for a bias with the constant node as u; A(v) = Σ_u A(u)·U_l[u,v] (+ b_l[v]), B(v) = Σ_x
// U_{l+1}[v,x]·B(x). Hence X_class maps the in-edge part of G_l(v,w) to A(w)·B(v) + A(v)·B(w) and
// the out-edge part to the same. In a ReLU layer a class passes one node, and v = w. ∎
//
// The least monomial of a combination is U_l[1,v] U_l[1,w] with the least l, and no other G than
// this one of layer l has it: so the coefficients are found one after the other.
bool Network::known_law(const Polynomial& h) const {
  std::map<Monomial, Integer> rest;
  for (const auto& t : h) rest.emplace(t.monomial, t.coefficient);
  const auto subtract = [&](u32 a, u32 b, const Integer& c) {
    poll();
    const auto at = rest.try_emplace(times({{a, 1}}, {{b, 1}}), 0).first;
    at->second -= c;
    if (at->second.is_zero()) rest.erase(at);
  };
  while (!rest.empty()) {
    const auto [m, c] = *rest.begin();
    const Edge e = edge(m.front().variable), f = edge(m.back().variable);
    const size_t l = e.layer;
    if (degree(m) != 2 || e.bias || f.bias || f.layer != l || e.from + f.from > 0 || l == last())
      return false;
    if (e.to != f.to && relu_[l]) return false;
    for (u32 u = 0; u < widths_[l - 1]; ++u) subtract(weight(l, u, e.to), weight(l, u, f.to), c);
    if (has_bias(l)) subtract(bias(l, e.to), bias(l, f.to), c);
    for (u32 x = 0; x < widths_[l + 1]; ++x)
      subtract(weight(l + 1, e.to, x), weight(l + 1, f.to, x), -c);
  }
  return true;
}
}  // namespace abide_check
