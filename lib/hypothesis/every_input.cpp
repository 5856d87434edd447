#include "stages.hpp"

#include <algorithm>
#include <set>

namespace abide {

namespace {

using Layer = Architecture::Layer;

constexpr std::size_t most_patterns = 1'024;
constexpr std::size_t most_visits = 16'384;
constexpr std::uint32_t most_orthants = 6;  // inputs whose signs are told apart

// What is known of a value for all weights near θ_0: zero, ≥ 0, ≤ 0, or nothing.
enum class Sign { zero, plus, minus, any };

Sign plus(Sign a, Sign b) {
  if (a == Sign::zero) return b;
  return b == Sign::zero || a == b ? a : Sign::any;
}

Sign times(std::int64_t weight, Sign a) {
  if (a == Sign::zero || a == Sign::any) return a;
  if (weight == 0) return Sign::any;
  return weight > 0 ? a : a == Sign::plus ? Sign::minus : Sign::plus;
}

// Goes through the layers. A neuron whose pre-activation has a known sign has one state (values that are 0
// only by chance are no activation cell), every other one both.
class Patterns {
 public:
  Patterns(const Architecture& g, const std::vector<std::int64_t>& weights, const Progress& progress)
      : g_(g), weights_(weights), progress_(progress) {}

  // Whether they were few enough.
  bool run() {
    const std::uint32_t n = g_.inputs() <= most_orthants ? g_.inputs() : 0;
    std::vector<Sign> input(g_.inputs(), Sign::any);
    for (std::uint32_t orthant = 0; orthant < 1U << n && !too_many_; ++orthant) {
      for (std::uint32_t i = 0; i < n; ++i) input[i] = (orthant >> i & 1U) != 0 ? Sign::plus : Sign::minus;
      signs_ = {input};
      layer(0);
    }
    return !too_many_;
  }
  const std::set<Pattern>& found() const { return found_; }

 private:
  const Architecture& g_;
  const std::vector<std::int64_t>& weights_;
  const Progress& progress_;
  std::vector<std::vector<Sign>> signs_;  // of the values so far
  Pattern pattern_;
  std::set<Pattern> found_;
  std::size_t visits_ = 0;
  bool too_many_ = false;

  Sign before_activation(const Layer& layer, std::uint32_t j) const {
    Sign sum = layer.bias ? times(weights_[*layer.bias + j], Sign::plus) : Sign::zero;
    for (std::uint32_t i = 0; i < layer.inputs; ++i)
      sum = plus(sum, times(weights_[layer.weight(i, j)], signs_.back()[i]));
    return sum;
  }

  void layer(std::size_t l) {
    if (l == g_.layers().size()) {
      found_.insert(pattern_);
      too_many_ = too_many_ || found_.size() > most_patterns || ++visits_ > most_visits;
      return;
    }
    progress_.check();
    pattern_.emplace_back();
    signs_.emplace_back();
    std::vector<Sign> sums;
    for (std::uint32_t j = 0; j < g_.layers()[l].outputs; ++j) {
      signs_.pop_back();
      sums.push_back(before_activation(g_.layers()[l], j));
      signs_.emplace_back();
    }
    neuron(l, 0, sums);
    signs_.pop_back();
    pattern_.pop_back();
  }

  void neuron(std::size_t l, std::uint32_t j, const std::vector<Sign>& sums) {
    const Layer& layer = g_.layers()[l];
    if (too_many_) return;
    if (j == layer.outputs) return this->layer(l + 1);
    for (const bool on : {true, false}) {
      if (!layer.relu && !on) continue;
      if (layer.relu && sums[j] != Sign::any && on != (sums[j] == Sign::plus)) continue;
      Sign value = !on ? Sign::zero : layer.relu ? Sign::plus : sums[j];
      if (layer.skip) value = plus(value, signs_[*layer.skip][j]);
      pattern_[l].push_back(on);
      signs_[l + 1].push_back(value);
      neuron(l, j + 1, sums);
      signs_[l + 1].pop_back();
      pattern_[l].pop_back();
    }
  }
};

bool before(const Terms& a, const Terms& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](const Term& s, const Term& t) {
    if (s.monomial != t.monomial) return s.monomial < t.monomial;
    return s.coefficient.numerator() < t.coefficient.numerator();  // integers
  });
}

}  // namespace

std::optional<PolynomialMap> on_every_input(const Architecture& g, const std::vector<std::int64_t>& weights,
                                            Dynamics::Loss loss, const Progress& progress) {
  Patterns patterns(g, weights, progress);
  if (!patterns.run()) return std::nullopt;
  const auto first = static_cast<std::uint32_t>(weights.size());
  std::vector<Terms> inputs;  // variables after those of θ
  for (std::uint32_t i = 0; i < g.inputs(); ++i) inputs.push_back({{Monomial::variable(first + i), Rational(1)}});
  std::set<Terms, decltype(&before)> coefficients(&before);
  for (const Pattern& pattern : patterns.found()) {
    progress.check();
    for (const Terms& output : along_loss(outputs_on(g, pattern, inputs), loss)) {
      std::vector<Terms> of(g.inputs() + 1);  // the last one: of 1
      for (const Term& t : output) {
        const Power last = t.monomial.is_one() ? Power{} : t.monomial.powers().back();
        const bool has_input = last.exponent != 0 && last.variable >= first;
        of[has_input ? last.variable - first : g.inputs()].push_back(
            {has_input ? t.monomial.divided_by(Monomial::variable(last.variable)) : t.monomial, t.coefficient});
      }
      for (Terms& c : of)
        if (!c.empty()) coefficients.insert(collect(std::move(c)));
    }
  }
  return PolynomialMap{{coefficients.begin(), coefficients.end()}};
}

std::size_t exact_rank(const PolynomialMap& map, const std::vector<std::int64_t>& weights) {
  const std::vector<Rational> point(weights.begin(), weights.end());
  IntegerMatrix gradients(map.entries.size(), weights.size());
  for (std::size_t k = 0; k < map.entries.size(); ++k)
    for (std::uint32_t j = 0; j < weights.size(); ++j)
      gradients.set(k, j, evaluate(derivative(map.entries[k], j), point).numerator());
  return gradients.rank();
}

}  // namespace abide
