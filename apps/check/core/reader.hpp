// Lines of the two kinds of files, and the pieces of a line.
#pragma once
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>

#include "arithmetic.hpp"

namespace abide_check {
// A line and a position in it. Whatever does not fit is refused with what was found
// and what was expected: Rejected in a certificate, InputError in a model, whose `place` is the
// name of the file.
class Text {
 public:
  explicit Text(std::string text = {}, size_t line = 0, std::string place = {})
      : text_(std::move(text)), place_(std::move(place)), line_(line) {}
  const std::string& whole() const { return text_; }
  size_t at() const { return at_; }
  void back(size_t at) { at_ = at; }
  std::string_view rest() const { return std::string_view(text_).substr(at_); }
  bool done() const { return at_ == text_.size(); }
  bool digit(size_t k = 0) const { return text_[at_ + k] >= '0' && text_[at_ + k] <= '9'; }
  bool take(std::string_view s) { return rest().starts_with(s) && (at_ += s.size(), true); }
  void expect(std::string_view s) {
    if (!take(s)) expected(s == " " ? "a space" : "'" + std::string(s) + "'");
  }
  Text& then() { return expect(" "), *this; }
  void finish() const {
    if (!done()) expected("the end of the line");
  }
  [[noreturn]] void fail(const std::string& what) const;
  [[noreturn]] void expected(const std::string& what) const;
  [[noreturn]] void expected(const std::string& what, size_t at) { back(at), expected(what); }

  std::string_view until(std::string_view stops);  // the longest piece without these bytes
  Wide digits();                                   // a number below 2^63, or 2^63 for larger ones
  u64 natural(const char* what, u64 low, u64 high);
  void next_number(u64 before) { natural("the next number", before + 1, before + 1); }
  u64 seed(u64 count);  // of so many numbers
  Integer number();     // natural, of at most 10,000 digits
  Integer integer();
  Rational rational();  // natural, or p/q in lowest terms
  std::string name();   // a letter, then letters, digits and _
  u64 prime();
  u32 exponent();
  u32 variable(u64 dimension, u64 least = 1);  // returned from 0
  Monomial monomial(u64 dimension);
  Polynomial polynomial(u64 dimension);  // up to the end or to " ;"

 private:
  std::string text_, place_;
  size_t line_ = 0, at_ = 0;
};

using Input = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
Input open_input(const std::string& path);  // "-" is standard input

// The statements of a file in order; those of a certificate, which has no place, may be continued.
class Reader {
 public:
  explicit Reader(Input input, std::string place = {}, size_t longest_line = 65536)
      : input_(std::move(input)), place_(std::move(place)), longest_line_(longest_line) {}
  bool more() { return load(), ahead_.has_value(); }
  Text next(std::string_view start = "");  // behind its start, where there must be one
  std::string_view ahead();                // the first word of the next statement
  size_t lines() const { return lines_; }  // physical lines of the statements taken
  size_t line() const { return line_; }    // where the statement at hand starts
 private:
  void load();
  int byte();

  Input input_;
  const std::string place_;
  const size_t longest_line_;
  std::optional<Text> ahead_;
  bool ended_ = false;
  size_t read_ = 0, lines_ = 0, line_ = 1;
};
}  // namespace abide_check
