/// \file
/// Words of fields, and points: where and by what a certificate shows a rank.
///
/// Example (also a test):
///
///     const abide::Word f = abide::Word::field(0), g = abide::Word::combination(5);
///     const abide::Word w = abide::Word::bracket(f, g);
///     assert(w.to_string() == "[1,~5]" && w.depth() == 1 && w.right() == g);
#pragma once

#include <abide/status.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace abide {

/// A bracket expression: a field, a pseudo-random combination of all fields, or [left, right]. A
/// value.
class ABIDE_API Word {
 public:
  [[nodiscard]] static Word field(std::uint64_t number);
  /// ~seed: Σ c_i X_i with the integers c_i of data/format/certificate.md; seed < 2^62.
  [[nodiscard]] static Word combination(std::uint64_t seed);
  [[nodiscard]] static Word bracket(const Word& left, const Word& right);

  bool is_field() const noexcept { return code_.size() == 1 && code_[0] >= 0; }
  bool is_bracket() const noexcept { return code_[0] == opening; }
  /// Of a word that is a field.
  std::uint64_t field_number() const noexcept { return static_cast<std::uint64_t>(code_[0]); }
  /// Of a word that is a combination.
  std::uint64_t seed() const noexcept { return static_cast<std::uint64_t>(-2 - code_[0]); }
  Word left() const;                   ///< of a bracket
  Word right() const;                  ///< of a bracket
  std::size_t depth() const noexcept;  ///< 0 for a field or combination
  /// "3", "~5" or "[3,[1,2]]", fields counted from 1.
  std::string to_string() const;
  friend bool operator==(const Word&, const Word&) = default;

 private:
  static constexpr std::int64_t opening = -1;
  std::size_t end_of(std::size_t start) const noexcept;
  // Polish notation: −1 opens a bracket, i ≥ 0 is a field, −2 − seed a combination.
  std::vector<std::int64_t> code_;
};

/// A = start + t·slope, a field that may depend on the time of its own flow.
struct FlowField {
  Word start;
  std::optional<Word> slope = {};
  friend bool operator==(const FlowField&, const FlowField&) = default;
};

/// An integer point by its non-zero coordinates, positions increasing.
struct Point {
  std::vector<std::pair<std::uint32_t, std::int64_t>> values;
  std::optional<std::uint64_t> seed = {};  ///< the values are those of this generated point
  friend bool operator==(const Point&, const Point&) = default;
};

}  // namespace abide
