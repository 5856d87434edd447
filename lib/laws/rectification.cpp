// Is every field a monomial times Σ_j w_j θ_j^e_j ∂_j, with exponents e_j that are the same for all
// fields? Then ∂_{s_j} = θ_j^e_j ∂_j makes them constant (mathematics.md, 4.5). Each field is first
// divided by the common factor of its coefficients, which no law depends on; two of its components
// show the common monomial, and each component then its exponent.
#include <algorithm>
#include <map>

#include "stages.hpp"

namespace abide {

namespace {

constexpr std::uint64_t most_terms = 1U << 20U;
constexpr std::size_t most_named =
    1'000;  // variables of a ring in which a common factor is looked for

// The coefficients of a field without their common factor: laws do not depend on it.
std::map<std::uint32_t, Terms> without_common_factor(const Field& field, const Distribution& x) {
  std::map<std::uint32_t, Terms> components;
  for (const FieldTerm& t : field) components[t.variable].push_back({t.monomial, t.coefficient});
  const bool single = std::all_of(components.begin(), components.end(),
                                  [](const auto& c) { return c.second.size() == 1; });
  if (single || x.coordinates() > most_named) return components;
  Terms factor;
  for (const auto& [variable, terms] : components) factor = gcd(factor, terms);
  for (auto& [variable, terms] : components) terms = *divided(terms, factor);
  return components;
}

Monomial with_exponent(const Monomial& m, std::uint32_t variable, std::uint32_t exponent) {
  std::vector<Power> powers(m.powers().begin(), m.powers().end());
  std::erase_if(powers, [variable](const Power& p) { return p.variable == variable; });
  powers.push_back({variable, exponent});
  return Monomial(powers);
}

// X = θ^m Σ_j w_j θ_j^e_j ∂_j: two components show m, each one then its e_j.
class Exponents {
 public:
  explicit Exponents(std::size_t coordinates) : found_(coordinates) {}
  bool fit(const std::map<std::uint32_t, Terms>& components) {
    if (components.size() < 2) return true;
    const auto [first, a] = *components.begin();
    const Monomial& b = std::next(components.begin())->second.front().monomial;
    const Monomial common = with_exponent(a.front().monomial, first, b.exponent(first));
    return std::all_of(components.begin(), components.end(), [&](const auto& component) {
      const auto& [j, terms] = component;
      const Monomial& own = terms.front().monomial;
      if (with_exponent(own, j, common.exponent(j)) != common) return false;
      const std::int64_t e = std::int64_t{own.exponent(j)} - common.exponent(j);
      return std::exchange(found_[j], e).value_or(e) == e;
    });
  }
  std::vector<std::int64_t> values() const {
    std::vector<std::int64_t> values;
    for (const auto& e : found_) values.push_back(e.value_or(0));
    return values;
  }

 private:
  std::vector<std::optional<std::int64_t>> found_;
};

}  // namespace

std::optional<Rectification> rectify(const Distribution& x, const Progress& progress) {
  if (x.network() != nullptr || x.count_terms(most_terms) > most_terms) return std::nullopt;
  Exponents exponents(x.coordinates());
  Rectification result;
  for (std::uint64_t i = 0; i < x.size(); ++i) {
    progress.check();
    const auto components = without_common_factor(x.field(i), x);
    if (components.empty()) continue;
    const bool single = std::all_of(components.begin(), components.end(),
                                    [](const auto& c) { return c.second.size() == 1; });
    if (!single || !exponents.fit(components)) return std::nullopt;
    auto& constants = result.fields.emplace_back();
    for (const auto& [j, terms] : components) constants.emplace_back(j, terms.front().coefficient);
  }
  result.exponents = exponents.values();
  return result;
}

}  // namespace abide
