/// \file
/// The linear system of ALGO 1: rows "coefficient of θ^β in X_i h", unknowns the
/// coefficients of h; its grading, its symmetry orbits, its columns.
///
/// Example (also a test):
///
///     abide::Model model = abide::make_model("linear:2,1,2");
///     abide::Distribution x(model);
///     abide::Orbits orbits(model);
///     assert(abide::monomial_count(4, 2) == 14);
///     assert(orbits.representatives(1).size() == 2);          // one per layer
///     abide::Grading g = abide::grade(x);
///     assert(g.free.size() == 1 && g.parities.size() == 4);
#pragma once

#include <abide/progress.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "fields/fields.hpp"

namespace abide {

/// Which monomials an unknown h may have: degrees low … high, and the bounds on disjoint intervals
/// of variables.
struct Degrees {
  std::uint32_t low = 1, high = 2;
  std::vector<DegreeBound> bounds = {};
  /// Is the monomial, or a multiple of it, among these?
  bool admit(const Monomial& m) const noexcept;
};

/// C(D + degree, degree) − 1: all monomials of degree 1 … degree; nothing if it
/// exceeds 2^62.
std::optional<std::uint64_t> monomial_count(std::uint64_t variables, std::uint64_t degree);
/// Those of degree 1 … degrees.high that are admitted.
std::optional<std::uint64_t> monomial_count(std::uint64_t variables, const Degrees& degrees);

/// Every monomial of exactly this degree.
std::vector<Monomial> all_monomials(std::uint32_t variables, std::uint32_t degree);

/// Symmetries of a model given by a map or by fields: permutations of the coordinates that map
/// every field to a positive multiple of a field of the list. They generate the group of all of
/// these, or a subgroup when the search takes more than `most_steps`, of 20 to 50 ns each. Every
/// one is verified. None for networks and products (`Orbits` knows their groups), for models so
/// large that the search would hardly end in time, and without bliss. Throws Error{stopped}.
std::vector<Permutation> symmetries(const Model& model, std::uint64_t most_steps,
                                    const Progress& progress);

/// A set of layers of a network: bit l stands for layer l.
using LayerSet = std::uint64_t;

class GeneratedGroup;
class OrbitTable;

/// Permutations of the nodes of each layer (networks of at most 64 layers), or those that given
/// symmetries generate permute the monomials and the rows; every other model has the trivial group.
/// Monomials in one orbit are eliminated by equal evidence. For networks every question can be
/// asked for the permutations of some layers only; in a group given by generators all monomials of
/// a degree are listed to answer. Thread safety: const access from any thread.
class Orbits {
 public:
  static constexpr LayerSet all = ~LayerSet{0};

  explicit Orbits(const Model& model);
  /// Of a model given by a map or by fields: its symmetries are not verified again.
  Orbits(const Model& model, std::vector<Permutation> symmetries);
  bool trivial() const noexcept { return kind_ == Kind::trivial; }
  const Network* network() const noexcept { return network_ ? &*network_ : nullptr; }
  /// Does the group say anything of monomials of this degree? Of too many (500,000) orbits
  /// are not listed: then each monomial is taken to be alone.
  bool knows(std::uint32_t degree) const;
  /// Are the orbits of this degree so few that elimination by orbits saves work? Measured for
  /// groups given by generators: against the branching tree it does from about 10 monomials per
  /// orbit on.
  bool pays(std::uint32_t degree) const;
  /// The layers whose nodes are ends of the factors of m.
  LayerSet touched(const Monomial& m) const;
  /// The chosen representative of the orbit of m. Cost, networks: all relabellings of the
  /// nodes m uses, at most (degree!)^2.
  Monomial canonical(const Monomial& m, LayerSet layers = all) const;
  /// How many monomials the orbit has.
  Integer size(const Monomial& m, LayerSet layers = all) const;
  /// One representative per orbit of monomials of exactly this degree.
  std::vector<Monomial> representatives(std::uint32_t degree) const;
  /// The orbit of m, one representative per orbit of the smaller group.
  std::vector<Monomial> members(const Monomial& m, LayerSet divided_by = 0) const;
  /// Those that move what laws are made of, as permutations of the coordinates: transpositions of
  /// neighbouring hidden nodes, or the given symmetries.
  std::vector<Permutation> generators() const;

 private:
  enum class Kind { trivial, network, generated };
  Kind kind_ = Kind::trivial;
  std::optional<Network> network_;
  std::shared_ptr<const GeneratedGroup> group_;
  std::uint32_t variables_ = 0;

  /// Of a group given by generators, if it knows the degree.
  const OrbitTable* table_of(std::uint64_t degree) const;
};

/// Which monomials are covered by evidence that holds for whole orbits: eliminated by a row, or
/// claimed by a law (data/format/certificate.md, `space`). An orbit under all permutations may be
/// split into those under the permutations of some layers.
class OrbitCover {
 public:
  explicit OrbitCover(const Orbits& orbits) : orbits_(orbits) {}
  /// From now on the group of the monomials of this orbit is that of `layers`.
  void split(const Monomial& m, LayerSet layers);
  LayerSet group(const Monomial& m) const;
  /// Is the orbit of m, under its own group, covered?
  bool is_covered(const Monomial& m) const;
  /// Is the column m of a row covered, whatever permutation of `layers` is applied to the row?
  bool is_covered_under(const Monomial& m, LayerSet layers) const;
  /// Has the whole orbit of m under all permutations been claimed in part?
  bool has_claims(const Monomial& m) const;
  bool is_claimed(const Monomial& m) const;
  void eliminate(const Monomial& m) { cover(m, false); }
  void claim(const Monomial& m) { cover(m, true); }
  const Integer& eliminated() const noexcept { return eliminated_; }
  const Integer& claimed() const noexcept { return claimed_; }

 private:
  struct Part {
    LayerSet layers = Orbits::all;
    bool has_claims = false;
    Integer size, covered;
  };
  const Orbits& orbits_;
  std::unordered_map<Monomial, Part, MonomialHash> parts_;    // by full orbit
  std::unordered_map<Monomial, bool, MonomialHash> covered_;  // by orbit; true: claimed
  Integer eliminated_, claimed_;

  Part& part(const Monomial& m);
  void cover(const Monomial& m, bool claimed);
  /// The name of the orbit of m under its own group.
  Monomial name(const Monomial& m, LayerSet layers) const;
};

/// The universal grading G = Z^D / L, by its free part and its parities: weight
/// vectors w with ⟨w, a − e_j⟩ equal for all terms of a field, over Z and over Z/2. Rows
/// and columns of different weights never meet, so the kernel splits into blocks.
struct Grading {
  std::vector<std::vector<std::int64_t>> free;  ///< one weight per coordinate each
  std::vector<std::vector<std::uint8_t>> parities;
};
/// Cost: a sparse elimination of one row per term modulo a prime and modulo 2. Weights
/// are verified over Z before they are returned. For fields that are written out.
Grading grade(const Distribution& x);
/// A hash of the weights of m: equal for monomials of one class. (A collision merges
/// two blocks, which costs time and nothing else.)
std::uint64_t class_of(const Grading& grading, const Monomial& m) noexcept;

/// The name of a row: the coefficient of θ^beta in X_field h.
struct RowName {
  std::uint64_t field = 0;
  Monomial beta;
  friend bool operator==(const RowName&, const RowName&) = default;
};
struct RowHash {
  std::size_t operator()(const RowName& r) const noexcept {
    return r.beta.hash() * 31U + static_cast<std::size_t>(r.field * 0x9e3779b97f4a7c15U);
  }
};
struct Column {
  Monomial monomial;
  std::uint64_t value;  ///< modulo the prime of the system, not 0
};

/// The first of the primes (large_prime or dense_prime) modulo which all coefficients of the
/// fields are units.
std::uint64_t usable_prime(const Distribution& x, std::uint64_t (*primes)(std::size_t));

/// The rows modulo a prime, computed when asked for; columns that the degrees do not admit are
/// dropped. Thread safety: const access from any thread.
class LinearSystem {
 public:
  /// The prime must be usable for x and above the degree.
  LinearSystem(const Distribution& x, Degrees degrees, std::uint64_t prime);
  const Distribution& fields() const noexcept { return x_; }
  const Degrees& degrees() const noexcept { return degrees_; }
  const Modulus& modulus() const noexcept { return modulus_; }
  std::vector<Column> row(const RowName& name) const;
  /// All rows in which the column m occurs.
  std::vector<RowName> rows_of(const Monomial& m) const;
  /// Some of them: for every factor of m up to `each`, spread over the terms that move it.
  std::vector<RowName> some_rows_of(const Monomial& m, std::size_t each) const;

 private:
  const Distribution& x_;
  Degrees degrees_;
  Modulus modulus_;
};

/// A node of the branching tree (data/format/certificate.md, `k` and `b`): what is said of all
/// monomials that `divisor` divides. With a row they are zero unless another column of the row
/// could repair it, and these divisors follow; without a row every variable is a branch.
struct BranchStep {
  Monomial divisor;
  std::optional<RowName> row;
};
/// The monomials that survive, and the tree that shows that no other does.
struct Viability {
  std::vector<BranchStep> tree;
  std::vector<Monomial> kept;  ///< in the order of Monomial
};
/// Grows monomials factor by factor instead of listing all (data/format/mathematics.md, 4.11): a
/// coefficient can be non-zero only if every equation it touches contains another one that could.
/// Throws Error{limit} when more than 2·10^7 divisors are met.
Viability viable_monomials(const LinearSystem& system, const Progress& progress);

}  // namespace abide
