// The generic rank of the gradients of φ from both sides. From below: at a random point modulo a
// prime. From above: a linear vector field Y with Yφ_i = 0 for all i is tangent to the fibres of φ,
// so the rank is at most D minus the number of independent ones. They are found by the solver of
// laws: on (θ, ξ), with the fields Σ a_ij(θ) ∂_ξj, such a Y is a bilinear law.
#include <algorithm>

#include "laws/laws.hpp"
#include "stages.hpp"

namespace abide {

namespace {

constexpr std::uint64_t most_written_terms = std::uint64_t{1} << 22U;

void check_terms(const Distribution& x) {
  if (x.count_terms(most_written_terms) > most_written_terms)
    throw Error(ErrorKind::limit,
                "the gradients of the map are written out: they have more than 2^22 terms");
}

std::size_t rank_at(const Distribution& x, const Point& point, std::uint64_t prime,
                    const Progress& progress) {
  const Evaluator at(x, point, Modulus(prime));
  SparseEchelon echelon(x.coordinates(), prime);
  for (std::uint64_t i = 0; i < x.size() && echelon.rank() < x.coordinates(); ++i) {
    progress.check();
    echelon.add(at.value(Word::field(i), progress), progress);
  }
  return echelon.rank();
}

// The fields X_i = Σ a_ij(θ) ∂_j as Σ a_ij(θ) ∂_ξj on (θ, ξ): a bilinear law Σ y_jk θ_k ξ_j of
// these is a linear field Y = Σ y_jk θ_k ∂_j with X_i · Y = 0, for gradients Yφ_i = 0; a law Σ c_j
// ξ_j is a constant one.
Model lifted(const Distribution& x) {
  const auto count = static_cast<std::uint32_t>(x.coordinates());
  ExplicitFields all;
  for (std::uint64_t i = 0; i < x.size(); ++i) {
    Field field = x.field(i);
    for (FieldTerm& t : field) t.variable += count;
    all.fields.push_back(components_of(std::move(field)));
  }
  return Model("linear fields", "", Coordinates::vector("x", 2 * x.coordinates()), std::move(all));
}

// How many of these linear fields are independent at the point.
std::size_t tangent_fields(const LawSpace& laws, std::size_t coordinates, const Point& point,
                           std::uint64_t prime) {
  const Modulus modulus(prime);
  const auto count = static_cast<std::uint32_t>(coordinates);
  SparseEchelon echelon(coordinates, prime);
  for (const Law& law : laws.laws) {
    std::vector<std::uint64_t> value(coordinates, 0);
    for (const Term& t : law.polynomial()) {
      std::uint64_t theta = t.coefficient.mod(prime).value_or(0);
      std::optional<std::uint32_t> direction;
      for (const Power& p : t.monomial.powers()) {
        if (p.variable >= count)
          direction = p.variable - count;
        else
          theta = modulus.multiply(theta, modulus.reduce(point.values[p.variable].second));
      }
      if (direction) value[*direction] = modulus.add(value[*direction], theta);
    }
    SparseRow row;
    for (std::uint32_t j = 0; j < count; ++j)
      if (value[j] != 0) row.push_back({j, value[j]});
    echelon.add(row);
  }
  return echelon.rank();
}

}  // namespace

RankBounds generic_rank(const Distribution& x, std::uint64_t seed, const Progress& progress) {
  check_terms(x);
  const std::uint64_t prime = large_prime(0);
  if (!x.usable(prime))
    throw Error(ErrorKind::limit, "a coefficient of the map has the denominator 2^61 − 1");
  const Point point = generated_point(x.coordinates(), seed);
  RankBounds rank;
  rank.lower = rank_at(x, point, prime, progress);
  rank.upper = static_cast<std::size_t>(std::min<std::uint64_t>(x.coordinates(), x.size()));
  if (rank.lower == rank.upper) return rank;
  const Model fields = lifted(x);
  const LawSpace laws =
      find_laws(fields, Distribution(fields, progress), {.degree = 2, .seed = seed}, progress);
  rank.upper =
      std::min(rank.upper, x.coordinates() - tangent_fields(laws, x.coordinates(), point, prime));
  if (!laws.stopped.empty()) throw Error(ErrorKind::stopped, laws.stopped);
  if (rank.lower < rank.upper)
    rank.reason =
        "it is probably " + std::to_string(rank.lower) +
        ", its value at a random point; the linear fields tangent to the fibres of the map leave " +
        std::to_string(rank.upper);
  return rank;
}

}  // namespace abide
