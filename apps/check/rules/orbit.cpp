// The form is the least of all relabellings of the used nodes by the first nodes of their layers;
// those which reach it are as many as the relabellings that fix the monomial. The orbit has one
// monomial per injection of the used nodes, up to these.
#include "orbit.hpp"

namespace abide_check {
Orbit orbit(const Network& network, const Monomial& m, const Layers& layers) {
  std::vector<Network::Edge> edges;
  std::vector<std::pair<size_t, u32>> used;  // the nodes that move
  for (const auto& q : m) {
    const auto& e = edges.emplace_back(network.edge(q.variable));
    if (!e.bias && layers[e.layer - 1]) used.emplace_back(e.layer - 1, e.from);
    if (layers[e.layer]) used.emplace_back(e.layer, e.to);
  }
  std::ranges::sort(used);
  used.erase(std::unique(used.begin(), used.end()), used.end());
  std::vector<u32> labels(used.size());
  std::vector<std::pair<size_t, size_t>> spans;  // the labels of each layer
  Integer injections = 1, relabellings = 1;
  for (size_t i = 0, stop; i < used.size(); i = stop) {
    for (stop = i; stop < used.size() && used[stop].first == used[i].first; ++stop)
      labels[stop] = narrow(stop - i);
    spans.emplace_back(i, stop);
    injections *= falling(network.widths()[used[i].first], stop - i);
    relabellings *= falling(stop - i, stop - i);
    if (relabellings > 1000000) throw Rejected("an orbit has more than 10^6 relabellings");
  }
  const auto label = [&](size_t layer, u32 node) {
    const auto at = std::ranges::lower_bound(used, std::pair{layer, node});
    return layers[layer] ? labels[static_cast<size_t>(at - used.begin())] : node;
  };
  Orbit result;
  u64 alike = 0;
  Monomial form(m.size());
  do {
    poll();
    for (size_t i = 0; i < m.size(); ++i) {
      Network::Edge e = edges[i];
      if (!e.bias) e.from = label(e.layer - 1, e.from);
      e.to = label(e.layer, e.to);
      form[i] = {network.variable(e), m[i].exponent};
    }
    std::ranges::sort(form);
    if (result.form.empty() || form < result.form) result.form = form, alike = 0;
    if (form == result.form) ++alike;
  } while (std::ranges::any_of(spans, [&](const auto& span) {  // all choices, one after the other
    return std::next_permutation(labels.data() + span.first, labels.data() + span.second);
  }));
  result.size = injections / alike;
  return result;
}
}  // namespace abide_check
