#include "stages.hpp"

#include <algorithm>
#include <random>

namespace abide {

namespace {

constexpr int tries = 3;
constexpr std::uint64_t largest_value = 1'000;

// ∇h at the point modulo p. The coefficients of laws are integers.
SparseRow gradient(const Terms& h, const std::vector<std::int64_t>& point,
                   const Modulus& modulus) {
  std::vector<std::pair<std::uint32_t, std::uint64_t>> parts;
  for (const Term& t : h) {
    const std::uint64_t c = t.coefficient.numerator().mod(modulus.prime());
    for (const Power& p : t.monomial.powers()) {
      std::uint64_t value = modulus.multiply(c, p.exponent);
      for (const Power& q : t.monomial.powers())
        value = modulus.multiply(
            value, modulus.power(modulus.reduce(point[q.variable]),
                                 q.exponent - (q.variable == p.variable ? 1U : 0U)));
      parts.emplace_back(p.variable, value);
    }
  }
  std::sort(parts.begin(), parts.end());
  SparseRow row;
  for (const auto& [variable, value] : parts) {
    if (row.empty() || row.back().column != variable) row.push_back({variable, 0});
    row.back().value = modulus.add(row.back().value, value);
  }
  std::erase_if(row, [](const Entry& e) { return e.value == 0; });
  return row;
}

}  // namespace

void find_independent(LawSpace& space, const Distribution& x, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  space.prime = large_prime(0);
  const Modulus modulus(space.prime);
  const auto generators =
      std::count_if(space.laws.begin(), space.laws.end(), [](const Law& l) { return l.generator; });
  for (int k = 0; k < tries; ++k) {
    std::vector<std::int64_t> point(x.coordinates());
    for (std::int64_t& value : point)
      value = static_cast<std::int64_t>(1 + random() % largest_value);
    SparseEchelon echelon(x.coordinates(), space.prime);
    std::vector<MinorStep> steps;
    for (std::size_t l = 0; l < space.laws.size(); ++l) {
      if (!space.laws[l].generator) continue;
      if (const auto pivot = echelon.add(gradient(space.laws[l].polynomial, point, modulus)))
        steps.push_back({l, *pivot});
    }
    if (k == 0 || steps.size() > space.independent.size()) {
      space.point = std::move(point);
      space.independent = std::move(steps);
    }
    if (space.independent.size() == static_cast<std::size_t>(generators)) return;
  }
}

}  // namespace abide
