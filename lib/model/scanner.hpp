// A text and a position in it, for the readers of this stage. Every refusal names
// file, line, column and what was expected.
#pragma once

#include <abide/model.hpp>
#include <string>
#include <string_view>

namespace abide {

class Scanner {
 public:
  /// `start`: where the text begins, for messages.
  Scanner(std::string_view text, Location start) : text_(text), start_(std::move(start)) {}

  std::size_t position() const noexcept { return at_; }
  void back_to(std::size_t position) noexcept { at_ = position; }
  bool done() const noexcept { return at_ >= text_.size(); }
  /// The byte at hand, '\0' at the end.
  char peek() const noexcept { return done() ? '\0' : text_[at_]; }
  /// The byte at hand, taken.
  char next() noexcept { return text_[at_++]; }
  void skip_spaces() noexcept;
  bool take(std::string_view token) noexcept;
  void expect(std::string_view token);
  /// The longest run of decimal digits, maybe empty.
  std::string_view digits() noexcept;
  /// [A-Za-z][A-Za-z0-9_]*, or empty.
  std::string_view word() noexcept;
  /// The next line without its '\n', which must be there.
  std::string_view line();
  /// A natural number low … high without leading zeros; `what` for the message.
  std::uint64_t natural(const std::string& what, std::uint64_t low, std::uint64_t high);

  [[noreturn]] void fail(std::size_t position, const std::string& message) const;
  /// "expected WHAT, found '…'".
  [[noreturn]] void expected(const std::string& what) const;

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  Location start_;
};

/// The position of the coordinate NAME, NAME[i] or NAME[i,j] (no spaces). Throws Error{input} where
/// there is none.
std::uint64_t scan_coordinate(Scanner& scanner, const Coordinates& layout);
/// An integer or p/q in lowest terms with q ≥ 2, maybe behind `-`.
Rational scan_rational(Scanner& scanner, const std::string& what);

}  // namespace abide
