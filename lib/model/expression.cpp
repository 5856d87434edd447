// The one parser of expressions (data/format/model.md): recursive descent by binding strength,
// where every value is a matrix of rational functions and a scalar a matrix of one entry. Values
// are made while the text is read; a loop (`sum`, `prod`, `each`) reads its body again for every
// value of its index. Depth, steps, digits and the terms of every intermediate result are bounded
// before they are made, and limits are asked at every name and number.
//
// Laws given by a user are read by the same parser, with a second variable for the logarithm of
// each coordinate.
#include "expression.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>
#include <set>

#include "scanner.hpp"

namespace abide {

namespace {

constexpr std::string_view norm_sign = "\u2016";  // ‖
constexpr std::size_t deepest = 200;              // nested parentheses, calls and powers
constexpr std::uint64_t highest_power = 1'000'000;
constexpr std::size_t most_digits = 10'000;
constexpr std::int64_t largest_index = 1 << 24;
constexpr std::size_t most_steps = 1U << 20U;  // of all loops of an expression together

class Parser {
 public:
  Parser(std::string_view text, const Scope& scope, const Location& start, const Progress& progress)
      : scanner_(text, start), scope_(scope), progress_(progress) {}

  Matrix run() {
    Matrix value = sum();
    if (in_law() && take("=")) expect("const");  // as laws are printed
    scanner_.skip_spaces();
    if (!scanner_.done()) scanner_.expected("an operator or the end");
    return value;
  }

 private:
  Scanner scanner_;
  const Scope& scope_;
  const Progress& progress_;
  std::map<std::string, std::int64_t> indices_;  // of the loops around this place
  std::size_t depth_ = 0, steps_ = 0;

  // What an index selects: one place, first..last, or `:`, everything.
  struct Selection {
    std::int64_t first = 1, last = 0;
    bool single = false, all = false;
  };

  bool take(std::string_view token) {
    scanner_.skip_spaces();
    return scanner_.take(token);
  }
  bool take_minus() { return take("-") || take("\u2212"); }
  // Laws are read as they are printed: with implicit products, norms, and logarithms.
  bool in_law() const { return scope_.has_logarithms(); }
  void expect(std::string_view token) {
    scanner_.skip_spaces();
    scanner_.expect(token);
  }
  std::size_t here() {
    scanner_.skip_spaces();
    return scanner_.position();
  }
  // A refusal by an operation is told with the place of its operator.
  template <class Operation>
  auto at(std::size_t position, const Operation& operation) const -> decltype(operation()) {
    try {
      return operation();
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::input || e.where().line != 0 || e.where().column != 0) throw;
      scanner_.fail(position, e.what());
    }
  }
  template <class Inner>
  auto nested(std::size_t position, const Inner& inner) {
    if (++depth_ > deepest) scanner_.fail(position, "too deeply nested");
    auto value = inner();
    --depth_;
    return value;
  }

  Matrix sum() {
    Matrix value = product();
    while (true) {
      const std::size_t position = here();
      if (take("+")) {
        at(position, [&] { value.add(product(), progress_); });
      } else if (take_minus()) {
        at(position, [&] { value.add(-product(), progress_); });
      } else {
        return value;
      }
    }
  }

  Matrix product() {
    Matrix value = signed_power();
    while (true) {
      const std::size_t position = here();
      if (take("*")) {
        value = at(position, [&] { return abide::product(value, signed_power(), progress_); });
      } else if (take("/")) {
        at(position, [&] { value.divide_by(signed_power(), progress_); });
      } else if (in_law() && starts_factor()) {
        value = at(position, [&] { return abide::product(value, power(), progress_); });
      } else {
        return value;
      }
    }
  }

  bool starts_factor() const {
    const char c = scanner_.peek();
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '(';
  }

  Matrix signed_power() {
    bool negative = false;
    while (true) {
      if (take_minus())
        negative = !negative;
      else if (!take("+"))
        break;
    }
    Matrix value = power();
    return negative ? -value : value;
  }

  Matrix power() {
    Matrix value = postfix();
    const std::size_t position = here();
    if (const auto e = superscript()) return at(position, [&] { return value.pow(*e, progress_); });
    if (!take("^") && !take("**")) return value;
    const bool inverse = take_minus();
    const std::uint64_t e = exponent();
    return at(position, [&] {
      Matrix raised = value.pow(e, progress_);
      if (!inverse) return raised;
      Matrix one = Matrix::scalar(Rational(1));
      one.divide_by(raised, progress_);
      return one;
    });
  }

  // x², as abide prints it.
  std::optional<std::uint64_t> superscript() {
    static constexpr std::array<std::string_view, 10> digits{"\u2070", "\u00b9", "\u00b2", "\u00b3",
                                                             "\u2074", "\u2075", "\u2076", "\u2077",
                                                             "\u2078", "\u2079"};
    const auto takes = [this](std::string_view digit) { return scanner_.take(digit); };
    const std::size_t position = here();
    std::optional<std::uint64_t> value;
    for (auto digit = std::ranges::find_if(digits, takes); digit != digits.end();
         digit = std::ranges::find_if(digits, takes)) {
      value = 10 * value.value_or(0) + static_cast<std::uint64_t>(digit - digits.begin());
      if (*value > highest_power) scanner_.fail(position, "the exponent exceeds 1000000");
    }
    return value;
  }

  // Right-associative: 2^3^2 is 2^9.
  std::uint64_t exponent() {
    const std::size_t position = here();
    return nested(position, [&] {
      const std::uint64_t base = exponent_atom(position);
      if (!take("^") && !take("**")) return base;
      const std::uint64_t top = exponent();
      std::uint64_t value = 1;
      for (std::uint64_t k = 0; k < top && base != 1 && value != 0; ++k) {
        value *= base;
        if (value > highest_power) scanner_.fail(position, "the exponent exceeds 1000000");
      }
      return value;
    });
  }

  // A number, the index of a loop, or an integer in parentheses.
  std::uint64_t exponent_atom(std::size_t position) {
    if (scanner_.peek() != '(' && !starts_index())
      return scanner_.natural("an exponent", 0, highest_power);
    const std::int64_t value = integer_atom();
    if (value < 0 || value > static_cast<std::int64_t>(highest_power))
      scanner_.fail(position,
                    "expected an exponent of 0 to 1000000, found " + std::to_string(value));
    return static_cast<std::uint64_t>(value);
  }
  bool starts_index() {
    const std::size_t start = scanner_.position();
    const bool is_index = indices_.contains(std::string(scanner_.word()));
    scanner_.back_to(start);
    return is_index;
  }

  // Transposes and entries of what is in front of them.
  Matrix postfix() {
    Matrix value = atom();
    while (true) {
      const std::size_t position = here();
      if (take("'") || take("\u1d40")) {
        value = value.transposed(progress_);
      } else if (take("[")) {
        value = part(value, selections(), position);
      } else {
        return value;
      }
    }
  }

  bool has_exponential() const {
    const auto rate = scope_.layout().time_rate();
    return rate && !rate->is_zero();
  }

  Matrix atom() {
    progress_.check();
    const std::size_t position = here();
    if (take("(")) {
      Matrix value = nested(position, [&] { return sum(); });
      expect(")");
      return value;
    }
    if (take("[")) return nested(position, [&] { return literal(position); });
    if (in_law() && take(norm_sign)) return nested(position, [&] { return squared_norm(); });
    if (scanner_.peek() >= '0' && scanner_.peek() <= '9') return Matrix::scalar(number());
    const std::string name(scanner_.word());
    if (name.empty()) scanner_.expected("a name, a number, '(' or '['");
    if (in_law() && (name == "log" || name == "ln")) {
      if (take("|")) return nested(position, [&] { return logarithm("|"); });
      if (take("(")) return nested(position, [&] { return logarithm(")"); });
    }
    if (name == "exp" && has_exponential() && take("("))
      return nested(position, [&] { return exponential(position); });
    if (take("(")) return nested(position, [&] { return call(name, position); });
    if (const auto index = indices_.find(name); index != indices_.end())
      return Matrix::scalar(Rational(index->second));
    return named(name, position);
  }

  Matrix named(const std::string& name, std::size_t position) {
    if (const Matrix* defined = scope_.find_definition(name)) return *defined;
    const auto array = scope_.layout().find(name);
    if (!array) scanner_.fail(position, "undeclared name '" + quoted(name) + "'");
    const std::size_t bracket = scanner_.position();
    if (!take("[")) return whole(*array, position);
    const std::vector<Selection> selected = selections();
    const std::size_t indices = scope_.layout()[*array].indices;
    if (selected.size() != indices)
      scanner_.fail(position, "'" + quoted(name) + "' takes " + std::to_string(indices) +
                                  " indices, found " + std::to_string(selected.size()));
    if (std::all_of(selected.begin(), selected.end(), [](const Selection& s) { return s.single; }))
      return entry(*array, selected, position);
    return part(whole(*array, position), selected, bracket);
  }

  Matrix entry(std::uint64_t array, const std::vector<Selection>& selected,
               std::size_t position) const {
    const NamedArray a = scope_.layout()[array];
    const std::int64_t row = selected[0].first,
                       column = selected.size() == 2 ? selected[1].first : 1;
    if (row > std::int64_t{a.rows} || column > std::int64_t{a.columns})
      scanner_.fail(position, "no entry '" + quoted(a.name) + "[" + std::to_string(row) +
                                  (a.indices == 2 ? "," + std::to_string(column) : "") + "]'");
    return Matrix(coordinate(
        {array, static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column)}, position));
  }

  RationalFunction coordinate(const Coordinates::Place& place, std::size_t position) const {
    const auto variable =
        scope_.variable(static_cast<std::uint32_t>(scope_.layout().position(place)));
    if (!variable)
      scanner_.fail(position, "'" + quoted(scope_.layout()[place.array].name) +
                                  "' has more than 10000 entries, write those that are meant");
    return RationalFunction::variable(static_cast<std::uint32_t>(*variable));
  }

  Matrix whole(std::uint64_t array, std::size_t position) const {
    const NamedArray a = scope_.layout()[array];
    if (a.role.kind == Role::Kind::time) return Matrix(coordinate({array, 1, 1}, position));
    Matrix value(a.rows, a.columns, progress_);
    for (std::uint32_t i = 1; i <= a.rows; ++i)
      for (std::uint32_t j = 1; j <= a.columns; ++j) {
        if ((i + j) % 1024 == 0) progress_.check();
        value.at(i - 1, j - 1) = coordinate({array, i, j}, position);
      }
    return value;
  }

  // Behind `exp(`: c*t or t/q, as the power of the coordinate e^(rate·t) that it is.
  Matrix exponential(std::size_t position) {
    const Rational rate = *scope_.layout().time_rate();
    const bool negative = take("-");
    Rational c(1);
    scanner_.skip_spaces();
    if (scanner_.peek() >= '0' && scanner_.peek() <= '9') {
      c = number();
      if (take("/")) c /= number();
      expect("*");
    }
    expect(scope_.layout().letters().time);
    if (take("/")) c /= number();
    expect(")");
    const Rational power = (negative ? -c : c) / rate;
    const auto exponent = power.numerator().to_int64();
    if (!power.is_integer() || !exponent || *exponent < 0 ||
        *exponent > static_cast<std::int64_t>(highest_power))
      scanner_.fail(position, "expected a power of exp(" + rate.to_string() + "*" +
                                  scope_.layout().letters().time + ")");
    return whole(0, position).pow(static_cast<std::uint64_t>(*exponent), progress_);
  }

  Rational number() {
    const std::size_t position = scanner_.position();
    std::string digits(scanner_.digits());
    std::size_t decimals = 0;
    if (scanner_.take(".")) {
      const std::string_view fraction = scanner_.digits();
      if (fraction.empty()) scanner_.expected("digits after the decimal point");
      decimals = fraction.size();
      digits += fraction;
    }
    std::size_t zeros = 0;  // of 1e3
    if (const auto power = power_of_ten(); power && *power < 0)
      decimals += static_cast<std::size_t>(-*power);
    else
      zeros = static_cast<std::size_t>(power.value_or(0));
    if (digits.size() + zeros + decimals > most_digits)
      scanner_.fail(position, "a number of more than 10000 digits");
    return {*Integer::parse(digits + std::string(zeros, '0')),
            *Integer::parse("1" + std::string(decimals, '0'))};
  }

  // "e-3" behind digits.
  std::optional<std::int64_t> power_of_ten() {
    const std::size_t start = scanner_.position();
    if (!scanner_.take("e") && !scanner_.take("E")) return std::nullopt;
    const bool negative = scanner_.take("-");
    if (!negative) scanner_.take("+");
    if (scanner_.peek() < '0' || scanner_.peek() > '9') {
      scanner_.back_to(start);
      return std::nullopt;
    }
    const auto value =
        static_cast<std::int64_t>(scanner_.natural("a power of ten", 0, most_digits));
    return negative ? -value : value;
  }

  // [a, b; c, d]: entries or blocks.
  Matrix literal(std::size_t position) {
    std::vector<std::vector<Matrix>> rows(1);
    while (true) {
      rows.back().push_back(sum());
      if (take(";")) {
        rows.emplace_back();
      } else if (!take(",")) {
        break;
      }
    }
    expect("]");
    return at(position, [&] { return from_blocks(rows, progress_); });
  }

  std::vector<Selection> selections() {
    std::vector<Selection> all;
    do {
      Selection& s = all.emplace_back();
      if (take(":")) {
        s.all = true;
        continue;
      }
      const std::size_t position = here();
      s.first = s.last = integer();
      s.single = !take("..");
      if (!s.single) s.last = integer();
      if (s.first < 1 || s.last < s.first)
        scanner_.fail(position, "expected an index of 1 or more, or a range first..last");
    } while (take(","));
    expect("]");
    return all;
  }

  Matrix part(const Matrix& m, std::vector<Selection> selected, std::size_t position) const {
    if (selected.size() > 2 || (selected.size() == 1 && !m.is_vector()))
      scanner_.fail(position, "a matrix of shape " + m.shape() + " takes 2 indices, found " +
                                  std::to_string(selected.size()));
    if (selected.size() == 1) selected.push_back({1, 1, true, false});
    const auto place = [&](Selection& s, std::size_t size) {
      if (s.all) s.last = static_cast<std::int64_t>(size);
      if (s.last > static_cast<std::int64_t>(size))
        scanner_.fail(position,
                      "no entry " + std::to_string(s.last) + " in a matrix of shape " + m.shape());
    };
    place(selected[0], m.rows());
    place(selected[1], m.columns());
    const auto count = [](const Selection& s) {
      return static_cast<std::size_t>(s.last - s.first + 1);
    };
    return m.block(static_cast<std::size_t>(selected[0].first - 1), count(selected[0]),
                   static_cast<std::size_t>(selected[1].first - 1), count(selected[1]), progress_);
  }

  // Integers of indices, ranges and sizes: numbers, loop indices, rows(M), columns(M), + − * ( ).
  std::int64_t integer() {
    std::int64_t value = integer_product();
    while (true) {
      const std::size_t position = here();
      if (take("+")) {
        value = bounded(value + integer_product(), position);
      } else if (take("-")) {
        value = bounded(value - integer_product(), position);
      } else {
        return value;
      }
    }
  }
  std::int64_t integer_product() {
    std::int64_t value = integer_atom();
    for (std::size_t position = here(); take("*"); position = here())
      value = bounded(value * integer_atom(), position);
    return value;
  }
  std::int64_t integer_atom() {
    const std::size_t position = here();
    if (take("-")) return -nested(position, [&] { return integer_atom(); });
    if (take("(")) {
      const std::int64_t value = nested(position, [&] { return integer(); });
      expect(")");
      return value;
    }
    if (scanner_.peek() >= '0' && scanner_.peek() <= '9')
      return static_cast<std::int64_t>(scanner_.natural("an integer", 0, largest_index));
    const std::string name(scanner_.word());
    if (const auto index = indices_.find(name); index != indices_.end()) return index->second;
    if (name != "rows" && name != "columns")
      scanner_.fail(position,
                    "expected an integer: a number, the index of a loop, rows(M) or columns(M)");
    expect("(");
    const Matrix m = nested(position, [&] { return sum(); });
    expect(")");
    return static_cast<std::int64_t>(name == "rows" ? m.rows() : m.columns());
  }
  std::int64_t bounded(std::int64_t value, std::size_t position) const {
    if (value > largest_index || value < -largest_index)
      scanner_.fail(position, "an integer beyond 2^24");
    return value;
  }

  // ‖v‖², behind the opening sign: the squares of all entries.
  Matrix squared_norm() {
    const std::size_t position = here();
    const Matrix v = sum();
    expect(norm_sign);
    const std::optional<std::uint64_t> exponent =
        take("^") ? std::optional(scanner_.natural("the exponent 2", 2, 2)) : superscript();
    if (exponent != 2U)
      scanner_.fail(position, "a norm is no polynomial, its square is: expected ‖…‖²");
    return at(position, [&] { return trace(product_of_transposed(v), progress_); });
  }
  Matrix product_of_transposed(const Matrix& v) const {
    return abide::product(v.transposed(progress_), v, progress_);
  }

  // log|x| and log(x) of one coordinate, behind the opening sign.
  Matrix logarithm(std::string_view close) {
    const std::size_t position = here();
    const Matrix argument = sum();
    expect(close);
    const Terms terms = argument.is_scalar() && argument.at(0, 0).is_polynomial()
                            ? argument.at(0, 0).numerator()
                            : Terms();
    if (terms.size() != 1 || terms[0].monomial.degree() != 1 ||
        !(terms[0].coefficient == Rational(1)) ||
        terms[0].monomial.powers()[0].variable >= scope_.coordinates())
      scanner_.fail(position, "expected a coordinate: a logarithm must be of one");
    return Matrix(RationalFunction::variable(
        static_cast<std::uint32_t>(scope_.coordinates() + terms[0].monomial.powers()[0].variable)));
  }

  // Behind `NAME(`.
  Matrix call(const std::string& name, std::size_t position) {
    if (name == "sum" || name == "prod" || name == "each") return loop(name, position);
    if (name == "grad" || name == "jacobian") return derivatives(name, position);
    if (name == "identity" || name == "zeros" || name == "ones" || name == "unit")
      return constant(name, position);
    using Unary = Matrix (*)(const Matrix&, const Progress&);
    using Binary = Matrix (*)(const Matrix&, const Matrix&, const Progress&);
    static const std::map<std::string, Unary> unary{
        {"diag", diagonal}, {"trace", trace}, {"vec", flattened}};
    static const std::map<std::string, Binary> binary{
        {"hadamard", hadamard}, {"kron", kronecker}, {"outer", outer}};
    const auto one = unary.find(name);
    const auto two = binary.find(name);
    if (one == unary.end() && two == binary.end()) refuse_function(name, position);
    Matrix value = sum();
    if (one != unary.end()) {
      value = at(position, [&] { return one->second(value, progress_); });
    } else {
      expect(",");
      do {
        const Matrix next = sum();
        value = at(position, [&] { return two->second(value, next, progress_); });
      } while (take(","));
    }
    expect(")");
    return value;
  }

  [[noreturn]] void refuse_function(const std::string& name, std::size_t position) const {
    if (name == "sqrt")
      scanner_.fail(position,
                    "a square root is no rational function: make it a coordinate, or square the "
                    "equation that it is in");
    scanner_.fail(position,
                  "unknown function '" + quoted(name) +
                      "', expected one of sum, prod, each, diag, trace, vec, "
                      "hadamard, kron, outer, grad, jacobian, identity, zeros, ones, unit");
  }

  // grad(h): the column of the derivatives by all coordinates; jacobian(v): a row for each entry.
  Matrix derivatives(const std::string& name, std::size_t position) {
    const Matrix of = sum();
    expect(")");
    if (in_law()) scanner_.fail(position, "'" + name + "' is for models, not for laws");
    if (name == "grad" && !of.is_scalar())
      scanner_.fail(position, "expected a scalar, found a matrix of shape " + of.shape());
    return at(position, [&] {
      Matrix slopes(of.entries().size(), scope_.coordinates(), progress_);
      for (std::size_t i = 0; i < slopes.rows(); ++i)
        for (std::size_t j = 0; j < slopes.columns(); ++j)
          slopes.at(i, j) = of.entries()[i].derivative(static_cast<std::uint32_t>(j), progress_);
      return name == "grad" ? slopes.transposed(progress_) : slopes;
    });
  }

  static Matrix flattened(const Matrix& m, const Progress&) { return Matrix::column(m.entries()); }

  // identity(n), zeros(n, m), ones(n, m), unit(n, m, i, j).
  Matrix constant(const std::string& name, std::size_t position) {
    std::vector<std::size_t> sizes;
    do {
      const std::size_t start = here();
      const std::int64_t n = integer();
      if (n < 1) scanner_.fail(start, "expected a size or index of 1 or more");
      sizes.push_back(static_cast<std::size_t>(n));
    } while (take(","));
    expect(")");
    const std::size_t expected = name == "identity" ? 1 : name == "unit" ? 4 : 2;
    if (sizes.size() != expected)
      scanner_.fail(position, "'" + name + "' takes " + std::to_string(expected) +
                                  " integers, found " + std::to_string(sizes.size()));
    return at(position, [&] { return constant(name, sizes); });
  }
  Matrix constant(const std::string& name, const std::vector<std::size_t>& sizes) const {
    if (name == "identity") return Matrix::identity(sizes[0], progress_);
    Matrix m(sizes[0], sizes[1], progress_);
    const RationalFunction one(Rational(1));
    if (name == "ones")
      for (std::size_t i = 0; i < m.rows(); ++i)
        for (std::size_t j = 0; j < m.columns(); ++j) m.at(i, j) = one;
    if (name != "unit") return m;
    if (sizes[2] > sizes[0] || sizes[3] > sizes[1])
      throw Error(ErrorKind::input, "the place is outside of the matrix");
    m.at(sizes[2] - 1, sizes[3] - 1) = one;
    return m;
  }

  // sum(k, first..last, E), prod(…): of the values; each(…): all their entries. E is read once per
  // value of k.
  Matrix loop(const std::string& kind, std::size_t position) {
    const std::string index = loop_index();
    expect(",");
    const std::size_t range = here();
    const std::int64_t first = integer();
    expect("..");
    const std::int64_t last = integer();
    if (last < first) return over_nothing(kind, range);
    steps_ += static_cast<std::size_t>(last - first + 1);
    if (steps_ > most_steps) scanner_.fail(position, "loops of more than 2^20 steps");
    expect(",");
    const std::size_t body = here();
    std::optional<Matrix> value;
    std::vector<RationalFunction> listed;
    for (std::int64_t k = first; k <= last; ++k) {
      scanner_.back_to(body);
      indices_[index] = k;
      Matrix next = sum();
      if (kind == "each") {
        listed.insert(listed.end(), next.entries().begin(), next.entries().end());
      } else if (!value) {
        value = std::move(next);
      } else {
        at(body, [&] {
          if (kind == "sum")
            value->add(next, progress_);
          else
            value = abide::product(*value, next, progress_);
        });
      }
    }
    indices_.erase(index);
    expect(")");
    return kind == "each" ? Matrix::column(std::move(listed)) : std::move(*value);
  }

  // An empty sum is 0, an empty product 1. The body is not read: it may have no meaning.
  Matrix over_nothing(const std::string& kind, std::size_t range) {
    if (kind == "each") scanner_.fail(range, "an empty range has no entries");
    expect(",");
    for (std::size_t open = 1; open > 0;) {
      if (scanner_.done()) scanner_.expected("')'");
      const char c = scanner_.next();
      if (c == '(' || c == '[') ++open;
      if (c == ')' || c == ']') --open;
    }
    return Matrix::scalar(Rational(kind == "prod" ? 1 : 0));
  }

  std::string loop_index() {
    const std::size_t position = here();
    std::string name(scanner_.word());
    if (name.empty()) scanner_.expected("the name of an index");
    if (scope_.is_declared(name) || indices_.contains(name))
      scanner_.fail(position, "the index '" + quoted(name) + "' has the name of something else");
    return name;
  }
};

}  // namespace

Scope::Scope(Coordinates layout) : layout_(std::move(layout)), count_(layout_.size()) {}

Scope::Scope(Coordinates layout, std::vector<std::uint32_t> used, bool with_logarithms)
    : layout_(std::move(layout)),
      used_(std::move(used)),
      count_(used_.size()),
      with_logarithms_(with_logarithms) {}

std::optional<std::size_t> Scope::variable(std::uint32_t position) const {
  if (used_.empty()) return position < count_ ? std::optional<std::size_t>(position) : std::nullopt;
  const auto found = std::lower_bound(used_.begin(), used_.end(), position);
  if (found == used_.end() || *found != position) return std::nullopt;
  return static_cast<std::size_t>(found - used_.begin());
}

const Matrix* Scope::find_definition(const std::string& name) const {
  const auto it = definitions_.find(name);
  return it == definitions_.end() ? nullptr : &it->second;
}

namespace {

// "0" and "-1": most of what stands in millions of dense components.
std::optional<std::int64_t> small_integer(std::string_view text) {
  constexpr std::size_t longest = 9;
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  const bool is_one = !text.empty() && text.size() <= longest && error == std::errc();
  return is_one && rest == end ? std::optional(value) : std::nullopt;
}

}  // namespace

Matrix parse_expression(std::string_view text, const Scope& scope, const Location& start,
                        const Progress& progress) {
  if (const auto value = small_integer(text)) return Matrix::scalar(Rational(*value));
  return Parser(text, scope, start, progress).run();
}

namespace {

constexpr std::uint64_t largest_whole = 10'000;  // entries of an array that is named as a whole

// The coordinates that a text names: single entries, and small arrays that it names otherwise. A
// model may have millions.
class Mentioned {
 public:
  Mentioned(std::string_view text, const Coordinates& layout)
      : scanner_(text, {}), layout_(layout) {}

  std::vector<std::uint32_t> run() {
    while (!scanner_.done()) {
      const std::string_view word = scanner_.word();
      if (word.empty()) scanner_.next();
      if (const auto array = layout_.find(word)) add(*array);
      if (word == "exp" && layout_.time_rate()) positions_.insert(0);
    }
    return {positions_.begin(), positions_.end()};
  }

 private:
  Scanner scanner_;
  const Coordinates& layout_;
  std::set<std::uint32_t> positions_;

  void add(std::uint64_t array) {
    const NamedArray a = layout_[array];
    const std::size_t behind = scanner_.position();
    if (const auto place = entry(array, a)) {
      positions_.insert(static_cast<std::uint32_t>(layout_.position(*place)));
      return;
    }
    scanner_.back_to(behind);
    if (a.size() > largest_whole) return;
    const auto first = static_cast<std::uint32_t>(layout_.start(array));
    for (std::uint32_t k = 0; k < a.size(); ++k) positions_.insert(first + k);
  }

  // [i] or [i,j] with numbers that fit.
  std::optional<Coordinates::Place> entry(std::uint64_t array, const NamedArray& a) {
    Coordinates::Place place{array, 1, 1};
    scanner_.skip_spaces();
    if (a.indices == 0 || !scanner_.take("[") || !index(place.row, a.rows)) return std::nullopt;
    if (a.indices == 2 && !(scanner_.take(",") && index(place.column, a.columns)))
      return std::nullopt;
    return scanner_.take("]") ? std::optional(place) : std::nullopt;
  }

  bool index(std::uint32_t& value, std::uint32_t size) {
    scanner_.skip_spaces();
    const std::string_view digits = scanner_.digits();
    scanner_.skip_spaces();
    if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc())
      return false;
    return value >= 1 && value <= size;
  }
};

}  // namespace

ElementaryFunction parse_law(std::string_view text, const Coordinates& layout,
                             const std::string& source, const Progress& progress) {
  if (layout.size() > std::size_t{INT32_MAX})
    throw Error(ErrorKind::limit, "laws of 2^31 coordinates or more are not read");
  std::vector<std::uint32_t> used = Mentioned(text, layout).run();
  if (used.empty()) used.push_back(0);  // a constant
  const Scope scope(layout, std::move(used), true);
  const Matrix value = parse_expression(text, scope, {source, 0, 1}, progress);
  if (!value.is_scalar())
    throw Error(ErrorKind::input, {source, 0, 1},
                "expected a scalar, found a matrix of shape " + value.shape() +
                    ": ask for an entry, such as (…)[1,1]");
  const auto coordinates = static_cast<std::uint32_t>(layout.size());
  ElementaryFunction h{value.at(0, 0).numerator(), {{Monomial(), Rational(1)}}, coordinates};
  if (value.at(0, 0).denominator()) h.denominator = *value.at(0, 0).denominator();
  for (Terms* p : {&h.numerator, &h.denominator})
    for (Term& t : *p)  // coordinates increase with variables: the order of terms stays
      t.monomial = t.monomial.renamed([&](std::uint32_t v) {
        return v < scope.coordinates() ? scope.coordinate(v)
                                       : coordinates + scope.coordinate(v - scope.coordinates());
      });
  return h;
}

Terms parse_polynomial(std::string_view text, const Coordinates& layout, const std::string& source,
                       const Progress& progress) {
  ElementaryFunction h = parse_law(text, layout, source, progress);
  if (!h.is_polynomial())
    throw Error(ErrorKind::input, {source, 0, 1},
                "expected a polynomial, found a fraction or a logarithm");
  return std::move(h.numerator);
}

}  // namespace abide
