// Kinds and orbits of laws that elimination found: the name of a law's form, and which laws are
// images of each other under the symmetries of the model. For models that are not networks it is
// also decided here which symmetries the certificate states: those that orbit steps rely on, and
// those that are shorter than the laws they lead to.
#include <algorithm>
#include <unordered_map>

#include "stages.hpp"

namespace abide {

namespace {

constexpr std::uint64_t most_entries = 50'000'000;  // of permutations written out

bool can_write_out_symmetries(const Network& net) {
  std::uint64_t nodes = 1;
  for (std::size_t l = 1; l < net.layers(); ++l) nodes += net.width(l);
  return nodes * net.parameters() <= most_entries;
}

bool all_powers(const Terms& h, std::size_t factors) {
  return std::all_of(h.begin(), h.end(), [factors](const Term& t) {
    return t.monomial.degree() == 2 && t.monomial.powers().size() == factors;
  });
}

std::string kind_of(const Terms& h, bool network) {
  const std::uint64_t degree = total_degree(h);
  if (degree == 1) return h.size() == 1 ? "coordinate" : "linear form";
  if (all_powers(h, 1)) return network ? "neuron balance" : "balance of squares";
  if (all_powers(h, 2)) return network ? "Gram difference" : "balance of products";
  if (degree == 2) return "quadratic form";
  return "degree " + std::to_string(degree);
}

std::size_t hash_of(const Terms& h) {
  std::size_t hash = h.size();
  for (const Term& t : h)
    hash = hash * 1000003U + t.monomial.hash() * 31U +
           static_cast<std::size_t>(t.coefficient.numerator().mod(1'000'000'007));
  return hash;
}

Terms image(const Terms& h, const Permutation& images) {
  Terms out;
  for (const Term& t : h)
    out.push_back(
        {t.monomial.renamed([&images](std::uint32_t v) { return images[v]; }), t.coefficient});
  return primitive(collect(std::move(out)));
}

bool is_fixed(const Terms& h, const Permutation& images) {
  for (const Term& t : h)
    for (const Power& p : t.monomial.powers())
      if (images[p.variable] != p.variable) return false;
  return true;
}

// Joins laws that some symmetry maps to each other; the number of an orbit is its
// smallest law.
class LawOrbits {
 public:
  explicit LawOrbits(const std::vector<Law>& laws) : laws_(laws), orbits_(laws.size()) {
    for (std::size_t k = 0; k < laws.size(); ++k) index_.emplace(hash_of(laws[k].polynomial), k);
  }
  // Calls visit(k, l) for every law l that is the image of another law k.
  template <class Visit>
  void join(const Permutation& images, const Visit& visit) {
    for (std::size_t k = 0; k < laws_.size(); ++k) {
      if (is_fixed(laws_[k].polynomial, images)) continue;
      const Terms h = image(laws_[k].polynomial, images);
      const auto [first, last] = index_.equal_range(hash_of(h));
      for (auto it = first; it != last; ++it) {
        if (it->second == k || laws_[it->second].polynomial != h) continue;
        orbits_.join(static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(it->second));
        visit(k, it->second);
      }
    }
  }
  std::size_t number(std::size_t k) { return orbits_.root(static_cast<std::uint32_t>(k)); }

 private:
  const std::vector<Law>& laws_;
  DisjointSets orbits_;
  std::unordered_multimap<std::size_t, std::size_t> index_;
};

// The laws, from the k-th of which a symmetry leads to the l-th, k < l.
using Steps = std::vector<std::pair<std::size_t, std::size_t>>;

// Is it part of the evidence: do steps by orbits rely on it, or is it shorter than the laws it
// leads to?
bool is_worth_stating(const LawSpace& space, const Permutation& images, const Steps& steps) {
  if (std::any_of(space.levels.begin(), space.levels.end(),
                  [](const Level& level) { return !kernel_of(level).orbit_steps.empty(); }))
    return true;
  std::size_t moves = 0, terms = 0;
  for (std::size_t j = 0; j < images.size(); ++j) moves += images[j] != j ? 1 : 0;
  for (const auto& step : steps) terms += space.laws[step.second].polynomial.size();
  return terms > moves;
}

void state(LawSpace& space, const Permutation& images, Steps steps) {
  std::erase_if(steps,
                [&](const auto& step) { return space.laws[step.second].image_of.has_value(); });
  if (!is_worth_stating(space, images, steps)) return;
  for (const auto& [from, to] : steps)
    space.laws[to].image_of = SymmetryImage{from, space.symmetries.size()};
  space.symmetries.push_back(images);
}

}  // namespace

void classify(LawSpace& space, const Distribution& x, const Orbits& orbits, bool as_evidence) {
  if (std::any_of(space.laws.begin(), space.laws.end(), [](const Law& l) { return l.images; }))
    return;  // known shapes
  const bool network = x.network() != nullptr;
  for (std::size_t k = 0; k < space.laws.size(); ++k) {
    space.laws[k].kind = kind_of(space.laws[k].polynomial, network);
    space.laws[k].orbit = k;
  }
  if (network && (space.laws.size() < 2 || !can_write_out_symmetries(*x.network()))) return;
  LawOrbits numbers(space.laws);
  for (const Permutation& images : orbits.generators()) {
    Steps steps;
    numbers.join(images, [&](std::size_t from, std::size_t to) {
      if (from < to) steps.emplace_back(from, to);
    });
    if (as_evidence && !network) state(space, images, std::move(steps));
  }
  for (std::size_t k = 0; k < space.laws.size(); ++k) space.laws[k].orbit = numbers.number(k);
}

}  // namespace abide
