// Book-keeping of elimination by orbits (certificate.md, `space`: the lines `s`, `o` and
// `oe`). A monomial is known by the representative of its orbit, so that covering an orbit of
// millions of monomials is one entry in a table and its size is one number added. The same rules
// are kept by the checker; here they tell which rows may be used.
#include "system/system.hpp"

namespace abide {

OrbitCover::Part& OrbitCover::part(const Monomial& m) {
  const Monomial full = orbits_.canonical(m);
  const auto [it, fresh] = parts_.try_emplace(full);
  if (fresh) it->second.size = orbits_.size(full);
  return it->second;
}

void OrbitCover::split(const Monomial& m, LayerSet layers) { part(m).layers = layers; }

LayerSet OrbitCover::group(const Monomial& m) const {
  const auto found = parts_.find(orbits_.canonical(m));
  return found == parts_.end() ? Orbits::all : found->second.layers;
}

Monomial OrbitCover::name(const Monomial& m, LayerSet layers) const {
  return orbits_.canonical(m, layers);
}

bool OrbitCover::is_covered(const Monomial& m) const {
  return covered_.contains(name(m, group(m)));
}

bool OrbitCover::is_claimed(const Monomial& m) const {
  const auto found = covered_.find(name(m, group(m)));
  return found != covered_.end() && found->second;
}

bool OrbitCover::has_claims(const Monomial& m) const {
  const auto found = parts_.find(orbits_.canonical(m));
  return found != parts_.end() && found->second.has_claims;
}

bool OrbitCover::is_covered_under(const Monomial& m, LayerSet layers) const {
  const auto found = parts_.find(orbits_.canonical(m));
  if (found == parts_.end()) return false;
  const Part& part = found->second;
  if (part.covered == part.size) return true;
  const bool contained = (layers & orbits_.touched(m) & ~part.layers) == 0;
  return contained && covered_.contains(name(m, part.layers));
}

void OrbitCover::cover(const Monomial& m, bool claimed) {
  Part& p = part(m);
  const Integer size = orbits_.size(m, p.layers);
  covered_.emplace(name(m, p.layers), claimed);
  p.covered += size;
  p.has_claims = p.has_claims || claimed;
  (claimed ? claimed_ : eliminated_) += size;
}

}  // namespace abide
