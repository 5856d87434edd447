// The small steps all readers of this room are made of: tokens, numbers without leading zeros,
// names with indices. Places are counted only when something is refused.
#include "scanner.hpp"

#include <algorithm>

namespace abide {

namespace {

constexpr std::uint64_t highest_index = 1'000'000'000'000'000;

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
    } else {
      ++where.column;
    }
  }
  throw Error(ErrorKind::input, where, message);
}

void Scanner::expected(const std::string& what) const {
  std::string found = "the end";
  if (!done()) {
    const std::string_view rest = text_.substr(at_);
    found =
        "'" + quoted(std::string(rest.substr(0, std::min<std::size_t>(rest.find('\n'), 20)))) + "'";
    if (rest.front() == '\n') found = "the end of the line";
  }
  fail(at_, "expected " + what + ", found " + found);
}

std::string indexed_name(const std::string& base, const std::vector<std::uint64_t>& indices) {
  if (indices.empty()) return base;
  std::string name = base + "[";
  for (std::size_t k = 0; k < indices.size(); ++k)
    name += (k > 0 ? "," : "") + std::to_string(indices[k]);
  return name + "]";
}

std::string scan_variable_name(Scanner& scanner) {
  const std::size_t start = scanner.position();
  const std::string base(scanner.word());
  if (base.empty()) scanner.expected("a name");
  std::vector<std::uint64_t> indices;
  if (scanner.take("[")) {
    indices.push_back(scanner.natural("an index", 1, highest_index));
    if (scanner.take(",")) indices.push_back(scanner.natural("an index", 1, highest_index));
    scanner.expect("]");
  }
  std::string name = indexed_name(base, indices);
  if (name.size() > 256) scanner.fail(start, "a name of more than 256 bytes");
  return name;
}

}  // namespace abide
