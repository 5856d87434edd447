// Integers of any size. An fmpz is one machine word, a small value or a pointer of FLINT's own, so
// `Integer` holds that word and nothing else.
#include <algorithm>
#include <vector>

#include "access.hpp"

namespace abide {

Integer::Integer(std::int64_t value) {
  static_assert(sizeof(slong) == sizeof(std::int64_t), "abide needs a 64-bit machine");
  fmpz_set_si(raw(*this), value);
}
Integer::Integer(const Integer& other) { fmpz_set(raw(*this), raw(other)); }
Integer& Integer::operator=(const Integer& other) {
  fmpz_set(raw(*this), raw(other));
  return *this;
}
Integer& Integer::operator=(Integer&& other) noexcept {
  std::swap(word_, other.word_);
  return *this;
}
Integer::~Integer() { fmpz_clear(raw(*this)); }

std::optional<Integer> Integer::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  for (const char c : text)
    if (c < '0' || c > '9') return std::nullopt;
  // The text is checked above, so this parser of FLINT cannot meet a surprise.
  Integer value;
  if (fmpz_set_str(raw(value), std::string(text).c_str(), 10) != 0) return std::nullopt;
  return negative ? -value : value;
}

std::string Integer::to_string() const {
  std::vector<char> text(fmpz_sizeinbase(raw(*this), 10) + 3);
  return fmpz_get_str(text.data(), 10, raw(*this));
}

int Integer::sign() const noexcept { return fmpz_sgn(raw(*this)); }
std::size_t Integer::bits() const noexcept { return fmpz_bits(raw(*this)); }
std::optional<std::int64_t> Integer::to_int64() const noexcept {
  if (!fmpz_fits_si(raw(*this))) return std::nullopt;
  return fmpz_get_si(raw(*this));
}
std::uint64_t Integer::mod(std::uint64_t p) const {
  if (p == 0) throw Error(ErrorKind::internal, "modulus 0");
  return fmpz_fdiv_ui(raw(*this), p);
}

Integer Integer::operator-() const {
  Integer r;
  fmpz_neg(raw(r), raw(*this));
  return r;
}
Integer& Integer::operator+=(const Integer& b) {
  fmpz_add(raw(*this), raw(*this), raw(b));
  return *this;
}
Integer& Integer::operator-=(const Integer& b) {
  fmpz_sub(raw(*this), raw(*this), raw(b));
  return *this;
}
Integer& Integer::operator*=(const Integer& b) {
  fmpz_mul(raw(*this), raw(*this), raw(b));
  return *this;
}
Integer& Integer::divide_exactly(const Integer& b) {
  if (b.is_zero() || fmpz_divisible(raw(*this), raw(b)) == 0)
    throw Error(ErrorKind::internal, "inexact integer division");
  fmpz_divexact(raw(*this), raw(*this), raw(b));
  return *this;
}

bool operator==(const Integer& a, const Integer& b) noexcept {
  return fmpz_equal(raw(a), raw(b)) != 0;
}
std::strong_ordering operator<=>(const Integer& a, const Integer& b) noexcept {
  return fmpz_cmp(raw(a), raw(b)) <=> 0;
}
Integer gcd(const Integer& a, const Integer& b) {
  Integer r;
  fmpz_gcd(raw(r), raw(a), raw(b));
  return r;
}
Integer lcm(const Integer& a, const Integer& b) {
  Integer r;
  fmpz_lcm(raw(r), raw(a), raw(b));
  return r;
}

Integer chinese_remainder(const Integer& r, const Integer& m, std::uint64_t s, std::uint64_t p) {
  if (p == 0 || !gcd(m, Integer(static_cast<std::int64_t>(p))).is_one())
    throw Error(ErrorKind::internal, "moduli are not coprime");
  Integer x;
  fmpz_CRT_ui(raw(x), raw(r), raw(m), s % p, p, 0);
  return x;
}

}  // namespace abide
