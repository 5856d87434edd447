// One draw: weights θ_0, then inputs that enlarge the span of the gradients at θ_0, random ones
// until many in a row add nothing, then one for each activation pattern that can be listed. The
// gradients at θ_0 are computed modulo a prime, so their rank is a lower bound of that of W. What
// the cell is certified for is the map of its outputs as polynomials in θ, a basis of their span
// (data/format/hypothesis.md).
#include <algorithm>
#include <array>
#include <random>

#include "stages.hpp"

namespace abide {

namespace {

constexpr std::int64_t largest_weight = 20;
// Inputs are coarse or fine.
constexpr std::array<std::int64_t, 2> largest_inputs{9, 99};
// So many inputs in a row that add nothing to the rank end the search.
constexpr std::size_t patience = 300;
constexpr std::size_t most_attempts = 100;

}  // namespace

class CellSearch::Draws {
 public:
  Draws(std::uint64_t seed, std::size_t number) : random_(seed * 1'000'003 + number) {}

  std::vector<std::int64_t> weights(std::size_t count) {
    std::vector<std::int64_t> weights(count);
    for (std::int64_t& w : weights) {
      w = below(2 * largest_weight) - largest_weight;
      if (w >= 0) ++w;
    }
    return weights;
  }

  // Without biases only directions matter; with them, cells near 0 and far from it are reached by
  // scales.
  std::vector<Rational> input(std::size_t count, bool scaled) {
    static constexpr std::array<std::int64_t, 4> scales{1, 4, 32, 128};
    const std::int64_t largest = largest_inputs[random_() % largest_inputs.size()];
    const Integer scale(scaled ? scales[random_() % scales.size()] : 1);
    std::vector<Rational> input;
    for (std::size_t i = 0; i < count; ++i)
      input.emplace_back(Integer(below(2 * largest + 1) - largest), scale);
    return input;
  }

 private:
  std::mt19937_64 random_;
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
  }
};

namespace {

bool usable(const Samples& samples, std::uint64_t prime) {
  return std::all_of(samples.begin(), samples.end(), [prime](const auto& row) {
    return std::all_of(row.begin(), row.end(),
                       [prime](const Rational& x) { return x.mod(prime).has_value(); });
  });
}

// Whether the rank grew.
bool add_all(SparseEchelon& echelon, const std::vector<SparseRow>& rows) {
  const std::size_t before = echelon.rank();
  for (const SparseRow& row : rows) echelon.add(row);
  return echelon.rank() > before;
}

// The gradient stays.
Terms without_constant(Terms terms) {
  if (!terms.empty() && terms.back().monomial.is_one()) terms.pop_back();
  return primitive(std::move(terms));
}

}  // namespace

CellSearch::CellSearch(const Architecture& g, std::size_t parameters, std::size_t most_rank,
                       const HypothesisOptions& options)
    : g_(g),
      parameters_(parameters),
      most_rank_(most_rank),
      options_(options),
      prime_(large_prime(0)) {
  for (std::size_t k = 0; !usable(options.inputs, prime_); ++k) prime_ = large_prime(k + 1);
}

std::optional<ActivationCell> CellSearch::draw(std::size_t number, const Progress& progress) const {
  Draws draws(options_.seed, number);
  ActivationCell cell;
  cell.draw = number;
  for (std::size_t attempt = 0; attempt < most_attempts; ++attempt) {
    cell.weights = draws.weights(parameters_);
    if (!options_.inputs.empty()) {
      if (take_data(cell, progress)) return cell;
      continue;
    }
    find_inputs(cell, draws, progress);
    return cell;
  }
  return std::nullopt;
}

void CellSearch::find_inputs(ActivationCell& cell, Draws& draws, const Progress& progress) const {
  const OutputGradients gradients(g_, cell.weights, Modulus(prime_));
  SparseEchelon echelon(parameters_, prime_);
  // Whether the rank grew.
  const auto offer = [&](std::vector<Rational> input) {
    progress.check();
    const auto pattern = pattern_at(g_, cell.weights, input);
    if (!pattern || !add_all(echelon, gradients.rows(*pattern, input, options_.loss))) return false;
    cell.inputs.push_back(std::move(input));
    return true;
  };
  for (std::size_t idle = 0; idle < patience && echelon.rank() < most_rank_; ++idle)
    if (offer(draws.input(g_.inputs(), g_.has_bias()))) idle = 0;
  // Patterns of few inputs are not met by chance.
  if (echelon.rank() < most_rank_)
    if (auto possible = possible_patterns(g_, cell.weights, progress))
      for (auto& input : possible->inputs)
        if (usable({input}, prime_)) offer(std::move(input));
  cell.rank = echelon.rank();
}

bool CellSearch::take_data(ActivationCell& cell, const Progress& progress) const {
  const OutputGradients gradients(g_, cell.weights, Modulus(prime_));
  SparseEchelon echelon(parameters_, prime_);
  for (const std::vector<Rational>& input : options_.inputs) {
    progress.check();
    const auto pattern = pattern_at(g_, cell.weights, input);
    if (!pattern) return false;
    if (echelon.rank() < most_rank_)
      add_all(echelon, gradients.rows(*pattern, input, options_.loss));
  }
  cell.inputs = options_.inputs;
  cell.rank = options_.labels.empty() ? echelon.rank() : exact_rank(energy_of(cell), cell.weights);
  return true;
}

std::vector<Terms> CellSearch::outputs(const ActivationCell& cell, std::size_t input) const {
  std::vector<Terms> constants;
  for (const Rational& x : cell.inputs[input])
    constants.push_back(x.is_zero() ? Terms() : Terms{{Monomial(), x}});
  return outputs_on(g_, pattern_at(g_, cell.weights, cell.inputs[input]).value(),
                    std::move(constants));
}

// Σ |g(θ, x_i) − y_i|²: constant factors do not matter.
PolynomialMap CellSearch::energy_of(const ActivationCell& cell) const {
  Terms energy;
  for (std::size_t k = 0; k < cell.inputs.size(); ++k) {
    std::vector<Terms> values = outputs(cell, k);
    for (std::size_t o = 0; o < values.size(); ++o) {
      values[o].push_back({Monomial(), -options_.labels[k][o]});
      const Terms difference = collect(std::move(values[o]));
      const Terms square = multiply(difference, difference);
      energy.insert(energy.end(), square.begin(), square.end());
    }
  }
  return {{without_constant(collect(std::move(energy)))}};
}

PolynomialMap CellSearch::map_of(const ActivationCell& cell) const {
  if (!options_.labels.empty()) return energy_of(cell);
  std::vector<Terms> entries;
  for (std::size_t k = 0; k < cell.inputs.size(); ++k)
    for (Terms& t : along_loss(outputs(cell, k), options_.loss)) {
      t = without_constant(std::move(t));
      if (!t.empty()) entries.push_back(std::move(t));
    }
  if (entries.empty()) return {{Terms()}};  // no gradient at all: everything is conserved
  PolynomialMap map{echelon_form(entries, monomials_of(entries))};
  std::erase_if(map.entries, [](const Terms& t) { return t.empty(); });
  return map;
}

}  // namespace abide
