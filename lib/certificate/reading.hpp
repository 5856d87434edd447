// The parts of a certificate's text that say functions. Private to this stage.
#pragma once

#include <abide/certificate.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace abide {

/// The statements of a text, one after the other: lines that are continued are joined.
class Statements {
 public:
  Statements(std::string_view text, const std::string& file) : text_(text), file_(file) {}
  /// False at the end.
  bool next();
  /// The first word of the statement.
  std::string_view keyword() const noexcept { return keyword_; }
  /// The words behind it, or so many before the first group; groups are run through
  /// (certificate.md, "Repetition"). Throws Error{input}, and Error{limit} for more than 10^8
  /// words.
  std::vector<std::string> words(std::size_t most = static_cast<std::size_t>(-1)) const;
  /// Everything behind it, on one line.
  std::string rest() const;
  [[noreturn]] void fail(const std::string& what) const;

 private:
  std::string_view text_;
  const std::string& file_;
  std::string_view keyword_, statement_;  // with its continuations
  std::size_t next_ = 0, line_ = 0, lines_ = 0;
};

/// A natural number below 2^64. Throws Error{input}.
std::uint64_t natural(std::string_view text, const Statements& where);
/// What stands before and behind the mark; all of it is before, if there is none.
std::pair<std::string_view, std::string_view> cut(std::string_view text, char mark);

/// `symmetry`, `law`, `elementary` and `image` statements of one component as laws.
class LawReader {
 public:
  explicit LawReader(const Component& component) : component_(component) {}
  /// A statement that is none of these is left alone.
  void read(const Statements& statement);
  /// An image with a number of its own is one of the law it is an image of. Throws Error{input}.
  LawRef reference(std::string_view text, const Statements& where) const;
  /// With kinds and orbits; those that are independent are still to be said.
  LawList finish();

 private:
  // θ_i becomes factor · θ_to.
  struct Move {
    std::uint32_t to;
    Rational factor;
  };
  const Component& component_;
  LawList list_;
  std::vector<LawRef> numbers_;  // what the numbers of the file mean
  std::vector<std::vector<Move>> symmetries_;
  std::vector<std::size_t> stated_;  // their numbers in list_.symmetries, or none

  void symmetry(std::vector<std::string> words, const Statements& where);
  void law(const Statements& where);
  void elementary(std::vector<std::string> words, const Statements& where);
  void image(std::vector<std::string> words, const Statements& where);
  void add(Law law);
  std::uint32_t variable(std::string_view text, const Statements& where) const;
  Monomial monomial(std::string_view text, const Statements& where) const;
  Terms polynomial(const std::vector<std::string>& words, std::size_t first, std::size_t last,
                   const Statements& where) const;
  bool image_of_law(const std::string& reference, const Statements& where);
};

}  // namespace abide
