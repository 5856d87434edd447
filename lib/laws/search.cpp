#include "products.hpp"
#include "stages.hpp"

#include <algorithm>
#include <unordered_map>

namespace abide {

namespace {

// Products above the degree of a level are compared up to this many.
constexpr std::size_t most_cancelling = 2'000;

// Coefficients modulo p at some numbered columns.
class Restriction {
 public:
  Restriction(std::vector<Monomial> columns, std::uint64_t prime)
      : columns_(std::move(columns)), prime_(prime) {
    for (std::uint32_t k = 0; k < columns_.size(); ++k) index_.emplace(columns_[k], k);
  }
  SparseRow of(const Terms& h) const {
    SparseRow row;
    for (const Term& t : h)
      if (const auto it = index_.find(t.monomial); it != index_.end())
        if (const auto c = t.coefficient.mod(prime_); c && *c != 0)
          row.push_back({it->second, *c});
    std::sort(row.begin(), row.end(),
              [](const Entry& a, const Entry& b) { return a.column < b.column; });
    return row;
  }
  const Monomial& column(std::uint32_t k) const { return columns_[k]; }
  std::size_t size() const { return columns_.size(); }

 private:
  std::vector<Monomial> columns_;
  std::uint64_t prime_;
  std::unordered_map<Monomial, std::uint32_t, MonomialHash> index_;
};

class Search {
 public:
  Search(LawSpace& space, const Model& model, const Distribution& x, const Progress& progress)
      : space_(space), x_(x), progress_(progress), orbits_(model),
        homogeneous_(x.is_homogeneous()) {}

  void run(std::uint32_t degree) {
    check_size(x_, orbits_, {lowest(degree), degree}, progress_);
    for (std::uint32_t d = 1; d <= degree; ++d) level(d);
  }

 private:
  LawSpace& space_;
  const Distribution& x_;
  const Progress& progress_;
  Orbits orbits_;
  bool homogeneous_;

  // Homogeneous fields: the parts of a law of different degrees are laws.
  std::uint32_t lowest(std::uint32_t degree) const { return homogeneous_ ? degree : 1; }

  void level(std::uint32_t degree) {
    progress_.tell("laws", "degree " + std::to_string(degree));
    Kernel kernel = solve(x_, orbits_, {lowest(degree), degree}, progress_);
    Level level;
    level.degree = degree;
    level.extends = homogeneous_ && degree > 1;
    level.prime = kernel.prime;
    level.dimension = kernel.basis.size();
    if (level.extends) level.dimension += space_.levels.back().dimension;
    level.orbit_steps = std::move(kernel.orbit_steps);
    level.steps = std::move(kernel.steps);
    span(level, kernel);
    space_.levels.push_back(std::move(level));
  }

  // A kernel element is determined by its coefficients at the free columns. Products of known
  // laws first; what they do not reach is new.
  void span(Level& level, const Kernel& kernel) {
    const Restriction free(kernel.free, kernel.prime);
    SparseEchelon echelon(free.size(), kernel.prime);
    products(space_.laws, lowest(level.degree), level.degree,
             [&](const std::vector<std::size_t>& factors, const Terms& product) {
               if (const auto pivot = echelon.add(free.of(product)))
                 level.elements.push_back({factors, free.column(*pivot)});
               progress_.check();
               return echelon.rank() < free.size();
             });
    std::vector<Terms> fresh = sparsest(kernel.basis);
    std::stable_sort(fresh.begin(), fresh.end(), [](const Terms& a, const Terms& b) {
      return total_degree(a) < total_degree(b);
    });
    const std::size_t known = space_.laws.size();
    for (const Terms& h : fresh)
      if (const auto pivot = echelon.add(free.of(h))) {
        level.elements.push_back({{space_.laws.size()}, free.column(*pivot)});
        space_.laws.push_back({h, static_cast<std::uint32_t>(total_degree(h)), "", 0, true});
      }
    if (!homogeneous_) find_cancelling(known, kernel.prime);
  }

  // Top parts of products may cancel: a new law that is a combination of products of higher
  // degree is not a generator.
  void find_cancelling(std::size_t known, std::uint64_t prime) {
    const std::vector<Law> lower(space_.laws.begin(),
                                 space_.laws.begin() + static_cast<std::ptrdiff_t>(known));
    if (lower.empty() || known == space_.laws.size()) return;
    std::vector<Terms> rows;
    const std::uint32_t highest = 2 * space_.laws.back().degree;
    products(lower, 1, highest, [&](const std::vector<std::size_t>&, const Terms& product) {
      rows.push_back(product);
      progress_.check();
      return rows.size() < most_cancelling;
    });
    const Restriction all(columns_of(rows, known), prime);
    SparseEchelon echelon(all.size(), prime);
    for (const Terms& row : rows) echelon.add(all.of(row));
    for (std::size_t k = known; k < space_.laws.size(); ++k)
      space_.laws[k].generator = echelon.add(all.of(space_.laws[k].polynomial)).has_value();
  }

  std::vector<Monomial> columns_of(const std::vector<Terms>& rows, std::size_t known) const {
    std::vector<Monomial> columns;
    const auto append = [&columns](const Terms& h) {
      for (const Term& t : h) columns.push_back(t.monomial);
    };
    for (const Terms& row : rows) append(row);
    for (std::size_t k = known; k < space_.laws.size(); ++k) append(space_.laws[k].polynomial);
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    return columns;
  }
};

}  // namespace

void search_by_degree(LawSpace& space, const Model& model, const Distribution& x,
                      std::uint32_t degree, const Progress& progress) {
  Search(space, model, x, progress).run(degree);
}

}  // namespace abide
