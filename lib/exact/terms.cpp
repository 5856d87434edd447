// Polynomials as lists of terms in the order in which they are written: sums, products, derivatives
// and values, and the canonical forms of a law (coprime integer coefficients, the first one
// positive) and of a basis of laws (short coefficients by LLL, or the reduced echelon form for a
// given order of monomials).
#include <algorithm>
#include <unordered_map>

#include "exact/exact.hpp"
#include "progress/progress.hpp"

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

namespace {

bool is_before(const Term& a, const Term& b) { return a.monomial < b.monomial; }
bool same_monomial(const Term& a, const Term& b) { return a.monomial == b.monomial; }

}  // namespace

Terms collect(Terms terms) {
  std::sort(terms.begin(), terms.end(), is_before);
  return merged(std::move(terms), same_monomial);
}

Terms collect(Terms terms, const Progress& progress) {
  sort(terms, progress, is_before);
  return merged(std::move(terms), same_monomial);
}

Terms sum(Terms a, const Terms& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  const auto middle = static_cast<std::ptrdiff_t>(a.size());
  a.insert(a.end(), b.begin(), b.end());
  // What comes after everything else needs no merge.
  if (!is_before(a[a.size() - b.size() - 1], a[a.size() - b.size()]))
    std::inplace_merge(a.begin(), a.begin() + middle, a.end(), is_before);
  else
    return a;
  return merged(std::move(a), same_monomial);
}

Terms negated(Terms terms) {
  for (Term& t : terms) t.coefficient = -t.coefficient;
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

std::vector<Terms> shortest_integer_basis(const std::vector<Terms>& basis) {
  if (basis.empty()) return {};
  const std::vector<Monomial> columns = monomials_of(basis);
  IntegerMatrix lattice = rows_of(basis, columns);
  lattice.saturate_rows();
  lattice.reduce_rows();
  std::vector<Terms> shortest = polynomials_of(lattice, columns);
  std::stable_sort(shortest.begin(), shortest.end(),
                   [](const Terms& a, const Terms& b) { return a.size() < b.size(); });
  return shortest;
}

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

Terms multiply(const Terms& a, const Terms& b, const Progress& progress) {
  const double count = static_cast<double>(a.size()) * static_cast<double>(b.size());
  if (count < Looks::usual) return multiply(a, b);
  progress.check_memory(count * sizeof(Term), "a product of polynomials");
  Looks looks(progress);
  Terms product;
  product.reserve(a.size() * b.size());
  for (const Term& s : a)
    for (const Term& t : b) {
      looks.step();
      product.push_back({s.monomial.times(t.monomial), s.coefficient * t.coefficient});
    }
  return collect(std::move(product), progress);
}

namespace {

Monomial raised(const Monomial& m, std::uint32_t exponent) {
  std::vector<Power> powers(m.powers().begin(), m.powers().end());
  for (Power& p : powers) p.exponent *= exponent;
  return Monomial(powers);
}

Rational raised(const Rational& c, std::uint32_t exponent) {
  Rational result(1), square = c;
  for (; exponent != 0; exponent /= 2) {
    if (exponent % 2 != 0) result *= square;
    if (exponent > 1) square *= square;
  }
  return result;
}

// Σ e!/(i_1! … i_k!) Π c_j^i_j m_j^i_j over all i_1 + … + i_k = e, as nested binomial sums.
class Expansion {
 public:
  Expansion(const Terms& p, const Progress& progress) : p_(p), looks_(progress) {}

  Terms run(std::uint32_t exponent) {
    last_.push_back(Rational(1));
    for (std::uint32_t i = 0; i < exponent; ++i) {
      looks_.step();
      last_.push_back(last_.back() * p_.back().coefficient);
    }
    expand(0, exponent, {Monomial(), Rational(1)});
    return std::move(terms_);
  }

 private:
  const Terms& p_;
  Looks looks_;
  std::vector<Rational> last_;  // powers of the last coefficient
  Terms terms_;

  // `done` times the power `left` of the terms from number j on.
  void expand(std::size_t j, std::uint32_t left, Term done) {
    if (j + 1 == p_.size()) {
      looks_.step();
      done.monomial = done.monomial.times(raised(p_[j].monomial, left));
      done.coefficient *= last_[left];
      terms_.push_back(std::move(done));
      return;
    }
    for (std::uint32_t i = 0; i <= left; ++i) {
      expand(j + 1, left - i, done);
      done.monomial = done.monomial.times(p_[j].monomial);
      done.coefficient *= p_[j].coefficient * Rational(Integer(left - i), Integer(i + 1));
    }
  }
};

}  // namespace

Terms power(const Terms& p, std::uint32_t exponent, const Progress& progress) {
  if (exponent == 0) return {{Monomial(), Rational(1)}};
  if (p.empty()) return {};
  if (p.size() == 1) return {{raised(p[0].monomial, exponent), raised(p[0].coefficient, exponent)}};
  return collect(Expansion(p, progress).run(exponent), progress);
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
