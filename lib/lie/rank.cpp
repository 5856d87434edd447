#include <abide/lie.hpp>
#include <abide/system.hpp>

#include <algorithm>
#include <iterator>
#include <random>
#include <unordered_set>

namespace abide {

namespace {

// Up to this many brackets all are tried; beyond, so many random ones.
constexpr std::size_t most_brackets = 3'000;
constexpr std::size_t random_brackets = 200;
constexpr std::size_t deepest = 12;

struct Kept {
  std::shared_ptr<const Word> word;
  std::uint32_t pivot;
  std::vector<std::uint32_t> support;  // variables of its fields, increasing
};

std::vector<std::uint32_t> support_of(const Field& field) {
  std::vector<std::uint32_t> support;
  for (const FieldTerm& t : field) {
    support.push_back(t.variable);
    for (const Power& p : t.monomial.powers()) support.push_back(p.variable);
  }
  std::sort(support.begin(), support.end());
  support.erase(std::unique(support.begin(), support.end()), support.end());
  return support;
}

std::vector<std::uint32_t> united(const std::vector<std::uint32_t>& a,
                                  const std::vector<std::uint32_t>& b) {
  std::vector<std::uint32_t> both;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

// The search at one random point.
class Search {
 public:
  Search(const Distribution& x, std::size_t target, std::uint64_t prime, std::uint64_t seed,
         const Progress& progress)
      : x_(x), target_(target), progress_(progress), modulus_(prime), random_(seed),
        echelon_(x.coordinates(), prime) {
    for (std::size_t j = 0; j < x.coordinates(); ++j)
      point_.push_back(1 + random_() % (prime - 1));
  }

  void run() {
    single_fields();
    if (complete()) return;
    progress_.tell("lie", "rank " + std::to_string(rank()) + " without brackets");
    brackets();
  }

  bool complete() const { return rank() >= target_; }
  std::size_t rank() const { return kept_.size(); }
  std::size_t tried() const { return tried_; }
  bool exhausted() const { return exhausted_; }
  const std::vector<Kept>& kept() const { return kept_; }
  const std::vector<std::uint64_t>& point() const { return point_; }

 private:
  const Distribution& x_;
  std::size_t target_;
  const Progress& progress_;
  Modulus modulus_;
  std::mt19937_64 random_;
  DenseEchelon echelon_;
  std::vector<std::uint64_t> point_;
  std::vector<Kept> kept_;
  std::size_t fields_ = 0;  // kept words that are single fields: they come first
  std::size_t tried_ = 0;   // brackets since the rank last grew
  bool exhausted_ = false;  // all brackets of a kept field with a kept word were tried
  std::unordered_set<std::uint64_t> seen_;
  std::vector<std::vector<std::size_t>> touching_;  // kept fields by variable

  bool keep(const std::shared_ptr<const Word>& word, std::vector<std::uint32_t> support) {
    progress_.check();
    ModMatrix row(1, x_.coordinates(), modulus_.prime());
    const auto value = evaluate(*word, x_, point_, modulus_);
    for (std::size_t j = 0; j < value.size(); ++j) row.at(0, j) = value[j];
    const auto pivot = echelon_.add(row);
    if (pivot.empty()) return false;
    kept_.push_back({word, static_cast<std::uint32_t>(pivot[0].column), std::move(support)});
    return true;
  }

  void single_fields() {
    for (std::size_t i = 0; i < x_.size() && !complete() && rank() < x_.coordinates(); ++i)
      keep(std::make_shared<Word>(Word{i, nullptr, nullptr}), support_of(x_.fields()[i]));
    fields_ = rank();
    touching_.resize(x_.coordinates());
    for (std::size_t i = 0; i < fields_; ++i)
      for (const std::uint32_t v : kept_[i].support) touching_[v].push_back(i);
  }

  // [B_i, W] for kept fields B_i and kept words W: closed under these, the span is a Lie algebra.
  bool bracket(std::size_t i, std::size_t w) {
    const auto& field = kept_[i].word;
    const auto& word = kept_[w].word;
    if (!seen_.insert(i * (x_.coordinates() + 1) + w).second) return false;
    if (word->depth() >= deepest || (w < fields_ && w <= i)) return false;
    ++tried_;
    if (!keep(std::make_shared<Word>(Word{0, field, word}),
              united(kept_[i].support, kept_[w].support)))
      return false;
    tried_ = 0;
    return true;
  }

  void brackets() {
    // Few pairs: every one in turn; a word found late still meets every field.
    std::size_t done = 0;
    while (done < rank() && rank() * fields_ <= most_brackets) {
      for (std::size_t i = 0; i < fields_; ++i) {
        bracket(i, done);
        if (complete()) return;
      }
      ++done;
    }
    exhausted_ = done >= rank();
    if (!exhausted_) random_pairs();
  }

  // A random field that shares a variable with the word: all others commute with it.
  std::size_t neighbour(std::size_t w) {
    const auto& support = kept_[w].support;
    const auto& fields = touching_[support[random_() % support.size()]];
    return fields.empty() ? random_() % fields_ : fields[random_() % fields.size()];
  }

  void random_pairs() {
    std::size_t idle = 0;
    while (tried_ < random_brackets + rank() && idle < 100 * random_brackets) {
      const std::size_t before = tried_;
      // Half of the time one of the newest words: deep brackets grow from these.
      const std::size_t newest = std::min<std::size_t>(rank(), 1 + rank() / 4);
      const std::size_t w = (random_() & 1U) != 0 ? rank() - 1 - random_() % newest
                                                  : random_() % rank();
      const bool grew = bracket(neighbour(w), w);
      if (complete()) return;
      idle = grew || tried_ != before ? 0 : idle + 1;
    }
  }
};

// A minor has at most the sum of the degrees of its rows.
std::uint64_t minor_degree(const Distribution& x, const std::vector<Kept>& kept) {
  std::uint64_t degree = 1;
  for (const Field& f : x.fields())
    for (const FieldTerm& t : f) degree = std::max(degree, t.monomial.degree());
  std::uint64_t sum = 0;
  for (const Kept& k : kept) sum += degree * (std::uint64_t{1} << k.word->depth());
  return sum;
}

std::string reason(const Distribution& x, const Search& search, std::size_t rank,
                   std::uint64_t prime) {
  std::string text = "the Lie rank is probably exactly " + std::to_string(rank) + ", because ";
  text += search.exhausted()
              ? "all brackets of the fields with the words found"
              : std::to_string(search.tried()) + " random brackets of the fields with the words found";
  return text + " lie in their span at two random points modulo " + std::to_string(prime) +
         "; one point hides a larger rank with a chance of at most " +
         std::to_string(minor_degree(x, search.kept())) + "/" + std::to_string(prime) +
         " (Schwartz and Zippel)";
}

LieRank evidence(const Search& search, std::uint64_t prime) {
  LieRank rank;
  rank.prime = prime;
  for (const std::uint64_t v : search.point()) rank.point.push_back(static_cast<std::int64_t>(v));
  for (const Kept& k : search.kept()) rank.words.push_back({*k.word, k.pivot});
  return rank;
}

}  // namespace

LieRank lie_rank(const Distribution& x, const LieOptions& options, const Progress& progress) {
  const std::size_t target = options.target.value_or(x.coordinates());
  const std::uint64_t prime = usable_prime(x, dense_prime);
  LieRank best;
  best.prime = prime;
  best.point.assign(x.coordinates(), 1);
  try {
    for (std::uint64_t round = 0; round < 2; ++round) {
      Search search(x, target, prime, options.seed + 1000 * round, progress);
      try {
        search.run();
      } catch (const Error&) {
        if (search.rank() > best.words.size()) best = evidence(search, prime);
        throw;
      }
      if (round == 0 || search.rank() > best.words.size()) best = evidence(search, prime);
      if (search.complete()) return best;
      if (round == 1) best.probably = reason(x, search, best.words.size(), prime);
    }
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::stopped) throw;
    best.stopped = true;
    best.stop_reason = e.what();
  }
  return best;
}

}  // namespace abide
