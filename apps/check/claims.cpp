#include "claims.hpp"

#include <algorithm>

#include "errors.hpp"

namespace abide_check {
namespace mp = boost::multiprecision;

void Checker::claim(const std::string& line) {
  if (!quiet_) claims_ << line << '\n' << std::flush;
}

// A polynomial with the names of the model.
std::string Checker::written(const Polynomial& h) const {
  std::string out;
  for (const auto& t : h) {
    const bool negative = t.coefficient < 0;
    out += out.empty() ? (negative ? "-" : "") : negative ? " - " : " + ";
    const Integer c = mp::abs(t.coefficient);
    if (c != 1) out += c.str() + "*";
    for (std::size_t k = 0; k < t.monomial.size(); ++k) {
      const Power& q = t.monomial[k];
      out += (k == 0 ? "" : "*") + fields_.name(q.variable);
      if (q.exponent > 1) out += "^" + std::to_string(q.exponent);
    }
  }
  return out;
}

bool Checker::run() {
  try {
    return statements();
  } catch (const Rejected& e) {
    throw Rejected("verdict: rejected: line " + std::to_string(reader_.line()) + ": " + e.what());
  }
}

bool Checker::statements() {
  head();
  for (;;) {
    Text s = reader_.next();
    const std::string name(s.until(" "));
    if (name == "complete" || name == "end") return finish(s, name == "complete");
    s.expect(" ");
    const bool preamble = name == "symmetry" || name == "law" || name == "image" || name == "point";
    if (preamble && preamble_over_) throw Rejected("'" + name + "' after the first claim that uses the laws");
    preamble_over_ = !preamble;
    if (name == "symmetry") symmetry(s);
    else if (name == "law") law(s);
    else if (name == "image") image(s);
    else if (name == "point") point(s);
    else if (name == "independent") independent(s);
    else if (name == "lie-rank") lie_rank(s);
    else if (name == "exponents") exponents(s);
    else if (name == "closed") closed(s);
    else if (name == "involutive") involutive(s);
    else if (name == "space") space(s);
    else throw Rejected("expected a statement, found " + shown(name));
  }
}

// `complete`, if present, `end`, and what is open.
bool Checker::finish(Text& s, bool is_complete) {
  const Integer m = independent_ ? independent_->size() : 0, k = rank_.value_or(0), most = dimension() - k;
  if (is_complete) {
    s.finish();
    if (m != most)
      throw Rejected("completeness needs K + M = " + std::to_string(dimension()) + ", found " + k.str() + " + " + m.str());
    claim("complete: proved: every law is locally a function of " + counted(m.str(), "independent law"));
    s = reader_.next();
    s.expect("end");
  }
  s.then().natural("the number of lines", reader_.lines(), reader_.lines());
  s.finish();
  if (reader_.more()) throw Rejected("expected nothing after the line 'end'");
  if (!is_complete && rank_above_ == k && m < most)
    claim("open: exactly " + counted(most.str(), "local law") + ", " + m.str() + " of them found");
  else if (!is_complete)
    claim("open: at least " + m.str() + ", at most " + counted(most.str(), "independent law"));
  return is_complete;
}

void Checker::head() {
  Text s = reader_.next();
  s.expect("abide-certificate 1");
  s.finish();
  s = reader_.next();
  s.expect("model ");
  if (model_.specification.empty()) {
    s.expect("canonical " + std::to_string(dimension()) + " " + std::to_string(fields_.count()));
    for (std::uint32_t i = 0; i < dimension(); ++i) s.expect(" " + fields_.name(i));
  } else {
    s.expect(model_.specification);
  }
  s.finish();
  claim("model: " + (model_.specification.empty() ? "canonical" : model_.specification) + ", " +
        counted(std::to_string(dimension()), "coordinate") + ", " + counted(std::to_string(fields_.count()), "field"));
}

static void numbered(Text& s, std::size_t count) { s.natural("the next number", count + 1, count + 1); }

std::pair<Integer, std::uint32_t> Checker::Symmetry::of(std::uint32_t i) const {
  const auto at = moves.find(i);
  return at == moves.end() ? std::pair<Integer, std::uint32_t>{1, i} : at->second;
}

Term Checker::Symmetry::of(const Monomial& m) const {
  Term moved{{}, 1};
  for (const auto& q : m) {
    const auto [c, to] = of(q.variable);
    moved.coefficient *= power(c, q.exponent);
    moved.monomial.push_back({to, q.exponent});
  }
  std::sort(moved.monomial.begin(), moved.monomial.end());
  return moved;
}

void Checker::symmetry(Text& s) {
  numbered(s, symmetries_.size());
  Symmetry t;
  std::set<std::uint32_t> targets;
  for (std::uint64_t least = 1; least == 1 || !s.done();) {
    const std::uint32_t from = s.then().variable(dimension(), least);
    s.expect(">");
    const std::size_t mark = s.at();
    Integer c = s.integer();
    if (s.take(":")) {
      if (c == 0 || c == 1) throw Rejected("a factor in a move is 0 or 1");
    } else {
      s.back(mark);
      c = 1;
    }
    const std::uint32_t to = s.variable(dimension());
    if (to == from && c == 1) throw Rejected("a trivial move");
    least = from + 2;
    t.moves[from] = {c, to};
    targets.insert(to);
  }
  // The moved variables are as many as their targets and the same: a permutation.
  for (const auto& m : t.moves)
    if (!targets.contains(m.first) || targets.size() != t.moves.size()) throw Rejected("the moves are not a permutation");
  for (std::uint64_t i = 0; i < fields_.count(); ++i) check_symmetry(t, i);
  symmetries_.push_back(std::move(t));
  claim("symmetry " + std::to_string(symmetries_.size()) + ": proved");
}

static VectorField scaled(VectorField x, const Rational& factor) {
  for (auto& component : x)
    for (auto& term : component.second) term.second *= factor;
  return x;
}

// T*X = Σ (1/c_i) a_i(Tθ) ∂_target(i) must be a multiple of a field of the list. That
// field has the first term of T*X, so only the fields with this term are compared.
void Checker::check_symmetry(const Symmetry& t, std::uint64_t field) const {
  VectorField image;
  fields_.terms(field, [&](std::uint32_t j, const Monomial& a, const Rational& coefficient) {
    const auto [scale, target] = t.of(j);
    const Term moved = t.of(a);
    add_to(image[target], moved.monomial, coefficient * Rational{moved.coefficient} / Rational{scale});
  });
  if (image.empty()) return;
  const auto& [j, component] = *image.begin();
  const Monomial first = component.begin()->first;
  const Rational head = component.begin()->second;
  bool found = false;
  fields_.terms_with(j, [&](std::uint64_t other, const Monomial& a, const Rational& c) {
    if (found || a != first) return;
    found = scaled(image, c) == scaled(expand(Word{other, nullptr, nullptr}, fields_), head);
  });
  if (!found) throw Rejected("field " + std::to_string(field + 1) + " is not mapped to a multiple of a field");
}

void Checker::law(Text& s) {
  numbered(s, laws_.size());
  Polynomial h = s.then().polynomial(dimension());
  s.finish();
  if (h.empty()) throw Rejected("a law must not be zero");
  Integer content = 0;
  for (const auto& t : h) {
    if (t.monomial.empty()) throw Rejected("a law must be 0 at 0, found a constant term");
    content = mp::gcd(content, t.coefficient);
  }
  if (content != 1) throw Rejected("the coefficients of the law have a common divisor");
  if (h.front().coefficient < 0) throw Rejected("the first coefficient of the law is negative");
  check_law(h);
  laws_.push_back({std::move(h)});
  claim("law " + std::to_string(laws_.size()) + ": proved: " + written(laws_.back().terms));
}

// X_i h = 0 for all i: the products of the terms of ∂_j h with the terms of all
// fields that have this ∂_j are summed, by field and monomial.
void Checker::check_law(const Polynomial& h) const {
  if (const auto known = fields_.squares_law(h)) {
    if (!*known) throw Rejected("not a law: the sums of its coefficients along paths are not zero");
    return;
  }
  constexpr std::size_t sums_max = std::size_t{1} << 25;
  struct Hash {
    std::size_t operator()(const std::pair<std::uint64_t, Monomial>& key) const noexcept {
      return MonomialHash()(key.second) * 31 + static_cast<std::size_t>(key.first) * 0x9e3779b97f4a7c15u;
    }
  };
  std::unordered_map<std::pair<std::uint64_t, Monomial>, Rational, Hash> sums;
  for (const auto& t : h)
    for (const auto& q : t.monomial) {
      const Monomial rest = lowered(t.monomial, q.variable);
      const Rational slope{t.coefficient * q.exponent};
      fields_.terms_with(q.variable, [&](std::uint64_t i, const Monomial& a, const Rational& c) {
        sums[{i, times(rest, a)}] += slope * c;
        if (sums.size() > sums_max) throw Stopped("a law needs more than 2^25 sums");
      });
    }
  for (const auto& [key, sum] : sums)
    if (!sum.is_zero()) throw Rejected("not a law: X_" + std::to_string(key.first + 1) + " h is not zero");
}

void Checker::image(Text& s) {
  numbered(s, laws_.size());
  const std::uint64_t of = s.then().natural("an earlier law", 1, laws_.size());
  const std::uint64_t by = s.then().natural("an earlier symmetry", 1, symmetries_.size());
  s.finish();
  laws_.push_back({{}, of, by});
  if (!quiet_) claim("law " + std::to_string(laws_.size()) + ": proved: " + written(law_terms(laws_.size())));
}

// Images are kept by reference, since all of them together may be far larger than
// the certificate.
Polynomial Checker::law_terms(std::size_t number) const {
  std::vector<std::size_t> by;
  for (; laws_[number - 1].image_of > 0; number = laws_[number - 1].image_of) by.push_back(laws_[number - 1].symmetry);
  Polynomial h = laws_[number - 1].terms;
  for (; !by.empty(); by.pop_back()) h = image_of(h, symmetries_[by.back() - 1]);
  return h;
}

Polynomial Checker::image_of(const Polynomial& h, const Symmetry& t) const {
  Polynomial result;
  Integer content = 0;
  for (const auto& term : h) {
    poll();
    Term moved = t.of(term.monomial);
    moved.coefficient *= term.coefficient;
    content = mp::gcd(content, moved.coefficient);
    result.push_back(std::move(moved));
  }
  // Leading: highest degree, then the first variable where the exponents differ.
  const auto leads = [](const Term& a, const Term& b) {
    const std::uint64_t da = degree(a.monomial), db = degree(b.monomial);
    const auto before = [](const Power& x, const Power& y) {
      return x.variable != y.variable ? x.variable < y.variable : x.exponent > y.exponent;
    };
    return da != db ? da > db : std::ranges::lexicographical_compare(a.monomial, b.monomial, before);
  };
  if (std::min_element(result.begin(), result.end(), leads)->coefficient < 0) content = -content;
  for (auto& term : result) term.coefficient /= content;
  return result;
}

void Checker::point(Text& s) {
  numbered(s, points_.size());
  Values values;
  for (std::uint64_t least = 1; !s.done(); least = values.back().first + 2) {
    const std::uint32_t v = s.then().variable(dimension(), least);
    s.expect("=");
    values.emplace_back(v, s.integer());
    if (values.back().second == 0) throw Rejected("a coordinate of the point is given as 0");
  }
  points_.push_back(std::move(values));
}

// The tokens P PRIME at the end of a statement.
Checker::ModularPoint Checker::point_modulo(Text& s) const {
  const Values& values = points_[s.then().natural("a point", 1, points_.size()) - 1];
  ModularPoint p{Modulus(s.then().prime()), std::vector<std::uint64_t>(dimension(), 0)};
  s.finish();
  for (const auto& [v, value] : values) p.values[v] = p.field.of(value);
  return p;
}

Elimination::Row Checker::gradient(const Polynomial& h, const ModularPoint& p) const {
  const Modulus& field = p.field;
  std::map<std::uint32_t, std::uint64_t> sums;
  for (const auto& t : h)
    for (const auto& q : t.monomial) {
      std::uint64_t product = field.mul(field.of(t.coefficient), q.exponent % field.p());
      for (const auto& r : t.monomial) {
        const std::uint32_t e = r.exponent - (r.variable == q.variable ? 1 : 0);
        product = field.mul(product, field.pow(p.values[r.variable], e));
      }
      sums[q.variable] = field.add(sums[q.variable], product);
    }
  return {sums.begin(), sums.end()};
}

void Checker::bound_above(const Integer& bound, const std::string& reason) {
  if (!rank_above_ || bound < *rank_above_) rank_above_ = bound;
  claim("lie rank <= " + bound.str() + ": proved by " + reason);
}

// `rows` lines "kind … VARIABLE": each row, read by `row`, must not be zero at its
// variable modulo the earlier ones.
void Checker::eliminate(std::uint64_t rows, const char* kind, const Modulus& field,
                        const std::function<Elimination::Row(Text&)>& row) {
  const auto elimination = Elimination::make(field, true);
  for (std::uint64_t k = 0; k < rows; ++k) {
    Text line = reader_.next();
    line.expect(kind);
    Elimination::Row entries = row(line);
    const std::uint32_t pivot = line.then().variable(dimension());
    line.finish();
    std::erase_if(entries, [](const auto& e) { return e.second == 0; });
    if (!elimination->add(entries, pivot)) throw Rejected("the reduced row is zero at the variable");
  }
}

void Checker::independent(Text& s) {
  if (independent_) throw Rejected("a second 'independent' statement");
  const std::uint64_t m = s.natural("a number of laws", 0, dimension());
  const ModularPoint p = point_modulo(s);
  std::vector<std::size_t> numbers;
  eliminate(m, "i ", p.field, [&](Text& line) {
    numbers.push_back(line.natural("a law", 1, laws_.size()));
    return gradient(law_terms(numbers.back()), p);
  });
  independent_ = std::move(numbers);
  claim("independent: proved: " + counted(std::to_string(m), "law"));
  bound_above(dimension() - m, counted(std::to_string(m), "independent law"));
}

void Checker::lie_rank(Text& s) {
  if (rank_) throw Rejected("a second 'lie-rank' or 'exponents' statement");
  const std::uint64_t k = s.natural("a rank", 0, dimension());
  const ModularPoint p = point_modulo(s);
  eliminate(k, "w ", p.field, [&](Text& line) {
    Elimination::Row row;
    for (const auto& [j, e] : value(*line.word(fields_.count()), fields_, Point(p.field, p.values)))
      if (!e.empty()) row.emplace_back(j, e[0]);
    return row;
  });
  rank_ = k;
  claim("lie rank >= " + std::to_string(k) + ": proved");
}

void Checker::exponents(Text& s) {
  if (rank_) throw Rejected("a second 'lie-rank' or 'exponents' statement");
  if (!fields_.monomial_map()) throw Rejected("'exponents' needs a map of single terms");
  const std::uint64_t k = s.natural("a rank", 0, dimension());
  const Modulus field(s.then().prime());
  s.finish();
  eliminate(k, "x ", field, [&](Text& line) {
    Elimination::Row row;
    for (const auto& q : fields_.exponents(line.field(fields_.count()))) row.emplace_back(q.variable, q.exponent % field.p());
    return row;
  });
  rank_ = k;
  exponents_ = true;
  claim("lie rank >= " + std::to_string(k) + ": proved");
}

void Checker::closed(Text& s) {
  const std::uint64_t most = s.natural("a degree", 1, 64);
  const Integer stated = s.then().number();
  s.finish();
  if (!exponents_ || !independent_ || *rank_ + independent_->size() != dimension())
    throw Rejected("'closed' needs 'exponents' and 'independent' with K + M = D");
  if (most <= closed_degree_) throw Rejected("expected a degree above " + std::to_string(closed_degree_));
  std::uint64_t dead = 0;
  for (const auto number : *independent_) {
    const Polynomial h = law_terms(number);
    const bool variable = h.size() == 1 && degree(h) == 1 && !fields_.occurs(h[0].monomial[0].variable);
    const bool squares = std::all_of(h.begin(), h.end(), [&](const Term& t) {
      return t.monomial.size() == 1 && t.monomial[0].exponent == 2 && fields_.occurs(t.monomial[0].variable);
    });
    if (!variable && !squares) throw Rejected("law " + std::to_string(number) + " is neither a dead variable nor a sum of squares of live ones");
    if (variable) ++dead;
  }
  // Monomials by the degree k in the M − e symbols of weight 2.
  const Integer heavy = independent_->size() - dead;
  Integer dimension = -1;
  for (std::uint64_t k = 0; 2 * k <= most; ++k)
    dimension += binomial(heavy + k - 1, k) * binomial(Integer(dead) + (most - 2 * k), most - 2 * k);
  if (dimension != stated) throw Rejected("the dimension is " + dimension.str() + ", found " + shown(stated.str()));
  closed_degree_ = most;
  claim("law space degree " + std::to_string(most) + ": proved: dimension " + stated.str());
}

void Checker::involutive(Text& s) {
  if (involutive_) throw Rejected("a second 'involutive' statement");
  involutive_ = true;
  if (s.take("single")) {
    s.finish();
    if (fields_.count() != 1) throw Rejected("'involutive single' needs exactly one field, found " + std::to_string(fields_.count()));
    return bound_above(1, "involutivity");
  }
  const std::uint64_t k = s.natural("'single' or a rank", 0, dimension());
  s.finish();
  std::vector<VectorField> basis;
  std::set<std::uint64_t> plain;  // fields that are words
  for (std::uint64_t i = 0; i < k; ++i) {
    Text line = reader_.next();
    line.expect("b ");
    const auto word = line.word(fields_.count());
    line.finish();
    basis.push_back(expand(*word, fields_));
    if (!word->left) plain.insert(word->field);
  }
  for (std::uint64_t i = 0; i < fields_.count(); ++i) {
    if (plain.contains(i)) continue;
    Text line = reader_.next();
    line.expect("g ");
    line.natural("the next field", i + 1, i + 1);
    check_identity(line, expand(Word{i, nullptr, nullptr}, fields_), basis);
  }
  for (std::uint64_t i = 1; i <= k; ++i)
    for (std::uint64_t j = i + 1; j <= k; ++j) {
      Text line = reader_.next();
      line.expect("c ");
      line.natural("the next pair", i, i);
      line.then().natural("the next pair", j, j);
      check_identity(line, bracket(basis[i - 1], basis[j - 1]), basis);
    }
  bound_above(k, "involutivity");
}

// `Q ; F_1 ; … ; F_K`: Q · left = Σ F_k B_k.
void Checker::check_identity(Text& s, const VectorField& left, const std::vector<VectorField>& basis) const {
  VectorField sum;
  const auto subtract = [&](const VectorField& x, int sign) {
    const Polynomial factor = s.then().polynomial(dimension());
    Sum f;
    for (const auto& t : factor) add_to(f, t.monomial, Rational{t.coefficient});
    for (const auto& [j, component] : x) add_product(sum[j], component, f, sign);
    return !factor.empty();
  };
  if (!subtract(left, 1)) throw Rejected("Q is zero");
  for (const auto& b : basis) {
    s.expect(" ;");
    subtract(b, -1);
  }
  s.finish();
  for (const auto& [j, component] : sum)
    if (!component.empty()) throw Rejected("the two sides differ in the component of " + fields_.name(j));
}
}  // namespace abide_check
