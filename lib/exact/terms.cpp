// Polynomials as lists of terms in the order in which they are written: sums, products, derivatives
// and values, and the canonical forms of a law (coprime integer coefficients, the first one
// positive) and of a basis of laws (short coefficients by LLL, or the reduced echelon form for a
// given order of monomials).
#include <algorithm>
#include <unordered_map>

#include "exact/exact.hpp"

namespace abide {

Names::Names(std::vector<std::string> names)
    : count_(names.size()),
      make_([list = std::make_shared<const std::vector<std::string>>(std::move(names))](
                std::size_t k) { return list->at(k); }) {}

Names::Names(std::size_t count, std::function<std::string(std::size_t)> make)
    : count_(count), make_(std::move(make)) {}

std::string Names::operator[](std::size_t position) const {
  if (position >= count_)
    throw Error(ErrorKind::input, "expected one of " + std::to_string(count_) +
                                      " coordinates, found number " + std::to_string(position) +
                                      " (from 0)");
  return make_(position);
}

Terms collect(Terms terms) {
  std::sort(terms.begin(), terms.end(),
            [](const Term& a, const Term& b) { return a.monomial < b.monomial; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (kept > 0 && terms[kept - 1].monomial == terms[i].monomial) {
      terms[kept - 1].coefficient += terms[i].coefficient;
    } else {
      if (kept != i) terms[kept] = std::move(terms[i]);
      ++kept;
    }
  }
  terms.resize(kept);
  std::erase_if(terms, [](const Term& t) { return t.coefficient.is_zero(); });
  return terms;
}

TermNotation plain_notation(const Names& names) {
  const auto raised = [](const std::string& base, std::uint32_t exponent) {
    return exponent > 1 ? base + '^' + std::to_string(exponent) : base;
  };
  return {[names, raised](std::uint32_t variable, std::uint32_t exponent) {
            return raised(names[variable], exponent);
          },
          raised};
}

std::string to_string(const Monomial& m, const TermNotation& notation) {
  if (m.is_one()) return "1";
  std::string text;
  for (const Power& p : m.powers()) {
    if (!text.empty()) text += notation.times;
    text += notation.power(p.variable, p.exponent);
  }
  return text;
}

std::string to_string(const Terms& terms, const TermNotation& notation) {
  if (terms.empty()) return "0";
  std::string text;
  for (const Term& t : terms) {
    const bool negative = t.coefficient.sign() < 0;
    if (text.empty()) {
      if (negative) text += '-';
    } else {
      text += negative ? " - " : " + ";
    }
    const Rational size = negative ? -t.coefficient : t.coefficient;
    if (t.monomial.is_one()) {
      text += size.to_string();
    } else {
      if (!(size == Rational(1))) text += size.to_string() + notation.times;
      text += to_string(t.monomial, notation);
    }
  }
  return text;
}

std::string to_string(const Monomial& m, const Names& names) {
  return to_string(m, plain_notation(names));
}

std::string to_string(const Terms& terms, const Names& names) {
  return to_string(terms, plain_notation(names));
}

std::vector<Monomial> monomials_of(std::span<const Terms> polynomials) {
  std::vector<Monomial> monomials;
  for (const Terms& h : polynomials)
    for (const Term& t : h) monomials.push_back(t.monomial);
  std::sort(monomials.begin(), monomials.end());
  monomials.erase(std::unique(monomials.begin(), monomials.end()), monomials.end());
  return monomials;
}

Terms primitive(Terms terms) {
  if (terms.empty()) return terms;
  Integer numerators, denominators(1);
  for (const Term& t : terms) {
    numerators = gcd(numerators, t.coefficient.numerator());
    denominators = lcm(denominators, t.coefficient.denominator());
  }
  Rational scale(denominators, numerators);
  if (terms.front().coefficient.sign() < 0) scale = -scale;
  for (Term& t : terms) t.coefficient *= scale;
  return terms;
}

namespace {

// Polynomials with integer coefficients as rows.
IntegerMatrix rows_of(const std::vector<Terms>& polynomials, const std::vector<Monomial>& columns) {
  std::unordered_map<Monomial, std::size_t, MonomialHash> position;
  for (std::size_t c = 0; c < columns.size(); ++c) position.emplace(columns[c], c);
  IntegerMatrix rows(polynomials.size(), columns.size());
  for (std::size_t k = 0; k < polynomials.size(); ++k)
    for (const Term& t : polynomials[k])
      rows.set(k, position.at(t.monomial), t.coefficient.numerator());
  return rows;
}

std::vector<Terms> polynomials_of(const IntegerMatrix& rows, const std::vector<Monomial>& columns) {
  std::vector<Terms> polynomials(rows.rows());
  for (std::size_t k = 0; k < rows.rows(); ++k) {
    for (std::size_t c = 0; c < columns.size(); ++c)
      polynomials[k].push_back({columns[c], Rational(rows.at(k, c))});
    polynomials[k] = primitive(collect(std::move(polynomials[k])));
  }
  return polynomials;
}

}  // namespace

std::vector<Terms> shortened(std::vector<Terms> basis) {
  constexpr std::int64_t long_coefficient = 50;
  const bool is_long = std::any_of(basis.begin(), basis.end(), [](const Terms& h) {
    return std::any_of(h.begin(), h.end(), [](const Term& t) {
      const auto c = t.coefficient.numerator().to_int64();
      return !c || *c > long_coefficient || *c < -long_coefficient;
    });
  });
  if (!is_long || basis.size() < 2) return basis;
  const std::vector<Monomial> columns = monomials_of(basis);
  IntegerMatrix lattice = rows_of(basis, columns);
  lattice.reduce_rows();
  return polynomials_of(lattice, columns);
}

std::vector<Terms> echelon_form(const std::vector<Terms>& basis,
                                const std::vector<Monomial>& columns) {
  IntegerMatrix rows = rows_of(basis, columns);
  rows.echelon_form();
  return polynomials_of(rows, columns);
}

std::uint64_t total_degree(const Terms& terms) noexcept {
  std::uint64_t d = 0;
  for (const Term& t : terms) d = std::max(d, t.monomial.degree());
  return d;
}

Terms derivative(const Terms& terms, std::uint32_t variable) {
  Terms result;
  const Monomial x = Monomial::variable(variable);
  for (const Term& t : terms)
    if (const std::uint32_t e = t.monomial.exponent(variable); e != 0)
      result.push_back({t.monomial.divided_by(x), t.coefficient * Rational(std::int64_t{e})});
  return collect(std::move(result));
}

Terms multiply(const Terms& a, const Terms& b) {
  Terms product;
  product.reserve(a.size() * b.size());
  for (const Term& s : a)
    for (const Term& t : b)
      product.push_back({s.monomial.times(t.monomial), s.coefficient * t.coefficient});
  return collect(std::move(product));
}

Rational evaluate(const Terms& terms, const std::vector<Rational>& point) {
  Rational sum;
  for (const Term& t : terms) {
    Rational value = t.coefficient;
    for (const Power& p : t.monomial.powers())
      for (std::uint32_t k = 0; k < p.exponent; ++k) value *= point.at(p.variable);
    sum += value;
  }
  return sum;
}

}  // namespace abide
