// Reference times on the same machine, in the same run: the dense rank of a random matrix modulo a
// prime, and the kernel of the whole linear system of ALGO 1 over Z, as a textbook would compute
// it. Ratios against these say something on any machine, seconds do not.
#include "references.hpp"

#include <abide/abide.hpp>
#include <chrono>
#include <functional>
#include <random>
#include <unordered_map>

#include "system/system.hpp"

namespace abide::bench {

namespace {

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

double dense_rank(std::size_t n) {
  std::mt19937_64 random(1);
  ModMatrix matrix(n, n, dense_prime(0));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) matrix.at(i, j) = random() % dense_prime(0);
  return seconds_of([&] { static_cast<void>(matrix.rank()); });
}

double dense_kernel(const Model& model, std::uint32_t degree) {
  const Distribution x(model);
  std::vector<Monomial> columns;
  for (std::uint32_t d = 1; d <= degree; ++d)
    for (Monomial& m : all_monomials(static_cast<std::uint32_t>(x.coordinates()), d))
      columns.push_back(std::move(m));
  std::unordered_map<RowName, std::size_t, RowHash> rows;
  std::vector<std::pair<std::pair<std::size_t, std::size_t>, Integer>> entries;
  for (std::size_t c = 0; c < columns.size(); ++c)
    for (std::uint64_t i = 0; i < x.size(); ++i)
      for (const Term& t : abide::apply(x.field(i), {{columns[c], Rational(1)}})) {
        const std::size_t row = rows.try_emplace({i, t.monomial}, rows.size()).first->second;
        entries.push_back({{row, c}, t.coefficient.numerator()});
      }
  IntegerMatrix matrix(rows.size(), columns.size());
  for (const auto& [at, value] : entries) matrix.set(at.first, at.second, value);
  return seconds_of([&] { matrix.nullity_by_basis(); });
}

}  // namespace abide::bench
