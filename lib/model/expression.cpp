#include "expression.hpp"

#include "scanner.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace abide {

namespace {

constexpr std::size_t deepest = 200;           // nested parentheses and powers
constexpr std::size_t most_terms = 1U << 22U;  // of one expanded entry
constexpr std::uint64_t highest_power = 1'000'000;
constexpr std::uint64_t most_bits = 1U << 20U;  // of a power of a number
constexpr std::size_t most_digits = 10'000;
constexpr std::uint64_t most_entries = 1U << 24U;

class Parser {
 public:
  Parser(std::string_view text, const Scope& scope, const Location& start)
      : scanner_(text, start), scope_(scope) {}

  PolynomialMatrix run() {
    PolynomialMatrix value = sum();
    scanner_.skip_spaces();
    if (!scanner_.done()) scanner_.expected("an operator or the end");
    return value;
  }

 private:
  Scanner scanner_;
  const Scope& scope_;
  std::size_t depth_ = 0;

  bool take(std::string_view token) {
    scanner_.skip_spaces();
    return scanner_.take(token);
  }
  std::size_t here() {
    scanner_.skip_spaces();
    return scanner_.position();
  }
  PolynomialMatrix scalar(const Rational& value) const {
    return {1, 1, {Polynomial::constant(scope_.ring(), value)}};
  }

  PolynomialMatrix sum() {
    PolynomialMatrix value = product();
    while (true) {
      const std::size_t at = here();
      if (take("+")) {
        add(value, product(), 1, at);
      } else if (take("-")) {
        add(value, product(), -1, at);
      } else {
        return value;
      }
    }
  }

  PolynomialMatrix product() {
    PolynomialMatrix value = signed_power();
    while (true) {
      const std::size_t at = here();
      if (take("*")) {
        value = multiply(value, signed_power(), at);
      } else if (take("/")) {
        divide(value, at);
      } else {
        return value;
      }
    }
  }

  PolynomialMatrix signed_power() {
    bool negative = false;
    while (take("-")) negative = !negative;
    PolynomialMatrix value = power();
    if (negative)
      for (Polynomial& p : value.entries) p = -p;
    return value;
  }

  PolynomialMatrix power() {
    PolynomialMatrix value = transposed();
    const std::size_t at = here();
    return take("^") ? raise(value, exponent(), at) : value;
  }

  // Right-associative: 2^3^2 is 2^9.
  std::uint64_t exponent() {
    const std::size_t at = here();
    if (++depth_ > deepest) scanner_.fail(at, "too deeply nested");
    const std::uint64_t base = scanner_.natural("an exponent", 0, highest_power);
    std::uint64_t value = base;
    if (take("^")) {
      const std::uint64_t top = exponent();
      value = 1;
      for (std::uint64_t k = 0; k < top && base != 1 && value != 0; ++k) {
        value *= base;
        if (value > highest_power) scanner_.fail(at, "the exponent exceeds 1000000");
      }
    }
    --depth_;
    return value;
  }

  PolynomialMatrix transposed() {
    PolynomialMatrix value = atom();
    while (take("'")) {
      PolynomialMatrix t{value.columns, value.rows, {}};
      for (std::size_t i = 0; i < t.rows; ++i)
        for (std::size_t j = 0; j < t.columns; ++j)
          t.entries.push_back(value.entries[j * value.columns + i]);
      value = std::move(t);
    }
    return value;
  }

  PolynomialMatrix atom() {
    const std::size_t at = here();
    if (take("(")) {
      if (++depth_ > deepest) scanner_.fail(at, "too deeply nested");
      PolynomialMatrix value = sum();
      --depth_;
      if (!take(")")) scanner_.expected("')'");
      return value;
    }
    if (scanner_.peek() >= '0' && scanner_.peek() <= '9') return scalar(number());
    const std::string name(scanner_.word());
    if (name.empty()) scanner_.expected("a name, a number or '('");
    const Scope::Parameter* parameter = scope_.find(name);
    if (parameter == nullptr) scanner_.fail(at, "undeclared name '" + quoted(name) + "'");
    return scanner_.take("[") ? entry(*parameter, name, at) : whole(*parameter, name, at);
  }

  Rational number() {
    const std::size_t at = scanner_.position();
    std::string digits(scanner_.digits());
    std::size_t decimals = 0;
    if (scanner_.take(".")) {
      const std::string_view fraction = scanner_.digits();
      if (fraction.empty()) scanner_.expected("digits after the decimal point");
      decimals = fraction.size();
      digits += fraction;
    }
    if (digits.size() > most_digits) scanner_.fail(at, "a number of more than 10000 digits");
    return {*Integer::parse(digits), *Integer::parse("1" + std::string(decimals, '0'))};
  }

  PolynomialMatrix entry(const Scope::Parameter& p, const std::string& name, std::size_t at) {
    std::vector<std::uint64_t> indices;
    do {
      scanner_.skip_spaces();
      indices.push_back(scanner_.natural("an index", 1, UINT32_MAX));
    } while (take(","));
    if (!take("]")) scanner_.expected("']'");
    if (indices.size() != p.indices)
      scanner_.fail(at, "'" + quoted(name) + "' takes " + std::to_string(p.indices) +
                            " indices, found " + std::to_string(indices.size()));
    const auto found = p.entries.find({indices[0], indices.size() == 2 ? indices[1] : 1});
    if (found == p.entries.end())
      scanner_.fail(at, "no entry '" + quoted(indexed_name(name, indices)) + "'");
    return {1, 1, {Polynomial::variable(scope_.ring(), found->second)}};
  }

  PolynomialMatrix whole(const Scope::Parameter& p, const std::string& name, std::size_t at) {
    if (p.entries.size() != p.rows * p.columns)
      scanner_.fail(at, "'" + quoted(name) + "' is not declared as a whole, use its entries");
    PolynomialMatrix value{static_cast<std::size_t>(p.rows), static_cast<std::size_t>(p.columns),
                           {}};
    for (const auto& [indices, position] : p.entries)
      value.entries.push_back(Polynomial::variable(scope_.ring(), position));
    return value;
  }

  static std::string shape(const PolynomialMatrix& m) {
    return std::to_string(m.rows) + "x" + std::to_string(m.columns);
  }

  void add(PolynomialMatrix& a, const PolynomialMatrix& b, int sign, std::size_t at) {
    if (a.rows != b.rows || a.columns != b.columns)
      scanner_.fail(at, "shapes do not add: " + shape(a) + " and " + shape(b));
    for (std::size_t k = 0; k < a.entries.size(); ++k)
      sign > 0 ? a.entries[k] += b.entries[k] : a.entries[k] -= b.entries[k];
  }

  void check_terms(double terms, std::size_t at) {
    if (terms > static_cast<double>(most_terms))
      scanner_.fail(at, "the expanded expression would have more than " +
                            std::to_string(most_terms) + " terms");
  }

  Polynomial times(const Polynomial& a, const Polynomial& b, std::size_t at) {
    check_terms(static_cast<double>(a.length()) * static_cast<double>(b.length()), at);
    if (a.total_degree() + b.total_degree() > highest_power)
      scanner_.fail(at, "the degree exceeds 1000000");
    return a * b;
  }

  PolynomialMatrix multiply(const PolynomialMatrix& a, const PolynomialMatrix& b,
                            std::size_t at) {
    if (a.columns != b.rows && a.is_scalar()) return scaled(a.entries[0], b, at);
    if (a.columns != b.rows && b.is_scalar()) return scaled(b.entries[0], a, at);
    if (a.columns != b.rows)
      scanner_.fail(at, "shapes do not multiply: " + shape(a) + " and " + shape(b));
    if (std::uint64_t{a.rows} * b.columns > most_entries)
      scanner_.fail(at, "the product has too many entries");
    PolynomialMatrix c{a.rows, b.columns, {}};
    for (std::size_t i = 0; i < a.rows; ++i)
      for (std::size_t j = 0; j < b.columns; ++j) {
        Polynomial s(scope_.ring());
        for (std::size_t k = 0; k < a.columns; ++k)
          s += times(a.entries[i * a.columns + k], b.entries[k * b.columns + j], at);
        check_terms(static_cast<double>(s.length()), at);
        c.entries.push_back(std::move(s));
      }
    return c;
  }

  PolynomialMatrix scaled(const Polynomial& factor, PolynomialMatrix m, std::size_t at) {
    for (Polynomial& p : m.entries) p = times(factor, p, at);
    return m;
  }

  void divide(PolynomialMatrix& value, std::size_t at) {
    const PolynomialMatrix divisor = signed_power();
    if (!divisor.is_scalar() || !divisor.entries[0].is_constant())
      scanner_.fail(at, "not polynomial: '/' only by a constant");
    const Rational c = divisor.entries[0].constant_value();
    if (c.is_zero()) scanner_.fail(at, "division by zero");
    for (Polynomial& p : value.entries) p *= Rational(1) / c;
  }

  PolynomialMatrix raise(const PolynomialMatrix& m, std::uint64_t exponent, std::size_t at) {
    if (m.rows != m.columns)
      scanner_.fail(at, "only square matrices have powers, found " + shape(m));
    if (m.is_scalar()) return {1, 1, {raise(m.entries[0], exponent, at)}};
    PolynomialMatrix value = scaled(Polynomial::constant(scope_.ring(), Rational(1)), m, at);
    for (std::size_t i = 0; i < m.rows; ++i)
      for (std::size_t j = 0; j < m.columns; ++j)
        value.entries[i * m.columns + j] = Polynomial::constant(scope_.ring(), Rational(i == j));
    for (std::uint64_t k = 0; k < exponent; ++k) value = multiply(value, m, at);
    return value;
  }

  Polynomial raise(const Polynomial& p, std::uint64_t exponent, std::size_t at) {
    if (p.total_degree() * exponent > highest_power)
      scanner_.fail(at, "the degree exceeds 1000000");
    std::uint64_t bits = 0;
    for (const Term& t : p.terms())
      bits = std::max({bits, std::uint64_t{t.coefficient.numerator().bits()},
                       std::uint64_t{t.coefficient.denominator().bits()}});
    if (bits > 1 && bits * exponent > most_bits)
      scanner_.fail(at, "the power has too many digits");
    // A sum of k terms to the power e has at most C(k + e − 1, e) terms.
    const auto k = static_cast<double>(p.length()), e = static_cast<double>(exponent);
    if (k > 1)
      check_terms(std::exp(std::lgamma(k + e) - std::lgamma(e + 1) - std::lgamma(k)) * 0.999, at);
    return p.pow(exponent);
  }
};

}  // namespace

Scope::Scope(const std::vector<std::string>& names) : ring_(make_ring(names)) {
  for (std::size_t position = 0; position < names.size(); ++position) {
    Scanner scanner(names[position], {});
    const std::string base(scanner.word());
    std::uint64_t row = 1, column = 1;
    std::size_t indices = 0;
    if (scanner.take("[")) {
      row = scanner.natural("an index", 1, UINT64_MAX >> 2U);
      indices = 1;
      if (scanner.take(",")) {
        column = scanner.natural("an index", 1, UINT64_MAX >> 2U);
        indices = 2;
      }
    }
    Parameter& p = parameters_[base];
    p.indices = indices;
    p.rows = std::max(p.rows, row);
    p.columns = std::max(p.columns, column);
    p.entries[{row, column}] = position;
  }
}

const Scope::Parameter* Scope::find(const std::string& name) const {
  const auto it = parameters_.find(name);
  return it == parameters_.end() ? nullptr : &it->second;
}

PolynomialMatrix parse_expression(std::string_view text, const Scope& scope,
                                  const Location& start) {
  return Parser(text, scope, start).run();
}

namespace {

// The positions of the names whose base occurs in the text: a model may have millions.
std::vector<std::uint32_t> mentioned(std::string_view text, const Names& names) {
  std::unordered_set<std::string> words;
  Scanner scanner(text, {});
  while (!scanner.done()) {
    std::string word(scanner.word());
    if (word.empty()) {
      scanner.back_to(scanner.position() + 1);
      continue;
    }
    if (scanner.peek() == '[') {
      const std::size_t end = text.find(']', scanner.position());
      if (end != std::string_view::npos)
        for (const char c : text.substr(scanner.position(), end + 1 - scanner.position()))
          if (c != ' ') word += c;
    }
    words.insert(std::move(word));
  }
  const bool few = names.size() <= 10'000;  // then whole matrices can be named, too
  std::vector<std::uint32_t> positions;
  for (std::uint32_t k = 0; k < names.size(); ++k)
    if (few || words.contains(names[k])) positions.push_back(k);
  return positions;
}

}  // namespace

Terms parse_polynomial(std::string_view text, const Names& names, const std::string& source) {
  const std::vector<std::uint32_t> positions = mentioned(text, names);
  std::vector<std::string> used;
  for (const std::uint32_t k : positions) used.push_back(names[k]);
  const PolynomialMatrix value = parse_expression(text, Scope(used), {source, 0, 1});
  if (!value.is_scalar())
    throw Error(ErrorKind::input, {source, 0, 1}, "expected a scalar, found a matrix");
  Terms terms = value.entries[0].terms();
  for (Term& t : terms)
    t.monomial = t.monomial.renamed([&positions](std::uint32_t v) { return positions[v]; });
  return terms;  // the positions increase: the order of terms stays
}

}  // namespace abide
