// Laws degree by degree (mathematics.md, section 5). Each level is a kernel, and of its elements
// those are new that products of laws of lower degree do not reach: products are reduced at the
// free columns of the kernel first, then the sparsest new elements complete the basis. These are
// the elements of the certificate, and the new ones are the generators.
//
// Shortcuts, each of which can be switched off without changing the result: known shapes with one
// row per orbit, and, when the laws of degree 1 are all laws, dimensions of higher degrees by
// counting (certificate.md, `closed`). For fields that are not homogeneous, leading parts of
// products may cancel: a new law is compared with products of higher degree before it is called a
// generator.
#include <algorithm>

#include "products.hpp"
#include "restriction.hpp"
#include "stages.hpp"

namespace abide {

namespace {

// Products above the degree of a level are compared up to this many, and so many terms of them.
constexpr std::size_t most_cancelling = 2'000, most_cancelling_terms = 50'000;
// Beyond this degree the canonical form of a monomial of a network costs more than it saves.
constexpr std::uint32_t orbit_degree = 4;
constexpr std::uint64_t most_written_terms = 20'000'000;

class Search {
 public:
  Search(LawSpace& space, const Orbits& orbits, const Distribution& x, const LawOptions& options,
         const Progress& progress)
      : space_(space),
        x_(x),
        options_(options),
        progress_(progress),
        orbits_(orbits),
        homogeneous_(x.is_homogeneous()),
        shapes_(known_shapes(x, progress)) {}

  void run() {
    if (const std::optional<Error> refusal = too_large()) {
      space_ = LawSpace();
      throw *refusal;
    }
    for (auto d = static_cast<std::uint32_t>(space_.levels.size() + 1); d <= options_.degree; ++d)
      level(d);
  }

  // Products of laws touch nearly every monomial where linear laws are long, so elimination at
  // degree 2 is as slow as it can be just where it need not be done.
  std::size_t linear() {
    level(1);
    if (space_.laws.empty()) return 0;
    find_independent(space_, x_, options_.seed, progress_);
    return space_.independent.size() == space_.laws.size() ? space_.laws.size() : 0;
  }

 private:
  LawSpace& space_;
  const Distribution& x_;
  const LawOptions& options_;
  const Progress& progress_;
  const Orbits& orbits_;
  bool homogeneous_;
  std::vector<Law> shapes_;
  std::vector<WrittenLaw> written_;  // all laws so far, when they are needed one by one

  // Homogeneous fields: the parts of a law of different degrees are laws.
  std::uint32_t lowest(std::uint32_t degree) const { return homogeneous_ ? degree : 1; }

  Degrees degrees(std::uint32_t degree) const { return {lowest(degree), degree, options_.bounds}; }

  std::optional<Error> too_large() const {
    try {
      check_size(x_, usable_orbits(options_.degree), degrees(options_.degree), progress_);
    } catch (const Error& e) {
      return e;
    }
    return std::nullopt;
  }

  // Bounds on groups of variables are not those of whole orbits.
  const Orbits* usable_orbits(std::uint32_t degree) const {
    if (!options_.bounds.empty()) return nullptr;
    const bool short_enough = orbits_.network() == nullptr || degree <= orbit_degree;
    return options_.orbits && short_enough && orbits_.pays(degree) ? &orbits_ : nullptr;
  }

  void level(std::uint32_t degree) {
    progress_.check();
    progress_.tell("laws", "degree " + std::to_string(degree));
    progress_.doing("laws, degree", degree, options_.degree);
    Level level;
    level.degree = degree;
    level.extends = homogeneous_ && degree > 1;
    const std::uint64_t below = level.extends ? space_.levels.back().dimension : 0;
    if (!claim(level)) {
      level.kernel = std::make_shared<const Kernel>(
          solve(x_, usable_orbits(degree), degrees(degree), progress_));
      level.dimension = level.kernel->basis.size();
      span(level);
    }
    level.dimension += below;
    space_.levels.push_back(std::move(level));
  }

  // The known shapes of this level, if they and one row per orbit are the whole proof.
  bool claim(Level& level) {
    if (!options_.guess || level.degree > 2 || shapes_.empty() || usable_orbits(2) == nullptr)
      return false;
    std::vector<Terms> laws;
    if (level.degree == 2)
      for (const Law& law : shapes_) laws.push_back(law.polynomial());
    auto kernel = solve_by_claims(x_, orbits_, degrees(level.degree), laws, progress_);
    if (!kernel) return false;
    level.kernel = std::make_shared<const Kernel>(std::move(*kernel));
    level.dimension = level.kernel->claimed;
    if (level.degree == 2) space_.laws = shapes_;
    return true;
  }

  void write_out() {
    if (!written_.empty()) return;
    std::uint64_t terms = 0;
    for (const Law& law : space_.laws) terms += law.count() * law.polynomial().size();
    if (terms > most_written_terms)
      throw Error(ErrorKind::limit, "the laws have " + std::to_string(terms) +
                                        " terms; the limit for their products is " +
                                        std::to_string(most_written_terms));
    for (std::size_t k = 0; k < space_.laws.size(); ++k)
      for_each_image(space_, k, [&](const LawRef& ref) {
        progress_.check();
        written_.push_back({ref, polynomial_of(space_, x_, ref), space_.laws[k].degree});
        return true;
      });
  }

  // A kernel element is determined by its coefficients at the free columns. Products of known
  // laws first; what they do not reach is new.
  void span(Level& level) {
    if (level.kernel->free.empty()) return;
    write_out();
    const Restriction free(level.kernel->free, level.kernel->prime);
    SparseEchelon echelon(free.size(), level.kernel->prime);
    const Degrees admitted = degrees(level.degree);
    products(written_, lowest(level.degree), level.degree, progress_,
             [&](const std::vector<std::size_t>& factors, const Terms& product) {
               if (!is_within(product, admitted)) return true;
               if (const auto pivot = echelon.add(free.of(product), progress_)) {
                 level.elements.push_back({{}, free.column(*pivot)});
                 for (const std::size_t f : factors)
                   level.elements.back().factors.push_back(written_[f].law);
               }
               return echelon.rank() < free.size();
             });
    if (echelon.rank() == free.size()) return;
    const std::size_t known = written_.size();
    if (!recognize(level, free, echelon)) add_new(level, free, echelon);
    if (!homogeneous_) find_cancelling(known, level.kernel->prime);
  }

  static bool is_within(const Terms& h, const Degrees& degrees) {
    return degrees.bounds.empty() || std::all_of(h.begin(), h.end(), [&](const Term& t) {
             return degrees.admit(t.monomial);
           });
  }

  // A basis of known shapes, when there is one, is the one to report.
  bool recognize(Level& level, const Restriction& free, SparseEchelon& echelon) {
    std::uint64_t count = 0;
    for (const Law& law : shapes_) count += law.count();
    if (level.degree != 2 || count != free.size() || !space_.laws.empty()) return false;
    space_.laws = shapes_;
    write_out();
    SparseEchelon all(free.size(), level.kernel->prime);
    std::vector<Element> elements;
    for (const WrittenLaw& w : written_)
      if (const auto pivot = all.add(free.of(w.polynomial), progress_))
        elements.push_back({{w.law}, free.column(*pivot)});
    if (elements.size() == count) {
      level.elements = std::move(elements);
      echelon = std::move(all);
      return true;
    }
    space_.laws.clear();
    written_.clear();
    return false;
  }

  void add_new(Level& level, const Restriction& free, SparseEchelon& echelon) {
    for (Terms& h : shortest_new(sparsest(level.kernel->basis, progress_), free, echelon))
      if (const auto pivot = echelon.add(free.of(h))) {
        const LawRef ref{space_.laws.size(), {0, 1}};
        const auto degree = static_cast<std::uint32_t>(total_degree(h));
        level.elements.push_back({{ref}, free.column(*pivot)});
        written_.push_back({ref, h, degree});
        Law law;
        law.function = polynomial_function(std::move(h), x_.coordinates());
        law.degree = degree;
        space_.laws.push_back(std::move(law));
      }
  }

  // Modulo products of lower laws there is a choice: the shortest ones, listed in their order.
  std::vector<Terms> shortest_new(std::vector<Terms> basis, const Restriction& free,
                                  SparseEchelon known) const {
    std::stable_sort(basis.begin(), basis.end(), listed_before);
    std::stable_sort(basis.begin(), basis.end(),
                     [](const Terms& a, const Terms& b) { return a.size() < b.size(); });
    std::vector<Terms> chosen;
    for (Terms& h : basis)
      if (known.add(free.of(h), progress_)) chosen.push_back(std::move(h));
    std::stable_sort(chosen.begin(), chosen.end(), listed_before);
    return chosen;
  }

  // Top parts of products may cancel: a new law that is a combination of products of higher
  // degree is not a generator.
  void find_cancelling(std::size_t known, std::uint64_t prime) {
    if (known == 0 || known == written_.size()) return;
    const std::vector<WrittenLaw> lower(written_.begin(),
                                        written_.begin() + static_cast<std::ptrdiff_t>(known));
    std::vector<Terms> rows;
    const std::uint32_t highest = 2 * written_.back().degree;
    std::size_t terms = 0;
    products(
        lower, 1, highest, progress_,
        [&](const std::vector<std::size_t>&, const Terms& product) {
          rows.push_back(product);
          progress_.check();
          terms += product.size();
          return rows.size() < most_cancelling && terms < most_cancelling_terms;
        },
        most_cancelling_terms);
    const std::size_t count = rows.size();
    for (std::size_t k = known; k < written_.size(); ++k) rows.push_back(written_[k].polynomial);
    const Restriction all(monomials_of(rows), prime);
    SparseEchelon echelon(all.size(), prime);
    for (std::size_t k = 0; k < count; ++k) echelon.add(all.of(rows[k]), progress_);
    for (std::size_t k = known; k < written_.size(); ++k)
      space_.laws[written_[k].law.law].generator =
          echelon.add(all.of(rows[count + k - known])).has_value();
  }
};

}  // namespace

std::size_t independent_linear_laws(LawSpace& space, const Orbits& orbits, const Distribution& x,
                                    const LawOptions& options, const Progress& progress) {
  return Search(space, orbits, x, options, progress).linear();
}

const Kernel& kernel_of(const Level& level) noexcept {
  static const Kernel none;
  return level.kernel ? *level.kernel : none;
}

void search_by_degree(LawSpace& space, const Orbits& orbits, const Distribution& x,
                      const LawOptions& options, const Progress& progress) {
  Search(space, orbits, x, options, progress).run();
}

}  // namespace abide
