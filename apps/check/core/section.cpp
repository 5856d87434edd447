// The lines `p` and `e`, and the count at the end of a section.
#include "section.hpp"

#include "scope.hpp"

namespace abide_check {
Section::Section(Scope& scope, const Columns& columns, u64 above, u64 degree, u64 prime)
    : scope_(scope),
      columns_(columns),
      field_(prime),
      above_(above),
      degree_(degree),
      pivots_(Elimination::make(field_)),
      products_(Elimination::make(field_)) {}

Monomial Section::column(Text& s, u64 above) const {
  Monomial m = s.monomial(scope_.fields().dimension());
  if (abide_check::degree(m) <= above || abide_check::degree(m) > degree_)
    throw Rejected(text("expected a degree above ", above, " up to ", degree_));
  if (!columns_.has(m))
    throw Rejected("a monomial has variables of another part or exceeds the bounds");
  return m;
}
std::pair<u64, Monomial> Section::row_name(Text& s) const {
  const u64 field = s.natural("a field", 1, scope_.fields().count()) - 1;
  std::pair name{field, s.then().monomial(scope_.fields().dimension())};
  s.expect(" ");
  if (!columns_.has_row(field, name.second)) throw Rejected("a row of another part");
  return name;
}
Section::Equation Section::row(Text& s) const {
  auto [field, beta] = row_name(s);
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

void Section::read() {
  scope_.lines([this](std::string_view word, Text& s) { line(word, s); });
}
void Section::line(std::string_view word, Text& s) {
  const int stage = word == "p" ? 3 : word == "e" ? 4 : scope_.stage(word);
  if (stage < std::exchange(stage_, stage))
    throw Rejected("a line of this kind must come earlier in its section");
  if (word == "p")
    pivot(s);
  else if (word == "e")
    element(s);
  else
    scope_.rule(word).line(word, s, *this);
}
// Modulo the rows of a rule, every column that it eliminated is zero.
void Section::pivot(Text& s) {
  Equation row = this->row(s);
  if (state(row.column) == Share::claimed) throw Rejected("the column is in a claimed orbit");
  if (share_)
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
    const Polynomial& h = scope_.law(s).second.terms();
    if (scope_.listener()) factors.push_back(h);
    degrees += abide_check::degree(h);
    if (degrees > degree_) throw Rejected(text("the degree of the product exceeds ", degree_));
    next.clear();
    for (const auto& [m, c] : product)
      for (const auto& t : h) {
        poll();
        auto& sum = next[times(m, t.monomial)];
        sum = field_.add(sum, field_.mul(c, field_.of(t.coefficient)));
      }
    product.swap(next);
  } while (s.take("."));
  for (const auto& [m, c] : product) {
    if (!columns_.has(m))
      throw Rejected("the product has variables of another part or exceeds the bounds");
    if (state(m) == Share::claimed) throw Rejected("the product has a monomial in a claimed orbit");
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
  if (!elimination.add(row, number(alpha)))
    throw Rejected("the reduced row is zero at the monomial");
}
Integer Section::elements(const Integer& new_columns) {
  const Integer eliminated = pivots_->rows() + (share_ ? share_->columns_eliminated() : Integer(0));
  const Integer elements = products_->rows() + (share_ ? share_->elements_claimed() : Integer(0));
  const bool exhausted = share_ && share_->exhausted();
  if (exhausted && scope_.listener() != nullptr) share_->tell(*scope_.listener());
  if (!exhausted && eliminated + elements != new_columns)
    throw Rejected(text("found ", eliminated, " eliminated columns and ", elements, " elements of ",
                        new_columns));
  return elements;
}
}  // namespace abide_check
