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

ImageGradients::ImageGradients(const LawSpace& space, const Network& net, const Point& point,
                               const Modulus& modulus, const Progress& progress)
    : space_(space), net_(net), modulus_(modulus), partners_(space.laws.size()) {
  node_at_.push_back(0);
  for (std::size_t l = 0; l <= net.layers(); ++l)
    node_at_.push_back(node_at_.back() + net.width(l));
  progress.check_memory(static_cast<double>(node_at_.back()) * sizeof(at_node_[0]) +
                            2.0 * static_cast<double>(point.values.size()) * sizeof(Weight),
                        "the weights at all neurons");
  resize(at_node_, node_at_.back(), progress);
  Looks looks(progress);
  for (const auto& [variable, value] : point.values) {
    looks.step();
    const Network::Edge e = net.edge(variable);
    const Weight w{e, modulus.reduce(value)};
    at_node_[node_at_[e.layer] + e.to].push_back(w);
    if (!e.constant) at_node_[node_at_[e.layer - 1U] + e.from].push_back(w);
  }
  for (std::size_t k = 0; k < space.laws.size(); ++k) {
    if (!knows(k)) continue;
    for (const Term& t : space.laws[k].polynomial()) {
      const auto powers = t.monomial.powers();
      const std::uint64_t c = t.coefficient.numerator().mod(modulus.prime());
      const std::uint32_t e = powers.front().variable, f = powers.back().variable;
      if (e == f) {
        partners_[k][e].push_back({e, modulus.add(c, c)});
      } else {
        partners_[k][e].push_back({f, c});
        partners_[k][f].push_back({e, c});
      }
    }
  }
}

bool ImageGradients::knows(std::size_t law) const {
  const Law& l = space_.laws[law];
  if (!l.images || l.degree != 2) return false;
  return std::all_of(l.polynomial().begin(), l.polynomial().end(), [&](const Term& t) {
    const auto powers = t.monomial.powers();
    return t.monomial.degree() == 2 &&
           std::all_of(powers.begin(), powers.end(), [&](const Power& p) {
             return touches(net_.edge(p.variable), l.images->layer);
           });
  });
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
        parts.emplace_back(net_.position(f), modulus_.multiply(p.factor, w.value));
      }
    }
  return summed(std::move(parts), modulus_);
}

}  // namespace abide
