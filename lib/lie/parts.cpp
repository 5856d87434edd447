#include <abide/system.hpp>
#include <algorithm>
#include <map>

#include "stages.hpp"

namespace abide {

namespace {

// A word of a part as a word of the model. (A combination of the fields of a part would be none of
// all fields.)
Word embedded(const Word& word, const Part& part) {
  if (word.is_field()) return Word::field(part.fields[word.field_number()]);
  return Word::bracket(embedded(word.left(), part), embedded(word.right(), part));
}

}  // namespace

LieRank rank_by_parts(const Distribution& x, const std::vector<Part>& parts, std::uint64_t seed,
                      const Progress& progress) {
  LieRank rank;
  rank.prime = usable_prime(x, dense_prime);
  std::map<std::size_t, LieRank> solved;
  for (std::size_t c = 0; c < parts.size() && !rank.stopped; ++c) {
    if (parts[c].fields.empty()) continue;
    if (!parts[c].same_as) {
      const Distribution part(model_of(x, parts[c]));
      solved[c] = dense_rank(
          part,
          {.target = part.coordinates(), .prime = rank.prime, .seed = seed, .combinations = false},
          progress);
    }
    const LieRank& found = solved.at(parts[c].same_as.value_or(c));
    for (const auto& [variable, value] : found.point.values)
      rank.point.values.emplace_back(parts[c].variables[variable], value);
    for (const WordStep& s : found.words)
      rank.words.push_back({embedded(s.word, parts[c]), parts[c].variables[s.variable]});
    if (rank.probably.empty() && !found.probably.empty())
      rank.probably = "Lie ranks of parts on disjoint variables add up; of part " +
                      std::to_string(c + 1) + ": " + found.probably;
    rank.stopped = found.stopped;
    rank.stop_reason = found.stop_reason;
  }
  std::sort(rank.point.values.begin(), rank.point.values.end());
  return rank;
}

}  // namespace abide
