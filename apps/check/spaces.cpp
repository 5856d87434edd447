// The statement `space`: all polynomial laws up to a degree.
#include <algorithm>

#include "claims.hpp"
#include "errors.hpp"

namespace abide_check {
std::uint32_t Space::column(const Monomial& m) {
  return columns.try_emplace(m, static_cast<std::uint32_t>(columns.size())).first->second;
}

void Checker::space(Text& s) {
  const std::uint64_t degree = s.natural("a degree", 1, 64);
  const Integer dimension = s.then().number();
  const std::uint64_t p = s.then().prime();
  const bool fresh = s.take(" fresh");
  if (!fresh) s.expect(" extend");
  s.finish();
  std::uint64_t above = 0;  // new columns have a larger degree
  if (space_ && degree <= space_->degree) throw Rejected("expected a degree above " + std::to_string(space_->degree));
  if (fresh) {
    space_ = std::make_unique<Space>(p);
  } else {
    if (!space_) throw Rejected("the first space statement must be 'fresh'");
    if (space_->field.p() != p) throw Rejected("'extend' needs the prime " + std::to_string(space_->field.p()));
    if (!fields_.homogeneous()) throw Rejected("'extend' needs homogeneous fields");
    above = space_->degree;
  }
  space_->degree = degree;
  const auto lines = [&](const char* kind, const auto& check) {
    while (reader_.follows(kind)) {
      Text line = reader_.next();
      line.expect(kind);
      check(line);
    }
  };
  lines("o ", [&](Text& line) { space_orbit(line, *space_, above); });
  lines("p ", [&](Text& line) { space_pivot(line, *space_, above); });
  lines("e ", [&](Text& line) { space_element(line, *space_); });
  if (space_->elements->rows() != dimension)
    throw Rejected("the space has " + std::to_string(space_->elements->rows()) + " elements, expected " + dimension.str());
  const Integer eliminated = space_->orbit_columns + space_->pivots->rows();
  const Integer all = binomial(Integer(fields_.dimension()) + degree, degree) - 1;
  if (eliminated != all - dimension)
    throw Rejected("the space has " + eliminated.str() + " eliminated columns, expected " + Integer(all - dimension).str());
  claim("law space degree " + std::to_string(degree) + ": proved: dimension " + dimension.str());
}

// FIELD MONOMIAL MONOMIAL of a line: the row (i, β) without columns above the degree.
SpaceRow Checker::take_row(Text& s, Space& space, std::uint64_t above) const {
  const std::uint64_t field = s.field(fields_.count());
  const Monomial beta = s.then().monomial(dimension());
  SpaceRow row{s.then().monomial(dimension()), {}};
  s.finish();
  const std::uint64_t d = degree(row.alpha);
  if (d <= above || d > space.degree)
    throw Rejected("expected a column of degree " + std::to_string(above + 1) + " to " + std::to_string(space.degree) + ", found degree " + std::to_string(d));
  std::vector<Entry> entries;
  fields_.row(field, beta, entries);
  for (const auto& [m, c] : entries) {
    if (degree(m) > space.degree) continue;
    auto& sum = row.entries[m];
    sum = space.field.add(sum, space.field.of(c));
  }
  std::erase_if(row.entries, [](const auto& e) { return e.second == 0; });
  return row;
}

// `o`: the rows of the orbit of β are triangular with the earlier ones, since every
// other column of the row lies in an earlier orbit.
void Checker::space_orbit(Text& s, Space& space, std::uint64_t above) {
  if (!model_.network) throw Rejected("'o' lines need a basic family");
  SpaceRow row = take_row(s, space, above);
  if (row.entries.erase(row.alpha) == 0) throw Rejected("the coefficient at the column is not a unit modulo the prime");
  for (const auto& entry : row.entries)
    if (!space.orbits.contains(orbit(*model_.network, entry.first).form))
      throw Rejected("the row has another column that no earlier orbit eliminates");
  Orbit own = orbit(*model_.network, row.alpha);
  if (!space.orbits.insert(std::move(own.form)).second) throw Rejected("the orbit is already eliminated");
  space.orbit_columns += own.size;
}

// `p`: modulo the rows of the orbits, every column of an eliminated orbit is zero.
void Checker::space_pivot(Text& s, Space& space, std::uint64_t above) {
  const SpaceRow row = take_row(s, space, above);
  Elimination::Row entries;
  for (const auto& [m, c] : row.entries)
    if (space.orbits.empty() || !space.orbits.contains(orbit(*model_.network, m).form)) entries.emplace_back(space.column(m), c);
  if (!space.pivots->add(entries, space.column(row.alpha))) throw Rejected("the reduced row is zero at the column");
}

// `e`: a product of laws.
void Checker::space_element(Text& s, Space& space) {
  const Monomial alpha = s.monomial(dimension());
  s.expect(" ");
  std::unordered_map<Monomial, std::uint64_t, MonomialHash> product{{{}, 1}}, next;
  std::uint64_t degrees = 0, least = 1;
  do {
    least = s.natural("a law", least, laws_.size());
    const Polynomial h = law_terms(least);
    degrees += degree(h);
    if (degrees > space.degree) throw Rejected("the degree of the product exceeds " + std::to_string(space.degree));
    next.clear();
    for (const auto& [m, c] : product)
      for (const auto& t : h) {
        poll();
        auto& sum = next[times(m, t.monomial)];
        sum = space.field.add(sum, space.field.mul(c, space.field.of(t.coefficient)));
      }
    product.swap(next);
  } while (s.take("."));
  s.finish();
  Elimination::Row entries;
  for (const auto& [m, c] : product)
    if (c != 0) entries.emplace_back(space.column(m), c);
  if (!space.elements->add(entries, space.column(alpha))) throw Rejected("the reduced element is zero at the monomial");
}
}  // namespace abide_check
