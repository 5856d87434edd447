// Cubic maps that no structure helps: random cubic forms in differences of the coordinates, so that
// one linear law and its square are planted.
#include "cubic.hpp"

#include <map>
#include <random>

namespace abide::bench {

namespace {

// A cubic form in differences y_i = θ_i − θ_D, from its coefficients by expansion.
Terms random_form(std::uint32_t variables, std::mt19937_64& random) {
  std::map<Monomial, std::int64_t> sum;
  const std::uint32_t last = variables - 1;
  sum[Monomial({Power{0, 2}, Power{1, 1}})] = static_cast<std::int64_t>(1 + random() % 99);
  for (std::uint32_t i = 2; i < last; ++i)
    for (std::uint32_t j = i; j < last; ++j)
      for (std::uint32_t k = j; k < last; ++k) {
        const auto c = static_cast<std::int64_t>(1 + random() % 99);
        for (unsigned choice = 0; choice < 8; ++choice) {
          const Monomial m({Power{(choice & 1U) != 0 ? last : i, 1},
                            Power{(choice & 2U) != 0 ? last : j, 1},
                            Power{(choice & 4U) != 0 ? last : k, 1}});
          const bool odd = ((choice ^ choice >> 1U ^ choice >> 2U) & 1U) != 0;
          sum[m] += odd ? -c : c;
        }
      }
  Terms terms;
  for (const auto& [m, c] : sum) terms.push_back({m, Rational(c)});
  return collect(std::move(terms));
}

}  // namespace

Model cubic_model(std::uint32_t variables) {
  std::mt19937_64 random(1);
  PolynomialMap map;
  for (int k = 0; k < 4; ++k) map.entries.push_back(random_form(variables, random));
  return {"dense cubic", "",
          Names(variables, [](std::size_t j) { return "x[" + std::to_string(j + 1) + "]"; }),
          std::move(map)};
}

}  // namespace abide::bench
