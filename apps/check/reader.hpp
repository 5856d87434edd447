// Lines of the two kinds of files, and the pieces of a line.
#pragma once
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "arithmetic.hpp"

namespace abide_check {
// Bytes of a file, of standard input or of a string, line by line.
class Input {
 public:
  static Input open(const std::string& path);  // "-" is standard input
  static Input text(std::string bytes);
  // The next line without its '\n', which is at most `limit` bytes long with it. Returns
  // what is wrong (an unterminated or too long line), "end" at the end, nullptr if all is well.
  const char* line(std::string& out, std::size_t limit);
  int next_byte();  // without taking it; -1 at the end

 private:
  bool refill();
  struct Close {
    void operator()(std::FILE* f) const {
      if (f != stdin) std::fclose(f);
    }
  };
  std::unique_ptr<std::FILE, Close> file_;
  std::string buffer_, name_;
  std::size_t at_ = 0;
};

// A Lie bracket expression in the fields: a field, or [left, right].
struct Word {
  std::uint64_t field = 0;  // from 0, when there is no left
  std::unique_ptr<Word> left, right;
};

// A line and a position in it. Whatever does not fit is refused with what was found
// and what was expected: Rejected in a certificate, InputError in a model, whose
// `place` is the name of the file.
class Text {
 public:
  explicit Text(std::string text = {}, std::size_t line = 0, std::string place = {})
      : text_(std::move(text)), place_(std::move(place)), line_(line) {}
  std::size_t line() const { return line_; }
  std::size_t at() const { return at_; }
  void back(std::size_t at) { at_ = at; }
  bool done() const { return at_ == text_.size(); }
  bool follows(std::string_view s) const { return std::string_view(text_).substr(at_, s.size()) == s; }
  bool digit() const { return !done() && text_[at_] >= '0' && text_[at_] <= '9'; }
  bool remains(std::string_view s) const { return std::string_view(text_).substr(at_) == s; }
  bool take(std::string_view s) {
    if (!follows(s)) return false;
    at_ += s.size();
    return true;
  }
  void expect(std::string_view s) {
    if (!take(s)) expected(s == " " ? "a space" : "'" + std::string(s) + "'");
  }
  Text& then() { return expect(" "), *this; }
  void finish() const {
    if (!done()) expected("the end of the line");
  }
  [[noreturn]] void fail(const std::string& what) const;
  [[noreturn]] void expected(const std::string& what) const;

  std::string_view until(std::string_view stops);  // the longest piece without these bytes
  Integer number();                                // natural, of at most 10,000 digits
  Integer integer();
  std::uint64_t natural(const char* what, std::uint64_t low, std::uint64_t high);
  std::uint64_t prime();
  std::uint32_t exponent() { return static_cast<std::uint32_t>(natural("an exponent", 2, exponent_max)); }
  std::uint32_t variable(std::uint64_t dimension, std::uint64_t least = 1);  // returned from 0
  std::uint64_t field(std::uint64_t count) { return natural("a field", 1, count) - 1; }
  Monomial monomial(std::uint64_t dimension);
  Polynomial polynomial(std::uint64_t dimension);  // up to the end or to " ;"
  std::unique_ptr<Word> word(std::uint64_t fields, int depth = 0);

 private:
  std::string text_, place_;
  std::size_t line_ = 0, at_ = 0;
};

// The statements of a certificate in order, continuation lines joined.
class Reader {
 public:
  explicit Reader(Input input) : input_(std::move(input)) {}
  bool more() { return load(), loaded_; }
  bool follows(std::string_view s) { return more() && ahead_.follows(s); }
  Text next();                                  // Rejected at the end of the input
  std::size_t lines() const { return lines_; }  // physical lines of the statements taken
  std::size_t line() const { return line_; }    // where the statement at hand starts

 private:
  void load();
  Input input_;
  Text ahead_;
  bool loaded_ = false, ended_ = false;
  std::size_t read_ = 0, lines_ = 0, line_ = 1;
};
}  // namespace abide_check
