// The ways in which a check ends early; numbers, arithmetic modulo a prime, monomials, polynomials.
#pragma once
#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <boost/functional/hash.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <csignal>
#include <cstdint>
#include <map>
#include <sstream>
#include <unordered_map>
#include <vector>

namespace abide_check {
// Why a check ends early, by its exit code: the certificate is wrong; a file cannot be read or the
// model is not accepted; a limit of time or memory, or a signal.
template <int code>
struct Ending : std::runtime_error {
  using runtime_error::runtime_error;
};
using Rejected = Ending<20>;
using InputError = Ending<1>;
using Stopped = Ending<30>;

// Set by the signal handlers of program.cpp: 1 = signal, 2 = time limit.
inline volatile std::sig_atomic_t stop_requested = 0;

// Throws Stopped if a stop is requested. Every long loop calls it.
inline void poll() {
  if (stop_requested != 0) throw Stopped(stop_requested == 2 ? "time limit" : "signal");
}

// Input as it may be shown: in quotes, unprintable bytes escaped, shortened.
std::string shown(std::string_view text);

// Numbers and texts in one line.
std::string text(const auto&... pieces) {
  std::ostringstream out;
  (out << ... << pieces);
  return out.str();
}

// Rejects the certificate for this reason unless the condition holds.
void demand(bool condition, const auto&... reason) {
  if (!condition) throw Rejected(text(reason...));
}

// "1 law", "3 laws".
std::string counted(const auto& n, const char* noun) {
  return text(n, " ", noun, n == 1 ? "" : "s");
}

using u32 = std::uint32_t;
using u64 = std::uint64_t;
using std::size_t;
// For a number known to be small enough.
constexpr u32 narrow(u64 n) { return static_cast<u32>(n); }

namespace mp = boost::multiprecision;
using Integer = mp::number<mp::cpp_int_backend<>, mp::et_off>;
using Rational = mp::number<mp::cpp_rational_backend, mp::et_off>;
__extension__ typedef unsigned __int128 Wide;
__extension__ typedef __int128 SignedWide;

// Of an integer, in decimal; of an exponent in the input.
inline constexpr u32 digits_max = 10000, exponent_max = 1000000;

Integer falling(const Integer& n, u64 k);  // n (n − 1) … (n − k + 1)
inline Integer binomial(const Integer& n, u64 k) { return falling(n, k) / falling(k, k); }
bool is_prime(u64 n);

// Arithmetic modulo a prime p < 2^62 (or modulo any number, without addition); residues are in 0 …
// p − 1.
class Modulus {
 public:
  explicit Modulus(u64 p) : p_(p) {}
  u64 p() const { return p_; }
  u64 add(u64 a, u64 b) const { return a + b >= p_ ? a + b - p_ : a + b; }
  u64 sub(u64 a, u64 b) const { return a >= b ? a - b : a + p_ - b; }
  u64 mul(u64 a, u64 b) const {
    return p_ >> 32 == 0 ? a * b % p_ : static_cast<u64>(static_cast<Wide>(a) * b % p_);
  }
  u64 pow(u64 a, u64 e) const;
  u64 inverse(u64 a) const { return a == 1 || a == p_ - 1 ? a : pow(a, p_ - 2); }
  u64 of(const Integer& a) const;
  u64 of(const Rational& a) const;  // Rejected if its denominator is not a unit

 private:
  u64 p_;
};

// One power of a monomial; variables are counted from 0 inside the program.
struct Power {
  u32 variable, exponent;
  friend auto operator<=>(const Power&, const Power&) = default;
};
// Powers with increasing variables and positive exponents.
using Monomial = boost::container::small_vector<Power, 3>;

inline size_t hash_value(const Power& q) { return u64{q.variable} << 32 | q.exponent; }
struct MonomialHash {
  size_t operator()(const Monomial& m) const { return boost::hash_range(m.begin(), m.end()); }
};
template <class Value>
using MonomialMap = std::unordered_map<Monomial, Value, MonomialHash>;

u64 degree(const Monomial& m);
u32 exponent_of(const Monomial& m, u32 variable);
Monomial times(Monomial a, const Monomial& b);
Monomial lacking(const Monomial& a, const Monomial& b);  // a / gcd(a, b)
Monomial lowered(const Monomial& m, u32 variable);       // m / θ_variable, if it divides m

// A polynomial of the certificate: terms in the order of the line.
struct Term {
  Monomial monomial;
  Integer coefficient;
};
using Polynomial = std::vector<Term>;
u64 degree(const Polynomial& h);

// A polynomial in calculations; no zero coefficient is stored.
using Sum = MonomialMap<Rational>;
void add_to(Sum& sum, const Monomial& m, const Rational& c);
void add_product(Sum& sum, const Sum& a, const Sum& b, int sign);
}  // namespace abide_check
