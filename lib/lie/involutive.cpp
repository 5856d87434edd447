// An upper bound of the Lie rank: the kept words B_1 … B_K span a distribution that contains the
// fields and is closed under brackets, q X = Σ f_k B_k with polynomials q ≠ 0 and f_k
// (mathematics.md, section 3). They are found by Cramer's rule at the pivots of the lower bound and
// then verified at all coordinates. Minors grow fast, so this is for small models: the ones whose
// laws are not all polynomials, and which no number of laws bounds.
#include <algorithm>
#include <numeric>

#include "lie/lie.hpp"

namespace abide {

namespace {

constexpr std::size_t highest_rank = 5;
constexpr std::uint64_t most_closed_fields = 1'000;
constexpr std::size_t longest_field = 40;      // terms of a basis field
constexpr std::size_t longest_entry = 20'000;  // terms of a minor

struct TooLong {};

// A field as a row of polynomials.
using Row = std::vector<Polynomial>;

class Cramer {
 public:
  Cramer(const Distribution& x, const LieRank& lower, const Progress& progress)
      : x_(x), progress_(progress), ring_(make_ring(std::vector<std::string>(x.coordinates()))) {
    for (const WordStep& s : lower.words) {
      words_.push_back(s.word);
      pivots_.push_back(s.variable);
      fields_.push_back(expanded(s.word));
      if (fields_.back().size() > longest_field) throw TooLong();
      basis_.push_back(row(fields_.back()));
    }
  }

  std::optional<Involutivity> run() {
    Involutivity result;
    result.rank = words_.size();
    result.basis = words_;
    for (std::uint64_t i = 0; i < x_.size(); ++i)
      if (!is_basis_field(i) &&
          !add(result, {false, static_cast<std::size_t>(i), 0, {}, {}}, x_.field(i)))
        return std::nullopt;
    for (std::size_t i = 0; i < words_.size(); ++i)
      for (std::size_t j = i + 1; j < words_.size(); ++j)
        if (!add(result, {true, i, j, {}, {}}, bracket(fields_[i], fields_[j])))
          return std::nullopt;
    return result;
  }

 private:
  const Distribution& x_;
  const Progress& progress_;
  Ring ring_;
  std::vector<Word> words_;
  std::vector<std::uint32_t> pivots_;
  std::vector<Field> fields_;
  std::vector<Row> basis_;

  Field expanded(const Word& word) const {
    if (word.is_field()) return x_.field(word.field_number());
    if (!word.is_bracket()) throw TooLong();
    Field field = bracket(expanded(word.left()), expanded(word.right()));
    if (field.size() > longest_field) throw TooLong();
    return field;
  }

  Row row(const Field& field) const {
    std::vector<Terms> components(x_.coordinates());
    for (const FieldTerm& t : field) components[t.variable].push_back({t.monomial, t.coefficient});
    Row row;
    for (const Terms& c : components) row.push_back(Polynomial::from_terms(ring_, c));
    return row;
  }

  bool is_basis_field(std::uint64_t i) const {
    return std::any_of(words_.begin(), words_.end(),
                       [i](const Word& w) { return w.is_field() && w.field_number() == i; });
  }

  // The determinant of the pivot columns of the rows, by the first row.
  Polynomial minor(const std::vector<const Row*>& rows, std::vector<std::uint32_t> columns,
                   std::size_t first = 0) const {
    if (first == rows.size()) return Polynomial::constant(ring_, Rational(1));
    progress_.check();
    Polynomial sum(ring_);
    for (std::size_t k = 0; k < columns.size(); ++k) {
      const Polynomial& entry = (*rows[first])[columns[k]];
      if (entry.is_zero()) continue;
      auto rest = columns;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(k));
      const Polynomial part = bounded_product(entry, minor(rows, std::move(rest), first + 1));
      k % 2 == 0 ? sum += part : sum -= part;
    }
    return sum;
  }

  static Polynomial bounded_product(const Polynomial& a, const Polynomial& b) {
    if (a.length() * b.length() > longest_entry) throw TooLong();
    return a * b;
  }

  // Cramer's rule: with q the minor of the basis, q X = Σ f_k B_k at the pivot columns; the
  // identity claims it at all columns.
  bool add(Involutivity& result, Identity identity, const Field& field) const {
    const Row x = row(field);
    std::vector<const Row*> rows;
    for (const Row& b : basis_) rows.push_back(&b);
    Polynomial q = minor(rows, pivots_);
    std::vector<Polynomial> f;
    for (std::size_t k = 0; k < basis_.size(); ++k) {
      auto replaced = rows;
      replaced[k] = &x;
      f.push_back(minor(replaced, pivots_));
    }
    for (std::size_t j = 0; j < x.size(); ++j) {
      Polynomial difference = bounded_product(q, x[j]);
      for (std::size_t k = 0; k < f.size(); ++k) difference -= bounded_product(f[k], basis_[k][j]);
      if (!difference.is_zero()) return false;
    }
    reduce(q, f);
    store(identity, q, f);
    result.identities.push_back(std::move(identity));
    return true;
  }

  static void reduce(Polynomial& q, std::vector<Polynomial>& f) {
    Polynomial common = q;
    for (const Polynomial& p : f) common = gcd(common, p);
    const auto divide = [&common](Polynomial& p) {
      if (auto quotient = p.divided_by(common)) p = std::move(*quotient);
    };
    divide(q);
    for (Polynomial& p : f) divide(p);
  }

  // All multiplied by the common denominator.
  static void store(Identity& identity, const Polynomial& q, const std::vector<Polynomial>& f) {
    Integer denominator(1);
    const auto collect_denominators = [&denominator](const Terms& terms) {
      for (const Term& t : terms) denominator = lcm(denominator, t.coefficient.denominator());
    };
    identity.q = q.terms();
    collect_denominators(identity.q);
    for (const Polynomial& p : f) {
      identity.f.push_back(p.terms());
      collect_denominators(identity.f.back());
    }
    const auto scale = [&denominator](Terms& terms) {
      for (Term& t : terms) t.coefficient *= Rational(denominator);
    };
    scale(identity.q);
    for (Terms& terms : identity.f) scale(terms);
  }
};

}  // namespace

std::optional<Involutivity> involutive_bound(const Distribution& x, const LieRank& lower,
                                             const Progress& progress) {
  if (x.size() == 1) return Involutivity{1, true, {}, {}};
  const bool powers = std::any_of(lower.words.begin(), lower.words.end(),
                                  [](const WordStep& s) { return s.power.has_value(); });
  if (powers || lower.words.size() > highest_rank || !lower.stopped.empty() ||
      x.size() > most_closed_fields)
    return std::nullopt;
  try {
    return Cramer(x, lower, progress).run();
  } catch (const TooLong&) {
    return std::nullopt;
  }
}

}  // namespace abide
