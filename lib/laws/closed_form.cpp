#include "stages.hpp"

#include <algorithm>
#include <unordered_set>

namespace abide {

namespace {

// A kernel vector b of the exponent matrix as the law Σ b_j θ_j².
Terms squares(const SparseRow& b, std::uint64_t prime) {
  Terms h;
  for (const Entry& e : b) {
    auto value = reconstruct_rational(Integer(static_cast<std::int64_t>(e.value)),
                                      Integer(static_cast<std::int64_t>(prime)));
    if (!value) throw Error(ErrorKind::limit, "the coefficients of a law are too long");
    h.push_back({Monomial::variable(e.column, 2), std::move(*value)});
  }
  return primitive(collect(std::move(h)));
}

// Σ_j a_ij b_j = 0 for every entry θ^{a_i} of the map.
bool is_law(const Distribution& x, const Terms& h) {
  std::vector<Rational> b(x.coordinates());
  for (const Term& t : h) b[t.monomial.powers().front().variable] = t.coefficient;
  return std::all_of(x.map().begin(), x.map().end(), [&b](const Terms& entry) {
    Rational sum;
    for (const Term& t : entry)
      for (const Power& p : t.monomial.powers())
        if (const Rational& value = b[p.variable]; !value.is_zero())
          sum += value * Rational(std::int64_t{p.exponent});
    return sum.is_zero();
  });
}

// C(n + k − 1, k): monomials of degree k in n symbols.
Integer monomials(std::uint64_t n, std::uint64_t k) {
  if (n == 0) return Integer(k == 0 ? 1 : 0);
  Integer count(1);
  for (std::uint64_t i = 1; i <= k; ++i) {
    count *= Integer(static_cast<std::int64_t>(n - 1 + i));
    count.divide_exactly(Integer(static_cast<std::int64_t>(i)));
  }
  return count;
}

std::uint64_t dimension(std::uint64_t squares, std::uint64_t dead, std::uint32_t degree) {
  Integer count(-1);
  for (std::uint32_t a = 0; 2 * a <= degree; ++a)
    count += monomials(squares, a) * monomials(dead + 1, degree - 2 * a);
  const auto value = count.to_int64();
  if (!value)
    throw Error(ErrorKind::limit, "the law space of degree " + std::to_string(degree) +
                                      " has more than 2^63 dimensions");
  return static_cast<std::uint64_t>(*value);
}

}  // namespace

void solve_in_closed_form(LawSpace& space, const Distribution& x, std::uint32_t degree,
                          const Progress& progress) {
  progress.tell("laws", "monomial map: kernel of the exponent matrix");
  ExponentRank rank{large_prime(0), {}};
  SparseEchelon echelon(x.coordinates(), rank.prime);
  for (std::size_t i = 0; i < x.map().size(); ++i) {
    if ((i & 1023U) == 0) progress.check();
    SparseRow row;
    for (const Term& t : x.map()[i])
      for (const Power& p : t.monomial.powers()) row.push_back({p.variable, p.exponent});
    if (const auto pivot = echelon.add(row)) rank.steps.push_back({i, *pivot});
  }
  const auto dead = x.dead_coordinates();
  const std::unordered_set<std::uint32_t> is_dead(dead.begin(), dead.end());
  std::vector<Terms> basis;
  for (const SparseRow& b : echelon.kernel()) {
    if (is_dead.contains(b.front().column)) continue;
    basis.push_back(squares(b, rank.prime));
    if (!is_law(x, basis.back()))
      throw Error(ErrorKind::limit, "the coefficients of a law are too long");
  }
  for (const std::uint32_t j : dead)
    space.laws.push_back({{{Monomial::variable(j), Rational(1)}}, 1, "", 0, true});
  for (Terms& h : sparsest(std::move(basis)))
    space.laws.push_back({std::move(h), 2, "", 0, true});
  for (std::uint32_t d = 1; d <= degree; ++d) {
    Level& level = space.levels.emplace_back();
    level.degree = d;
    level.dimension = dimension(space.laws.size() - dead.size(), dead.size(), d);
  }
  space.exponents = std::move(rank);
}

}  // namespace abide
