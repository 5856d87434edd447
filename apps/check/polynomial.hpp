// Monomials, polynomials, polynomial vector fields.
#pragma once
#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <boost/functional/hash.hpp>
#include <map>
#include <numeric>
#include <unordered_map>
#include <vector>

#include "arithmetic.hpp"

namespace abide_check {
// One power of a monomial; variables are counted from 0 inside the program.
struct Power {
  u32 variable, exponent;
  friend bool operator==(const Power&, const Power&) = default;
  friend auto operator<=>(const Power&, const Power&) = default;
};
// Powers with increasing variables and positive exponents.
using Monomial = boost::container::small_vector<Power, 3>;

inline size_t hash_value(const Power& q) { return u64{q.variable} << 32 | q.exponent; }
struct MonomialHash {
  size_t operator()(const Monomial& m) const { return boost::hash_range(m.begin(), m.end()); }
};
template <class Value>
using MonomialMap = std::unordered_map<Monomial, Value, MonomialHash>;

inline u64 degree(const Monomial& m) {
  return std::accumulate(m.begin(), m.end(), u64{0},
                         [](u64 sum, const Power& q) { return sum + q.exponent; });
}
inline u32 exponent_of(const Monomial& m, u32 variable) {
  const auto at = std::lower_bound(m.begin(), m.end(), Power{variable, 0});
  return at == m.end() || at->variable != variable ? 0 : at->exponent;
}
inline Monomial times(Monomial a, const Monomial& b) {
  for (const auto& q : b) {
    auto at = std::lower_bound(a.begin(), a.end(), Power{q.variable, 0});
    if (at == a.end() || at->variable != q.variable) at = a.insert(at, {q.variable, 0});
    if (q.exponent > UINT32_MAX - at->exponent) throw Stopped("an exponent reaches 2^32");
    at->exponent += q.exponent;
  }
  return a;
}
// a / gcd(a, b)
inline Monomial lacking(const Monomial& a, const Monomial& b) {
  Monomial rest;
  for (const auto& q : a)
    if (const u32 e = exponent_of(b, q.variable); e < q.exponent)
      rest.push_back({q.variable, q.exponent - e});
  return rest;
}
inline Monomial lowered(const Monomial& m, u32 variable) { return lacking(m, {{variable, 1}}); }

// A polynomial of the certificate: terms in the order of the line.
struct Term {
  Monomial monomial;
  Integer coefficient;
};
using Polynomial = std::vector<Term>;
inline u64 degree(const Polynomial& h) {
  u64 most = 0;
  for (const auto& t : h) most = std::max(most, degree(t.monomial));
  return most;
}

// A polynomial in calculations; no zero coefficient is stored.
using Sum = MonomialMap<Rational>;
inline void add_to(Sum& sum, const Monomial& m, const Rational& c) {
  const auto at = sum.try_emplace(m, 0).first;
  at->second += c;
  if (at->second.is_zero()) sum.erase(at);
  if (sum.size() >> 22 != 0) throw Stopped("a polynomial has more than 2^22 terms");
}
inline void add_product(Sum& sum, const Sum& a, const Sum& b, int sign) {
  for (const auto& [m, c] : a)
    for (const auto& [n, e] : b) poll(), add_to(sum, times(m, n), sign * c * e);
}

// The components of a vector field that are not zero.
using VectorField = std::map<u32, Sum>;
// [X, Y] = ∂X·Y − ∂Y·X
inline VectorField bracket(const VectorField& x, const VectorField& y) {
  VectorField result;
  const auto add = [&](const VectorField& a, const VectorField& b, int sign) {
    for (const auto& [i, component] : a)
      for (const auto& [m, c] : component)
        for (const auto& q : m)
          if (b.contains(q.variable))
            add_product(result[i], {{lowered(m, q.variable), c * q.exponent}}, b.at(q.variable),
                        sign);
  };
  add(x, y, 1);
  add(y, x, -1);
  std::erase_if(result, [](const auto& entry) { return entry.second.empty(); });
  return result;
}
// Whether one is a non-zero constant times the other.
inline bool proportional(const VectorField& x, const VectorField& y) {
  if (x.empty() || y.empty() || x.begin()->first != y.begin()->first) return x.empty() && y.empty();
  const auto& [monomial, c] = *x.begin()->second.begin();
  const auto same = y.begin()->second.find(monomial);
  if (same == y.begin()->second.end()) return false;
  VectorField scaled = x;
  for (auto& component : scaled)
    for (auto& term : component.second) term.second *= same->second / c;
  return scaled == y;
}

// T replaces θ_i by c θ_j; variables without a move stay.
struct Symmetry {
  std::unordered_map<u32, std::pair<Integer, u32>> moves;
  std::pair<Integer, u32> of(u32 i) const {
    return moves.contains(i) ? moves.at(i) : std::pair<Integer, u32>{1, i};
  }
  Term of(const Monomial& m) const {  // m(Tθ)
    Term moved{{}, 1};
    for (const auto& q : m) {
      const auto [c, to] = of(q.variable);
      moved.coefficient = power(moved.coefficient * power(c, q.exponent), 1);
      moved.monomial.push_back({to, q.exponent});
    }
    std::ranges::sort(moved.monomial);
    return moved;
  }
  VectorField of(const VectorField& x) const {  // T*X = Σ (1/c_i) a_i(Tθ) ∂_target(i)
    VectorField image;
    for (const auto& [i, component] : x)
      for (const auto& [scale, target] = of(i); const auto& [m, c] : component) {
        const Term moved = of(m);
        image[target].emplace(moved.monomial, c * Rational{moved.coefficient} / Rational{scale});
      }
    return image;
  }
};
}  // namespace abide_check
