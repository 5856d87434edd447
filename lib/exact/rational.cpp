// Rational numbers as two integers in lowest terms, with a short way for integers, and their
// reconstruction from a residue: the fraction n/d with |n|, d ≤ sqrt(m/2), unique if it exists
// (Wang, Guy, Davenport, 1982), which turns kernels modulo a prime into candidates over Q.
#include <flint/fmpq.h>

#include <algorithm>

#include "access.hpp"

namespace abide {

namespace {

// Owns an fmpq for the length of one call.
class Scratch {
 public:
  Scratch() { fmpq_init(value_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { fmpq_clear(value_); }
  fmpq* get() noexcept { return value_; }

 private:
  fmpq_t value_;
};

constexpr std::size_t longest_rational = 10'000;

bool is_natural(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<Rational> Rational::parse(std::string_view text) {
  if (text.size() > longest_rational) return std::nullopt;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t mark = std::min(text.find_first_of("./"), text.size());
  std::string digits(text.substr(0, mark)), below = "1";
  if (!is_natural(digits)) return std::nullopt;
  if (mark < text.size()) {
    const std::string rest(text.substr(mark + 1));
    if (!is_natural(rest)) return std::nullopt;
    if (text[mark] == '/') {
      below = rest;
    } else {
      digits += rest;
      below += std::string(rest.size(), '0');
    }
  }
  Integer denominator = *Integer::parse(below);
  if (denominator.is_zero()) return std::nullopt;
  const Rational value(*Integer::parse(digits), std::move(denominator));
  return negative ? -value : value;
}

Rational::Rational(Integer numerator, Integer denominator)
    : numerator_(std::move(numerator)), denominator_(std::move(denominator)) {
  if (denominator_.is_zero()) throw Error(ErrorKind::input, "division by zero");
  if (denominator_.sign() < 0) {
    numerator_ = -numerator_;
    denominator_ = -denominator_;
  }
  const Integer g = gcd(numerator_, denominator_);
  if (!g.is_one()) {
    numerator_.divide_exactly(g);
    denominator_.divide_exactly(g);
  }
}

std::string Rational::to_string() const {
  return is_integer() ? numerator_.to_string()
                      : numerator_.to_string() + "/" + denominator_.to_string();
}

std::optional<std::uint64_t> Rational::mod(std::uint64_t p) const {
  if (is_integer()) return numerator_.mod(p);
  const std::uint64_t d = denominator_.mod(p);
  if (d == 0) return std::nullopt;
  const Modulus modulus(p);
  return modulus.multiply(numerator_.mod(p), modulus.inverse(d));
}

Rational Rational::operator-() const {
  Rational r = *this;
  r.numerator_ = -r.numerator_;
  return r;
}

Rational& Rational::operator+=(const Rational& b) {
  if (is_integer() && b.is_integer()) {
    numerator_ += b.numerator_;
    return *this;
  }
  return *this = Rational(numerator_ * b.denominator_ + b.numerator_ * denominator_,
                          denominator_ * b.denominator_);
}
Rational& Rational::operator-=(const Rational& b) { return *this += -b; }
Rational& Rational::operator*=(const Rational& b) {
  if (is_integer() && b.is_integer()) {
    numerator_ *= b.numerator_;
    return *this;
  }
  return *this = Rational(numerator_ * b.numerator_, denominator_ * b.denominator_);
}
Rational& Rational::operator/=(const Rational& b) {
  return *this = Rational(numerator_ * b.denominator_, denominator_ * b.numerator_);
}

std::optional<Rational> reconstruct_rational(const Integer& r, const Integer& m) {
  Scratch result;
  if (fmpq_reconstruct_fmpz(result.get(), raw(r), raw(m)) == 0) return std::nullopt;
  Integer n, d;
  fmpz_set(raw(n), fmpq_numref(result.get()));
  fmpz_set(raw(d), fmpq_denref(result.get()));
  return Rational(std::move(n), std::move(d));
}

}  // namespace abide
