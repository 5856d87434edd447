#include "parts.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>

namespace abide {

namespace {

const Monomial& first(const Terms& h) { return h.front().monomial; }
const Monomial& last(const Terms& h) { return h.back().monomial; }

// h − c·g without the last monomial of g, if it is there.
Terms without_last_of(const Terms& g, Terms h) {
  const auto at = std::lower_bound(h.begin(), h.end(), last(g),
                                   [](const Term& t, const Monomial& m) { return t.monomial < m; });
  if (at == h.end() || at->monomial != last(g)) return h;
  const Rational factor = -at->coefficient / g.back().coefficient;
  for (const Term& t : g) h.push_back({t.monomial, t.coefficient * factor});
  return collect(std::move(h));
}

// Groups of vectors that share no monomials with others.
std::vector<std::vector<Terms>> components(std::vector<Terms> basis) {
  std::vector<std::size_t> parent(basis.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&parent](std::size_t k) {
    while (parent[k] != k) k = parent[k] = parent[parent[k]];
    return k;
  };
  std::map<Monomial, std::size_t> user;
  for (std::size_t k = 0; k < basis.size(); ++k)
    for (const Term& t : basis[k]) {
      const std::size_t a = root(user.try_emplace(t.monomial, k).first->second), b = root(k);
      parent[std::max(a, b)] = std::min(a, b);
    }
  std::map<std::size_t, std::vector<Terms>> groups;
  for (std::size_t k = 0; k < basis.size(); ++k) groups[root(k)].push_back(std::move(basis[k]));
  std::vector<std::vector<Terms>> list;
  for (auto& group : groups) list.push_back(std::move(group.second));
  return list;
}

const Monomial& first_of_all(const std::vector<Terms>& group) {
  return first(*std::min_element(group.begin(), group.end(), [](const Terms& a, const Terms& b) {
    return first(a) < first(b);
  }));
}

}  // namespace

std::vector<Terms> reduced(std::vector<Terms> basis) {
  const auto by_last = [](const Terms& a, const Terms& b) { return last(a) < last(b); };
  for (std::size_t k = basis.size(); k-- > 0;) {
    // The last monomial of those that are not done leaves all others.
    std::swap(basis[k], *std::max_element(basis.begin(), basis.begin() + static_cast<std::ptrdiff_t>(k) + 1,
                                          by_last));
    for (std::size_t other = 0; other < basis.size(); ++other)
      if (other != k) basis[other] = without_last_of(basis[k], std::move(basis[other]));
  }
  for (Terms& h : basis) h = primitive(std::move(h));
  return basis;
}

std::vector<Terms> put_together(std::vector<std::vector<Terms>> bases) {
  std::vector<std::vector<Terms>> groups;
  for (std::vector<Terms>& basis : bases) {
    if (basis.size() == 1) {
      groups.push_back(std::move(basis));
    } else {
      for (std::vector<Terms>& group : components(std::move(basis))) groups.push_back(std::move(group));
    }
  }
  std::sort(groups.begin(), groups.end(), [](const std::vector<Terms>& a, const std::vector<Terms>& b) {
    return first_of_all(a) < first_of_all(b);
  });
  std::vector<Terms> all;
  for (std::vector<Terms>& group : groups)
    for (Terms& h : shortened(std::move(group))) all.push_back(std::move(h));
  return all;
}

}  // namespace abide
