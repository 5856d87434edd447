// Images of laws of networks at other nodes (certificate.md, "Images under nodes"). A law is kept
// once, written for the first one or two nodes of a layer, with the number of its images; an image
// is made when it is asked for, by renaming nodes in its weights. So the 245,350 laws of
// linear:700,700,700 are two polynomials. Images at two nodes are listed for v < w only: these laws
// are symmetric.
#include "fields/fields.hpp"
#include "laws/laws.hpp"

namespace abide {

std::uint64_t NodeImages::count() const noexcept {
  return nodes == 1 ? width : std::uint64_t{width} * (width - 1) / 2;
}

std::uint64_t LawList::count() const noexcept {
  std::uint64_t count = 0;
  for (const Law& law : laws)
    if (law.generator) count += law.count();
  return count;
}

Terms polynomial_of(const LawList& list, const Distribution& x, const LawRef& ref) {
  const Law& law = list.laws.at(ref.law);
  if (!law.is_polynomial()) return {};
  if (!law.images) return law.polynomial();
  const auto [network, first] = x.nodes();
  const Network& net = *network;
  const std::uint32_t layer = law.images->layer;
  Terms image;
  image.reserve(law.polynomial().size());
  for (const Term& t : law.polynomial()) {
    std::vector<Power> powers;
    for (const Power& p : t.monomial.powers()) {
      if (p.variable < first) {
        powers.push_back(p);
        continue;
      }
      Network::Edge e = net.edge(p.variable - first);
      if (e.layer == layer) e.to = ref.nodes[e.to];
      if (e.layer == layer + 1 && !e.constant) e.from = ref.nodes[e.from];
      powers.push_back({first + net.position(e), p.exponent});
    }
    image.push_back({Monomial(powers), t.coefficient});
  }
  return collect(std::move(image));
}

void for_each_image(const LawList& list, std::size_t law, FunctionRef<bool(const LawRef&)> visit) {
  const std::optional<NodeImages>& images = list.laws.at(law).images;
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
