#include <algorithm>
#include <map>

#include "errors.hpp"
#include "network.hpp"

namespace abide_check {
namespace {
// n (n − 1) … (n − k + 1)
Integer falling(std::uint64_t n, std::uint64_t k) {
  Integer result = 1;
  for (std::uint64_t i = 0; i < k; ++i) result *= n - i;
  return result;
}

// A monomial of `product` is its multiset of exponents.
Orbit product_orbit(std::uint64_t dimension, const Monomial& m) {
  Orbit result{{}, falling(dimension, m.size())};
  std::map<std::uint32_t, std::uint64_t> alike;
  for (const auto& q : m) ++alike[q.exponent];
  for (const auto& [exponent, n] : alike) {
    result.size /= falling(n, n);
    result.form.insert(result.form.end(), n, {exponent, 0, 0, 0});
  }
  return result;
}
}  // namespace

// The form is the least of all relabellings of the used nodes by 0, 1, …; those
// which reach it are as many as the relabellings that fix the monomial. The orbit
// has one monomial per injection of the used nodes, up to these.
Orbit orbit(const Network& network, const Monomial& m) {
  if (network.is_product()) return product_orbit(network.dimension(), m);
  constexpr std::uint64_t relabellings_max = 1000000;
  std::vector<Network::Edge> edges;
  std::map<std::size_t, std::vector<std::uint32_t>> used;  // nodes by layer; labels are positions
  const auto add = [&](std::size_t layer, std::uint32_t node) {
    auto& nodes = used[layer];
    const auto at = std::lower_bound(nodes.begin(), nodes.end(), node);
    if (at == nodes.end() || *at != node) nodes.insert(at, node);
  };
  for (const auto& q : m) {
    const auto e = edges.emplace_back(network.edge(q.variable));
    if (!e.bias) add(e.layer - 1, e.from);
    add(e.layer, e.to);
  }
  Integer injections = 1, relabellings = 1;
  for (const auto& [layer, nodes] : used) {
    injections *= falling(network.widths()[layer], nodes.size());
    relabellings *= falling(nodes.size(), nodes.size());
    if (relabellings > relabellings_max) throw Rejected("an orbit has more than 10^6 relabellings");
  }
  const auto label = [&](std::size_t layer, std::uint32_t node) {
    const auto& nodes = used.at(layer);
    return static_cast<std::uint32_t>(std::find(nodes.begin(), nodes.end(), node) - nodes.begin());
  };
  const auto next = [](auto& layer) { return std::next_permutation(layer.second.begin(), layer.second.end()); };
  Orbit result;
  std::uint64_t alike = 0;
  std::vector<std::array<std::uint32_t, 4>> form(m.size());
  do {
    poll();
    for (std::size_t i = 0; i < m.size(); ++i) {
      const auto& e = edges[i];
      const auto kind = static_cast<std::uint32_t>(2 * e.layer + (e.bias ? 1 : 0));
      form[i] = {kind, e.bias ? 0 : label(e.layer - 1, e.from), label(e.layer, e.to), m[i].exponent};
    }
    std::sort(form.begin(), form.end());
    if (result.form.empty() || form < result.form) result.form = form, alike = 0;
    if (form == result.form) ++alike;
  } while (std::any_of(used.begin(), used.end(), next));  // all choices of permutations, one after the other
  result.size = injections / alike;
  return result;
}
}  // namespace abide_check
