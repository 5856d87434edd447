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

// Are all terms squares of a coordinate, or products of two?
bool all_squares_or_pairs(const Terms& h, std::size_t factors) {
  return std::all_of(h.begin(), h.end(), [factors](const Term& t) {
    return t.monomial.degree() == 2 && t.monomial.powers().size() == factors;
  });
}

std::string kind_of(const Terms& h, bool network) {
  const std::uint64_t degree = total_degree(h);
  if (degree == 1) return h.size() == 1 ? "coordinate" : "linear form";
  if (all_squares_or_pairs(h, 1)) return network ? "neuron balance" : "balance of squares";
  if (all_squares_or_pairs(h, 2)) return network ? "Gram difference" : "balance of products";
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

// Which laws are images of which, and orbits: the number of one is its smallest law.
class LawOrbits {
 public:
  explicit LawOrbits(const std::vector<Law>& laws) : laws_(laws), orbits_(laws.size()) {
    for (std::size_t k = 0; k < laws.size(); ++k)
      if (laws[k].is_polynomial()) index_.emplace(hash_of(laws[k].polynomial()), k);
  }
  // Calls visit(k, l) for every law l that is the image of another law k.
  template <class Visit>
  void for_each_image(const Permutation& images, const Progress& progress,
                      const Visit& visit) const {
    for (std::size_t k = 0; k < laws_.size(); ++k) {
      progress.check();
      if (!laws_[k].is_polynomial() || is_fixed(laws_[k].polynomial(), images)) continue;
      const Terms h = image(laws_[k].polynomial(), images);
      const auto [first, last] = index_.equal_range(hash_of(h));
      for (auto it = first; it != last; ++it)
        if (it->second != k && laws_[it->second].polynomial() == h) visit(k, it->second);
    }
  }
  void join(std::size_t k, std::size_t l) {
    orbits_.join(static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(l));
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
  for (const auto& step : steps) terms += space.laws[step.second].polynomial().size();
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

ElementaryFunction polynomial_function(Terms h, std::uint64_t coordinates) {
  return {std::move(h), {{Monomial(), Rational(1)}}, static_cast<std::uint32_t>(coordinates)};
}

std::string kind_of(const ElementaryFunction& h, const Distribution& x) {
  if (h.is_polynomial()) return kind_of(h.numerator, x.network() != nullptr);
  if (!h.logarithms().empty()) return "balance with logarithms";
  return h.numerator.size() == 1 ? "product of powers" : "balance of powers";
}

void number_orbits(LawList& list, const Model& model, const Distribution& x,
                   const Progress& progress) {
  const auto has_images = [](const Law& l) { return l.images.has_value(); };
  for (std::size_t k = 0; k < list.laws.size(); ++k) list.laws[k].orbit = k;
  if (std::any_of(list.laws.begin(), list.laws.end(), has_images)) return;
  LawOrbits orbits(list.laws);
  if (x.network() == nullptr) {
    for (std::size_t k = 0; k < list.laws.size(); ++k)
      if (list.laws[k].image_of) orbits.join(k, list.laws[k].image_of->law);
  } else if (list.laws.size() > 1 && can_write_out_symmetries(*x.network())) {
    for (const Permutation& images : Orbits(model).generators())
      orbits.for_each_image(images, progress,
                            [&](std::size_t k, std::size_t l) { orbits.join(k, l); });
  }
  for (std::size_t k = 0; k < list.laws.size(); ++k) list.laws[k].orbit = orbits.number(k);
}

void classify(LawSpace& space, const Model& model, const Distribution& x, const Orbits& orbits,
              bool as_evidence, const Progress& progress) {
  if (std::any_of(space.laws.begin(), space.laws.end(), [](const Law& l) { return l.images; }))
    return;  // known shapes
  for (std::size_t k = 0; k < space.laws.size(); ++k) {
    space.laws[k].kind = kind_of(space.laws[k].function, x);
    space.laws[k].orbit = k;
  }
  if (as_evidence && x.network() == nullptr) {
    const LawOrbits laws(space.laws);
    for (const Permutation& images : orbits.generators()) {
      Steps steps;
      laws.for_each_image(images, progress, [&](std::size_t from, std::size_t to) {
        if (from < to) steps.emplace_back(from, to);
      });
      state(space, images, std::move(steps));
    }
  }
  number_orbits(space, model, x, progress);
}

}  // namespace abide
