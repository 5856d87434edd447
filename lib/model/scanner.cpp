// The small steps all readers of this room are made of: tokens, numbers without leading zeros,
// names with indices. Places are counted only when something is refused.
#include "scanner.hpp"

#include <algorithm>

#include "status/status.hpp"

namespace abide {

namespace {

constexpr std::size_t longest_number = 10'000;  // of an integer

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

void Scanner::skip_spaces() noexcept {
  while (!done() &&
         (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
    ++at_;
}

bool Scanner::take(std::string_view token) noexcept {
  if (text_.substr(at_, token.size()) != token) return false;
  at_ += token.size();
  return true;
}

void Scanner::expect(std::string_view token) {
  if (!take(token)) expected(token == " " ? "one space" : "'" + std::string(token) + "'");
}

std::string_view Scanner::digits() noexcept {
  const std::size_t start = at_;
  while (is_digit(peek())) ++at_;
  return text_.substr(start, at_ - start);
}

std::string_view Scanner::word() noexcept {
  const std::size_t start = at_;
  if (is_letter(peek()))
    while (is_letter(peek()) || is_digit(peek()) || peek() == '_') ++at_;
  return text_.substr(start, at_ - start);
}

std::string_view Scanner::line() {
  const std::size_t end = text_.find('\n', at_);
  if (end == std::string_view::npos) fail(text_.size(), "the last line does not end");
  const std::string_view line = text_.substr(at_, end - at_);
  at_ = end + 1;
  return line;
}

std::uint64_t Scanner::natural(const std::string& what, std::uint64_t low, std::uint64_t high) {
  const std::size_t start = at_;
  const std::string_view d = digits();
  const auto refuse = [&] {
    at_ = start;
    expected(what + " (" + std::to_string(low) + " to " + std::to_string(high) +
             ", without leading zeros)");
  };
  if (d.empty() || d.size() > 19 || (d.size() > 1 && d.front() == '0')) refuse();
  std::uint64_t value = 0;
  for (const char c : d) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  if (value < low || value > high) refuse();
  return value;
}

void Scanner::fail(std::size_t position, const std::string& message) const {
  Location where = start_;
  for (const char c : text_.substr(0, position)) {
    if (c == '\n') {
      ++where.line;
      where.column = 1;
    } else if (!continues_character(c)) {
      ++where.column;  // of characters, in UTF-8
    }
  }
  throw Error(ErrorKind::input, where, message);
}

void Scanner::expected(const std::string& what) const {
  std::string found = "the end";
  if (!done()) {
    const std::string_view rest = text_.substr(at_);
    std::size_t end = std::min({rest.size(), rest.find('\n'), std::size_t{20}});
    while (end < rest.size() && continues_character(rest[end])) ++end;
    found = "'" + quoted(std::string(rest.substr(0, end))) + "'";
    if (rest.front() == '\n') found = "the end of the line";
  }
  fail(at_, "expected " + what + ", found " + found);
}

std::uint64_t scan_coordinate(Scanner& scanner, const Coordinates& layout) {
  const std::size_t start = scanner.position();
  const std::string_view name = scanner.word();
  if (name.empty()) scanner.expected("a name");
  const auto array = layout.find(name);
  if (!array) scanner.fail(start, "undeclared name '" + quoted(std::string(name)) + "'");
  const NamedArray a = layout[*array];
  Coordinates::Place place{*array, 1, 1};
  const auto index = [&](std::uint32_t size) {
    return static_cast<std::uint32_t>(scanner.natural("an index", 1, size));
  };
  if (a.indices == 0) return layout.start(*array);
  scanner.expect("[");
  place.row = index(a.rows);
  if (a.indices == 2) {
    scanner.expect(",");
    place.column = index(a.columns);
  }
  scanner.expect("]");
  return layout.position(place);
}

Rational scan_rational(Scanner& scanner, const std::string& what) {
  const std::size_t start = scanner.position();
  const bool negative = scanner.take("-");
  const auto integer = [&](bool may_be_zero) {
    const std::size_t at = scanner.position();
    const std::string digits(scanner.digits());
    const bool zero = !digits.empty() && digits.front() == '0';
    if (digits.empty() || digits.size() > longest_number ||
        (zero && (digits.size() > 1 || !may_be_zero))) {
      scanner.back_to(at);
      scanner.expected(what + ": an integer or p/q in lowest terms");
    }
    return *Integer::parse(digits);
  };
  const Integer p = integer(!negative);
  Integer q(1);
  if (scanner.take("/")) {
    q = integer(false);
    if (q.is_one() || !gcd(p, q).is_one())
      scanner.fail(start, "expected a fraction in lowest terms");
  }
  return {negative ? -p : p, q};
}

}  // namespace abide
