// Words are kept in Polish notation, a list of integers, so that copying, comparing and printing
// the many words of an evidence costs their length. The coefficients of a random combination ~seed
// are the SplitMix64 sequence of its seed (Steele, Lea, Flood, OOPSLA 2014), which the checker
// computes for itself (certificate.md, "Lines").
#include <algorithm>

#include "fields/fields.hpp"

namespace abide {

Word Word::field(std::uint64_t number) {
  Word word;
  word.code_ = {static_cast<std::int64_t>(number)};
  return word;
}

Word Word::combination(std::uint64_t seed) {
  if (seed >> 62U != 0) throw Error(ErrorKind::internal, "the seed of a combination is too large");
  Word word;
  word.code_ = {-2 - static_cast<std::int64_t>(seed)};
  return word;
}

Word Word::bracket(const Word& left, const Word& right) {
  Word word;
  word.code_.reserve(1 + left.code_.size() + right.code_.size());
  word.code_.push_back(opening);
  word.code_.insert(word.code_.end(), left.code_.begin(), left.code_.end());
  word.code_.insert(word.code_.end(), right.code_.begin(), right.code_.end());
  return word;
}

// One past the word that starts there.
std::size_t Word::end_of(std::size_t start) const noexcept {
  std::size_t open = 1;
  while (open > 0) code_[start++] == opening ? ++open : --open;
  return start;
}

Word Word::left() const {
  Word word;
  word.code_.assign(code_.begin() + 1, code_.begin() + static_cast<std::ptrdiff_t>(end_of(1)));
  return word;
}

Word Word::right() const {
  Word word;
  word.code_.assign(code_.begin() + static_cast<std::ptrdiff_t>(end_of(1)), code_.end());
  return word;
}

std::size_t Word::depth() const noexcept {
  // The brackets still open around a letter, each with the words it waits for.
  std::size_t deepest = 0;
  std::vector<int> waiting;
  for (const std::int64_t c : code_) {
    if (c == opening) {
      waiting.push_back(2);
      continue;
    }
    deepest = std::max(deepest, waiting.size());
    while (!waiting.empty() && --waiting.back() == 0) waiting.pop_back();
  }
  return deepest;
}

std::string Word::to_string() const {
  if (is_field()) return std::to_string(field_number() + 1);
  if (!is_bracket()) return "~" + std::to_string(seed());
  return "[" + left().to_string() + "," + right().to_string() + "]";
}

namespace {

// The numbers z_1, z_2, … of `~SEED` (certificate.md, "Lines"), i from 0.
std::uint64_t generated(std::uint64_t seed, std::uint64_t i) noexcept {
  std::uint64_t z = seed + (i + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

}  // namespace

std::uint64_t combination_coefficient(std::uint64_t seed, std::uint64_t i) noexcept {
  return generated(seed, i) >> 44U;
}

Point generated_point(std::size_t coordinates, std::uint64_t seed) {
  constexpr std::uint64_t largest_seed = (std::uint64_t{1} << 63U) - 1;
  Point point;
  point.seed = seed & largest_seed;
  for (std::uint32_t j = 0; j < coordinates; ++j)
    point.values.emplace_back(j, static_cast<std::int64_t>(generated(*point.seed, j) >> 2U));
  return point;
}

}  // namespace abide
