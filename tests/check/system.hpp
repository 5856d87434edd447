// The linear system of the laws of a model, by definition, and its rank: what the
// checker's claims about law spaces are compared with.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "rules/written_out.hpp"
#include "run.hpp"

namespace abide_check {
inline constexpr std::uint64_t large_prime = 2147483647;

inline std::string written(const Monomial& m) {
  std::string s;
  for (const auto& q : m)
    s += (s.empty() ? "" : ".") + std::to_string(q.variable + 1) +
         (q.exponent > 1 ? "^" + std::to_string(q.exponent) : "");
  return s.empty() ? "0" : s;
}

// All monomials of these variables of degree low … high.
inline std::vector<Monomial> monomials(const std::vector<std::uint32_t>& variables,
                                       std::uint64_t low, std::uint64_t high) {
  std::vector<Monomial> all{{}}, found;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const Monomial m = all[k];
    if (degree(m) >= low) found.push_back(m);
    if (degree(m) == high) continue;
    for (const auto v : variables)
      if (m.empty() || m.back().variable <= v) all.push_back(times(m, {{v, 1}}));
  }
  return found;
}

// The linear system, by definition.
struct System {
  const Fields& fields;
  std::vector<std::uint32_t> variables;
  std::vector<VectorField> expanded;

  explicit System(const Fields& f) : fields(f) {
    for (std::uint32_t v = 0; v < f.dimension(); ++v) variables.push_back(v);
    for (std::uint64_t i = 0; i < f.count(); ++i) expanded.push_back(expand(f, i));
  }
  std::map<std::vector<Power>, Rational> row(std::uint64_t i, const Monomial& beta,
                                             std::uint64_t most) const {
    std::map<std::vector<Power>, Rational> entries;
    for (const auto& [j, sum] : expanded[i])
      for (const auto& [a, c] : sum) {
        if (!lacking(a, beta).empty()) continue;
        const Monomial alpha = times(lacking(beta, a), {{j, 1}});
        if (degree(alpha) <= most)
          entries[{alpha.begin(), alpha.end()}] += c * Rational(exponent_of(alpha, j));
      }
    std::erase_if(entries, [](const auto& e) { return e.second.is_zero(); });
    return entries;
  }
  // Classes of variables that fields join, by their least variables.
  std::vector<std::vector<std::uint32_t>> parts() const {
    std::vector<std::uint32_t> least(variables);
    for (bool changed = true; std::exchange(changed, false);)
      for (const auto& x : expanded) {
        std::vector<std::uint32_t> joined;
        for (const auto& [j, sum] : x)
          for (const auto& [a, c] : sum) {
            joined.push_back(j);
            for (const auto& q : a) joined.push_back(q.variable);
          }
        for (const auto v : joined)
          for (const auto w : joined)
            if (least[w] < least[v]) least[v] = least[w], changed = true;
      }
    std::map<std::uint32_t, std::vector<std::uint32_t>> classes;
    for (const auto v : variables) classes[least[v]].push_back(v);
    std::vector<std::vector<std::uint32_t>> all;
    for (auto& [first, members] : classes) all.push_back(members);
    return all;
  }
  std::uint64_t most_degree() const {
    std::uint64_t most = 0;
    for (const auto& x : expanded)
      for (const auto& [j, sum] : x)
        for (const auto& [a, c] : sum) most = std::max(most, degree(a));
    return most;
  }
  // The dimension of the laws of degree ≤ most in some variables, and with some monomials only,
  // modulo a large prime.
  std::size_t dimension(
      std::uint64_t most, const std::vector<std::uint32_t>& among,
      const std::function<bool(const Monomial&)>& inside = [](const Monomial&) {
        return true;
      }) const {
    auto columns = monomials(among, 1, most);
    std::erase_if(columns, [&](const Monomial& m) { return !inside(m); });
    std::map<std::vector<Power>, std::size_t> number;
    for (const auto& m : columns)
      number.emplace(std::vector<Power>(m.begin(), m.end()), number.size());
    const Modulus f(large_prime);
    std::vector<std::vector<std::uint64_t>> pivots(columns.size());
    std::size_t rank = 0;
    for (std::uint64_t i = 0; i < expanded.size(); ++i)
      for (const auto& beta : monomials(variables, 0, most + most_degree())) {
        std::vector<std::uint64_t> dense(columns.size(), 0);
        for (const auto& [alpha, c] : row(i, beta, most))
          if (const auto at = number.find(alpha); at != number.end()) dense[at->second] = f.of(c);
        for (std::size_t c = 0; c < dense.size(); ++c) {
          if (dense[c] == 0) continue;
          if (pivots[c].empty()) {
            const auto inverse = f.inverse(dense[c]);
            for (auto& x : dense) x = f.mul(x, inverse);
            pivots[c] = dense;
            ++rank;
            break;
          }
          const auto factor = dense[c];
          for (std::size_t k = c; k < dense.size(); ++k)
            dense[k] = f.sub(dense[k], f.mul(factor, pivots[c][k]));
        }
      }
    return columns.size() - rank;
  }
  std::size_t dimension(std::uint64_t most) const { return dimension(most, variables); }
};
}  // namespace abide_check
