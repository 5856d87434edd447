// Lines of a certificate: long statements continued, list lines that repeat as loops. Private to
// this stage.
#pragma once

#include <abide/certificate.hpp>
#include <memory>
#include <string>
#include <vector>

namespace abide {

/// Statements as physical lines; long ones are continued, though not inside of a token.
class Lines {
 public:
  explicit Lines(FunctionRef<void(std::string_view)> sink) : sink_(sink) {}
  void begin(const std::string& keyword);
  void token(const std::string& token);
  void number(std::uint64_t n) { token(std::to_string(n)); }
  void end();
  /// A line or token is one for many.
  void repeats() noexcept { repeats_ = true; }
  bool has_repetition() const noexcept { return repeats_; }
  /// The last line, and everything out.
  void finish();

 private:
  FunctionRef<void(std::string_view)> sink_;
  std::string text_;
  std::size_t lines_ = 0, length_ = 0;
  bool repeats_ = false;
};

/// A list line or a token: a text in which the numbers are left open.
class ListLine {
 public:
  explicit ListLine(std::string keyword = "") : shape_(std::move(keyword)) {}
  ListLine& text(char c) {
    shape_ += c;
    return *this;
  }
  ListLine& number(std::uint64_t n) {
    shape_ += open;
    numbers_.push_back(static_cast<std::int64_t>(n));
    return *this;
  }
  ListLine& monomial(const Monomial& m);
  ListLine& word(const Word& w);

  static constexpr char open = '#';
  std::string written() const;  ///< with its numbers
  const std::string& shape() const noexcept { return shape_; }
  const std::vector<std::int64_t>& numbers() const noexcept { return numbers_; }

 private:
  std::string shape_;
  std::vector<std::int64_t> numbers_;
};

/// List lines in their order, or the tokens of a statement; neighbours whose numbers change by
/// equal steps become one line, or one group of tokens, with loops (certificate.md, "Repetition").
class Repetition {
 public:
  enum class Of { lines, tokens };
  explicit Repetition(Lines& lines, Of of = Of::lines);
  ~Repetition();  ///< flushes
  Repetition(const Repetition&) = delete;
  Repetition& operator=(const Repetition&) = delete;
  void add(const ListLine& line);

 private:
  class Level;
  std::vector<std::unique_ptr<Level>> levels_;
};

}  // namespace abide
