// Gradients of laws at a point modulo a prime: the rows of the minor that proves independence
// (certificate.md, `independent`). At points of networks with few non-zero weights the gradient of
// an image of a law is made from the weights at its nodes alone, so that a hundred thousand images
// cost no more than their non-zero entries.
#include "gradient.hpp"

#include <algorithm>

#include "progress/progress.hpp"

namespace abide {

namespace {

SparseRow summed(std::vector<std::pair<std::uint32_t, std::uint64_t>> parts,
                 const Modulus& modulus) {
  std::sort(parts.begin(), parts.end());
  SparseRow row;
  for (const auto& [variable, value] : parts) {
    if (row.empty() || row.back().column != variable) row.push_back({variable, 0});
    row.back().value = modulus.add(row.back().value, value);
  }
  std::erase_if(row, [](const Entry& e) { return e.value == 0; });
  return row;
}

// Touches a node k < nodes of the layer.
bool touches(const Network::Edge& e, std::uint32_t layer) {
  return e.layer == layer || (e.layer == layer + 1 && !e.constant);
}

}  // namespace

SparseRow gradient(const Terms& h, const std::vector<std::uint64_t>& point,
                   const Modulus& modulus) {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> parts;
  for (const Term& t : h) {
    const std::uint64_t c = t.coefficient.numerator().mod(modulus.prime());
    for (const Power& p : t.monomial.powers()) {
      std::uint64_t value = modulus.multiply(c, p.exponent);
      for (const Power& q : t.monomial.powers())
        value = modulus.multiply(
            value,
            modulus.power(point[q.variable], q.exponent - (q.variable == p.variable ? 1U : 0U)));
      parts.emplace_back(p.variable, value);
    }
  }
  return summed(std::move(parts), modulus);
}

namespace {

std::uint64_t value(const Terms& h, const std::vector<std::uint64_t>& point,
                    const Modulus& modulus) {
  std::uint64_t sum = 0;
  for (const Term& t : h) {
    std::uint64_t product = t.coefficient.numerator().mod(modulus.prime());
    for (const Power& p : t.monomial.powers())
      product = modulus.multiply(product, modulus.power(point[p.variable], p.exponent));
    sum = modulus.add(sum, product);
  }
  return sum;
}

}  // namespace

SparseRow gradient(const ElementaryFunction& h, std::vector<std::uint64_t> point,
                   const Modulus& modulus) {
  point.resize(2 * std::size_t{h.coordinates}, 0);
  const std::uint64_t above = value(h.numerator, point, modulus),
                      below = value(h.denominator, point, modulus);
  std::vector<std::pair<std::uint32_t, std::uint64_t>> parts;
  for (Entry e : gradient(h.numerator, point, modulus)) {
    e.value = modulus.multiply(e.value, below);
    if (e.column >= h.coordinates) {
      e.column -= h.coordinates;
      e.value = modulus.multiply(e.value, modulus.inverse(point[e.column]));
    }
    parts.emplace_back(e.column, e.value);
  }
  for (const Entry& e : gradient(h.denominator, point, modulus))
    parts.emplace_back(e.column, modulus.multiply(e.value, modulus.negate(above)));
  return summed(std::move(parts), modulus);
}

ImageGradients::ImageGradients(const LawSpace& space, Distribution::Nodes nodes, const Point& point,
                               const Modulus& modulus, const Progress& progress)
    : space_(space),
      net_(*nodes.network),
      first_(nodes.first),
      modulus_(modulus),
      partners_(space.laws.size()) {
  node_at_.push_back(0);
  for (std::size_t l = 0; l <= net_.layers(); ++l)
    node_at_.push_back(node_at_.back() + net_.width(l));
  progress.check_memory(static_cast<double>(node_at_.back()) * sizeof(at_node_[0]) +
                            2.0 * static_cast<double>(point.values.size()) * sizeof(Weight),
                        "the weights at all neurons");
  resize(at_node_, node_at_.back(), progress);
  Looks looks(progress);
  for (const auto& [variable, value] : point.values) {
    looks.step();
    const Network::Edge e = net_.edge(variable);
    const Weight w{e, modulus.reduce(value)};
    at_node_[node_at_[e.layer] + e.to].push_back(w);
    if (!e.constant) at_node_[node_at_[e.layer - 1U] + e.from].push_back(w);
  }
  for (const Law& law : space.laws) known_.push_back(all_weights_touch(law));
  for (std::size_t k = 0; k < space.laws.size(); ++k) {
    if (!knows(k)) continue;
    for (const Term& t : space.laws[k].polynomial()) {
      const std::uint64_t c = t.coefficient.numerator().mod(modulus.prime());
      const auto [e, f] = weights_of(t.monomial);
      if (e == f) {
        partners_[k][e].push_back({e, modulus.add(c, c)});
      } else {
        partners_[k][e].push_back({f, c});
        partners_[k][f].push_back({e, c});
      }
    }
  }
}

bool ImageGradients::all_weights_touch(const Law& l) const {
  return l.images && std::all_of(l.polynomial().begin(), l.polynomial().end(), [&](const Term& t) {
           std::uint64_t weights = 0;
           bool touch = true;
           for (const Power& p : t.monomial.powers()) {
             if (p.variable < first_) continue;
             weights += p.exponent;
             touch = touch && touches(net_.edge(p.variable - first_), l.images->layer);
           }
           return weights == 2 && touch;
         });
}

// The two weights of a term, which may be one.
std::pair<std::uint32_t, std::uint32_t> ImageGradients::weights_of(const Monomial& term) const {
  const auto powers = term.powers();
  const Power& last = powers.back();
  return {(last.exponent == 2 ? last : powers[powers.size() - 2]).variable - first_,
          last.variable - first_};
}

SparseRow ImageGradients::operator()(const LawRef& ref) const {
  const NodeImages& images = *space_.laws[ref.law].images;
  const std::uint32_t layer = images.layer;
  // The end of an edge in the layer, which moves.
  const auto end = [layer](Network::Edge& e) -> std::uint32_t& {
    return e.layer == layer ? e.to : e.from;
  };
  std::vector<std::pair<std::uint32_t, std::uint64_t>> parts;
  for (std::uint32_t k = 0; k < images.nodes; ++k)
    for (const Weight& w : at_node_[node_at_[layer] + ref.nodes[k]]) {
      Network::Edge e = w.edge;
      end(e) = k;  // pulled back to the law itself
      const auto found = partners_[ref.law].find(net_.position(e));
      if (found == partners_[ref.law].end()) continue;
      for (const Partner& p : found->second) {
        Network::Edge f = net_.edge(p.other);
        end(f) = ref.nodes[end(f)];
        parts.emplace_back(first_ + net_.position(f), modulus_.multiply(p.factor, w.value));
      }
    }
  return summed(std::move(parts), modulus_);
}

}  // namespace abide
