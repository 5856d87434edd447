// A basis of laws with few terms, since a person has to read it. The sparsest basis is hard to
// find; three steps come near to it. Sums and differences of two members, as long as one gets
// shorter. Then the basis falls into sets that share monomials. In each of them rows of reduced
// echelon forms are taken for a number of orders of the columns: a vector of minimal support is a
// row of one of these. Of all candidates the shortest independent ones are chosen one by one, which
// is best possible, as independent sets of vectors are a matroid (Rado, 1957).
//
// Work is bounded: 24 orders at most, fewer for large sets, none for the largest. The orders are
// drawn from a fixed seed: the same space gives the same basis, however it was found.
#include <algorithm>
#include <random>
#include <unordered_map>
#include <unordered_set>

#include "restriction.hpp"
#include "stages.hpp"

namespace abide {

namespace {

constexpr std::size_t most_rounds = 20;
constexpr std::size_t most_orders = 24;
constexpr std::size_t most_work = 4'000'000;  // entries passed in eliminations

Terms combination(const Terms& a, const Terms& b, int sign) {
  Terms sum = a;
  for (const Term& t : b) sum.push_back({t.monomial, t.coefficient * Rational(std::int64_t{sign})});
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

namespace {

// Sums and differences of two that are shorter than one of them.
void shorten_by_pairs(std::vector<Terms>& basis, const Progress& progress) {
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
          progress.check();
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
}

// Members of a basis that share monomials, directly or through others.
std::vector<std::vector<Terms>> components(std::vector<Terms> basis) {
  DisjointSets connected(basis.size());
  std::unordered_map<Monomial, std::uint32_t, MonomialHash> user;
  for (std::uint32_t k = 0; k < basis.size(); ++k)
    for (const Term& t : basis[k]) connected.join(user.try_emplace(t.monomial, k).first->second, k);
  std::vector<std::vector<Terms>> list;
  for (const std::vector<std::uint32_t>& members : connected.sets()) {
    list.emplace_back();
    for (const std::uint32_t k : members) list.back().push_back(std::move(basis[k]));
  }
  return list;
}

bool shorter(const Terms& a, const Terms& b) {
  return a.size() != b.size() ? a.size() < b.size() : listed_before(a, b);
}

// The shortest independent ones: the sets of independent vectors are a matroid, so taking
// the shortest that is possible, one after the other, is best. (Independence modulo p implies that
// over Q; rarely one is lost, and then the basis stays as it was.)
std::vector<Terms> shortest_of(std::vector<Terms> candidates, const std::vector<Monomial>& columns,
                               const Progress& progress) {
  std::stable_sort(candidates.begin(), candidates.end(), shorter);
  const Restriction rows(columns, dense_prime(0));
  SparseEchelon echelon(columns.size(), dense_prime(0));
  std::vector<Terms> chosen;
  for (Terms& h : candidates) {
    progress.check();
    if (echelon.add(rows.of(h))) chosen.push_back(std::move(h));
  }
  return chosen;
}

// Rows of reduced echelon forms have minimal supports, and every vector of minimal support is a row
// for some order of the columns: some orders find the short ones.
std::vector<Terms> shorten_by_echelons(std::vector<Terms> basis, const Progress& progress) {
  const std::vector<Monomial> columns = monomials_of(basis);
  const std::size_t orders =
      std::min(most_orders, most_work / (basis.size() * basis.size() * columns.size()));
  std::vector<Terms> candidates = basis;
  std::mt19937_64 random(0);
  std::vector<Monomial> order = columns;
  for (std::size_t k = 0; k < orders; ++k) {
    progress.check();
    for (std::size_t c = order.size(); c > 1; --c) std::swap(order[c - 1], order[random() % c]);
    for (Terms& h : echelon_form(basis, order)) candidates.push_back(std::move(h));
  }
  std::vector<Terms> chosen = shortest_of(std::move(candidates), columns, progress);
  return chosen.size() == basis.size() ? chosen : basis;
}

}  // namespace

std::vector<Terms> sparsest(std::vector<Terms> basis, const Progress& progress) {
  shorten_by_pairs(basis, progress);
  std::vector<Terms> list;
  for (std::vector<Terms>& part : components(std::move(basis)))
    for (Terms& h :
         part.size() < 2 ? std::move(part) : shorten_by_echelons(std::move(part), progress))
      list.push_back(std::move(h));
  return list;
}

}  // namespace abide
