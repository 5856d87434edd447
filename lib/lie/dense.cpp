// The Lie rank at a random point (mathematics.md, 4.6 and 4.14). Values of words are rows of a
// dense echelon form, and words that enlarge the span are kept: the fields first (of very many a
// sample, then random combinations), then brackets [field, kept word] of short words. Few brackets
// are all tried: a span over the rational functions that is closed under these contains all words.
// Of many, random ones with a field that moves a coordinate of the word, short words first, in
// batches, until as many as a bound in vain. Then powers of ad (powers.cpp), which are long words;
// these come first where short ones would be a small part of the target.
//
// The words kept are a proof of the lower bound. That the rank is no larger is only probable, which
// is said with its reason and the bound of Schwartz and Zippel, after a second point; an upper
// bound comes from laws or from involutive.cpp.
#include <algorithm>
#include <random>

#include "stages.hpp"
#include "system/system.hpp"

namespace abide {

namespace {

// Up to this many brackets all are tried; beyond, so many random ones.
constexpr std::size_t most_brackets = 3'000;
constexpr std::size_t random_brackets = 200;
// Of more fields than this, some and then random combinations of all.
constexpr std::uint64_t most_fields = 4'096;
constexpr std::size_t spare = 16;  // rows of a batch beyond what is missing
// Brackets of words of this depth are short, and in few coordinates these; longer words come from
// powers of ad.
constexpr std::size_t shallow = 2, less_shallow = 5;
constexpr std::size_t very_few_coordinates = 40;
// Up to so many coordinates short brackets cost nothing, however long the words that are needed.
constexpr std::size_t few_coordinates = 200;
// How many powers are tried first: if the target is known, by what is missing per field (seen on
// networks: 1.3 to 1.7), or a few.
constexpr double powers_per_field = 1.6;
constexpr std::size_t spare_powers = 3, few_powers = 8;

struct Kept {
  WordStep step;
  std::vector<std::uint32_t> support;  // where its value is not zero
  bool is_word() const { return !step.power; }
  const Word& word() const { return step.word; }
};

// The search at one random point.
class RankSearch {
 public:
  RankSearch(const Distribution& x, const DenseSearch& options, std::uint64_t seed,
             const Progress& progress)
      : x_(x),
        target_(options.target),
        thorough_(options.thorough),
        progress_(progress),
        prime_(options.prime),
        random_(seed),
        point_(generated_point(x.coordinates(), seed)),
        values_(x, point_, Modulus(prime_), progress),
        echelon_(x.coordinates(), prime_, options.backend) {}

  void run() {
    fields();
    if (complete()) return;
    progress_.tell("lie", "rank " + std::to_string(rank()) + " without brackets");
    const bool few = x_.coordinates() <= few_coordinates;
    if (!thorough_) return few ? short_brackets() : random_pairs();
    if (few || !needs_long_words(target_, x_.size())) short_brackets();
    if (!complete() && !exhausted_) powers();
  }

  bool complete() const { return rank() >= target_; }
  std::size_t rank() const { return kept_.size(); }
  const std::vector<Kept>& kept() const { return kept_; }
  // How many powers of ad were tried; 0: none were.
  std::size_t powers_tried() const { return powers_; }
  const Point& point() const { return point_; }

 private:
  const Distribution& x_;
  std::size_t target_;
  bool thorough_;
  const Progress& progress_;
  std::uint64_t prime_;
  std::mt19937_64 random_;
  Point point_;
  WordValues values_;
  DenseEchelon echelon_;
  std::vector<Kept> kept_;
  std::vector<std::size_t> fields_;  // positions of the kept words without brackets
  std::size_t powers_ = 0;
  std::size_t tried_ = 0;   // brackets since the rank last grew
  bool exhausted_ = false;  // all brackets of a kept field with a kept word were tried

  // Adds the words that enlarge the span; returns by how many it grew.
  std::size_t add(const std::vector<Word>& words) {
    if (words.empty()) return 0;
    progress_.check();
    progress_.doing("Lie rank", rank(), target_);
    std::vector<WordStep> steps;
    std::vector<SparseRow> rows;
    values_.evaluate(
        words.size(), [&](std::size_t k) { return words[k]; },
        [&](std::size_t, Word& word, const SparseRow& value) {
          steps.push_back({std::move(word), 0});
          rows.push_back(value);
          return true;
        });
    return add_rows(std::move(steps), rows).size();
  }

  // Those that enlarge the span.
  std::vector<std::size_t> add_rows(std::vector<WordStep>&& steps,
                                    const std::vector<SparseRow>& rows) {
    ModMatrix batch(rows.size(), x_.coordinates(), prime_);
    for (std::size_t k = 0; k < rows.size(); ++k)
      for (const Entry& e : rows[k]) batch.at(k, e.column) = e.value;
    std::vector<std::size_t> kept;
    for (const ModMatrix::Pivot& p : echelon_.add(batch, progress_)) {
      if (complete()) break;
      WordStep& step = steps[p.row];
      step.variable = static_cast<std::uint32_t>(p.column);
      if (!step.word.is_bracket() && !step.power) fields_.push_back(rank());
      std::vector<std::uint32_t> support;
      if (!step.power)
        for (const Entry& e : rows[p.row]) support.push_back(e.column);
      kept_.push_back({std::move(step), std::move(support)});
      kept.push_back(p.row);
    }
    return kept;
  }

  void fields() {
    const bool all = x_.size() <= std::max<std::uint64_t>(most_fields, 2 * x_.coordinates());
    const std::uint64_t count = all ? x_.size() : 2 * std::uint64_t{x_.coordinates()};
    std::vector<Word> words;
    for (std::uint64_t k = 0; k < count; ++k) words.push_back(Word::field(k * (x_.size() / count)));
    // When the target is known, as many brackets as will be missing at least fit in the same batch.
    if (count < target_ && target_ < x_.coordinates() && !needs_long_words(target_, count))
      for (std::size_t k = 0; k < target_ - count + spare; ++k)
        if (auto pair = pair_of_fields()) words.push_back(std::move(*pair));
    add(words);
    for (std::uint64_t seed = 1; !all && !complete(); seed += spare) {
      words.clear();
      for (std::uint64_t k = 0; k < spare; ++k) words.push_back(Word::combination(seed + k));
      if (add(words) == 0) break;
    }
  }

  // Two fields that both contain some variable.
  std::optional<Word> pair_of_fields() {
    const auto variable = static_cast<std::uint32_t>(random_() % x_.coordinates());
    const auto a = x_.some_field_of(variable, random_()), b = x_.some_field_of(variable, random_());
    if (!a || !b || *a == *b) return std::nullopt;
    return Word::bracket(Word::field(*a), Word::field(*b));
  }

  // [B_i, W] for kept fields B_i and kept words W: closed under these, the span is a Lie algebra.
  std::optional<Word> pair(std::size_t i, std::size_t w) {
    if (!kept_[w].word().is_bracket() && w <= i) return std::nullopt;
    ++tried_;
    return Word::bracket(kept_[i].word(), kept_[w].word());
  }

  // Few pairs: every one in turn, as long as the words are short; a word found late still meets
  // every field.
  void short_brackets() {
    const std::size_t depth = x_.coordinates() <= very_few_coordinates ? less_shallow : shallow;
    for (std::size_t done = 0; done < rank(); ++done) {
      if (rank() * fields_.size() > most_brackets) return random_pairs();
      if (kept_[done].word().depth() > depth) return;
      std::vector<Word> words;
      for (const std::size_t i : fields_)
        if (auto word = pair(i, done)) words.push_back(std::move(*word));
      if (add(words) > 0)
        tried_ = 0;
      else if (!thorough_ && tried_ >= fields_.size())
        return;
      if (complete()) return;
    }
    exhausted_ = true;
  }

  void powers() {
    const auto ratio = static_cast<double>(target_) / static_cast<double>(fields_.size());
    const bool known = target_ < x_.coordinates();
    const std::size_t first =
        known ? spare_powers + static_cast<std::size_t>(powers_per_field * ratio) : few_powers;
    powers_ = add_powers(
        {x_, point_, Modulus(prime_), rank(), target_, first, random_() >> 40U},
        [&](std::vector<WordStep>&& steps, const std::vector<SparseRow>& rows) {
          return add_rows(std::move(steps), rows);
        },
        progress_);
  }

  // A word of at most this depth, and a field that moves a variable where it is not zero.
  std::optional<Word> random_pair(std::size_t depth) {
    const Kept& kept = kept_[random_() % rank()];
    if (kept.word().depth() > depth) return std::nullopt;
    const auto field = x_.some_field_of(kept.support[random_() % kept.support.size()], random_());
    if (!field || kept.word() == Word::field(*field)) return std::nullopt;
    return Word::bracket(Word::field(*field), kept.word());
  }

  // So many brackets in vain end the search.
  std::size_t patience() const { return thorough_ ? random_brackets + rank() : 1; }

  // Short words first: deeper ones when these add nothing.
  void random_pairs() {
    std::size_t depth = 0, deepest_kept = 0;
    const std::size_t most_idle = thorough_ ? 100 : 1;
    for (std::size_t idle = 0; tried_ < patience() && idle < most_idle;) {
      const std::size_t missing = target_ < x_.coordinates() ? target_ - rank() : rank() / 4;
      std::vector<Word> words;
      for (std::size_t k = 0; k < 16 * (missing + spare) && words.size() < missing + spare; ++k)
        if (auto word = random_pair(depth)) words.push_back(std::move(*word));
      idle = words.empty() ? idle + 1 : 0;
      const std::size_t count = words.size();
      const std::size_t before = rank();
      add(words);
      if (complete()) return;
      for (std::size_t k = before; k < rank(); ++k)
        deepest_kept = std::max(deepest_kept, kept_[k].word().depth());
      tried_ = rank() > before ? 0 : tried_ + count;
      if (rank() == before && depth < std::min(deepest_kept, shallow)) {
        ++depth;
        tried_ = 0;
      }
    }
  }
};

// What a thorough search has seen when its rank stagnates: all brackets of the fields with its
// words, or so many powers of ad.
struct Ended {
  std::size_t rank, powers;
  std::uint64_t minor_degree;
};

// Of a minor with one row more than words: at most the sum of the degrees of its rows. A word has
// at most 2^depth letters, a power one more than its exponent; what was tried in vain is one
// bracket deeper than the deepest word, or the longest power.
Ended ended(const Distribution& x, const RankSearch& search) {
  const std::size_t powers = search.powers_tried();
  std::uint64_t letters = powers;
  std::size_t depth = 0;
  for (const Kept& k : search.kept()) {
    letters += k.is_word() ? std::uint64_t{1} << k.word().depth() : k.step.power->exponent + 1;
    depth = std::max(depth, k.word().depth() + 1);
  }
  if (powers == 0) letters += std::uint64_t{1} << depth;
  return {search.rank(), powers, letters * std::max<std::uint64_t>(x.degree(), 1)};
}

// Of a point with a smaller rank nothing is said: the words of the other are independent anyhow.
std::string reason(const Ended& first, const Ended& second, std::uint64_t prime) {
  const bool same = first.rank == second.rank && (first.powers == 0) == (second.powers == 0);
  const Ended& larger = first.rank > second.rank ? first : second;
  const std::size_t powers = same ? std::min(first.powers, second.powers) : larger.powers;
  const std::uint64_t degree =
      same ? std::max(first.minor_degree, second.minor_degree) : larger.minor_degree;
  return "the Lie rank is probably exactly " + std::to_string(larger.rank) + ", because " +
         (powers == 0 ? "all brackets of the fields with the words found lie in their span"
                      : "the first " + std::to_string(powers) +
                            " powers of ad of random combinations of the fields, constant and "
                            "linear in time, lie in the span of the words found") +
         " at " + (same ? "two random points" : "a random point") + " modulo " +
         std::to_string(prime) + "; one point hides a " + (powers == 0 ? "bracket" : "power") +
         " outside it with a chance of at most " + std::to_string(degree) + "/" +
         std::to_string(prime) + " (Schwartz and Zippel)";
}

LieRank evidence(const RankSearch& search, std::uint64_t prime) {
  LieRank rank;
  rank.prime = prime;
  rank.point = search.point();
  for (const Kept& k : search.kept()) rank.words.push_back(k.step);
  return rank;
}

}  // namespace

LieRank dense_rank(const Distribution& x, const DenseSearch& options, const Progress& progress) {
  const std::uint64_t prime = options.prime;
  LieRank best;
  best.prime = prime;
  for (std::uint32_t j = 0; j < x.coordinates(); ++j) best.point.values.emplace_back(j, 1);
  std::optional<Ended> first;
  try {
    for (std::uint64_t round = 0; round < (options.thorough ? 2U : 1U); ++round) {
      RankSearch search(x, options, options.seed + 1000 * round, progress);
      try {
        search.run();
      } catch (const Error&) {
        if (search.rank() > best.words.size()) best = evidence(search, prime);
        throw;
      }
      if (round == 0 || search.rank() > best.words.size()) best = evidence(search, prime);
      if (search.complete()) return best;
      const Ended now = ended(x, search);
      if (first) best.probably = reason(*first, now, prime);
      first = now;
    }
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::stopped) throw;
    best.stopped = e.what();
  }
  return best;
}

}  // namespace abide
