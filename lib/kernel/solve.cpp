// The kernel of the linear system of ALGO 1 (mathematics.md, section 2). Its columns are all
// monomials up to a degree, mostly too many to be listed; so first those that no law can have are
// excluded, by orbits where the model has a symmetry that pays (4.2), else by the branching tree
// (4.11). What is left is solved block by block (blocks.cpp). Limits are checked before anything is
// listed.
#include <algorithm>

#include "parts.hpp"
#include "progress/progress.hpp"

namespace abide {

namespace {

constexpr std::uint64_t most_monomials = 20'000'000;
// Networks are searched factor by factor: their monomials are never listed.
constexpr std::uint64_t most_columns_of_networks = std::uint64_t{1} << 40U;
constexpr double bytes_per_column = 300;

std::vector<Monomial> excluded_by_orbits(const Distribution& x, const Orbits& orbits,
                                         const Degrees& degrees, Kernel& kernel,
                                         const Progress& progress) {
  const LinearSystem system(x, degrees, kernel.prime);
  OrbitCover cover(orbits);
  std::vector<Monomial> columns;
  for (std::uint32_t d = degrees.low; d <= degrees.high; ++d) {
    progress.check();
    for (Monomial& m : orbits.representatives(d)) columns.push_back(std::move(m));
  }
  eliminate_orbits(system, cover, columns, kernel.orbit_steps, progress);
  double count = 0;
  for (const Monomial& m : columns)
    count += static_cast<double>(orbits.size(m).to_int64().value_or(INT64_MAX));
  if (count > static_cast<double>(most_monomials))
    throw Error(ErrorKind::limit, "degree " + std::to_string(degrees.high) +
                                      " needs elimination with more than " +
                                      std::to_string(most_monomials) + " monomials, the limit");
  progress.check_memory(count * bytes_per_column, "elimination");
  std::vector<Monomial> members;
  for (const Monomial& m : columns) {
    progress.check();
    for (Monomial& member : orbits.members(m)) members.push_back(std::move(member));
  }
  return members;
}

}  // namespace

void check_size(const Distribution& x, const Orbits* orbits, const Degrees& degrees,
                const Progress& progress) {
  const auto count = monomial_count(x.coordinates(), degrees);
  const std::string stated = count ? std::to_string(*count) : std::string("more than 2^62");
  const std::uint64_t most = x.network() != nullptr ? most_columns_of_networks : most_monomials;
  if (!count || (orbits == nullptr && *count > most))
    throw Error(ErrorKind::limit, "degree " + std::to_string(degrees.high) + " in " +
                                      std::to_string(x.coordinates()) + " coordinates means " +
                                      stated + " monomials; the limit is " + std::to_string(most));
  if (orbits == nullptr && x.network() == nullptr)
    progress.check_memory(static_cast<double>(*count) * bytes_per_column, stated + " monomials");
}

Kernel solve(const Distribution& x, const Orbits* orbits, const Degrees& degrees,
             const Progress& progress) {
  if (orbits != nullptr && !orbits->knows(degrees.high)) orbits = nullptr;
  check_size(x, orbits, degrees, progress);
  Kernel kernel;
  kernel.prime = usable_prime(x, dense_prime);
  std::vector<Monomial> columns;
  if (orbits != nullptr) {
    columns = excluded_by_orbits(x, *orbits, degrees, kernel, progress);
  } else {
    Viability viable = viable_monomials(LinearSystem(x, degrees, kernel.prime), progress);
    kernel.tree = std::move(viable.tree);
    columns = std::move(viable.kept);
  }
  sort(columns, progress);
  solve_blocks(x, degrees, columns, kernel, progress);
  return kernel;
}

}  // namespace abide
