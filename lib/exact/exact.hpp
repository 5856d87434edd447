/// \file
/// What exact offers to the other rooms beyond abide/exact.hpp: residues, polynomials as FLINT has
/// them, matrices, and echelon forms.
///
/// Example (also a test):
///
///     auto ring = abide::make_ring({"u", "v"});
///     auto u = abide::Polynomial::variable(ring, 0);
///     auto v = abide::Polynomial::variable(ring, 1);
///     assert(((u + v) * (u - v)).to_string() == "u^2 - v^2");
///     assert((u * v).derivative(0) == v);
///     abide::SparseEchelon rows(3, 101);
///     assert(rows.add({{0, 1}, {2, 5}}) == 0U && !rows.add({{0, 2}, {2, 10}}));
#pragma once

#include <abide/exact.hpp>
#include <abide/progress.hpp>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace abide {

/// Residue `r` mod `m` as a fraction n/d with |n|, d ≤ sqrt(m/2), if there is one.
std::optional<Rational> reconstruct_rational(const Integer& r, const Integer& m);
/// The x in [0, m·p) with x ≡ r mod m and x ≡ s mod p; m and p coprime.
Integer chinese_remainder(const Integer& r, const Integer& m, std::uint64_t s, std::uint64_t p);

/// Arithmetic modulo a prime below 2^62.
class Modulus {
 public:
  /// Throws Error{internal} unless 2 ≤ p < 2^62. That p is prime is the caller's word.
  explicit Modulus(std::uint64_t p);
  std::uint64_t prime() const noexcept { return p_; }
  std::uint64_t add(std::uint64_t a, std::uint64_t b) const noexcept {
    const std::uint64_t s = a + b;
    return s >= p_ ? s - p_ : s;
  }
  std::uint64_t subtract(std::uint64_t a, std::uint64_t b) const noexcept {
    return a >= b ? a - b : a + p_ - b;
  }
  std::uint64_t negate(std::uint64_t a) const noexcept { return a == 0 ? 0 : p_ - a; }
  std::uint64_t multiply(std::uint64_t a, std::uint64_t b) const noexcept {
    if (p_ >> 32U != 0) return static_cast<std::uint64_t>(static_cast<Wide>(a) * b % p_);
    return residue(a * b);
  }
  std::uint64_t residue(std::uint64_t x) const noexcept {
    // Barrett: the quotient is at most one too small.
    const auto q = static_cast<std::uint64_t>(static_cast<Wide>(x) * reciprocal_ >> 64U);
    const std::uint64_t r = x - q * p_;
    return r >= p_ ? r - p_ : r;
  }
  std::uint64_t power(std::uint64_t a, std::uint64_t exponent) const noexcept;
  /// a must not be 0 modulo p.
  std::uint64_t inverse(std::uint64_t a) const;
  std::uint64_t reduce(std::int64_t a) const noexcept;

 private:
  __extension__ using Wide = unsigned __int128;
  std::uint64_t p_;
  std::uint64_t reciprocal_;  // floor((2^64 − 1) / p)
};

/// The k-th prime below 2^61 (k = 0 is the Mersenne prime 2^61 - 1): the primes
/// for sparse work, where reconstruction wants large ones.
std::uint64_t large_prime(std::size_t k);
/// The k-th prime below 2^23 (k = 0 is 8388593): the primes for dense work, the same for every
/// backend. Products of their residues add up exactly in a double 512 at a time.
std::uint64_t dense_prime(std::size_t k);

struct MonomialHash {
  std::size_t operator()(const Monomial& m) const noexcept { return m.hash(); }
};

/// How the factors of a term are written.
struct TermNotation {
  std::function<std::string(std::uint32_t variable, std::uint32_t exponent)> power;
  std::function<std::string(const std::string& base, std::uint32_t exponent)> raised;
  std::string times = "*", logarithm = "log";
};
/// "3*u^2 - v" with these names.
TermNotation plain_notation(const Names& names);

std::string to_string(const Terms& terms, const TermNotation& notation);
std::string to_string(const Monomial& m, const TermNotation& notation);
std::string to_string(const ElementaryFunction& h, const TermNotation& notation);

/// A sum as a list: the coefficients of neighbours for which `alike` holds are added, zeros
/// dropped. Cost: linear.
template <class Term, class Alike>
std::vector<Term> merged(std::vector<Term> terms, const Alike& alike) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (kept > 0 && alike(terms[kept - 1], terms[i])) {
      terms[kept - 1].coefficient += terms[i].coefficient;
    } else {
      if (kept != i) terms[kept] = std::move(terms[i]);
      ++kept;
    }
  }
  terms.resize(kept);
  std::erase_if(terms, [](const Term& t) { return t.coefficient.is_zero(); });
  return terms;
}

/// `collect` and `multiply` of lists that may be long: asks as they go on, and for the memory
/// before it is taken. Throws Error{stopped}.
Terms collect(Terms terms, const Progress& progress);
Terms multiply(const Terms& a, const Terms& b, const Progress& progress);
/// p^e, term by term of the multinomial theorem. Cost: C(k + e − 1, e) terms for k terms.
Terms power(const Terms& p, std::uint32_t exponent, const Progress& progress);
/// a + b, both collected. Cost: linear.
Terms sum(Terms a, const Terms& b);
Terms negated(Terms terms);
/// The greatest common divisor, monic or 0, and the quotient if b ≠ 0 divides a: by FLINT, in a
/// ring of the variables that occur.
Terms gcd(const Terms& a, const Terms& b);
std::optional<Terms> divided(const Terms& a, const Terms& b);

/// All monomials that occur, once each, in their order.
std::vector<Monomial> monomials_of(std::span<const Terms> polynomials);
/// A basis with long integer coefficients is replaced by a short one of its lattice (LLL); others,
/// and single polynomials, stay.
std::vector<Terms> shortened(std::vector<Terms> basis);
/// A short basis (LLL) of all polynomials with integer coefficients in the span of a basis, the
/// shortest first.
std::vector<Terms> shortest_integer_basis(const std::vector<Terms>& basis);
/// The reduced echelon form of a basis, columns in the order of `columns` (all monomials that
/// occur, once each), every polynomial primitive: no other one in the span has its monomials or
/// fewer of them.
std::vector<Terms> echelon_form(const std::vector<Terms>& basis,
                                const std::vector<Monomial>& columns);

struct PolynomialRing;
/// Names of the variables, and FLINT's context for them. Immutable, shared.
using Ring = std::shared_ptr<const PolynomialRing>;
Ring make_ring(std::vector<std::string> names);
const std::vector<std::string>& names_of(const Ring& ring);

/// A sparse multivariate polynomial over Q (an fmpq_mpoly). Binary operations need
/// both operands in one ring (Error{internal} otherwise).
class Polynomial {
 public:
  explicit Polynomial(Ring ring);  ///< zero
  Polynomial(const Polynomial& other);
  Polynomial(Polynomial&& other) noexcept;
  Polynomial& operator=(const Polynomial& other);
  Polynomial& operator=(Polynomial&& other) noexcept;
  ~Polynomial();

  static Polynomial constant(Ring ring, const Rational& value);
  static Polynomial variable(Ring ring, std::size_t index);
  static Polynomial from_terms(Ring ring, const Terms& terms);
  Terms terms() const;
  std::string to_string() const;
  const Ring& ring() const noexcept { return ring_; }

  bool is_zero() const;
  bool is_constant() const;
  /// The value of a constant polynomial.
  Rational constant_value() const;
  std::size_t length() const;          ///< number of terms
  std::uint64_t total_degree() const;  ///< 0 for zero

  Polynomial operator-() const;
  Polynomial& operator+=(const Polynomial& b);
  Polynomial& operator-=(const Polynomial& b);
  Polynomial& operator*=(const Polynomial& b);
  Polynomial& operator*=(const Rational& c);
  friend Polynomial operator+(Polynomial a, const Polynomial& b) { return a += b; }
  friend Polynomial operator-(Polynomial a, const Polynomial& b) { return a -= b; }
  friend Polynomial operator*(Polynomial a, const Polynomial& b) { return a *= b; }
  friend bool operator==(const Polynomial& a, const Polynomial& b);
  /// Total degree of the power must stay ≤ 10^6 (Error{input}).
  Polynomial pow(std::uint64_t exponent) const;
  Polynomial derivative(std::size_t variable) const;
  /// Monic, or 0.
  friend Polynomial gcd(const Polynomial& a, const Polynomial& b);
  /// The quotient if b ≠ 0 divides *this.
  std::optional<Polynomial> divided_by(const Polynomial& b) const;

 private:
  struct Impl;
  Ring ring_;
  std::unique_ptr<Impl> impl_;
};

/// Whether a backend can work modulo this prime: false for fflas if it is not built in.
bool has_dense_backend(DenseBackend backend, std::uint64_t prime) noexcept;

/// A dense matrix modulo a prime, row by row in words.
///
/// rank() and pivots() ask between parts of the work (Error{stopped}). They throw Error{internal}
/// if an entry is not reduced, if the backend cannot work modulo the prime, or if the BLAS computes
/// a wrong product (products are checked with a random vector). They take as much memory again,
/// rank() of a wide matrix twice as much. A BLAS uses one thread in them; its setting in the
/// calling program is the same afterwards.
class ModMatrix {
 public:
  /// Zero. Throws Error{internal} unless 2 ≤ prime < 2^62, Error{limit} if the size is absurd.
  ModMatrix(std::size_t rows, std::size_t columns, std::uint64_t prime);
  std::size_t rows() const noexcept { return rows_; }
  std::size_t columns() const noexcept { return columns_; }
  std::uint64_t prime() const noexcept { return prime_; }
  /// Entries must be reduced.
  std::uint64_t& at(std::size_t row, std::size_t column) noexcept {
    return entries_[row * columns_ + column];
  }
  std::uint64_t at(std::size_t row, std::size_t column) const noexcept {
    return entries_[row * columns_ + column];
  }
  /// All entries, one row after the other.
  std::uint64_t* entries() noexcept { return entries_.get(); }
  const std::uint64_t* entries() const noexcept { return entries_.get(); }

  std::size_t rank(DenseBackend backend = DenseBackend::automatic,
                   const Progress& progress = Progress()) const;

  struct Pivot {
    std::size_t row, column;
    friend bool operator==(const Pivot&, const Pivot&) = default;
  };
  /// The rows that are no combination of rows above them, in their order, each with the first
  /// column where it differs from 0 once it is reduced by the earlier ones. So forward
  /// elimination of these rows in this order works with these pivots. Cost: as many
  /// multiplications as an LU decomposition if the matrix is square, up to twice as many if wide.
  std::vector<Pivot> pivots(DenseBackend backend = DenseBackend::automatic,
                            const Progress& progress = Progress()) const;

 private:
  std::size_t rows_, columns_;
  std::uint64_t prime_;
  struct Free {
    void operator()(std::uint64_t* entries) const noexcept;
  };
  std::unique_ptr<std::uint64_t[], Free> entries_;
};

/// A dense integer matrix (an fmpz_mat).
class IntegerMatrix {
 public:
  IntegerMatrix(std::size_t rows, std::size_t columns);
  IntegerMatrix(IntegerMatrix&&) noexcept;
  IntegerMatrix& operator=(IntegerMatrix&&) noexcept;
  ~IntegerMatrix();
  std::size_t rows() const noexcept;
  std::size_t columns() const noexcept;
  Integer at(std::size_t row, std::size_t column) const;
  void set(std::size_t row, std::size_t column, const Integer& value);
  std::size_t rank() const;
  /// The dimension of the right kernel, computed as a basis over Z.
  std::size_t nullity_by_basis() const;
  /// Replaces the rows (a basis) by a reduced basis of the same lattice (LLL).
  void reduce_rows();
  /// Replaces the rows (a basis) by a basis of all integer vectors in their span over Q.
  void saturate_rows();
  /// Replaces the rows by the reduced row echelon form over Q, times a common denominator.
  void echelon_form();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One entry of a sparse row.
struct Entry {
  std::uint32_t column = 0;
  std::uint64_t value = 0;
};
/// Columns strictly increasing, values non-zero and reduced.
using SparseRow = std::vector<Entry>;

/// Sets of the numbers 0 … count − 1, joined step by step. A set is known by its least member.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), 0U);
  }
  std::uint32_t root(std::uint32_t k) noexcept {
    while (parent_[k] != k) k = parent_[k] = parent_[parent_[k]];
    return k;
  }
  void join(std::uint32_t a, std::uint32_t b) noexcept {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }
  /// By their least members, members increasing.
  std::vector<std::vector<std::uint32_t>> sets() {
    std::vector<std::vector<std::uint32_t>> sets;
    std::vector<std::size_t> number(parent_.size());
    for (std::uint32_t k = 0; k < parent_.size(); ++k) {
      const std::uint32_t first = root(k);
      if (first == k) {
        number[k] = sets.size();
        sets.emplace_back();
      }
      sets[number[first]].push_back(k);
    }
    return sets;
  }

 private:
  std::vector<std::uint32_t> parent_;
};

/// Row echelon form modulo a prime, built row by row: every pivot is the first
/// column of its reduced row, so the reduced form depends on the row space only.
class SparseEchelon {
 public:
  /// Throws Error{stopped}.
  SparseEchelon(std::size_t columns, std::uint64_t prime, const Progress& progress = Progress());
  /// Reduces the row by the earlier ones; returns its pivot column, or nothing if
  /// the row is a combination of the earlier ones. Throws Error{stopped}, as kernel() does.
  std::optional<std::uint32_t> add(const SparseRow& row, const Progress& progress = Progress());
  std::size_t rank() const noexcept { return rows_.size(); }
  bool has_pivot(std::uint32_t column) const noexcept { return row_of_[column] != 0; }
  /// A basis of the right kernel, one vector per column without pivot (increasing),
  /// each 1 there and 0 at the other such columns.
  std::vector<SparseRow> kernel(const Progress& progress = Progress()) const;
  std::vector<std::uint32_t> free_columns() const;

 private:
  Modulus modulus_;
  std::vector<SparseRow> rows_;        // normalized
  std::vector<std::uint32_t> row_of_;  // by pivot column, from 1; 0: no pivot
  const SparseRow& row(std::uint32_t pivot) const { return rows_[row_of_[pivot] - 1]; }
};

/// A row space modulo a prime, built from batches of dense rows. What it finds does not depend
/// on how rows are divided into batches, and agrees with SparseEchelon.
///
/// After an exception from add() it can only be destroyed or assigned to.
class DenseEchelon {
 public:
  /// Throws like ModMatrix, and Error{internal} if the backend cannot work modulo the prime.
  DenseEchelon(std::size_t columns, std::uint64_t prime,
               DenseBackend backend = DenseBackend::automatic);
  DenseEchelon(DenseEchelon&&) noexcept;
  DenseEchelon& operator=(DenseEchelon&&) noexcept;
  ~DenseEchelon();

  /// Adds the rows of the batch. Returns those that enlarge the space, in their order, each with
  /// the first column where it differs from 0 once it is reduced by all earlier ones, of earlier
  /// batches too. Throws like ModMatrix::pivots, and Error{internal} for a batch of another
  /// prime or number of columns.
  /// Cost: m rows on rank r of n columns take at most m·n·(2r + m) products, nearly all inside
  /// matrix multiplications: batches of less than about 50 rows do not reach full speed.
  std::vector<ModMatrix::Pivot> add(const ModMatrix& batch, const Progress& progress = Progress());
  std::size_t rank() const noexcept;
  /// As SparseEchelon::kernel(). No elimination: the form is kept reduced.
  std::vector<SparseRow> kernel() const;
  std::vector<std::uint32_t> free_columns() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace abide
