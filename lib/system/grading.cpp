// The universal grading (mathematics.md, 4.1): weights w with ⟨w, a − e_j⟩ equal for all terms θ^a
// ∂_j of each field. The differences of terms span a lattice; the integer weights are its
// orthogonal complement, found modulo a large prime, reconstructed and verified over Z, and the
// parities are the same modulo 2. Rows and columns of different weights never meet. The solver does
// not ask for it: the blocks that rows connect (kernel/blocks.cpp) are at least as fine.
#include <algorithm>
#include <map>

#include "system/system.hpp"

namespace abide {

namespace {

using Difference = std::vector<std::pair<std::uint32_t, std::int64_t>>;

// (a − e_j) − (a' − e_j') for two terms of one field.
Difference difference(const FieldTerm& s, const FieldTerm& t) {
  std::map<std::uint32_t, std::int64_t> sum;
  for (const Power& p : s.monomial.powers()) sum[p.variable] += p.exponent;
  for (const Power& p : t.monomial.powers()) sum[p.variable] -= p.exponent;
  sum[s.variable] -= 1;
  sum[t.variable] += 1;
  Difference d;
  for (const auto& [variable, value] : sum)
    if (value != 0) d.emplace_back(variable, value);
  return d;
}

// Generators of the lattice L: every term against the first of its field.
std::vector<Difference> relations(const Distribution& x) {
  std::vector<Difference> rows;
  for (std::uint64_t i = 0; i < x.size(); ++i) {
    const Field f = x.field(i);
    for (std::size_t t = 1; t < f.size(); ++t) {
      Difference d = difference(f[t], f.front());
      if (!d.empty()) rows.push_back(std::move(d));
    }
  }
  return rows;
}

std::vector<SparseRow> orthogonal(const std::vector<Difference>& rows, std::size_t coordinates,
                                  std::uint64_t prime) {
  const Modulus modulus(prime);
  SparseEchelon echelon(coordinates, prime);
  for (const Difference& d : rows) {
    SparseRow row;
    for (const auto& [variable, value] : d)
      if (const std::uint64_t v = modulus.reduce(value); v != 0) row.push_back({variable, v});
    echelon.add(row);
  }
  return echelon.kernel();
}

// A kernel vector modulo p as primitive integers, if small ones fit.
std::optional<std::vector<std::int64_t>> integer_weights(const SparseRow& vector,
                                                         std::size_t coordinates,
                                                         std::uint64_t prime) {
  Terms terms;
  for (const Entry& e : vector) {
    const auto value = reconstruct_rational(Integer(static_cast<std::int64_t>(e.value)),
                                            Integer(static_cast<std::int64_t>(prime)));
    if (!value) return std::nullopt;
    terms.push_back({Monomial::variable(e.column), *value});
  }
  std::vector<std::int64_t> weights(coordinates, 0);
  for (const Term& t : primitive(collect(std::move(terms)))) {
    const auto w = t.coefficient.numerator().to_int64();
    if (!w || *w > 1'000'000 || *w < -1'000'000) return std::nullopt;
    weights[t.monomial.powers().front().variable] = *w;
  }
  return weights;
}

bool orthogonal_to(const std::vector<std::int64_t>& weights, const Difference& d) {
  std::int64_t sum = 0;
  for (const auto& [variable, value] : d) sum += weights[variable] * value;
  return sum == 0;
}

}  // namespace

Grading grade(const Distribution& x) {
  Grading grading;
  const auto rows = relations(x);
  const std::uint64_t prime = large_prime(0);
  for (const SparseRow& vector : orthogonal(rows, x.coordinates(), prime)) {
    auto weights = integer_weights(vector, x.coordinates(), prime);
    if (weights && std::all_of(rows.begin(), rows.end(),
                               [&](const Difference& d) { return orthogonal_to(*weights, d); }))
      grading.free.push_back(std::move(*weights));
  }
  for (const SparseRow& vector : orthogonal(rows, x.coordinates(), 2)) {
    std::vector<std::uint8_t> parity(x.coordinates(), 0);
    for (const Entry& e : vector) parity[e.column] = 1;
    grading.parities.push_back(std::move(parity));
  }
  return grading;
}

std::uint64_t class_of(const Grading& grading, const Monomial& m) noexcept {
  std::uint64_t h = 1469598103934665603U;
  const auto mix = [&h](std::uint64_t value) {
    h = (h ^ value) * 0x100000001b3U;
    h ^= h >> 31U;
  };
  for (const auto& weights : grading.free) {
    std::int64_t w = 0;
    for (const Power& p : m.powers()) w += weights[p.variable] * std::int64_t{p.exponent};
    mix(static_cast<std::uint64_t>(w));
  }
  for (const auto& parity : grading.parities) {
    std::uint64_t bit = 0;
    for (const Power& p : m.powers()) bit ^= parity[p.variable] & p.exponent & 1U;
    mix(bit);
  }
  return h;
}

}  // namespace abide
