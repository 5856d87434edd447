#include "paths.hpp"

namespace abide {

namespace {

constexpr std::size_t most_terms = std::size_t{1} << 26U;

// The sums over all paths from one start to every node of a layer.
using Row = std::vector<Terms>;

class PathSums {
 public:
  explicit PathSums(const Network& network) : net_(network) {
    for (std::size_t l = 1; l < net_.layers(); ++l)
      if (net_.relu[l]) kept_.push_back(l);
    kept_.push_back(net_.layers());  // the output index is kept as well
  }

  std::vector<Terms> run() {
    for (std::uint32_t i = 0; i < net_.widths[0]; ++i) from_input(i);
    for (std::size_t t = 0; t < kept_.size(); ++t) from_constant(t);
    return std::move(entries_);
  }

 private:
  const Network& net_;
  std::vector<std::size_t> kept_;  // layers whose nodes are indices of a class
  std::vector<Terms> entries_;
  std::size_t terms_ = 0;

  Monomial weight(std::size_t layer, std::uint32_t i, std::uint32_t j) const {
    return Monomial::variable(static_cast<std::uint32_t>(net_.weight(layer, i, j)));
  }

  // One layer further: every node receives `row` through its edges, and, when the
  // start is the constant node, its own bias.
  Row step(const Row& row, std::size_t layer, bool constant) const {
    Row next(net_.widths[layer]);
    for (std::uint32_t j = 0; j < next.size(); ++j) {
      for (std::uint32_t i = 0; i < row.size(); ++i)
        for (const Term& t : row[i])
          next[j].push_back({t.monomial.times(weight(layer, i, j)), t.coefficient});
      if (constant && net_.has_bias(layer))
        next[j].push_back({Monomial::variable(static_cast<std::uint32_t>(
                               net_.bias_weight(layer, j))), Rational(1)});
    }
    return next;
  }

  // From `row` at layer `from` to the kept layer number t, linear layers summed over.
  Row advance(Row row, std::size_t from, std::size_t t, bool constant) const {
    for (std::size_t layer = from + 1; layer <= kept_[t]; ++layer)
      row = step(row, layer, constant);
    return row;
  }

  // Branches over the nodes of the kept layer number t, lexicographically.
  void branch(const Row& row, std::size_t t) {
    for (std::uint32_t k = 0; k < row.size(); ++k) {
      if (t + 1 == kept_.size()) {
        emit(row[k]);
        continue;
      }
      Row single(row.size());
      single[k] = row[k];
      branch(advance(std::move(single), kept_[t], t + 1, false), t + 1);
    }
  }

  void from_input(std::uint32_t i) {
    Row row(net_.widths[0]);
    row[i] = {{Monomial(), Rational(1)}};
    branch(advance(std::move(row), 0, 0, false), 0);
  }

  // Paths from the constant node whose first kept layer is number t.
  void from_constant(std::size_t t) {
    const std::size_t from = t == 0 ? 0 : kept_[t - 1];
    bool any = false;
    for (std::size_t layer = from + 1; layer <= kept_[t]; ++layer) any |= net_.has_bias(layer);
    if (any) branch(advance(Row(net_.widths[from]), from, t, true), t);
  }

  void emit(const Terms& sum) {
    terms_ += sum.size() * net_.layers();
    if (terms_ > most_terms)
      throw Error(ErrorKind::limit,
                  "the map of this network has more than 2^26 terms when written out");
    entries_.push_back(collect(sum));
  }
};

}  // namespace

std::vector<Terms> path_sums(const Network& network) { return PathSums(network).run(); }

}  // namespace abide
