#include "network.hpp"

#include <algorithm>
#include <map>

#include "errors.hpp"

namespace abide_check {
namespace {
constexpr std::uint64_t dimension_max = std::uint64_t{1} << 27;
constexpr std::uint64_t fields_max = std::uint64_t{1} << 60;
constexpr std::size_t layers_max = 10000;
const Rational one{1};
const auto always = [](std::uint32_t) { return true; };

// a·b + c; all are at most 2^60.
std::uint64_t bounded(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t most) {
  const Wide result = static_cast<Wide>(a) * b + c;
  if (result > most) throw InputError("the model is too large: more than " + std::to_string(most) + " coordinates or fields");
  return static_cast<std::uint64_t>(result);
}
}  // namespace

Network::Network(std::vector<std::uint32_t> widths, std::vector<bool> relu, Bias bias)
    : widths_(std::move(widths)), relu_(std::move(relu)) {
  if (widths_.size() > layers_max) throw InputError("the model has more than 10000 layers");
  weights_at_.assign(widths_.size(), 0);
  bias_at_.assign(widths_.size(), UINT64_MAX);
  for (std::size_t t = 1; t <= last(); ++t) {
    weights_at_[t] = dimension_;
    dimension_ = bounded(widths_[t - 1], widths_[t], dimension_, dimension_max);
  }
  const std::size_t biased = bias == Bias::none ? 0 : bias == Bias::all ? last() : last() - 1;
  for (std::size_t t = 1; t <= biased; ++t) {
    bias_at_[t] = dimension_;
    dimension_ = bounded(widths_[t], 1, dimension_, dimension_max);
  }
  add_group(0, 0, 1);
  std::size_t from = 1;  // the layers a bias edge of the next group may enter
  for (std::size_t r = 1; r <= biased && r < last(); ++r) {
    if (!relu_[r]) continue;
    add_group(from, r, r);
    from = r + 1;
  }
  if (from <= biased) add_group(from, biased, last());
}

Network Network::product(std::uint32_t dimension) {
  if (dimension >= layers_max) throw InputError("product: at most 9999 variables are accepted");
  Network n(std::vector<std::uint32_t>(dimension + 1, 1), std::vector<bool>(dimension + 1), Bias::none);
  n.product_ = true;
  return n;
}

void Network::add_group(std::size_t low, std::size_t high, std::size_t first_relu) {
  Group g{groups_.empty() ? 0 : count(), 1, low, high, {}};
  if (low == 0) g.kept.push_back(0);
  for (std::size_t r = first_relu; r < last(); ++r)
    if (relu_[r]) g.kept.push_back(r);
  g.kept.push_back(last());
  for (const auto layer : g.kept) g.count = bounded(g.count, widths_[layer], 0, fields_max);
  bounded(g.count, 1, g.offset, fields_max);
  groups_.push_back(std::move(g));
}

Network::Class Network::decode(std::uint64_t field) const {
  const auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& g) { return field < g.offset + g.count; });
  Class c{&*group, std::vector<std::uint32_t>(widths_.size(), any)};
  std::uint64_t rest = field - group->offset;
  for (auto layer = group->kept.rbegin(); layer != group->kept.rend(); ++layer) {
    c.node[*layer] = static_cast<std::uint32_t>(rest % widths_[*layer]);
    rest /= widths_[*layer];
  }
  return c;
}

std::uint64_t Network::field_of(std::size_t first, const Path& path) const {
  const auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& g) { return g.low <= first && first <= g.high; });
  std::uint64_t number = 0;
  for (const auto layer : group->kept) number = number * widths_[layer] + path[layer];
  return group->offset + number;
}

Network::Edge Network::edge(std::uint32_t variable) const {
  const bool is_bias = has_bias(1) && variable >= bias_at_[1];
  const auto& starts = is_bias ? bias_at_ : weights_at_;
  // bias_at_ is UINT64_MAX in a last layer without biases, hence still sorted.
  const auto next = std::upper_bound(starts.begin() + 1, starts.end(), variable);
  const auto layer = static_cast<std::size_t>(next - starts.begin()) - 1;
  const auto rest = static_cast<std::uint32_t>(variable - starts[layer]);
  if (is_bias) return {layer, 0, rest, true};
  return {layer, rest / widths_[layer], rest % widths_[layer], false};
}

std::string Network::name(std::uint32_t variable) const {
  if (product_) return "x[" + std::to_string(variable + 1) + "]";
  const Edge e = edge(variable);
  const std::string layer = std::to_string(e.layer), to = std::to_string(e.to + 1);
  if (e.bias) return "b" + layer + "[" + to + "]";
  return "U" + layer + "[" + std::to_string(e.from + 1) + "," + to + "]";
}

// All paths that enter layer `first` first, agree with the pattern of nodes, and have
// at most one edge that is not present; `skipped` is that edge, or `any`.
class Network::Walk {
 public:
  using Visit = std::function<void(const Path& path, std::uint32_t skipped)>;
  Walk(const Network& net, const std::vector<std::uint32_t>& pattern, const Present& present, const Visit& visit)
      : net_(net), pattern_(pattern), present_(present), visit_(visit), path_(pattern.size(), 0) {}

  void run(std::size_t first) {
    each(first, [&](std::uint32_t v) {
      if (first == 0) return enter(first, v, any);
      const std::uint32_t edge = net_.bias(first, v);
      enter(first, v, present_(edge) ? any : edge);
    });
  }

 private:
  template <class F>
  void each(std::size_t layer, const F& f) const {
    if (pattern_[layer] != any) return f(pattern_[layer]);
    for (std::uint32_t v = 0; v < net_.widths_[layer]; ++v) f(v);
  }

  void enter(std::size_t layer, std::uint32_t node, std::uint32_t skipped) {
    path_[layer] = node;
    if (layer == net_.last()) {
      poll();
      return visit_(path_, skipped);
    }
    each(layer + 1, [&](std::uint32_t v) {
      const std::uint32_t edge = net_.weight(layer + 1, node, v);
      if (present_(edge)) {
        enter(layer + 1, v, skipped);
      } else if (skipped == any) {
        enter(layer + 1, v, edge);
      }
    });
  }

  const Network& net_;
  const std::vector<std::uint32_t>& pattern_;
  const Present& present_;
  const Visit& visit_;
  Path path_;
};

// The product of the weights along a path: its variables increase with the layer.
Monomial Network::monomial(std::size_t first, const Path& path) const {
  Monomial m;
  for (std::size_t l = first + 1; l <= last(); ++l) m.push_back({weight(l, path[l - 1], path[l]), 1});
  if (first > 0) m.push_back({bias(first, path[first]), 1});
  return m;
}

void Network::terms(std::uint64_t field, const OfField& f, const Present& present) const {
  const Class c = decode(field);
  std::size_t first = c.group->low;
  const Walk::Visit visit = [&](const Path& path, std::uint32_t skipped) {
    const Monomial m = monomial(first, path);
    if (skipped != any) return f(skipped, lowered(m, skipped), one);
    for (const auto& q : m) f(q.variable, lowered(m, q.variable), one);
  };
  for (Walk walk(*this, c.node, present, visit); first <= c.group->high; ++first) walk.run(first);
}

void Network::terms_with(std::uint32_t j, const OfVariable& f) const {
  const Edge e = edge(j);
  std::vector<std::uint32_t> pattern(widths_.size(), any);
  pattern[e.layer] = e.to;
  if (!e.bias) pattern[e.layer - 1] = e.from;
  std::size_t first = e.bias ? e.layer : 0;
  const Walk::Visit visit = [&](const Path& path, std::uint32_t) {
    f(field_of(first, path), lowered(monomial(first, path), j), one);
  };
  const Present present = always;
  Walk walk(*this, pattern, present, visit);
  walk.run(first);
  if (e.bias) return;
  for (first = 1; first < e.layer; ++first)
    if (has_bias(first)) walk.run(first);
}

bool Network::homogeneous() const {
  return std::all_of(groups_.begin(), groups_.end(), [](const Group& g) { return g.low == g.high; });
}

bool Network::monomial_map() const {
  return std::all_of(groups_.begin(), groups_.end(), [&](const Group& g) {
    if (g.low != g.high) return false;
    for (std::size_t l = g.low; l <= last(); ++l)
      if (widths_[l] > 1 && std::find(g.kept.begin(), g.kept.end(), l) == g.kept.end()) return false;
    return true;
  });
}

Monomial Network::exponents(std::uint64_t field) const {
  Class c = decode(field);
  std::replace(c.node.begin(), c.node.end(), any, 0u);
  return monomial(c.group->low, c.node);
}

// For h = Σ b_e θ_e² the polynomial X_i h is 2 Σ (Σ_{e in path} b_e) θ^path over the
// paths of class i, and different paths have different monomials. So h is a law exactly
// when b adds up to 0 along every path. All layers being complete, this holds
// exactly when every node has a potential π, 0 at inputs and outputs, with
// b = π(from) − π(to) for weights and b = −π(to) for biases.
std::optional<bool> Network::squares_law(const Polynomial& h) const {
  std::unordered_map<std::uint32_t, Integer> b;
  for (const auto& t : h) {
    if (t.monomial.size() != 1 || t.monomial[0].exponent != 2) return std::nullopt;
    b.emplace(t.monomial[0].variable, t.coefficient);
  }
  std::vector<std::vector<Integer>> potential{std::vector<Integer>(widths_[0], 0)};
  Integer steps = 0;  // edges between different potentials: there must be as many b_e
  for (std::size_t l = 1; l <= last(); ++l) {
    const auto& from = potential[l - 1];
    std::vector<Integer> to(widths_[l], 0);
    for (std::uint32_t v = 0; v < widths_[l] && l < last(); ++v) {
      const auto at = b.find(weight(l, 0, v));
      to[v] = at == b.end() ? from[0] : Integer(from[0] - at->second);
    }
    std::map<Integer, std::uint64_t> alike;
    for (const auto& p : from) ++alike[p];
    for (const auto& p : to) {
      const auto at = alike.find(p);
      steps += widths_[l - 1] - (at == alike.end() ? 0 : at->second);
      if (has_bias(l) && p != 0) ++steps;
    }
    potential.push_back(std::move(to));
  }
  for (const auto& [variable, coefficient] : b) {
    const Edge e = edge(variable);
    const Integer start = e.bias ? Integer(0) : potential[e.layer - 1][e.from];
    if (coefficient != start - potential[e.layer][e.to]) return false;
  }
  return steps == b.size();
}
}  // namespace abide_check
