// The Lie rank at a random point (mathematics.md, 4.6). Values of words are rows of a dense echelon
// form, and words that enlarge the span are kept: the fields first (of very many a sample, then
// random combinations), then brackets [field, kept word]. Few brackets are all tried: a span
// over the rational functions that is closed under these contains all words. Of many, random ones
// with a field that moves a coordinate of the word, short words first, in batches, until as many as
// a bound in vain; then a random combination of all fields against every word.
//
// The words kept are a proof of the lower bound. That the rank is no larger is only probable, which
// is said with its reason and the bound of Schwartz and Zippel, after a second point; an upper
// bound comes from laws or from involutive.cpp.
#include <algorithm>
#include <random>
#include <unordered_set>

#include "stages.hpp"
#include "system/system.hpp"

namespace abide {

namespace {

// Up to this many brackets all are tried; beyond, so many random ones.
constexpr std::size_t most_brackets = 3'000;
constexpr std::size_t random_brackets = 200;
constexpr std::size_t deepest = 12;
constexpr std::size_t deepest_random = 2;  // beyond, combinations of fields find more at once
// Of more fields than this, some and then random combinations of all.
constexpr std::uint64_t most_fields = 4'096;
constexpr std::size_t spare = 16;  // rows of a batch beyond what is missing
// Brackets of words of this depth are short; longer words come from powers of ad.
constexpr std::size_t shallow = 2;
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

// What powers of ad were tried, and whether they added anything.
struct PowersAdded {
  PowersTried tried;
  bool added = false;
};

// The search at one random point.
class Search {
 public:
  Search(const Distribution& x, const DenseSearch& options, std::uint64_t seed,
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
    if (!thorough_) return random_pairs();
    const bool far = needs_long_words(target_, rank());
    if (x_.coordinates() <= few_coordinates || !far) short_brackets();
    if (!complete()) powers();
    // Where these added nothing, long brackets tell more.
    if (!complete() && !(powers_ && powers_->added)) brackets();
  }

  bool complete() const { return rank() >= target_; }
  std::size_t rank() const { return kept_.size(); }
  bool exhausted() const { return exhausted_; }
  // Is there a kept word that is so deep that no bracket with it was tried?
  bool leaves_out_deep() const {
    return std::any_of(kept_.begin(), kept_.end(),
                       [](const Kept& k) { return k.is_word() && k.word().depth() >= deepest; });
  }
  const std::vector<Kept>& kept() const { return kept_; }
  const std::optional<PowersAdded>& powers_added() const { return powers_; }
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
  std::optional<PowersAdded> powers_;
  std::size_t next_ = 0;    // the first kept word with which not all brackets were tried
  std::size_t tried_ = 0;   // brackets since the rank last grew
  bool exhausted_ = false;  // all brackets of a kept field with a kept word were tried
  std::unordered_set<std::uint64_t> seen_;

  // Adds the words that enlarge the span; returns by how many it grew.
  std::size_t add(const std::vector<Word>& words) {
    if (words.empty()) return 0;
    progress_.check();
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
    for (const ModMatrix::Pivot& p : echelon_.add(batch)) {
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
    if (count < target_ && target_ < x_.coordinates())
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
    if (!seen_.insert(i * (x_.coordinates() + 1) + w).second) return std::nullopt;
    if (!kept_[w].is_word() || kept_[w].word().depth() >= deepest ||
        (!kept_[w].word().is_bracket() && w <= i))
      return std::nullopt;
    ++tried_;
    return Word::bracket(kept_[i].word(), kept_[w].word());
  }

  // Brackets with kept words up to this depth. Few pairs: every one in turn; a word found late
  // still meets every field. False: they are too many.
  bool all_pairs(std::size_t depth) {
    for (; next_ < rank(); ++next_) {
      if (rank() * fields_.size() > most_brackets) return false;
      if (!kept_[next_].is_word()) continue;
      if (kept_[next_].word().depth() > depth) return true;
      std::vector<Word> words;
      for (const std::size_t i : fields_)
        if (auto word = pair(i, next_)) words.push_back(std::move(*word));
      if (add(words) > 0) tried_ = 0;
      if (complete()) return true;
    }
    exhausted_ = true;
    return true;
  }

  void short_brackets() {
    if (!all_pairs(shallow)) random_pairs();
  }

  void brackets() {
    if (all_pairs(deepest)) return;
    random_pairs();
    if (!complete()) close();
  }

  void powers() {
    const std::size_t before = rank();
    const auto ratio = static_cast<double>(target_) / static_cast<double>(fields_.size());
    const bool known = target_ < x_.coordinates();
    const PowersTried tried = add_powers(
        {x_, point_, Modulus(prime_), rank(), target_,
         known ? spare_powers + static_cast<std::size_t>(powers_per_field * ratio) : few_powers,
         random_() >> 40U},
        [&](std::vector<WordStep>&& steps, const std::vector<SparseRow>& rows) {
          return add_rows(std::move(steps), rows);
        },
        progress_);
    powers_ = PowersAdded{tried, rank() > before};
  }

  // A random combination of all fields against every kept word, until none leads out of the span:
  // where one field does, nearly every combination does.
  void close() {
    constexpr std::size_t most_words = 256;
    for (bool grew = true; grew && !complete();) {
      grew = false;
      for (std::size_t w = 0; w < rank() && !complete();) {
        std::vector<Word> words;
        for (; w < rank() && words.size() < most_words; ++w) {
          if (kept_[w].is_word() && kept_[w].word().depth() < deepest)
            words.push_back(Word::bracket(Word::combination(random_() >> 2U), kept_[w].word()));
        }
        grew = add(words) > 0 || grew;
      }
    }
  }

  // A word of at most this depth, and a field that moves a variable where it is not zero.
  std::optional<Word> random_pair(std::size_t depth) {
    const Kept& kept = kept_[random_() % rank()];
    if (!kept.is_word() || kept.word().depth() > depth) return std::nullopt;
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
      if (rank() == before && depth < std::min(deepest_kept, deepest_random)) {
        ++depth;
        tried_ = 0;
      }
    }
  }
};

// What a thorough search has seen when its rank stagnates: powers of ad, or all brackets of the
// fields with its words, or those of random combinations of the fields.
struct Ended {
  std::size_t rank;
  std::size_t powers;  // so many were tried last, if these added anything
  bool all_brackets, leaves_out_deep;
  std::uint64_t minor_degree;
};

// Of a minor with one row more than words: at most the sum of the degrees of its rows. A word has
// at most 2^depth letters, a power one more than its exponent; what was tried in vain is one
// bracket deeper than the deepest word, or the longest power.
std::uint64_t minor_degree(const Distribution& x, const std::vector<Kept>& kept,
                           std::size_t powers) {
  std::uint64_t letters = powers;
  std::size_t depth = 0;
  for (const Kept& k : kept) {
    letters += k.is_word() ? std::uint64_t{1} << k.word().depth() : k.step.power->exponent + 1;
    depth = std::max(depth, k.word().depth() + 1);
  }
  letters += std::uint64_t{1} << depth;
  return letters * std::max<std::uint64_t>(x.degree(), 1);
}

Ended ended(const Distribution& x, const Search& search) {
  const auto& powers = search.powers_added();
  return {search.rank(), powers && powers->added ? powers->tried.length : 0, search.exhausted(),
          search.leaves_out_deep(),
          minor_degree(x, search.kept(), powers ? powers->tried.length : 0)};
}

// What two searches of the same rank have both seen.
Ended weaker(const Ended& a, const Ended& b) {
  return {a.rank, a.powers != 0 && b.powers != 0 ? std::min(a.powers, b.powers) : 0,
          a.all_brackets && b.all_brackets, a.leaves_out_deep || b.leaves_out_deep,
          std::max(a.minor_degree, b.minor_degree)};
}

std::string tried_in_vain(const Ended& e) {
  if (e.powers != 0)
    return "the first " + std::to_string(e.powers) +
           " powers of ad of random combinations of the fields, constant and linear in the time of "
           "their flow,";
  return std::string("all brackets") +
         (e.all_brackets ? " of the fields" : " of random combinations of the fields") +
         " with the words found";
}

// Of a point with a smaller rank nothing is said: the words of the other are independent anyhow.
std::string reason(const Ended& first, const Ended& second, std::uint64_t prime) {
  const bool same = first.rank == second.rank && (first.powers != 0) == (second.powers != 0);
  const Ended& larger = first.rank > second.rank ? first : second;
  const Ended e = same ? weaker(first, second) : larger;
  const std::string rank = std::to_string(e.rank), most = std::to_string(deepest);
  const bool up_to = e.powers == 0 && e.leaves_out_deep;
  return (up_to ? "the Lie rank may be larger than " + rank + ", because brackets deeper than " +
                      most + " were not tried; "
                : "the Lie rank is probably exactly " + rank + ", because ") +
         (up_to ? "the brackets up to there" + tried_in_vain(e).substr(12) : tried_in_vain(e)) +
         " lie in " + (e.powers != 0 ? "the span of the words found" : "their span") + " at " +
         (same ? "two random points" : "a random point") + " modulo " + std::to_string(prime) +
         "; one point hides a bracket outside it with a chance of at most " +
         std::to_string(e.minor_degree) + "/" + std::to_string(prime) + " (Schwartz and Zippel)";
}

LieRank evidence(const Search& search, std::uint64_t prime) {
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
      Search search(x, options, options.seed + 1000 * round, progress);
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
    best.stopped = true;
    best.stop_reason = e.what();
  }
  return best;
}

}  // namespace abide
