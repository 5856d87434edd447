#include "stages.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace abide {

namespace {

constexpr std::size_t most_rounds = 20;

Terms combination(const Terms& a, const Terms& b, int sign) {
  Terms sum = a;
  for (const Term& t : b)
    sum.push_back({t.monomial, t.coefficient * Rational(std::int64_t{sign})});
  return collect(std::move(sum));
}

}  // namespace

bool listed_before(const Terms& a, const Terms& b) {
  const std::uint64_t d = total_degree(a), e = total_degree(b);
  if (d != e) return d < e;
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(),
      [](const Term& s, const Term& t) { return s.monomial < t.monomial; });
}

std::vector<Terms> sparsest(std::vector<Terms> basis) {
  bool changed = true;
  for (std::size_t round = 0; changed && round < most_rounds; ++round) {
    changed = false;
    std::unordered_map<Monomial, std::vector<std::size_t>, MonomialHash> users;
    for (std::size_t k = 0; k < basis.size(); ++k)
      for (const Term& t : basis[k]) users[t.monomial].push_back(k);
    for (std::size_t k = 0; k < basis.size(); ++k) {
      std::unordered_set<std::size_t> tried{k};
      for (std::size_t at = 0; at < basis[k].size(); ++at)
        for (const std::size_t other : users[basis[k][at].monomial]) {
          if (!tried.insert(other).second) continue;
          for (const int sign : {-1, 1})
            if (Terms sum = combination(basis[k], basis[other], sign);
                sum.size() < basis[k].size()) {
              basis[k] = primitive(std::move(sum));
              changed = true;
              at = 0;
            }
          if (basis[k].size() <= at) break;
        }
    }
  }
  return basis;
}

}  // namespace abide
