#include "block.hpp"
#include "singletons.hpp"

#include <abide/kernel.hpp>

#include <algorithm>
#include <map>

namespace abide {

namespace {

constexpr std::uint64_t most_columns = 20'000'000;
// Beyond this degree the canonical form of a monomial costs more than it saves.
constexpr std::uint32_t orbit_degree = 4;
constexpr double bytes_per_column = 300;

// Columns that were not killed, by class of the grading, in a fixed order.
std::vector<std::vector<Monomial>> blocks_of(const Distribution& x,
                                             std::vector<Monomial> survivors) {
  if (survivors.empty()) return {};
  const Grading grading = grade(x);
  std::sort(survivors.begin(), survivors.end());
  std::vector<std::vector<Monomial>> blocks;
  std::map<std::uint64_t, std::size_t> known;
  for (Monomial& m : survivors) {
    const auto [it, fresh] = known.try_emplace(class_of(grading, m), blocks.size());
    if (fresh) blocks.emplace_back();
    blocks[it->second].push_back(std::move(m));
  }
  return blocks;
}

bool uses_orbits(const Orbits& orbits, Degrees degrees) {
  return !orbits.trivial() && degrees.high <= orbit_degree;
}

}  // namespace

void check_size(const Distribution& x, const Orbits& orbits, Degrees degrees,
                const Progress& progress) {
  const bool by_orbits = uses_orbits(orbits, degrees);
  const auto count = monomial_count(x.coordinates(), degrees.high);
  const std::string stated =
      count ? std::to_string(*count) : std::string("more than 2^62");
  if (!count || (!by_orbits && *count > most_columns))
    throw Error(ErrorKind::limit, "degree " + std::to_string(degrees.high) + " in " +
                                      std::to_string(x.coordinates()) + " coordinates means " +
                                      stated + " monomials; the limit is " +
                                      std::to_string(most_columns));
  if (!by_orbits)
    progress.check_memory(static_cast<double>(*count) * bytes_per_column,
                          stated + " monomials");
}

Kernel solve(const Distribution& x, const Orbits& orbits, Degrees degrees,
             const Progress& progress) {
  const bool by_orbits = uses_orbits(orbits, degrees);
  check_size(x, orbits, degrees, progress);
  Kernel kernel;
  kernel.prime = usable_prime(x, large_prime);
  const LinearSystem system(x, degrees.high, kernel.prime);
  Singletons singletons(system, by_orbits ? &orbits : nullptr);
  for (std::uint32_t d = degrees.low; d <= degrees.high; ++d) {
    progress.check();
    singletons.add_columns(static_cast<std::uint32_t>(x.coordinates()), d);
  }
  singletons.run(progress);
  (by_orbits ? kernel.orbit_steps : kernel.steps) = singletons.take_steps();
  for (const auto& columns : blocks_of(x, singletons.survivors())) {
    progress.check();
    solve_block(x, system, degrees.high, columns, kernel, progress);
  }
  return kernel;
}

}  // namespace abide
