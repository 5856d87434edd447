// The Lie rank of a layer over a large network (mathematics.md, 4.15 and section 6): words of the
// network, or of the one with an output less under cross-entropy, have the same numbers of fields
// there. Their values in the layer are taken and eliminated, at the same sparse points, so nothing
// is inferred. Each coordinate before those of the network adds one row: the time that of the
// drift; a parameter that is added to an entry that of its field, and then the words of the network
// are brackets.
#include "stages.hpp"

namespace abide {

namespace {

class Lifting {
 public:
  Lifting(const Distribution& x, const LieOptions& options, const Progress& progress)
      : x_(x),
        overlay_(*x.overlay()),
        net_(*overlay_.below->network()),
        options_(options),
        progress_(progress) {}

  LieRank run() {
    LieRank rank;
    rank.prime = dense_prime(0);
    try {
      check_memory();
      eliminate(rank, words_below(rank));
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::stopped) throw;
      rank.stopped = e.what();
    }
    return rank;
  }

 private:
  const Distribution& x_;
  const Overlay& overlay_;
  const Network& net_;
  const LieOptions& options_;
  const Progress& progress_;

  void check_memory() const {
    constexpr double bytes_per_word = 256;  // with its row
    progress_.check_memory(bytes_per_word * static_cast<double>(*options_.target),
                           "the words of the Lie rank");
  }

  // Independent words of the network, and where they are.
  std::vector<WordStep> words_below(LieRank& rank) const {
    const std::size_t target = *options_.target;
    const Network small = forces();
    const auto parameters = small.parameters();
    const Distribution below(Model("", "", Coordinates::vector("x", parameters), small));
    LieRank found = sparse_rank(below,
                                {.target = target - std::min<std::size_t>(target, overlay_.first),
                                 .seed = options_.seed,
                                 .first_only = !options_.thorough || is_out_of_reach(),
                                 .brackets_only = overlay_.is_translated},
                                progress_);
    rank.prime = found.prime;
    rank.point = lifted(found.point, small);
    rank.stopped = std::move(found.stopped);
    return std::move(found.words);
  }

  // Where laws are not known, every point would be tried in vain: the words of the first one are
  // nearly always all that brackets have.
  bool is_out_of_reach() const {
    return overlay_.is_translated && *options_.target == x_.coordinates();
  }

  // The network whose fields the forces are, by their numbers: without the first output, which all
  // others are compared with.
  Network forces() const {
    std::vector<std::uint32_t> widths;
    std::vector<bool> relu;
    for (std::size_t l = 0; l <= net_.layers(); ++l) {
      widths.push_back(net_.width(l) - (l == net_.layers() && overlay_.are_differences ? 1U : 0U));
      relu.push_back(net_.relu(l));
    }
    return {std::move(widths), std::move(relu), net_.bias()};
  }

  // The time is 1, and weights of the first output and parameters that are added are 0.
  Point lifted(const Point& point, const Network& small) const {
    Point at;
    if (overlay_.has_time()) at.values.emplace_back(0, 1);
    for (const auto& [j, value] : point.values) {
      Network::Edge e = small.edge(j);
      if (overlay_.are_differences && e.layer == net_.layers()) ++e.to;
      at.values.emplace_back(overlay_.first + net_.position(e), value);
    }
    return at;
  }

  // Number k, the rows of the layer's own coordinates with the others.
  Word word(std::size_t k, const std::vector<WordStep>& words) const {
    if (overlay_.is_translated)
      return k < overlay_.first ? Word::field(k) : words[k - overlay_.first].word;
    return k < words.size() ? words[k].word : Word::field(x_.size() - 1);
  }

  void eliminate(LieRank& rank, const std::vector<WordStep>& words) const {
    const Modulus modulus(rank.prime);
    SparseEchelon echelon(x_.coordinates(), rank.prime);
    WordValues(x_, rank.point, modulus, progress_)
        .evaluate(
            words.size() + overlay_.first, [&](std::size_t k) { return word(k, words); },
            [&](std::size_t, Word& w, const SparseRow& value) {
              if (const auto pivot = echelon.add(value, progress_))
                rank.words.push_back({std::move(w), *pivot});
              return true;
            });
  }
};

}  // namespace

bool has_lifted_rank(const Distribution& x) {
  return x.overlay() != nullptr && !x.overlay()->has_velocities;
}

LieRank lifted_rank(const Distribution& x, const LieOptions& options, const Progress& progress) {
  return Lifting(x, options, progress).run();
}

}  // namespace abide
