// The Lie rank of a network at a point where few weights are not zero (mathematics.md, 4.9). There
// the network hangs together in threads, many of them alike. A small network of the same pattern,
// with a few threads of each sort, is searched for independent words, short ones that involve few
// threads first; each word becomes a template, with its threads left open, and the large network
// takes every template with all choices of threads of the same sort. Each word is short and its
// value sparse, so elimination takes time near the size of the evidence: millions of parameters in
// seconds.
//
// Nothing is inferred from the small network: the words of the large one are evaluated and
// eliminated. If a pattern misses, other patterns and longer words are tried.
#include <algorithm>
#include <map>
#include <set>

#include "progress/progress.hpp"
#include "stages.hpp"

namespace abide {

namespace {

// Where few weights are non-zero (pattern_point), these hang together in threads: connected
// parts of the network, most with one node in each of some neighbouring layers. Threads with as
// many nodes in every layer are alike; the first few of each sort are told apart ("hubs"), all
// others are interchangeable. So the words that are independent in a small network of the same
// pattern tell which words to take in a large one: the same, with their threads replaced by any
// others of the same sort. Whether these are independent is then seen by elimination.
constexpr std::uint32_t hubs = 3;
constexpr std::uint32_t alike = 2;  // interchangeable threads of a sort in the small network
constexpr std::uint32_t small_width = hubs + alike;
constexpr std::size_t most_free = 2;  // interchangeable threads in one word
constexpr std::size_t most_small_fields = 2'000;
constexpr std::size_t most_small_words = 400'000;
constexpr std::size_t most_word_choices = 40'000'000;
constexpr std::size_t deepest = 3;  // nested brackets in a word

// How many nodes a thread has in each layer.
using Sort = std::vector<std::uint32_t>;

class Threads {
 public:
  struct Place {
    std::uint32_t sort = 0;
    std::uint32_t number = 0;  // of the thread among those of its sort
    std::uint32_t node = 0;    // among the nodes of the thread in its layer
  };

  Threads(const Network& net, const Point& point, const Progress& progress)
      : progress_(progress), looks_(progress) {
    std::uint32_t nodes = 0;
    for (std::size_t l = 0; l <= net.layers(); ++l) {
      first_.push_back(nodes);
      nodes += net.width(l);
    }
    check_memory(nodes, net.layers());
    DisjointSets connected(nodes);
    for (const auto& entry : point.values) {
      looks_.step();
      const Network::Edge e = net.edge(entry.first);
      // The first nodes of the layers may be hubs of a star: they stand alone.
      if (!e.constant && e.from != 0 && e.to != 0)
        connected.join(first_[e.layer - 1U] + e.from, first_[e.layer] + e.to);
    }
    collect(net, connected);
  }

  const Place& place(std::size_t layer, std::uint32_t node) const {
    return places_[first_[layer] + node];
  }
  const std::vector<Sort>& sorts() const { return sorts_; }
  std::uint32_t count(std::uint32_t sort) const {
    return sort < threads_.size() ? static_cast<std::uint32_t>(threads_[sort].size()) : 0;
  }
  std::uint32_t node(const Place& place, std::size_t layer) const {
    return threads_[place.sort][place.number][layer][place.node];
  }

 private:
  using Nodes = std::vector<std::vector<std::uint32_t>>;  // by layer
  const Progress& progress_;
  Looks looks_;
  std::vector<std::uint32_t> first_;
  std::vector<Sort> sorts_;
  std::vector<std::vector<Nodes>> threads_;  // by sort
  std::vector<Place> places_;

  // At most if every node stands alone: its place, a thread with lists for all layers, and what
  // finds that.
  void check_memory(std::uint32_t nodes, std::size_t layers) const {
    constexpr double bytes_per_node = 192;
    progress_.check_memory(
        nodes * (bytes_per_node + static_cast<double>((layers + 1) * sizeof(Nodes::value_type))),
        "the threads of the network");
  }

  // Threads in the order of their first nodes, sorts in the order of their first threads.
  void collect(const Network& net, DisjointSets& connected) {
    std::map<std::uint32_t, Nodes> by_root;
    for (std::size_t l = 0; l <= net.layers(); ++l)
      for (std::uint32_t v = 0; v < net.width(l); ++v) {
        looks_.step();
        Nodes& nodes = by_root[connected.root(first_[l] + v)];
        nodes.resize(net.layers() + 1);
        nodes[l].push_back(v);
      }
    std::map<Sort, std::uint32_t> known;
    places_.resize(first_.back() + net.width(net.layers()));
    for (auto& entry : by_root) {
      looks_.step();
      Nodes& nodes = entry.second;
      Sort sort;
      for (const auto& layer : nodes) sort.push_back(static_cast<std::uint32_t>(layer.size()));
      const auto [it, fresh] = known.try_emplace(sort, static_cast<std::uint32_t>(sorts_.size()));
      if (fresh) {
        sorts_.push_back(sort);
        threads_.emplace_back();
      }
      auto& alike_threads = threads_[it->second];
      for (std::size_t l = 0; l < nodes.size(); ++l)
        for (std::uint32_t k = 0; k < nodes[l].size(); ++k)
          places_[first_[l] + nodes[l][k]] = {it->second,
                                              static_cast<std::uint32_t>(alike_threads.size()), k};
      alike_threads.push_back(std::move(nodes));
    }
  }
};

// A network with the same sorts of threads, few of each, if the pattern gives it these.
std::optional<Model> reduced(const Network& net, std::size_t pattern, const Progress& progress) {
  const Threads threads(net, pattern_point(net, pattern, progress), progress);
  std::vector<std::uint32_t> widths(net.layers() + 1, 0);
  std::vector<bool> relu;
  for (std::uint32_t k = 0; k < threads.sorts().size(); ++k)
    for (std::size_t l = 0; l <= net.layers(); ++l)
      widths[l] += threads.sorts()[k][l] * std::min(threads.count(k), small_width);
  for (std::size_t l = 0; l <= net.layers(); ++l) relu.push_back(net.relu(l));
  Network small(std::move(widths), std::move(relu), net.bias());
  const Threads found(small, pattern_point(small, pattern, progress), progress);
  if (found.sorts() != threads.sorts()) return std::nullopt;
  for (std::uint32_t k = 0; k < threads.sorts().size(); ++k)
    if (found.count(k) != std::min(threads.count(k), small_width)) return std::nullopt;
  const std::uint32_t parameters = small.parameters();
  return Model("", "", Coordinates::vector("x", parameters), std::move(small));
}

// A word of the small network with its interchangeable threads left open.
class Template {
 public:
  // One index of a field of the word: a hub, or an open thread.
  struct Index {
    std::size_t layer = 0;
    std::uint32_t sort = 0, node = 0;
    bool open = false;
    std::uint32_t number = 0;  // of the hub, or of the open thread
    friend auto operator<=>(const Index&, const Index&) = default;
  };
  struct Letter {
    std::size_t group = 0;
    std::vector<Index> indices;
    friend auto operator<=>(const Letter&, const Letter&) = default;
  };

  Template(const Word& word, const Distribution& x, const Threads& threads) {
    read(word, x, threads);
  }

  const std::vector<std::uint32_t>& open() const { return open_; }
  // Of two open threads of one sort: must the first be before the second?
  bool is_ordered() const { return open_.size() == 2 && open_[0] == open_[1]; }
  bool increasing() const { return first_numbers_[0] < first_numbers_[1]; }
  friend bool operator<(const Template& a, const Template& b) {
    if (a.letters_ != b.letters_) return a.letters_ < b.letters_;
    if (a.shape_ != b.shape_) return a.shape_ < b.shape_;
    return a.is_ordered() && b.is_ordered() && a.increasing() < b.increasing();
  }

  // Has the network all hubs of the word?
  bool fits(const Threads& threads) const {
    return std::all_of(letters_.begin(), letters_.end(), [&](const Letter& letter) {
      return std::all_of(letter.indices.begin(), letter.indices.end(), [&](const Index& i) {
        return i.open || i.number < threads.count(i.sort);
      });
    });
  }
  // The word with the open threads given by their numbers.
  Word at(const std::vector<std::uint32_t>& numbers, const Distribution& x,
          const Threads& threads) const {
    std::size_t letter = 0, position = 0;
    return build(letter, position, numbers, x, threads);
  }

 private:
  std::vector<bool> shape_;  // Polish notation: true opens a bracket
  std::vector<Letter> letters_;
  std::vector<std::uint32_t> open_;  // sorts
  std::vector<std::uint32_t> first_numbers_;

  void read(const Word& word, const Distribution& x, const Threads& threads) {
    shape_.push_back(word.is_bracket());
    if (word.is_bracket()) {
      read(word.left(), x, threads);
      read(word.right(), x, threads);
      return;
    }
    const PathClass c = x.path_class(word.field_number());
    Letter& letter = letters_.emplace_back();
    letter.group = c.group;
    for (std::size_t l = 0; l < c.nodes.size(); ++l)
      if (c.nodes[l] != PathClass::any)
        letter.indices.push_back(index(l, threads.place(l, c.nodes[l])));
  }

  Index index(std::size_t layer, const Threads::Place& place) {
    Index index{layer, place.sort, place.node, place.number >= hubs, place.number};
    if (!index.open) return index;
    std::uint32_t k = 0;
    while (k < open_.size() && (open_[k] != place.sort || first_numbers_[k] != place.number)) ++k;
    if (k == open_.size()) {
      open_.push_back(place.sort);
      first_numbers_.push_back(place.number);
    }
    index.number = k;
    return index;
  }

  Word build(std::size_t& letter, std::size_t& position, const std::vector<std::uint32_t>& numbers,
             const Distribution& x, const Threads& threads) const {
    if (shape_[position++]) {
      const Word left = build(letter, position, numbers, x, threads);
      return Word::bracket(left, build(letter, position, numbers, x, threads));
    }
    PathClass c;
    c.group = letters_[letter].group;
    c.nodes.assign(x.network()->layers() + 1, PathClass::any);
    for (const Index& i : letters_[letter].indices)
      c.nodes[i.layer] =
          threads.node({i.sort, i.open ? numbers[i.number] : i.number, i.node}, i.layer);
    ++letter;
    return Word::field(x.field_of(c));
  }
};

// Words of the small network whose values at its point are independent, words with few open threads
// first.
class SmallSearch {
 public:
  SmallSearch(const Distribution& x, std::size_t pattern, std::size_t target, bool brackets_only,
              const Progress& progress)
      : x_(x),
        point_(pattern_point(*x.network(), pattern, progress)),
        threads_(*x.network(), point_, progress),
        modulus_(dense_prime(0)),
        values_(x, point_, modulus_, progress),
        echelon_(x.coordinates(), modulus_.prime()),
        target_(target),
        brackets_only_(brackets_only),
        looks_(progress) {}

  std::vector<Word> run(std::size_t depth) {
    std::vector<Word> level;
    for (std::uint64_t i = 0; i < x_.size(); ++i) level.push_back(Word::field(i));
    const std::vector<Word> fields = level;
    if (!brackets_only_) try_all(level);
    for (std::size_t d = 1; d <= depth && kept_.size() < target_; ++d) {
      level = longer(fields, level);
      try_all(level);
    }
    return std::move(kept_);
  }
  const Threads& threads() const { return threads_; }

 private:
  const Distribution& x_;
  Point point_;
  Threads threads_;
  Modulus modulus_;
  WordValues values_;
  SparseEchelon echelon_;
  std::size_t target_;
  bool brackets_only_;
  Looks looks_;
  std::size_t made_ = 0;
  std::vector<Word> kept_;

  std::size_t open_threads(const Word& word) const {
    return Template(word, x_, threads_).open().size();
  }

  void try_all(std::vector<Word>& level) {
    std::vector<std::vector<Word>> by_open(most_free + 1);
    for (Word& w : level) {
      looks_.step();
      if (const std::size_t n = open_threads(w); n <= most_free) by_open[n].push_back(w);
    }
    for (std::vector<Word>& words : by_open)
      values_.evaluate(
          words.size(), [&](std::size_t k) { return words[k]; },
          [&](std::size_t, Word& w, const SparseRow& value) {
            if (echelon_.add(value)) kept_.push_back(std::move(w));
            return kept_.size() < target_;
          });
  }

  // [field, word] for all fields and words, as far as they are not too many.
  std::vector<Word> longer(const std::vector<Word>& fields, const std::vector<Word>& level) {
    std::vector<Word> next;
    for (const Word& w : level)
      for (const Word& f : fields) {
        if (w.is_field() && w.field_number() <= f.field_number()) continue;
        if (++made_ > most_small_words) return next;
        looks_.step();
        next.push_back(Word::bracket(f, w));
      }
    return next;
  }
};

// All choices of the open threads of a template, in lexicographic order.
class Choices {
 public:
  Choices(const Template& t, const Threads& threads) : template_(t) {
    for (const std::uint32_t sort : t.open()) {
      const std::uint32_t count = threads.count(sort);
      counts_.push_back(count > hubs ? count - hubs : 0);
    }
    numbers_.assign(counts_.size(), hubs);
  }
  std::uint64_t count() const {
    std::uint64_t count = 1;
    for (const std::uint32_t n : counts_) count *= n;
    if (template_.is_ordered()) count = count == 0 ? 0 : (count - counts_[0]) / 2;
    return count;
  }
  const std::vector<std::uint32_t>& next() {
    if (started_ || !fits()) advance();
    started_ = true;
    return numbers_;
  }

 private:
  const Template& template_;
  std::vector<std::uint32_t> counts_, numbers_;
  bool started_ = false;

  bool fits() const {
    if (!template_.is_ordered()) return true;
    return numbers_[0] != numbers_[1] && (numbers_[0] < numbers_[1]) == template_.increasing();
  }
  void advance() {
    do {
      std::size_t k = numbers_.size();
      while (k-- > 0 && ++numbers_[k] == hubs + counts_[k]) numbers_[k] = hubs;
    } while (!fits());
  }
};

// The words of one pattern, in the network itself.
class LargeSearch {
 public:
  LargeSearch(const Distribution& x, std::size_t pattern, std::size_t target,
              const Progress& progress)
      : x_(x),
        target_(target),
        progress_(progress),
        modulus_(dense_prime(0)),
        echelon_(x.coordinates(), modulus_.prime()) {
    rank_.prime = modulus_.prime();
    rank_.point = pattern_point(*x.network(), pattern, progress);
  }

  void run(const std::vector<Template>& templates) {
    const Threads threads(*x_.network(), rank_.point, progress_);
    const WordValues values(x_, rank_.point, modulus_, progress_);
    for (const Template& t : templates) {
      Choices choices(t, threads);
      if (choices.count() > most_word_choices || !t.fits(threads)) continue;
      values.evaluate(
          static_cast<std::size_t>(choices.count()),
          [&](std::size_t) { return t.at(choices.next(), x_, threads); },
          [&](std::size_t, Word& w, const SparseRow& value) {
            if (const auto pivot = echelon_.add(value, progress_))
              rank_.words.push_back({std::move(w), *pivot});
            progress_.doing("Lie rank", rank_.words.size(), target_);
            return rank_.words.size() < target_;
          });
      if (rank_.words.size() >= target_) return;
    }
  }
  LieRank take() { return std::move(rank_); }

 private:
  const Distribution& x_;
  std::size_t target_;
  const Progress& progress_;
  Modulus modulus_;
  SparseEchelon echelon_;
  LieRank rank_;
};

std::vector<Template> templates_of(const std::vector<Word>& words, const Distribution& x,
                                   const Threads& threads) {
  std::set<Template> known;
  std::vector<Template> templates;
  for (const Word& w : words) {
    Template t(w, x, threads);
    if (known.insert(t).second) templates.push_back(std::move(t));
  }
  return templates;
}

class Sparse {
 public:
  Sparse(const Distribution& x, const SparseSearch& search, const Progress& progress)
      : x_(x), search_(search), shortest_(search.brackets_only ? 2 : 1), progress_(progress) {
    best_.prime = dense_prime(0);
  }

  // The first pattern and short words do nearly always.
  void run() {
    best_.point = pattern_point(*x_.network(), 0, progress_);
    if (search_.first_only) {
      attempt(0, shortest_);
      return;
    }
    for (std::size_t depth = shortest_; depth <= deepest; ++depth)
      for (std::size_t pattern = 0; pattern < pattern_count; ++pattern)
        if (attempt(pattern, depth)) return;
  }
  LieRank take() { return std::move(best_); }
  void stop(const Error& e) { best_.stopped = e.what(); }

 private:
  const Distribution& x_;
  const SparseSearch& search_;
  std::size_t shortest_;  // depth of words; brackets of fields with brackets replace the fields
  const Progress& progress_;
  LieRank best_;
  std::map<std::vector<std::uint32_t>, std::size_t> reachable_;  // by widths of small networks

  // What a small network can reach at all: only asked for when a first attempt has failed.
  std::size_t reachable(const Distribution& small) {
    std::vector<std::uint32_t> widths;
    for (std::size_t l = 0; l <= small.network()->layers(); ++l)
      widths.push_back(small.network()->width(l));
    const auto [it, fresh] = reachable_.try_emplace(std::move(widths));
    if (fresh)
      it->second =
          dense_rank(small,
                     {.target = small.coordinates(), .prime = dense_prime(0), .seed = search_.seed},
                     progress_)
              .words.size();
    return it->second;
  }

  bool attempt(std::size_t pattern, std::size_t depth) {
    const std::optional<Model> model = reduced(*x_.network(), pattern, progress_);
    if (!model) return false;
    const Distribution small(*model);
    if (small.size() > most_small_fields) return false;
    const bool first = pattern == 0 && depth == shortest_;
    SmallSearch search(small, pattern, first ? small.coordinates() : reachable(small),
                       search_.brackets_only, progress_);
    const std::vector<Word> words = search.run(depth);
    progress_.tell("lie", "pattern " + std::to_string(pattern) + ", depth " +
                              std::to_string(depth) + ": rank " + std::to_string(words.size()) +
                              " in a small network");
    if (!first && words.size() < reachable(small)) return false;
    LargeSearch large(x_, pattern, search_.target, progress_);
    const auto keep_better = [&] {
      LieRank rank = large.take();
      if (rank.words.size() > best_.words.size()) best_ = std::move(rank);
    };
    try {
      large.run(templates_of(words, small, search.threads()));
    } catch (const Error&) {
      keep_better();
      throw;
    }
    keep_better();
    return best_.words.size() >= search_.target;
  }
};

}  // namespace

LieRank sparse_rank(const Distribution& x, const SparseSearch& search, const Progress& progress) {
  Sparse sparse(x, search, progress);
  try {
    sparse.run();
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::stopped) throw;
    sparse.stop(e);
  }
  return sparse.take();
}

}  // namespace abide
