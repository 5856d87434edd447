#include <abide/system.hpp>

#include "generated_group.hpp"

#include <numeric>

namespace abide {

namespace {

// Exchanges the node `first` of a layer with the next one.
struct Transposition {
  std::size_t layer;
  std::uint32_t first;

  std::uint32_t operator()(std::uint32_t node) const {
    return node == first ? first + 1 : node == first + 1 ? first : node;
  }
  std::uint32_t image(const Network& net, std::uint32_t variable) const {
    Network::Edge e = net.edge(variable);
    if (e.layer == layer) e.to = (*this)(e.to);
    if (e.layer == layer + 1 && !e.constant) e.from = (*this)(e.from);
    return net.position(e);
  }
};

Transposition transposition(const Network& net, std::size_t generator) {
  std::size_t layer = 0;
  for (; generator + 1 >= net.width(layer); ++layer) generator -= net.width(layer) - 1;
  return {layer, static_cast<std::uint32_t>(generator)};
}

template <class Image>
Monomial moved(const Monomial& m, const Image& image) {
  std::vector<Power> powers;
  powers.reserve(m.powers().size());
  for (const Power& p : m.powers()) powers.push_back({image(p.variable), p.exponent});
  return Monomial(powers);
}

}  // namespace

std::vector<Permutation> Orbits::generators() const {
  if (kind_ == Kind::generated) return group_->generators();
  std::vector<Permutation> out;
  if (kind_ != Kind::network) return out;
  const Network& net = *network_;
  for (std::size_t l = 1; l < net.layers(); ++l)
    for (std::uint32_t k = 0; k + 1 < net.width(l); ++k) {
      const Transposition exchange{l, k};
      Permutation& images = out.emplace_back(variables_);
      for (std::uint32_t v = 0; v < variables_; ++v) images[v] = exchange.image(net, v);
    }
  return out;
}

std::size_t Orbits::generator_count() const {
  if (kind_ == Kind::generated) return group_->generators().size();
  if (kind_ == Kind::product) return variables_ - 1;
  std::size_t count = 0;
  for (std::size_t l = 0; kind_ == Kind::network && l <= network_->layers(); ++l)
    count += network_->width(l) - 1;
  return count;
}

Monomial Orbits::image(std::size_t generator, const Monomial& m) const {
  if (kind_ == Kind::generated)
    return moved(m, [&images = group_->generators()[generator]](std::uint32_t v) { return images[v]; });
  if (kind_ == Kind::product)
    return moved(m, Transposition{0, static_cast<std::uint32_t>(generator)});
  const Transposition exchange = transposition(*network_, generator);
  return moved(m, [&](std::uint32_t v) { return exchange.image(*network_, v); });
}

RowName Orbits::image(std::size_t generator, const Distribution& x, const RowName& row) const {
  RowName out{row.field, image(generator, row.beta)};
  if (kind_ == Kind::generated) out.field = group_->image_of_field(generator, row.field);
  if (kind_ != Kind::network) return out;
  const Transposition exchange = transposition(*network_, generator);
  PathClass c = x.path_class(row.field);
  if (c.nodes[exchange.layer] != PathClass::any)
    c.nodes[exchange.layer] = exchange(c.nodes[exchange.layer]);
  out.field = x.field_of(c);
  return out;
}

}  // namespace abide
