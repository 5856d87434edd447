#include <abide/system.hpp>

#include <algorithm>

namespace abide {

bool LinearSystem::usable(const Distribution& x, std::uint64_t prime) {
  for (const Field& f : x.fields())
    for (const FieldTerm& t : f)
      if (const auto c = t.coefficient.mod(prime); !c || *c == 0) return false;
  return true;
}

std::uint64_t usable_prime(const Distribution& x, std::uint64_t (*primes)(std::size_t)) {
  for (std::size_t k = 0;; ++k)
    if (LinearSystem::usable(x, primes(k))) return primes(k);
}

LinearSystem::LinearSystem(const Distribution& x, std::uint32_t degree, std::uint64_t prime)
    : x_(x), degree_(degree), modulus_(prime) {
  coefficients_.reserve(x.size());
  for (const Field& f : x.fields()) {
    auto& residues = coefficients_.emplace_back();
    for (const FieldTerm& t : f) {
      const auto c = t.coefficient.mod(prime);
      if (!c) throw Error(ErrorKind::internal, "the prime divides a denominator");
      residues.push_back(*c);
    }
  }
}

std::vector<Column> LinearSystem::row(const RowName& name) const {
  std::vector<Column> columns;
  const Field& field = x_.fields()[name.field];
  for (std::size_t t = 0; t < field.size(); ++t) {
    if (!field[t].monomial.divides(name.beta)) continue;
    Monomial m =
        name.beta.divided_by(field[t].monomial).times(Monomial::variable(field[t].variable));
    if (m.degree() > degree_) continue;
    const std::uint64_t value = modulus_.multiply(coefficients_[name.field][t],
                                                  m.exponent(field[t].variable) % modulus_.prime());
    columns.push_back({std::move(m), value});
  }
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

std::vector<RowName> LinearSystem::rows_of(const Monomial& m, std::size_t most,
                                           std::size_t skip) const {
  std::vector<RowName> names;
  for (const Power& p : m.powers()) {
    const Monomial rest = m.divided_by(Monomial::variable(p.variable));
    for (const TermPosition& at : x_.terms_of(p.variable)) {
      if (skip > 0) {
        --skip;
        continue;
      }
      if (names.size() == most) return names;
      names.push_back({at.field, rest.times(x_.fields()[at.field][at.term].monomial)});
    }
  }
  return names;
}

}  // namespace abide
