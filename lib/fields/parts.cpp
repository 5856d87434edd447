#include <algorithm>
#include <numeric>

#include "source.hpp"

namespace abide {

namespace {

// A field in the variables of its part.
Field renamed(Field field, const std::vector<std::uint32_t>& variables) {
  const auto position = [&variables](std::uint32_t v) {
    return static_cast<std::uint32_t>(std::lower_bound(variables.begin(), variables.end(), v) -
                                      variables.begin());
  };
  for (FieldTerm& t : field) {
    t.variable = position(t.variable);
    t.monomial = t.monomial.renamed(position);
  }
  return field;  // positions increase with variables: the order stays
}

bool are_same(const Distribution& x, const Part& a, const Part& b) {
  if (a.variables.size() != b.variables.size() || a.fields.size() != b.fields.size()) return false;
  for (std::size_t k = 0; k < a.fields.size(); ++k)
    if (renamed(x.field(a.fields[k]), a.variables) != renamed(x.field(b.fields[k]), b.variables))
      return false;
  return true;
}

}  // namespace

std::vector<Part> parts_of(const Distribution& x) {
  const auto count = static_cast<std::uint32_t>(x.coordinates());
  std::vector<Part> parts;
  if (x.network() != nullptr) {
    // All layers of a network are complete.
    Part& whole = parts.emplace_back();
    whole.variables.resize(count);
    std::iota(whole.variables.begin(), whole.variables.end(), 0U);
    return parts;
  }
  DisjointSets connected(count);
  std::vector<std::optional<std::uint32_t>> first(static_cast<std::size_t>(x.size()));
  for (std::uint64_t i = 0; i < x.size(); ++i) {
    const Field field = x.field(i);
    if (!field.empty()) first[i] = field.front().variable;
    for (const FieldTerm& t : field) {
      connected.join(*first[i], t.variable);
      for (const Power& p : t.monomial.powers()) connected.join(*first[i], p.variable);
    }
  }
  std::vector<std::size_t> part_of(count);
  for (std::vector<std::uint32_t>& variables : connected.sets()) {
    for (const std::uint32_t v : variables) part_of[v] = parts.size();
    parts.emplace_back().variables = std::move(variables);
  }
  for (std::uint64_t i = 0; i < x.size(); ++i)
    if (first[i]) parts[part_of[*first[i]]].fields.push_back(i);
  for (std::size_t c = 1; c < parts.size(); ++c)
    for (std::size_t b = 0; b < c && !parts[c].same_as; ++b)
      if (!parts[b].same_as && are_same(x, parts[b], parts[c])) parts[c].same_as = b;
  return parts;
}

Model model_of(const Distribution& x, const Part& part) {
  ExplicitFields all;
  for (const std::uint64_t i : part.fields)
    all.fields.push_back(components_of(renamed(x.field(i), part.variables)));
  return {"part", "", Coordinates::vector("x", part.variables.size()), std::move(all)};
}

}  // namespace abide
