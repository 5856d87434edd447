/// \file
/// Exact numbers, monomials, and polynomials as lists of terms: values of any size.
///
/// Example (also a test):
///
///     const abide::Terms u{{abide::Monomial::variable(0), abide::Rational(2, 4)}};
///     const abide::Terms v{{abide::Monomial::variable(1), abide::Rational(3)}};
///     const abide::Names names(std::vector<std::string>{"u", "v"});
///     assert(to_string(abide::multiply(u, v), names) == "3/2*u*v");
///     assert(to_string(abide::derivative(abide::multiply(u, v), 1), names) == "3/2*u");
///     assert(abide::evaluate(u, {abide::Rational(4), {}}) == abide::Rational(2));
///
/// Thread safety: distinct objects may be used from distinct threads; const
/// access to one object from several threads is safe.
#pragma once

#include <abide/status.hpp>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
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
  [[nodiscard]] static std::optional<Integer> parse(std::string_view text);
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
  /// Reads "-3", "0.25" (exactly) or "3/4", at most 10^4 characters; no exponents, nothing else.
  [[nodiscard]] static std::optional<Rational> parse(std::string_view text);

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
  [[nodiscard]] static Monomial variable(std::uint32_t index, std::uint32_t exponent = 1) {
    return Monomial({Power{index, exponent}});
  }

  std::span<const Power> powers() const noexcept { return {powers_.data(), powers_.size()}; }
  bool is_one() const noexcept { return powers_.size() == 0; }
  std::uint64_t degree() const noexcept;
  std::uint32_t exponent(std::uint32_t variable) const noexcept;
  bool divides(const Monomial& other) const noexcept;
  /// The quotient; `divisor` must divide *this.
  [[nodiscard]] Monomial divided_by(const Monomial& divisor) const;
  [[nodiscard]] Monomial times(const Monomial& other) const;
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
  /// Throws Error{input} beyond the last one.
  std::string operator[](std::size_t position) const;

 private:
  std::size_t count_;
  std::function<std::string(std::size_t)> make_;
};

/// Sorts, adds up equal monomials, drops zeros.
[[nodiscard]] ABIDE_API Terms collect(Terms terms);
/// "3*u^2 - v", or "0".
[[nodiscard]] ABIDE_API std::string to_string(const Terms& terms, const Names& names);
[[nodiscard]] ABIDE_API std::string to_string(const Monomial& m, const Names& names);
/// Multiplied by the rational that makes the coefficients coprime integers and the
/// first one positive. The zero polynomial stays.
[[nodiscard]] ABIDE_API Terms primitive(Terms terms);
[[nodiscard]] ABIDE_API std::uint64_t total_degree(const Terms& terms) noexcept;  ///< 0 for zero
[[nodiscard]] ABIDE_API Terms derivative(const Terms& terms, std::uint32_t variable);
/// A fraction of polynomials in `coordinates` variables θ and their logarithms: the variable
/// coordinates + j is log|θ_j|.
struct ABIDE_API ElementaryFunction {
  Terms numerator;
  Terms denominator;
  std::uint32_t coordinates = 0;
  bool has_denominator() const noexcept;  ///< other than 1
  bool is_polynomial() const;             ///< in θ, with the denominator 1
  /// The coordinates whose logarithms occur, increasing.
  std::vector<std::uint32_t> logarithms() const;
};
/// "x/y - 2*log|z|": term by term over a denominator of one term, else "(x - log|y|)/(x - y)".
[[nodiscard]] ABIDE_API std::string to_string(const ElementaryFunction& h, const Names& names);
[[nodiscard]] ABIDE_API Terms multiply(const Terms& a, const Terms& b);
[[nodiscard]] ABIDE_API Rational evaluate(const Terms& terms, const std::vector<Rational>& point);

/// For programs, not for hosts: where FLINT and GMP find no memory `end` is called, which must not
/// return; otherwise they abort. Replaces the memory functions of both in the whole process, with
/// malloc beneath. To be called before anything else of abide; no other function calls it.
ABIDE_API void set_out_of_memory_handler(void (*end)());

/// Who multiplies dense matrices modulo a prime. Results never depend on it.
enum class DenseBackend {
  automatic,  ///< FFLAS-FFPACK where it is built in and fits the prime, FLINT otherwise
  fflas,      ///< FFLAS-FFPACK on a BLAS, in floating point without rounding: odd primes below 2^25
  flint,      ///< FLINT: any prime below 2^62
};

}  // namespace abide
