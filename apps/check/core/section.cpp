// The lines `p` and `e`, and the count at the end of a section (theorem: section.hpp). All columns
// are counted and never listed; a column gets a number when a row first has it. Rows of the system
// and products of laws are eliminated apart: the first bound the rank, the second fill what is
// left.
#include "section.hpp"

#include "scope.hpp"

namespace abide_check {
Monomial Section::column(Text& s, u64 above) const {
  Monomial m = s.monomial(scope_.fields().dimension());
  const u64 k = abide_check::degree(m);
  demand(k > above && k <= degree_, "expected a degree above ", above, " up to ", degree_);
  demand(columns_.has(m), "the monomial exceeds the bounds");
  return m;
}
std::pair<u64, Monomial> Section::row_name(Text& s) const {
  const u64 field = s.natural("a field", 1, scope_.fields().count()) - 1;
  std::pair name{field, s.then().monomial(scope_.fields().dimension())};
  s.expect(" ");
  return name;
}
// The row, without columns above the degree or outside.
Section::Equation Section::row(Text& s) const {
  const auto [field, beta] = row_name(s);
  Equation row{field, beta, column(s, above_), {}};
  scope_.fields().terms(field, beta, 0, [&](u32 j, const Monomial& a, const Rational& c) {
    const Monomial m = times(lacking(row.beta, a), {{j, 1}});
    if (abide_check::degree(m) > degree_ || !columns_.has(m)) return;
    auto& sum = row.entries[m];
    sum = field_.add(sum, field_.mul(field_.of(c), exponent_of(m, j)));
  });
  std::erase_if(row.entries, [](const auto& e) { return e.second == 0; });
  return row;
}
void Section::line(std::string_view word, Text& s) {
  const int stage = scope_.stage(word);
  demand(stage >= std::exchange(stage_, stage),
         "a line of this kind must come earlier in its section");
  word == "p" ? pivot(s) : word == "e" ? element(s) : scope_.line(word, s, *this);
}
// Modulo the rows of a rule, every column that it eliminated is zero.
void Section::pivot(Text& s) {
  Equation row = this->row(s);
  demand(state(row.column) != Share::claimed, "the column is in a claimed orbit");
  std::erase_if(row.entries, [&](const auto& e) { return state(e.first) == Share::eliminated; });
  add(*pivots_, row.entries, row.column);
  if (auto* listener = scope_.listener()) listener->pivot(row.field, row.beta, row.column);
}
// The product of some laws.
void Section::element(Text& s) {
  const Monomial alpha = column(s, above_);
  s.expect(" ");
  Residues product{{{}, 1}}, next;
  std::vector<Polynomial> factors;
  u64 degrees = 0;
  do {
    const Polynomial& h = scope_.law(s).terms();
    if (scope_.listener()) factors.push_back(h);
    degrees += abide_check::degree(h);
    demand(degrees <= degree_, "the degree of the product exceeds ", degree_);
    next.clear();
    for (const auto& [m, c] : product)
      for (const auto& t : h) {
        poll();
        auto& sum = next[times(m, t.monomial)];
        sum = field_.add(sum, field_.mul(c, field_.of(t.coefficient)));
      }
    product.swap(next);
  } while (s.take("."));
  for (const auto& entry : product) {
    demand(columns_.has(entry.first), "the product exceeds the bounds");
    demand(state(entry.first) != Share::claimed, "the product has a monomial in a claimed orbit");
  }
  add(*products_, product, alpha);
  if (auto* listener = scope_.listener()) listener->element(alpha, factors);
}
// A row with numbered columns. It must not be zero at α, which is now kept.
void Section::add(Elimination& elimination, const Residues& entries, const Monomial& alpha) {
  const auto number = [&](const Monomial& m) {
    return numbers_.try_emplace(m, narrow(numbers_.size())).first->second;
  };
  Elimination::Row row;
  for (const auto& [m, c] : entries)
    if (c != 0) row.emplace_back(number(m), c);
  if (share_) share_->keep(alpha);
  demand(elimination.add(row, number(alpha)), "the reduced row is zero at the monomial");
}
Integer Section::elements(const Integer& new_columns) const {
  Integer eliminated = pivots_->rows(), elements = products_->rows();
  if (share_) eliminated += share_->columns_eliminated(), elements += share_->elements_claimed();
  demand((share_ && share_->exhausted()) || eliminated + elements == new_columns, "found ",
         eliminated, " eliminated columns and ", elements, " elements of ", new_columns);
  return elements;
}
}  // namespace abide_check
