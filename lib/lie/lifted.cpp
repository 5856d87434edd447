// The Lie rank of a loss or a weight decay over a large network (mathematics.md, section 6): words
// of the network, or of the one with an output less under cross-entropy, have the same numbers of
// fields there. Their values on the phase space are taken and eliminated, at the same sparse
// points, so nothing is inferred; the drift adds one row.
#include "stages.hpp"

namespace abide {

namespace {

class Lifting {
 public:
  Lifting(const Distribution& x, const LieOptions& options, const Progress& progress)
      : x_(x),
        net_(*x.below()->network()),
        first_(x.layout().interval(Role::Kind::time).count > 0 ? 1 : 0),
        differences_(x.size() < x.below()->size() + first_),
        options_(options),
        progress_(progress) {}

  LieRank run() {
    const std::size_t target = *options_.target;
    const Network small = forces();
    const auto parameters = small.parameters();
    const Distribution below(Model("", "", Coordinates::vector("x", parameters), small));
    LieRank found = sparse_rank(below, target - std::min<std::size_t>(target, first_),
                                !options_.thorough, options_.seed, progress_);
    LieRank rank;
    rank.prime = found.prime;
    rank.point = lifted(found.point, small);
    rank.stopped = std::move(found.stopped);
    try {
      eliminate(rank, found.words);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::stopped) throw;
      rank.stopped = e.what();
    }
    return rank;
  }

 private:
  const Distribution& x_;
  const Network& net_;
  std::uint32_t first_;
  bool differences_;
  const LieOptions& options_;
  const Progress& progress_;

  // The network whose fields the forces are, by their numbers: without the first output, which all
  // others are compared with.
  Network forces() const {
    std::vector<std::uint32_t> widths;
    std::vector<bool> relu;
    for (std::size_t l = 0; l <= net_.layers(); ++l) {
      widths.push_back(net_.width(l) - (l == net_.layers() && differences_ ? 1U : 0U));
      relu.push_back(net_.relu(l));
    }
    return {std::move(widths), std::move(relu), net_.bias()};
  }

  // The time is 1, and weights of the first output are 0.
  Point lifted(const Point& point, const Network& small) const {
    Point at;
    if (first_ > 0) at.values.emplace_back(0, 1);
    for (const auto& [j, value] : point.values) {
      Network::Edge e = small.edge(j);
      if (differences_ && e.layer == net_.layers()) ++e.to;
      at.values.emplace_back(first_ + net_.position(e), value);
    }
    return at;
  }

  void eliminate(LieRank& rank, const std::vector<WordStep>& words) const {
    const Modulus modulus(rank.prime);
    SparseEchelon echelon(x_.coordinates(), rank.prime);
    WordValues(x_, rank.point, modulus, progress_)
        .evaluate(
            words.size() + first_,
            [&](std::size_t k) {
              return k < words.size() ? words[k].word : Word::field(x_.size() - 1);
            },
            [&](std::size_t, Word& w, const SparseRow& value) {
              if (const auto pivot = echelon.add(value, progress_))
                rank.words.push_back({std::move(w), *pivot});
              return true;
            });
  }
};

}  // namespace

bool has_lifted_rank(const Distribution& x) {
  return x.below() != nullptr && x.layout().interval(Role::Kind::velocity).count == 0;
}

LieRank lifted_rank(const Distribution& x, const LieOptions& options, const Progress& progress) {
  return Lifting(x, options, progress).run();
}

}  // namespace abide
