// Orbits of all monomials of one degree under a group given by generators. Monomials are numbered
// in their order, number and monomial are computed from each other by binomial counts, and the
// images of each under the generators that move one of its factors are joined (union and find). So
// the group itself, which may be huge, is never listed; the monomials are, up to 500,000 of them.
#include "generated_group.hpp"

#include <algorithm>

namespace abide {

namespace {

constexpr std::uint64_t most_listed = 500'000;

}  // namespace

OrbitTable::OrbitTable(std::uint32_t variables, std::uint32_t degree,
                       const std::vector<Permutation>& generators)
    : variables_(variables), degree_(degree) {
  at_least_.assign(degree + 1, std::vector<std::uint32_t>(variables + 1, 0));
  at_least_[0].assign(variables + 1, 1);
  for (std::uint32_t k = 1; k <= degree; ++k)
    for (std::uint32_t v = variables; v-- > 0;)
      at_least_[k][v] = at_least_[k][v + 1] + at_least_[k - 1][v];
  DisjointSets joined(at_least_[degree][0]);
  join_images(generators, joined);
  root_.resize(at_least_[degree][0]);
  // Joined positions point to the first one of their orbit; the lists are threaded in order.
  next_.resize(root_.size());
  size_.assign(root_.size(), 0);
  std::vector<std::uint32_t> last(root_.size());
  for (std::uint32_t at = 0; at < root_.size(); ++at) {
    const std::uint32_t root = root_[at] = joined.root(at);
    next_[at] = at;
    if (root != at) next_[last[root]] = at;
    last[root] = at;
    if (size_[root]++ == 0) ++orbits_;
  }
}

// Before a product come those that agree up to its k-th factor, which is smaller there.
std::uint32_t OrbitTable::position(const Factors& factors) const {
  std::uint32_t at = 0, from = 0;
  for (std::uint32_t k = 0; k < degree_; ++k) {
    at += at_least_[degree_ - k][from] - at_least_[degree_ - k][factors[k]];
    from = factors[k];
  }
  return at;
}

std::uint32_t OrbitTable::position(const Monomial& m) const {
  Factors factors;
  for (const Power& p : m.powers()) factors.insert(factors.end(), p.exponent, p.variable);
  return position(factors);
}

Monomial OrbitTable::monomial(std::uint32_t at) const {
  std::vector<Power> powers;
  std::uint32_t from = 0;
  for (std::uint32_t k = degree_; k > 0; --k) {
    // The last v such that those with a smaller factor here are not more than `at`.
    const std::vector<std::uint32_t>& count = at_least_[k];
    const std::uint32_t all = count[from];
    const auto past = std::partition_point(count.begin() + from, count.end(),
                                           [&](std::uint32_t c) { return all - c <= at; });
    const auto v = static_cast<std::uint32_t>(past - count.begin()) - 1;
    at -= all - count[v];
    powers.push_back({v, 1});
    from = v;
  }
  return Monomial(powers);
}

bool OrbitTable::advance(Factors& factors) const {
  std::size_t k = factors.size();
  while (k > 0 && factors[k - 1] + 1 == variables_) --k;
  if (k == 0) return false;
  std::fill(factors.begin() + static_cast<std::ptrdiff_t>(k) - 1, factors.end(),
            factors[k - 1] + 1);
  return true;
}

void OrbitTable::join_images(const std::vector<Permutation>& generators,
                             DisjointSets& joined) const {
  // Most generators move few variables.
  std::vector<std::vector<const Permutation*>> moving(variables_);
  for (const Permutation& g : generators)
    for (std::uint32_t v = 0; v < variables_; ++v)
      if (g[v] != v) moving[v].push_back(&g);
  Factors factors(degree_, 0), images;
  std::uint32_t at = 0;
  do {
    for (std::size_t k = 0; k < factors.size(); ++k) {
      if (k > 0 && factors[k] == factors[k - 1]) continue;
      for (const Permutation* g : moving[factors[k]]) {
        images.clear();
        for (const std::uint32_t v : factors) images.push_back((*g)[v]);
        std::sort(images.begin(), images.end());
        joined.join(at, position(images));
      }
    }
    ++at;
  } while (advance(factors));
}

Monomial OrbitTable::canonical(const Monomial& m) const { return monomial(root_[position(m)]); }

std::size_t OrbitTable::size(const Monomial& m) const { return size_[root_[position(m)]]; }

std::vector<Monomial> OrbitTable::members(const Monomial& m) const {
  std::vector<Monomial> members;
  std::uint32_t at = root_[position(m)];
  for (;; at = next_[at]) {
    members.push_back(monomial(at));
    if (next_[at] == at) return members;
  }
}

std::vector<Monomial> OrbitTable::representatives() const {
  std::vector<Monomial> representatives;
  for (std::uint32_t at = 0; at < root_.size(); ++at)
    if (root_[at] == at) representatives.push_back(monomial(at));
  return representatives;
}

bool GeneratedGroup::can_list(std::uint32_t degree) const {
  const auto count = monomial_count(variables_, degree);
  return count && *count <= most_listed;
}

const OrbitTable& GeneratedGroup::table(std::uint32_t degree) const {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<const OrbitTable>& table = tables_[degree];
  if (!table) table = std::make_unique<const OrbitTable>(variables_, degree, generators_);
  return *table;
}

}  // namespace abide
