#include "stages.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace abide {

namespace {

constexpr std::uint64_t most_entries = 50'000'000;  // of permutations written out

bool can_write_out_symmetries(const Model& model) {
  std::uint64_t nodes = 1;
  if (const auto* net = std::get_if<Network>(&model.body()))
    for (std::size_t l = 1; l < net->layers(); ++l) nodes += net->width(l);
  return nodes * model.coordinates() <= most_entries;
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

Terms image(const Terms& h, const std::vector<std::uint32_t>& images) {
  Terms out;
  for (const Term& t : h) {
    std::vector<Power> powers;
    for (const Power& p : t.monomial.powers()) powers.push_back({images[p.variable], p.exponent});
    out.push_back({Monomial(powers), t.coefficient});
  }
  return primitive(collect(std::move(out)));
}

// Joins laws that some symmetry maps to each other; the number of an orbit is its
// smallest law.
class OrbitNumbers {
 public:
  explicit OrbitNumbers(const std::vector<Law>& laws) : laws_(laws), parent_(laws.size()) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    for (std::size_t k = 0; k < laws.size(); ++k)
      index_.emplace(hash_of(laws[k].polynomial), k);
  }
  void join(const std::vector<std::uint32_t>& images) {
    for (std::size_t k = 0; k < laws_.size(); ++k) {
      if (is_fixed(laws_[k].polynomial, images)) continue;
      const Terms h = image(laws_[k].polynomial, images);
      const auto [first, last] = index_.equal_range(hash_of(h));
      for (auto it = first; it != last; ++it)
        if (laws_[it->second].polynomial == h) unite(k, it->second);
    }
  }
  std::size_t root(std::size_t k) {
    while (parent_[k] != k) k = parent_[k] = parent_[parent_[k]];
    return k;
  }

 private:
  static bool is_fixed(const Terms& h, const std::vector<std::uint32_t>& images) {
    for (const Term& t : h)
      for (const Power& p : t.monomial.powers())
        if (images[p.variable] != p.variable) return false;
    return true;
  }
  void unite(std::size_t a, std::size_t b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

  const std::vector<Law>& laws_;
  std::vector<std::size_t> parent_;
  std::unordered_multimap<std::size_t, std::size_t> index_;
};

}  // namespace

void classify(LawSpace& space, const Model& model) {
  const bool network = std::holds_alternative<Network>(model.body());
  if (std::any_of(space.laws.begin(), space.laws.end(), [](const Law& l) { return l.images; }))
    return;  // known shapes
  for (std::size_t k = 0; k < space.laws.size(); ++k) {
    space.laws[k].kind = kind_of(space.laws[k].polynomial, network);
    space.laws[k].orbit = k;
  }
  if (space.laws.size() < 2 || !can_write_out_symmetries(model)) return;
  OrbitNumbers orbits(space.laws);
  for (const auto& images : Orbits(model).generators()) orbits.join(images);
  for (std::size_t k = 0; k < space.laws.size(); ++k) space.laws[k].orbit = orbits.root(k);
}

}  // namespace abide
