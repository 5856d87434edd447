// The laws that networks are known to have (NeurIPS paper), written for the first nodes of each
// hidden layer: the Gram law of two neurons of a linear layer, and the balance of one. They are
// tried before any elimination (mathematics.md, 4.10): a shape is a candidate, and whether it is a
// law of the network at hand the exact test says.
#include "stages.hpp"

namespace abide {

namespace {

// G_layer(0, w): in-edges minus out-edges of the first hidden neuron and of neuron w
// (proof: apps/check/bodies/network.cpp).
Terms gram_law(const Network& net, std::size_t layer, std::uint32_t w, const Progress& progress) {
  Terms h;
  progress.check_memory(
      (static_cast<double>(net.width(layer - 1)) + net.width(layer + 1)) * sizeof(Term),
      "a law of a neuron");
  const auto add = [&h, &progress](std::uint32_t e, std::uint32_t f, std::int64_t sign) {
    if (h.size() % 4096 == 0) progress.check();
    h.push_back({Monomial({Power{e, 1}, Power{f, 1}}), Rational(sign)});
  };
  for (std::uint32_t u = 0; u < net.width(layer - 1); ++u)
    add(net.weight(layer, u, 0), net.weight(layer, u, w), 1);
  if (net.has_bias(layer)) add(net.bias_weight(layer, 0), net.bias_weight(layer, w), 1);
  for (std::uint32_t x = 0; x < net.width(layer + 1); ++x)
    add(net.weight(layer + 1, 0, x), net.weight(layer + 1, w, x), -1);
  return collect(std::move(h), progress);
}

}  // namespace

std::vector<Law> known_shapes(const Distribution& x, const Progress& progress) {
  std::vector<Law> laws;
  const Network* net = x.network();
  if (net == nullptr) return laws;
  const auto add = [&](std::size_t layer, std::uint32_t w, const char* kind) {
    Law law;
    law.function = polynomial_function(gram_law(*net, layer, w, progress), x.coordinates());
    law.degree = 2;
    law.kind = kind;
    law.images = NodeImages{static_cast<std::uint32_t>(layer), w + 1, net->width(layer)};
    law.orbit = laws.size();
    if (!violation(x, law.polynomial(), progress)) laws.push_back(std::move(law));
  };
  for (std::size_t l = 1; l < net->layers(); ++l) {
    add(l, 0, "neuron balance");
    if (!net->relu(l) && net->width(l) > 1) add(l, 1, "Gram difference");
  }
  return laws;
}

}  // namespace abide
