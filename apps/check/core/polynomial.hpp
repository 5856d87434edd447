// Monomials, polynomials, polynomial vector fields.
#pragma once
#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <boost/functional/hash.hpp>
#include <map>
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

u64 degree(const Monomial& m);
u32 exponent_of(const Monomial& m, u32 variable);
Monomial times(Monomial a, const Monomial& b);
Monomial lacking(const Monomial& a, const Monomial& b);  // a / gcd(a, b)
Monomial lowered(const Monomial& m, u32 variable);       // m / θ_variable, if it divides m

// A polynomial of the certificate: terms in the order of the line.
struct Term {
  Monomial monomial;
  Integer coefficient;
};
using Polynomial = std::vector<Term>;
u64 degree(const Polynomial& h);

// A polynomial in calculations; no zero coefficient is stored.
using Sum = MonomialMap<Rational>;
void add_to(Sum& sum, const Monomial& m, const Rational& c);
void add_product(Sum& sum, const Sum& a, const Sum& b, int sign);
}  // namespace abide_check
