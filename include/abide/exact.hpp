/// \file
/// Exact numbers, monomials, polynomials and matrices: owners of FLINT objects
/// with value semantics. No other part of abide knows FLINT.
///
/// Example (also a test):
///
///     auto ring = abide::make_ring({"u", "v"});
///     auto u = abide::Polynomial::variable(ring, 0);
///     auto v = abide::Polynomial::variable(ring, 1);
///     assert(((u + v) * (u - v)).to_string() == "u^2 - v^2");
///     assert((u * v).derivative(0) == v);
///     assert(abide::Rational(2, 4).to_string() == "1/2");
///
/// Thread safety: distinct objects may be used from distinct threads; const
/// access to one object from several threads is safe.
#pragma once

#include <abide/status.hpp>
#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace abide {

class Rational;

/// An integer of any size (an fmpz).
class ABIDE_API Integer {
 public:
  Integer() noexcept = default;
  Integer(std::int64_t value);  // NOLINT: numbers convert to numbers
  Integer(const Integer& other);
  Integer(Integer&& other) noexcept : word_(std::exchange(other.word_, 0)) {}
  Integer& operator=(const Integer& other);
  Integer& operator=(Integer&& other) noexcept;
  ~Integer();

  /// Reads an optional '-' and decimal digits; nothing else.
  static std::optional<Integer> parse(std::string_view text);
  std::string to_string() const;

  bool is_zero() const noexcept { return word_ == 0; }
  bool is_one() const noexcept { return word_ == 1; }
  int sign() const noexcept;
  /// The number of binary digits of |*this|.
  std::size_t bits() const noexcept;
  std::optional<std::int64_t> to_int64() const noexcept;
  /// The residue in [0, p).
  std::uint64_t mod(std::uint64_t p) const;

  Integer operator-() const;
  Integer& operator+=(const Integer& b);
  Integer& operator-=(const Integer& b);
  Integer& operator*=(const Integer& b);
  /// Division without remainder; throws Error{internal} if b is 0 or does not divide.
  Integer& divide_exactly(const Integer& b);
  friend Integer operator+(Integer a, const Integer& b) { return a += b; }
  friend Integer operator-(Integer a, const Integer& b) { return a -= b; }
  friend Integer operator*(Integer a, const Integer& b) { return a *= b; }
  ABIDE_API friend bool operator==(const Integer& a, const Integer& b) noexcept;
  ABIDE_API friend std::strong_ordering operator<=>(const Integer& a, const Integer& b) noexcept;
  /// Non-negative; gcd(0, 0) = 0.
  ABIDE_API friend Integer gcd(const Integer& a, const Integer& b);
  ABIDE_API friend Integer lcm(const Integer& a, const Integer& b);

 private:
  friend class Rational;
  friend struct FlintAccess;
  std::intptr_t word_ = 0;  // an fmpz: small value or tagged pointer
};

/// A rational number in lowest terms (an fmpq).
class ABIDE_API Rational {
 public:
  Rational() noexcept : denominator_(1) {}
  Rational(std::int64_t value) : numerator_(value), denominator_(1) {}        // NOLINT
  Rational(Integer value) : numerator_(std::move(value)), denominator_(1) {}  // NOLINT
  /// Throws Error{input} if the denominator is 0.
  Rational(Integer numerator, Integer denominator);

  const Integer& numerator() const noexcept { return numerator_; }
  const Integer& denominator() const noexcept { return denominator_; }
  std::string to_string() const;
  bool is_zero() const noexcept { return numerator_.is_zero(); }
  bool is_integer() const noexcept { return denominator_.is_one(); }
  int sign() const noexcept { return numerator_.sign(); }
  /// The residue in [0, p), or nothing if p divides the denominator.
  std::optional<std::uint64_t> mod(std::uint64_t p) const;

  Rational operator-() const;
  Rational& operator+=(const Rational& b);
  Rational& operator-=(const Rational& b);
  Rational& operator*=(const Rational& b);
  /// Throws Error{input} if b is 0.
  Rational& operator/=(const Rational& b);
  friend Rational operator+(Rational a, const Rational& b) { return a += b; }
  friend Rational operator-(Rational a, const Rational& b) { return a -= b; }
  friend Rational operator*(Rational a, const Rational& b) { return a *= b; }
  friend Rational operator/(Rational a, const Rational& b) { return a /= b; }
  friend bool operator==(const Rational& a, const Rational& b) noexcept {
    return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
  }

 private:
  Integer numerator_, denominator_;
};

/// Residue `r` mod `m` as a fraction n/d with |n|, d ≤ sqrt(m/2), if there is one.
ABIDE_API std::optional<Rational> reconstruct_rational(const Integer& r, const Integer& m);
/// The x in [0, m·p) with x ≡ r mod m and x ≡ s mod p; m and p coprime.
ABIDE_API Integer chinese_remainder(const Integer& r, const Integer& m, std::uint64_t s,
                                    std::uint64_t p);

/// Arithmetic modulo a prime below 2^62.
class ABIDE_API Modulus {
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
    // Barrett: the quotient is at most one too small.
    const std::uint64_t x = a * b;
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
ABIDE_API std::uint64_t large_prime(std::size_t k);
/// The k-th prime below 2^23 (k = 0 is 8388593): the primes for dense work, the same for every
/// backend. Products of their residues add up exactly in a double 512 at a time.
ABIDE_API std::uint64_t dense_prime(std::size_t k);

/// One variable (its position from 0) to a positive power.
struct Power {
  std::uint32_t variable = 0;
  std::uint32_t exponent = 0;
  friend bool operator==(const Power&, const Power&) = default;
};

/// Powers of one monomial: up to four stand in the object itself, since evidence at scale
/// is made of hundreds of thousands of short monomials.
class ABIDE_API PackedPowers {
 public:
  PackedPowers() noexcept {}
  PackedPowers(const PackedPowers& other);
  PackedPowers(PackedPowers&& other) noexcept;
  PackedPowers& operator=(PackedPowers other) noexcept;
  ~PackedPowers();

  std::size_t size() const noexcept { return size_; }
  Power* data() noexcept { return capacity_ > in_place ? heap_ : place_; }
  const Power* data() const noexcept { return capacity_ > in_place ? heap_ : place_; }
  void push_back(Power p) {
    if (size_ == capacity_) grow();
    data()[size_++] = p;
  }
  /// Drops all powers from position `size` on.
  void shorten(std::size_t size) noexcept { size_ = static_cast<std::uint32_t>(size); }

 private:
  static constexpr std::uint32_t in_place = 4;
  void grow();
  std::uint32_t size_ = 0, capacity_ = in_place;
  union {
    Power place_[in_place];
    Power* heap_;
  };
};

/// A product of powers, variables strictly increasing; empty: the monomial 1.
class ABIDE_API Monomial {
 public:
  Monomial() = default;
  /// Sorts, merges and drops exponent 0.
  explicit Monomial(std::span<const Power> powers);
  explicit Monomial(std::initializer_list<Power> powers)
      : Monomial(std::span<const Power>(powers.begin(), powers.size())) {}
  static Monomial variable(std::uint32_t index, std::uint32_t exponent = 1) {
    return Monomial({Power{index, exponent}});
  }

  std::span<const Power> powers() const noexcept { return {powers_.data(), powers_.size()}; }
  bool is_one() const noexcept { return powers_.size() == 0; }
  std::uint64_t degree() const noexcept;
  std::uint32_t exponent(std::uint32_t variable) const noexcept;
  bool divides(const Monomial& other) const noexcept;
  /// The quotient; `divisor` must divide *this.
  Monomial divided_by(const Monomial& divisor) const;
  Monomial times(const Monomial& other) const;
  /// With the variable to(v) in place of every v.
  template <class To>
  Monomial renamed(const To& to) const {
    std::vector<Power> powers(this->powers().begin(), this->powers().end());
    for (Power& p : powers) p.variable = to(p.variable);
    return Monomial(powers);
  }
  std::size_t hash() const noexcept;

  ABIDE_API friend bool operator==(const Monomial& a, const Monomial& b) noexcept;
  /// Equality and an order in which higher degree comes first, then the
  /// lexicographically first: x^2, x*y, y^2, x, y, 1. It is the order of terms
  /// in everything abide writes.
  ABIDE_API friend std::strong_ordering operator<=>(const Monomial& a, const Monomial& b) noexcept;

 private:
  PackedPowers powers_;
};

struct MonomialHash {
  std::size_t operator()(const Monomial& m) const noexcept { return m.hash(); }
};

struct Term {
  Monomial monomial;
  Rational coefficient;
  friend bool operator==(const Term&, const Term&) = default;
};
/// A polynomial with sparse exponents: terms in the order of Monomial, no
/// monomial twice, no coefficient 0. For thousands of variables.
using Terms = std::vector<Term>;

/// The names of the coordinates. Those of large models are made when asked for. A value;
/// copies are cheap.
class ABIDE_API Names {
 public:
  Names(std::vector<std::string> names);  // NOLINT: a list of names is names
  Names(std::size_t count, std::function<std::string(std::size_t)> make);
  std::size_t size() const noexcept { return count_; }
  std::string operator[](std::size_t position) const { return make_(position); }

 private:
  std::size_t count_;
  std::function<std::string(std::size_t)> make_;
};

/// How the factors of a term are written.
struct TermNotation {
  std::function<std::string(std::uint32_t variable, std::uint32_t exponent)> power;
  std::function<std::string(const std::string& base, std::uint32_t exponent)> raised;
  std::string times = "*", logarithm = "log";
};
/// "3*u^2 - v" with these names.
ABIDE_API TermNotation plain_notation(const Names& names);

/// Sorts, adds up equal monomials, drops zeros.
ABIDE_API Terms collect(Terms terms);
/// All monomials that occur, once each, in their order.
ABIDE_API std::vector<Monomial> monomials_of(std::span<const Terms> polynomials);
/// "3*u^2 - v", or "0".
ABIDE_API std::string to_string(const Terms& terms, const Names& names);
ABIDE_API std::string to_string(const Monomial& m, const Names& names);
ABIDE_API std::string to_string(const Terms& terms, const TermNotation& notation);
ABIDE_API std::string to_string(const Monomial& m, const TermNotation& notation);
/// Multiplied by the rational that makes the coefficients coprime integers and the
/// first one positive. The zero polynomial stays.
ABIDE_API Terms primitive(Terms terms);
/// A basis with long integer coefficients is replaced by a short one of its lattice (LLL); others,
/// and single polynomials, stay.
ABIDE_API std::vector<Terms> shortened(std::vector<Terms> basis);
/// The reduced echelon form of a basis, columns in the order of `columns` (all monomials that
/// occur, once each), every polynomial primitive: no other one in the span has its monomials or
/// fewer of them.
ABIDE_API std::vector<Terms> echelon_form(const std::vector<Terms>& basis,
                                          const std::vector<Monomial>& columns);
ABIDE_API std::uint64_t total_degree(const Terms& terms) noexcept;  ///< 0 for zero
ABIDE_API Terms derivative(const Terms& terms, std::uint32_t variable);
/// A fraction of polynomials in `coordinates` variables θ and their logarithms: the variable
/// coordinates + j is log|θ_j|.
struct ElementaryFunction {
  Terms numerator;
  Terms denominator;
  std::uint32_t coordinates = 0;
  bool has_denominator() const noexcept;  ///< other than 1
  bool is_polynomial() const;             ///< in θ, with the denominator 1
  /// The coordinates whose logarithms occur, increasing.
  std::vector<std::uint32_t> logarithms() const;
};
/// "x/y - 2*log|z|": term by term over a denominator of one term, else "(x - log|y|)/(x - y)".
ABIDE_API std::string to_string(const ElementaryFunction& h, const Names& names);
ABIDE_API std::string to_string(const ElementaryFunction& h, const TermNotation& notation);
ABIDE_API Terms multiply(const Terms& a, const Terms& b);
ABIDE_API Rational evaluate(const Terms& terms, const std::vector<Rational>& point);

struct PolynomialRing;
/// Names of the variables, and FLINT's context for them. Immutable, shared.
using Ring = std::shared_ptr<const PolynomialRing>;
ABIDE_API Ring make_ring(std::vector<std::string> names);
ABIDE_API const std::vector<std::string>& names_of(const Ring& ring);

/// A sparse multivariate polynomial over Q (an fmpq_mpoly). Binary operations need
/// both operands in one ring (Error{internal} otherwise).
class ABIDE_API Polynomial {
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
  ABIDE_API friend bool operator==(const Polynomial& a, const Polynomial& b);
  /// Total degree of the power must stay ≤ 10^6 (Error{input}).
  Polynomial pow(std::uint64_t exponent) const;
  Polynomial derivative(std::size_t variable) const;
  /// Monic, or 0.
  ABIDE_API friend Polynomial gcd(const Polynomial& a, const Polynomial& b);
  /// The quotient if b ≠ 0 divides *this.
  std::optional<Polynomial> divided_by(const Polynomial& b) const;

 private:
  struct Impl;
  Ring ring_;
  std::unique_ptr<Impl> impl_;
};

/// Who multiplies dense matrices modulo a prime. Results never depend on it.
enum class DenseBackend {
  automatic,  ///< FFLAS-FFPACK where it is built in and fits the prime, FLINT otherwise
  fflas,      ///< FFLAS-FFPACK on a BLAS, in floating point without rounding: odd primes below 2^25
  flint,      ///< FLINT: any prime below 2^62
};
/// Whether a backend can work modulo this prime: false for fflas if it is not built in.
ABIDE_API bool has_dense_backend(DenseBackend backend, std::uint64_t prime) noexcept;

/// A dense matrix modulo a prime, row by row in words.
///
/// rank() and pivots() throw Error{internal} if an entry is not reduced, if the backend cannot
/// work modulo the prime, or if the BLAS computes a wrong product (products are checked with a
/// random vector). They take as much memory again, rank() of a wide matrix twice as much. A BLAS
/// uses one thread in them; its setting in the calling program is the same afterwards.
class ABIDE_API ModMatrix {
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

  std::size_t rank(DenseBackend backend = DenseBackend::automatic) const;

  struct Pivot {
    std::size_t row, column;
    friend bool operator==(const Pivot&, const Pivot&) = default;
  };
  /// The rows that are no combination of rows above them, in their order, each with the first
  /// column where it differs from 0 once it is reduced by the earlier ones. So forward
  /// elimination of these rows in this order works with these pivots. Cost: as many
  /// multiplications as an LU decomposition if the matrix is square, up to twice as many if wide.
  std::vector<Pivot> pivots(DenseBackend backend = DenseBackend::automatic) const;

 private:
  std::size_t rows_, columns_;
  std::uint64_t prime_;
  struct Free {
    void operator()(std::uint64_t* entries) const noexcept;
  };
  std::unique_ptr<std::uint64_t[], Free> entries_;
};

/// A dense integer matrix (an fmpz_mat).
class ABIDE_API IntegerMatrix {
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
class ABIDE_API SparseEchelon {
 public:
  SparseEchelon(std::size_t columns, std::uint64_t prime);
  /// Reduces the row by the earlier ones; returns its pivot column, or nothing if
  /// the row is a combination of the earlier ones.
  std::optional<std::uint32_t> add(const SparseRow& row);
  std::size_t rank() const noexcept { return rows_.size(); }
  bool has_pivot(std::uint32_t column) const noexcept { return row_of_[column] != 0; }
  /// A basis of the right kernel, one vector per column without pivot (increasing),
  /// each 1 there and 0 at the other such columns.
  std::vector<SparseRow> kernel() const;
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
class ABIDE_API DenseEchelon {
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
  std::vector<ModMatrix::Pivot> add(const ModMatrix& batch);
  std::size_t rank() const noexcept;
  /// As SparseEchelon::kernel(). No elimination: the form is kept reduced.
  std::vector<SparseRow> kernel() const;
  std::vector<std::uint32_t> free_columns() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace abide
