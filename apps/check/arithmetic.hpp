// Integers, rationals, arithmetic modulo a prime, monomials, polynomials.
#pragma once
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace abide_check {
using Integer = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<>,
                                              boost::multiprecision::et_off>;
using Rational = boost::multiprecision::number<boost::multiprecision::cpp_rational_backend,
                                               boost::multiprecision::et_off>;
__extension__ typedef unsigned __int128 Wide;

inline constexpr std::size_t digits_max = 10000;      // of an integer, in decimal
inline constexpr std::size_t bits_max = 33220;        // the same in binary
inline constexpr std::uint32_t exponent_max = 1000000;  // in the input

// base^exponent; Rejected when the result exceeds the limit on digits.
Integer power(const Integer& base, std::uint32_t exponent);
Integer binomial(const Integer& n, std::uint64_t k);

// Deterministic for all 64-bit numbers.
bool is_prime(std::uint64_t n);

// Arithmetic modulo a prime p < 2^62; residues are in 0 … p − 1.
class Modulus {
 public:
  explicit Modulus(std::uint64_t p) : p_(p) {}
  std::uint64_t p() const { return p_; }
  std::uint64_t add(std::uint64_t a, std::uint64_t b) const { return reduced(a + b); }
  std::uint64_t sub(std::uint64_t a, std::uint64_t b) const { return reduced(a + (p_ - b)); }
  std::uint64_t mul(std::uint64_t a, std::uint64_t b) const {
    return static_cast<std::uint64_t>(static_cast<Wide>(a) * b % p_);
  }
  std::uint64_t pow(std::uint64_t a, std::uint64_t e) const;
  std::uint64_t inverse(std::uint64_t a) const { return pow(a, p_ - 2); }
  std::uint64_t of(const Integer& a) const;
  // Rejected when the denominator is not a unit.
  std::uint64_t of(const Rational& a) const;

 private:
  std::uint64_t reduced(std::uint64_t a) const { return a >= p_ ? a - p_ : a; }
  std::uint64_t p_;
};

// One power of a monomial; variables are counted from 0 inside the program.
struct Power {
  std::uint32_t variable, exponent;
  friend bool operator==(const Power&, const Power&) = default;
  friend auto operator<=>(const Power&, const Power&) = default;
};

// Powers with increasing variables and positive exponents.
using Monomial = std::vector<Power>;
struct MonomialHash {
  std::size_t operator()(const Monomial& m) const noexcept;
};

std::uint64_t degree(const Monomial& m);
std::uint32_t exponent_of(const Monomial& m, std::uint32_t variable);
Monomial times(const Monomial& a, const Monomial& b);
Monomial lowered(Monomial m, std::uint32_t variable);  // divided by the variable, which occurs
// a / b, where b need not divide a: then false.
bool divide(const Monomial& a, const Monomial& b, Monomial& quotient);

// A polynomial of the certificate: terms in the order of the line.
struct Term {
  Monomial monomial;
  Integer coefficient;
};
using Polynomial = std::vector<Term>;
std::uint64_t degree(const Polynomial& h);

// A polynomial in calculations; no zero coefficient is stored.
using Sum = std::unordered_map<Monomial, Rational, MonomialHash>;
void add_to(Sum& sum, const Monomial& m, const Rational& c);
// sum += c·a·b
void add_product(Sum& sum, const Sum& a, const Sum& b, int sign);
Sum derivative(const Sum& a, std::uint32_t variable);

// Forward Gaussian elimination modulo a prime, in the order in which rows come.
class Elimination {
 public:
  // Columns are distinct, values are non-zero residues.
  using Row = std::vector<std::pair<std::uint32_t, std::uint64_t>>;
  virtual ~Elimination() = default;
  // Reduces the row modulo the earlier ones, in their order. If the result is not
  // zero at `pivot` the row is kept with this pivot; otherwise false.
  virtual bool add(const Row& row, std::uint32_t pivot) = 0;
  virtual std::size_t rows() const = 0;

  // `dense` allows full rows once they fill up (few columns, many entries).
  static std::unique_ptr<Elimination> make(const Modulus& field, bool dense);
};
}  // namespace abide_check
