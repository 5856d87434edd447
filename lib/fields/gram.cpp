// Is a quadratic polynomial a combination Σ g_l(v,w) G_l(v,w) of the Gram laws of a network? The
// coefficients g are read off the polynomial, those with v ≠ w from its mixed terms, those with v =
// w layer by layer from its squares, and then every term that such a combination must have is
// compared with those it has. That the combinations are laws is proved in
// apps/check/bodies/network.cpp; so a law of a network with millions of paths is verified in the
// time it takes to read it.
#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "paths.hpp"
#include "progress/progress.hpp"

namespace abide {

namespace {

using Edge = Network::Edge;

// h = Σ g_l(v,w) G_l(v,w): the coefficients g are read off h, then every term h must have is
// compared.
class GramCombination {
 public:
  GramCombination(const Network& net, const Terms& h, const Progress& progress)
      : net_(net), h_(h), progress_(progress), looks_(progress) {}

  bool holds() {
    for (const Term& t : h_) {
      looks_.step();
      const auto powers = t.monomial.powers();
      if (powers.size() == 1 && powers[0].exponent == 2) {
        squares_.emplace(powers[0].variable, &t.coefficient);
      } else if (powers.size() != 2 || t.monomial.degree() != 2 ||
                 !product(net_.edge(powers[0].variable), net_.edge(powers[1].variable),
                          t.coefficient)) {
        return false;
      }
    }
    return products_hold() && squares_hold();
  }

 private:
  using Pair = std::tuple<std::size_t, std::uint32_t, std::uint32_t>;  // layer, v < w
  struct Seen {
    Rational coefficient;
    std::uint64_t terms = 0;
  };
  const Network& net_;
  const Terms& h_;
  const Progress& progress_;
  mutable Looks looks_;
  std::map<Pair, Seen> pairs_;
  std::unordered_map<std::uint32_t, const Rational*> squares_;

  bool pair(std::size_t layer, std::uint32_t v, std::uint32_t w, const Rational& g) {
    if (!net_.is_hidden(layer) || net_.relu(layer)) return false;
    Seen& seen = pairs_[{layer, std::min(v, w), std::max(v, w)}];
    if (seen.terms++ == 0) seen.coefficient = g;
    return seen.coefficient == g;
  }

  // Two edges with one source are an in-pair of the layer they enter, two with one head an
  // out-pair of the layer they leave.
  bool product(const Edge& e, const Edge& f, const Rational& c) {
    if (e.layer != f.layer || e.constant != f.constant) return false;
    if (e.constant || e.from == f.from) return pair(e.layer, e.to, f.to, c);
    return e.to == f.to && pair(e.layer - 1U, e.from, f.from, -c);
  }

  bool products_hold() const {
    return std::all_of(pairs_.begin(), pairs_.end(), [this](const auto& entry) {
      const std::size_t l = std::get<0>(entry.first);
      return entry.second.terms ==
             std::uint64_t{net_.width(l - 1)} + net_.width(l + 1) + (net_.has_bias(l) ? 1U : 0U);
    });
  }

  Rational square(std::uint32_t variable) const {
    const auto found = squares_.find(variable);
    return found == squares_.end() ? Rational() : *found->second;
  }

  // The coefficient of U_l[u,v]² is g_l(v,v) − g_{l−1}(u,u), g = 0 at inputs and outputs.
  bool squares_hold() const {
    if (squares_.empty()) return true;
    double nodes = 0;
    for (std::size_t l = 0; l <= net_.layers(); ++l) nodes += net_.width(l);
    progress_.check_memory(nodes * sizeof(Rational), "the coefficients of a law at all neurons");
    std::vector<std::vector<Rational>> g{std::vector<Rational>(net_.width(0))};
    std::uint64_t expected = 0;
    for (std::size_t l = 1; l <= net_.layers(); ++l) {
      auto& here = g.emplace_back();
      resize(here, net_.width(l), progress_);
      for (std::uint32_t v = 0; v < here.size() && net_.is_hidden(l); ++v) {
        looks_.step();
        here[v] = square(net_.weight(l, 0, v)) + g[l - 1][0];
      }
      expected += edges_between(g[l - 1], here);
      if (net_.has_bias(l))
        expected += static_cast<std::uint64_t>(std::count_if(
            here.begin(), here.end(), [](const Rational& r) { return !r.is_zero(); }));
    }
    return expected == squares_.size() &&
           std::all_of(squares_.begin(), squares_.end(), [&](const auto& entry) {
             const Edge e = net_.edge(entry.first);
             const Rational start = e.constant ? Rational() : g[e.layer - 1][e.from];
             return *entry.second == g[e.layer][e.to] - start;
           });
  }

  // How many edges lead from one value to another one.
  std::uint64_t edges_between(const std::vector<Rational>& from,
                              const std::vector<Rational>& to) const {
    std::map<std::string, std::uint64_t> alike;
    const auto key = [](const Rational& r) { return r.is_zero() ? std::string() : r.to_string(); };
    for (std::size_t k = 0; k < from.size(); ++k) {
      looks_.step();
      ++alike[key(from[k])];
    }
    std::uint64_t edges = 0;
    for (std::size_t k = 0; k < to.size(); ++k) {
      looks_.step();
      const auto same = alike.find(key(to[k]));
      edges += from.size() - (same == alike.end() ? 0 : same->second);
    }
    return edges;
  }
};

}  // namespace

bool is_gram_combination(const Network& network, const Terms& h, const Progress& progress) {
  return GramCombination(network, h, progress).holds();
}

}  // namespace abide
