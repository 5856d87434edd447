// Images of laws of networks at other nodes: how many there are, in which order they are listed,
// and their polynomials (certificate.md, "Images under nodes").
#include <abide/laws.hpp>

#include "fields/fields.hpp"

namespace abide {

std::uint64_t NodeImages::count() const noexcept {
  return nodes == 1 ? width : std::uint64_t{width} * (width - 1) / 2;
}

std::uint64_t LawSpace::count() const noexcept {
  std::uint64_t count = 0;
  for (const Law& law : laws)
    if (law.generator) count += law.count();
  return count;
}

Terms polynomial_of(const LawSpace& space, const Distribution& x, const LawRef& ref) {
  const Law& law = space.laws.at(ref.law);
  if (!law.images) return law.polynomial;
  const Network& net = *x.network();
  const std::uint32_t layer = law.images->layer;
  Terms image;
  image.reserve(law.polynomial.size());
  for (const Term& t : law.polynomial) {
    std::vector<Power> powers;
    for (const Power& p : t.monomial.powers()) {
      Network::Edge e = net.edge(p.variable);
      if (e.layer == layer) e.to = ref.nodes[e.to];
      if (e.layer == layer + 1 && !e.constant) e.from = ref.nodes[e.from];
      powers.push_back({net.position(e), p.exponent});
    }
    image.push_back({Monomial(powers), t.coefficient});
  }
  return collect(std::move(image));
}

void for_each_image(const LawSpace& space, std::size_t law,
                    FunctionRef<bool(const LawRef&)> visit) {
  const std::optional<NodeImages>& images = space.laws.at(law).images;
  if (!images) {
    visit({law, {0, 1}});
    return;
  }
  for (std::uint32_t v = 0; v < images->width; ++v) {
    if (images->nodes == 1) {
      if (!visit({law, {v, 0}})) return;
      continue;
    }
    for (std::uint32_t w = v + 1; w < images->width; ++w)
      if (!visit({law, {v, w}})) return;
  }
}

}  // namespace abide
