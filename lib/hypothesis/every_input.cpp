// All activation patterns that inputs can have near given weights, as far as they can be excluded:
// layer by layer, a neuron whose pre-activation is a combination of values of known sign has one
// state, of others both are tried while the cone of the inputs in question has a direction left.
// For these patterns the outputs are polynomials in θ and x, and their coefficients in x have the
// gradients of every input: laws of this map hold for all inputs (mathematics.md, section 8).
#include <algorithm>
#include <map>
#include <set>

#include "cone.hpp"
#include "stages.hpp"

namespace abide {

namespace {

using Layer = Architecture::Layer;

constexpr std::size_t most_patterns = 4'096;

// What is known of a value for all weights near θ_0: zero, ≥ 0, ≤ 0, or nothing.
enum class Sign { zero, plus, minus, any };

// A value near θ_0: as a function of the input, by its coefficients at θ_0 (the last one of 1); and
// as a combination of the active neurons of ReLU layers before, of 1, and of the input.
struct Value {
  std::vector<Rational> coefficients;
  std::map<std::uint32_t, Rational> combination;  // a term that is absent is so for all weights
};

// Goes through the layers. A pre-activation that is a combination, with coefficients of one sign,
// of values ≥ 0 decides the state of its neuron. (One that is 0 only by chance is in no activation
// cell.) Of every other neuron both states are tried, unless no input fits all choices so far:
// pre-activations are affine in the input, so that these inputs are in a cone of (x, 1).
class Patterns {
 public:
  Patterns(const Architecture& g, const std::vector<std::int64_t>& weights,
           const Progress& progress)
      : g_(g),
        weights_(weights),
        progress_(progress),
        start_(narrowest(g)),
        width_(width(g, start_)),
        dimension_(width_ + (g.has_bias() ? 1U : 0U)),
        active_(width_) {}

  // Whether they were few enough.
  bool run() {
    std::vector<Value> first;
    for (std::uint32_t i = 0; i < width_; ++i) first.push_back(unit(i));
    Cone inputs(dimension_);
    if (g_.has_bias()) inputs.cut(unit(width_).coefficients);
    cones_.push_back(std::move(inputs));
    for (std::size_t l = 0; l < start_; ++l) pattern_.emplace_back(g_.layers()[l].outputs, true);
    values_.resize(start_);
    values_.push_back(std::move(first));
    layer(start_);
    return !too_many_;
  }
  PossiblePatterns found() && { return std::move(found_); }

 private:
  const Architecture& g_;
  const std::vector<std::int64_t>& weights_;
  const Progress& progress_;
  std::size_t start_;
  std::uint32_t width_;
  std::size_t dimension_;
  std::vector<std::vector<Value>> values_;  // by layer, so far
  std::vector<Cone> cones_;                 // of the inputs in question, choice by choice
  Pattern pattern_;
  PossiblePatterns found_;
  std::uint32_t active_;  // the number of the last active neuron in combinations
  bool too_many_ = false;

  static std::uint32_t width(const Architecture& g, std::size_t l) {
    return l == 0 ? g.inputs() : g.layers()[l - 1].outputs;
  }
  // Where linear layers before all others are narrowest: what follows is a function of these
  // values.
  static std::size_t narrowest(const Architecture& g) {
    const auto is_linear = [](const Layer& layer) { return !layer.relu; };
    if (std::any_of(g.layers().begin(), g.layers().end(),
                    [](const Layer& layer) { return layer.skip.has_value(); }))
      return 0;
    std::size_t best = 0;
    for (std::size_t l = 1; l <= g.layers().size() && is_linear(g.layers()[l - 1]); ++l)
      if (width(g, l) < width(g, best)) best = l;
    return best;
  }

  Value zero() const { return {std::vector<Rational>(dimension_), {}}; }
  // A coordinate of where the layers start, or 1.
  Value unit(std::uint32_t i) const {
    Value value = zero();
    value.coefficients[i] = Rational(1);
    value.combination[i] = Rational(1);
    return value;
  }
  static void add(Value& sum, std::int64_t weight, const Value& v) {
    const Rational factor(weight);
    for (std::size_t i = 0; i < v.coefficients.size(); ++i)
      sum.coefficients[i] += factor * v.coefficients[i];
    for (const auto& [of, c] : v.combination) sum.combination[of] += factor * c;
  }

  Value before_activation(const Layer& layer, std::uint32_t j,
                          const std::vector<Value>& values) const {
    Value sum = zero();
    if (layer.bias) add(sum, weights_[*layer.bias + j], unit(width_));
    for (std::uint32_t i = 0; i < layer.inputs; ++i)
      add(sum, weights_[layer.weight(i, j)], values[i]);
    return sum;
  }

  Sign sign(const Value& value) const {
    Sign sign = Sign::zero;
    for (const auto& [of, c] : value.combination) {
      const Sign term = of < width_ || c.is_zero() ? Sign::any
                        : c.sign() > 0             ? Sign::plus
                                                   : Sign::minus;
      if (sign != Sign::zero && sign != term) return Sign::any;
      sign = term;
    }
    return sign;
  }

  void layer(std::size_t l) {
    if (l == g_.layers().size()) {
      keep();
      return;
    }
    progress_.check();
    std::vector<Value> sums;
    for (std::uint32_t j = 0; j < g_.layers()[l].outputs; ++j)
      sums.push_back(before_activation(g_.layers()[l], j, values_[l]));
    pattern_.emplace_back();
    values_.emplace_back();
    neuron(l, 0, sums);
    values_.pop_back();
    pattern_.pop_back();
  }

  void keep() {
    found_.patterns.push_back(pattern_);
    too_many_ = found_.patterns.size() > most_patterns;
    for (std::vector<Rational>& input : cones_.back().inner_directions())
      if (is_input(input)) found_.inputs.push_back(std::move(input));
  }

  // A direction (x, t) as the input x / t, if it is one.
  bool is_input(std::vector<Rational>& direction) const {
    if (start_ != 0) return false;
    if (!g_.has_bias()) return true;
    const Rational t = direction.back();
    direction.pop_back();
    if (t.is_zero()) return false;
    for (Rational& x : direction) x /= t;
    return true;
  }

  void neuron(std::size_t l, std::uint32_t j, const std::vector<Value>& sums) {
    const Layer& layer = g_.layers()[l];
    if (too_many_) return;
    if (j == layer.outputs) return this->layer(l + 1);
    const Value& sum = sums[j];
    const Sign known = layer.relu ? sign(sum) : Sign::plus;
    if (known != Sign::any) return decide(l, j, sums, known == Sign::plus);
    for (const bool on : {true, false}) {
      std::vector<Rational> row = sum.coefficients;
      if (!on)
        for (Rational& x : row) x = -x;
      cones_.push_back(cones_.back());
      cones_.back().cut(row);
      if (cones_.back().may_have_direction()) decide(l, j, sums, on);
      cones_.pop_back();
    }
  }

  void decide(std::size_t l, std::uint32_t j, const std::vector<Value>& sums, bool on) {
    const Layer& layer = g_.layers()[l];
    Value value = on ? sums[j] : zero();
    if (on && layer.relu) value.combination = {{++active_, Rational(1)}};
    if (layer.skip) add(value, 1, values_[*layer.skip][j]);
    pattern_[l].push_back(on);
    values_[l + 1].push_back(std::move(value));
    neuron(l, j + 1, sums);
    values_[l + 1].pop_back();
    pattern_[l].pop_back();
  }
};

bool before(const Terms& a, const Terms& b) {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(), [](const Term& s, const Term& t) {
        if (s.monomial != t.monomial) return s.monomial < t.monomial;
        return s.coefficient.numerator() < t.coefficient.numerator();  // integers
      });
}

}  // namespace

std::optional<PossiblePatterns> possible_patterns(const Architecture& g,
                                                  const std::vector<std::int64_t>& weights,
                                                  const Progress& progress) {
  Patterns patterns(g, weights, progress);
  if (!patterns.run()) return std::nullopt;
  return std::move(patterns).found();
}

PolynomialMap on_every_input(const Architecture& g, const std::vector<Pattern>& patterns,
                             std::size_t parameters, Dynamics::Loss loss,
                             const Progress& progress) {
  const auto first = static_cast<std::uint32_t>(parameters);
  std::vector<Terms> inputs;  // variables after those of θ
  for (std::uint32_t i = 0; i < g.inputs(); ++i)
    inputs.push_back({{Monomial::variable(first + i), Rational(1)}});
  std::set<Terms, decltype(&before)> coefficients(&before);
  for (const Pattern& pattern : patterns) {
    progress.check();
    for (const Terms& output : along_loss(outputs_on(g, pattern, inputs), loss)) {
      std::vector<Terms> of(g.inputs() + 1);  // the last one: of 1
      for (const Term& t : output) {
        const Power last = t.monomial.is_one() ? Power{} : t.monomial.powers().back();
        const bool has_input = last.exponent != 0 && last.variable >= first;
        of[has_input ? last.variable - first : g.inputs()].push_back(
            {has_input ? t.monomial.divided_by(Monomial::variable(last.variable)) : t.monomial,
             t.coefficient});
      }
      for (Terms& c : of)
        if (!c.empty()) coefficients.insert(collect(std::move(c)));
    }
  }
  return {{coefficients.begin(), coefficients.end()}};
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
