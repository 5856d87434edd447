// Elimination by orbits (certificate.md, `o`, `s` and `oe`): a row whose other columns are
// covered eliminates a column, and with it the whole orbit, as permutations of the row do the same
// for the other members. Rounds over the representatives that are left, until nothing moves.
//
// For networks a proof with known laws is tried as well: the orbits that survive are split into
// those of the nodes of one layer, the laws claim one column each and stand for all their images,
// and the rest is eliminated as before. If it closes, dimension and evidence have a size that does
// not depend on the widths; if not, nothing is claimed.
#include <algorithm>

#include "parts.hpp"

namespace abide {

namespace {

// So many rows are all tried; of more, some.
constexpr std::uint64_t few_rows = 64;

std::vector<RowName> candidates(const LinearSystem& system, const Monomial& column) {
  std::uint64_t count = 0;
  for (const Power& p : column.powers())
    count += std::min(system.fields().count_terms_of(p.variable), few_rows + 1);
  return count <= few_rows ? system.rows_of(column)
                           : system.some_rows_of(column, column.degree() + 2);
}

// A row with the column, whose other columns are covered whatever permutation is applied.
std::optional<RowName> eliminating_row(const LinearSystem& system, const OrbitCover& cover,
                                       const Monomial& column) {
  const LayerSet group = cover.group(column);
  for (RowName& name : candidates(system, column)) {
    bool present = false;
    const std::vector<Column> row = system.row(name);
    const bool covered = std::all_of(row.begin(), row.end(), [&](const Column& c) {
      if (c.monomial == column) return present = true;
      return cover.is_covered_under(c.monomial, group);
    });
    if (present && covered) return std::move(name);
  }
  return std::nullopt;
}

// The layer that distinguishes the members of a surviving orbit: the one with two nodes, else that
// of the head. (A choice: the evidence closes or it does not.)
LayerSet splitting_layer(const Network& net, const Monomial& m) {
  std::vector<std::vector<std::uint32_t>> nodes(net.layers() + 1);
  for (const Power& p : m.powers()) {
    const Network::Edge e = net.edge(p.variable);
    nodes[e.layer].push_back(e.to);
    if (!e.constant) nodes[e.layer - 1U].push_back(e.from);
  }
  for (std::size_t l = 0; l < nodes.size(); ++l)
    if (nodes[l].size() > 1 && std::any_of(nodes[l].begin(), nodes[l].end(),
                                           [&](std::uint32_t v) { return v != nodes[l].front(); }))
      return LayerSet{1} << l;
  return LayerSet{1} << net.edge(m.powers().front().variable).layer;
}

// May the law stand for its images at the column (certificate.md, `oe`)?
bool can_claim(const OrbitCover& cover, const Orbits& orbits, const Terms& law,
               const Monomial& column) {
  const LayerSet group = cover.group(column);
  if (group == Orbits::all || cover.is_covered(column)) return false;
  const Monomial own = orbits.canonical(column, group), full = orbits.canonical(column);
  return std::all_of(law.begin(), law.end(), [&](const Term& t) {
    if (t.monomial == column) return true;
    if (orbits.canonical(t.monomial, group) == own) return false;
    if (!cover.has_claims(t.monomial) && orbits.canonical(t.monomial) != full) return true;
    return !cover.is_claimed(t.monomial) &&
           (group & orbits.touched(t.monomial) & ~cover.group(t.monomial)) == 0;
  });
}

}  // namespace

void eliminate_orbits(const LinearSystem& system, OrbitCover& cover, std::vector<Monomial>& columns,
                      std::vector<OrbitStep>& steps, const Progress& progress) {
  for (std::size_t before = columns.size() + 1; columns.size() < before;) {
    before = columns.size();
    std::size_t visited = 0;
    std::erase_if(columns, [&](const Monomial& m) {
      if ((++visited & 255U) == 0) progress.check();
      std::optional<RowName> row = eliminating_row(system, cover, m);
      if (!row) return false;
      cover.eliminate(m);
      steps.push_back({m, std::move(row), 0});
      return true;
    });
  }
}

std::optional<Kernel> solve_by_claims(const Distribution& x, const Orbits& orbits,
                                      const Degrees& degrees, const std::vector<Terms>& laws,
                                      const Progress& progress) {
  Kernel kernel;
  kernel.prime = usable_prime(x, dense_prime);
  const LinearSystem system(x, degrees, kernel.prime);
  OrbitCover cover(orbits);
  std::vector<Monomial> columns;
  for (std::uint32_t d = degrees.low; d <= degrees.high; ++d)
    for (Monomial& m : orbits.representatives(d)) columns.push_back(std::move(m));
  eliminate_orbits(system, cover, columns, kernel.orbit_steps, progress);
  for (const Monomial& m : columns) {
    kernel.splits.push_back({m, splitting_layer(*x.network(), m)});
    cover.split(m, kernel.splits.back().layers);
  }
  for (std::size_t k = 0; k < laws.size(); ++k) {
    const Monomial& column = laws[k].front().monomial;
    if (!can_claim(cover, orbits, laws[k], column)) return std::nullopt;
    cover.claim(column);
    kernel.orbit_steps.push_back({column, std::nullopt, k});
  }
  // Later layers first: the columns of earlier ones lean on them.
  std::vector<Monomial> parts;
  for (auto s = kernel.splits.rbegin(); s != kernel.splits.rend(); ++s)
    for (Monomial& m : orbits.members(s->monomial, s->layers))
      if (!cover.is_covered(m)) parts.push_back(std::move(m));
  eliminate_orbits(system, cover, parts, kernel.orbit_steps, progress);
  if (!parts.empty()) return std::nullopt;
  const auto claimed = cover.claimed().to_int64();
  if (!claimed)
    throw Error(ErrorKind::limit, "the images of the laws of degree " +
                                      std::to_string(degrees.high) + " are more than 2^63");
  kernel.claimed = static_cast<std::uint64_t>(*claimed);
  return kernel;
}

}  // namespace abide
