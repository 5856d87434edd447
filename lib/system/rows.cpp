// The rows of the linear system of ALGO 1 (mathematics.md, section 2), made when asked for: the row
// (i, β) has an entry at θ^β·θ_j/θ^a for every term c θ^a ∂_j of X_i whose monomial divides θ^β. No
// matrix is ever stored as a whole.
#include <algorithm>

#include "system/system.hpp"

namespace abide {

std::uint64_t usable_prime(const Distribution& x, std::uint64_t (*primes)(std::size_t)) {
  for (std::size_t k = 0;; ++k)
    if (x.usable(primes(k))) return primes(k);
}

LinearSystem::LinearSystem(const Distribution& x, Degrees degrees, std::uint64_t prime)
    : x_(x), degrees_(std::move(degrees)), modulus_(prime) {}

std::vector<Column> LinearSystem::row(const RowName& name) const {
  std::vector<Column> columns;
  x_.terms_within(name.field, name.beta, 0,
                  [&](std::uint64_t, std::uint32_t j, const Monomial& a, const Rational& c) {
                    Monomial m = name.beta.divided_by(a).times(Monomial::variable(j));
                    if (!degrees_.admit(m)) return true;
                    const std::uint64_t exponent = m.exponent(j) % modulus_.prime();
                    const std::uint64_t value =
                        modulus_.multiply(*c.mod(modulus_.prime()), exponent);
                    columns.push_back({std::move(m), value});
                    return true;
                  });
  std::sort(columns.begin(), columns.end(),
            [](const Column& a, const Column& b) { return a.monomial < b.monomial; });
  // Two terms with the same a − e_j meet in one column.
  std::size_t kept = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (kept > 0 && columns[kept - 1].monomial == columns[i].monomial) {
      columns[kept - 1].value = modulus_.add(columns[kept - 1].value, columns[i].value);
    } else {
      if (kept != i) columns[kept] = std::move(columns[i]);
      ++kept;
    }
  }
  columns.resize(kept);
  std::erase_if(columns, [](const Column& c) { return c.value == 0; });
  return columns;
}

std::vector<RowName> LinearSystem::rows_of(const Monomial& m) const {
  std::vector<RowName> names;
  for (const Power& p : m.powers()) {
    const Monomial rest = m.divided_by(Monomial::variable(p.variable));
    x_.terms_of(p.variable,
                [&](std::uint64_t field, std::uint32_t, const Monomial& a, const Rational&) {
                  names.push_back({field, rest.times(a)});
                  return true;
                });
  }
  return names;
}

std::vector<RowName> LinearSystem::some_rows_of(const Monomial& m, std::size_t each) const {
  std::vector<RowName> names;
  const std::size_t salt = m.hash();
  for (const Power& p : m.powers()) {
    const Monomial rest = m.divided_by(Monomial::variable(p.variable));
    x_.some_terms_of(p.variable, each, salt,
                     [&](std::uint64_t field, std::uint32_t, const Monomial& a, const Rational&) {
                       names.push_back({field, rest.times(a)});
                       return true;
                     });
  }
  return names;
}

}  // namespace abide
