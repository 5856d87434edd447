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

#include <abide/fields.hpp>
#include <abide/progress.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace abide {

/// C(D + degree, degree) − 1: all monomials of degree 1 … degree; nothing if it
/// exceeds 2^62.
ABIDE_API std::optional<std::uint64_t> monomial_count(std::uint64_t variables,
                                                      std::uint64_t degree);

/// Every monomial of exactly this degree.
ABIDE_API std::vector<Monomial> all_monomials(std::uint32_t variables, std::uint32_t degree);

/// Permutations of the nodes of each layer (basic networks) or of all variables
/// (product) permute the monomials and the rows; every other model gets the trivial
/// group here. Monomials in one orbit are eliminated by equal evidence.
class ABIDE_API Orbits {
 public:
  explicit Orbits(const Model& model);
  bool trivial() const noexcept { return kind_ == Kind::trivial; }
  /// The chosen representative of the orbit of m. Cost: all relabellings of the
  /// nodes m uses, at most (degree!)^2.
  Monomial canonical(const Monomial& m) const;
  /// One representative per orbit of monomials of exactly this degree.
  std::vector<Monomial> representatives(std::uint32_t degree) const;
  /// All monomials of the orbit of m.
  std::vector<Monomial> members(const Monomial& m) const;
  /// Transpositions of neighbouring hidden nodes as permutations of the coordinates:
  /// images[j] is where coordinate j goes.
  std::vector<std::vector<std::uint32_t>> generators() const;

 private:
  enum class Kind { trivial, network, product };
  Kind kind_ = Kind::trivial;
  Network network_;
  std::uint32_t variables_ = 0;
};

/// The universal grading G = Z^D / L, by its free part and its parities: weight
/// vectors w with ⟨w, a − e_j⟩ equal for all terms of a field, over Z and over Z/2. Rows
/// and columns of different weights never meet, so the kernel splits into blocks.
struct Grading {
  std::vector<std::vector<std::int64_t>> free;   ///< one weight per coordinate each
  std::vector<std::vector<std::uint8_t>> parities;
};
/// Cost: a sparse elimination of one row per term modulo a prime and modulo 2. Weights
/// are verified over Z before they are returned.
ABIDE_API Grading grade(const Distribution& x);
/// A hash of the weights of m: equal for monomials of one class. (A collision merges
/// two blocks, which costs time and nothing else.)
ABIDE_API std::uint64_t class_of(const Grading& grading, const Monomial& m) noexcept;

/// The name of a row: the coefficient of θ^beta in X_field h.
struct RowName {
  std::uint32_t field = 0;
  Monomial beta;
  friend bool operator==(const RowName&, const RowName&) = default;
};
struct RowHash {
  std::size_t operator()(const RowName& r) const noexcept {
    return r.beta.hash() * 31U + r.field;
  }
};
struct Column {
  Monomial monomial;
  std::uint64_t value;  ///< modulo the prime of the system, not 0
};

/// The first of the primes (large_prime or dense_prime) modulo which all coefficients of the
/// fields are units.
ABIDE_API std::uint64_t usable_prime(const Distribution& x, std::uint64_t (*primes)(std::size_t));

/// The rows modulo a prime, computed when asked for; columns outside degree 1 … degree are
/// dropped.
class ABIDE_API LinearSystem {
 public:
  /// Throws Error{internal} when the prime divides a denominator of a field.
  LinearSystem(const Distribution& x, std::uint32_t degree, std::uint64_t prime);
  static bool usable(const Distribution& x, std::uint64_t prime);
  const Modulus& modulus() const noexcept { return modulus_; }
  std::vector<Column> row(const RowName& name) const;
  /// Names of rows in which the column m occurs, at most `most` of them, starting
  /// at position `skip`.
  std::vector<RowName> rows_of(const Monomial& m, std::size_t most, std::size_t skip = 0) const;
 private:
  const Distribution& x_;
  std::uint32_t degree_;
  Modulus modulus_;
  std::vector<std::vector<std::uint64_t>> coefficients_;  // per field and term
};

}  // namespace abide
