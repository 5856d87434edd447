// Paths of a ReLU network whose exponents are independent, as many as the Lie rank, by a spanning
// tree (mathematics.md, 4.5). No path is searched for and no matrix is eliminated: taken from the
// last layer to the first, each path has an edge that no later one has, so the rows are triangular
// as they stand. The number of a path is affine in the nodes of its edge, so a few look-ups for
// each layer give all. That the list is what it should be is checked by whoever uses it
// (closed_form.cpp).
#include "stages.hpp"

namespace abide {

namespace {

// Paths and their numbers as fields: a path visits one node per layer from its first one.
class Spanning {
 public:
  Spanning(const Network& net, const Distribution& x, const Progress& progress)
      : net_(net), x_(x), progress_(progress) {
    steps_.reserve(x.coordinates());
  }

  // Every hidden neuron has a tree edge, to node 0 of the next layer. The path of any other edge
  // enters it through nodes 0 and leaves it along tree edges. Taken from the last layer to the
  // first, a path holds no edge pivoted before: the minor is triangular, and D minus the hidden
  // neurons is its size.
  std::vector<ExponentRank::Step> run() {
    for (std::size_t l = net_.layers(); l >= 1; --l) {
      for (std::uint32_t u = 0; u < net_.width(l - 1); ++u) {
        progress_.check();
        for (std::uint32_t v = 0; v < net_.width(l); ++v)
          if (v != 0 || !net_.is_hidden(l - 1)) add({static_cast<std::uint32_t>(l), u, v, false});
      }
      if (net_.has_bias(l))
        for (std::uint32_t v = 0; v < net_.width(l); ++v)
          add({static_cast<std::uint32_t>(l), 0, v, true});
    }
    return std::move(steps_);
  }

 private:
  const Network& net_;
  const Distribution& x_;
  const Progress& progress_;
  std::vector<ExponentRank::Step> steps_;
  // The field of a path through `edge` and nodes 0 differs from that through its layer's first
  // edges by fixed amounts per node: two look-ups per layer give all.
  struct Numbers {
    std::uint64_t base = 0, by_from = 0, by_to = 0;
  };
  std::uint32_t known_layer_ = 0;
  bool known_constant_ = false;
  Numbers numbers_;

  std::uint64_t number(const Network::Edge& e) const {
    std::uint64_t field = 0;
    x_.some_terms_of(net_.position(e), 1, 0,
                     [&](std::uint64_t i, std::uint32_t, const Monomial&, const Rational&) {
                       field = i;
                       return false;
                     });
    return field;
  }

  void add(const Network::Edge& e) {
    if (e.layer != known_layer_ || e.constant != known_constant_) {
      known_layer_ = e.layer;
      known_constant_ = e.constant;
      Network::Edge first{e.layer, 0, 0, e.constant};
      numbers_.base = number(first);
      if (!e.constant && net_.width(e.layer - 1U) > 1) {
        first.from = 1;
        numbers_.by_from = number(first) - numbers_.base;
        first.from = 0;
      }
      if (net_.width(e.layer) > 1) {
        first.to = 1;
        numbers_.by_to = number(first) - numbers_.base;
      }
    }
    steps_.push_back(
        {numbers_.base + e.from * numbers_.by_from + e.to * numbers_.by_to, net_.position(e)});
  }
};

}  // namespace

std::vector<ExponentRank::Step> spanning_paths(const Network& network, const Distribution& x,
                                               const Progress& progress) {
  return Spanning(network, x, progress).run();
}

}  // namespace abide
