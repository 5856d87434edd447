#include "stages.hpp"

#include <algorithm>
#include <set>

namespace abide {

namespace {

using Layer = Architecture::Layer;

constexpr std::size_t most_patterns = 1'024;

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

// A value as a function of the input: its coefficients at θ_0, the last one of 1, and its sign.
struct Value {
  std::vector<Rational> coefficients;
  Sign sign = Sign::zero;
};

// Goes through the layers. A neuron whose pre-activation has a known sign has one state. (A value that is 0
// only by chance is in no activation cell.) Of every other one both are tried, unless no input fits all
// choices so far: pre-activations are affine in the input, so that these inputs are in a cone of (x, 1).
class Patterns {
 public:
  Patterns(const Architecture& g, const std::vector<std::int64_t>& weights, const Progress& progress)
      : g_(g), weights_(weights), progress_(progress), dimension_(g.inputs() + (g.has_bias() ? 1U : 0U)) {}

  // Whether they were few enough.
  bool run() {
    std::vector<Value> input;
    for (std::uint32_t i = 0; i < g_.inputs(); ++i) input.push_back(unit(i, Sign::any));
    if (g_.has_bias()) rows_.push_back(unit(g_.inputs(), Sign::plus).coefficients);
    values_.push_back(std::move(input));
    layer(0);
    return !too_many_;
  }
  PossiblePatterns found() && { return std::move(found_); }

 private:
  const Architecture& g_;
  const std::vector<std::int64_t>& weights_;
  const Progress& progress_;
  std::size_t dimension_;
  std::vector<std::vector<Value>> values_;   // by layer, so far
  std::vector<std::vector<Rational>> rows_;  // ≥ 0 on the inputs in question
  Pattern pattern_;
  PossiblePatterns found_;
  bool too_many_ = false;

  Value unit(std::uint32_t i, Sign sign) const {
    Value value{std::vector<Rational>(dimension_), sign};
    value.coefficients[i] = Rational(1);
    return value;
  }
  static void add(Value& sum, std::int64_t weight, const Value& v) {
    sum.sign = plus(sum.sign, times(weight, v.sign));
    for (std::size_t i = 0; i < v.coefficients.size(); ++i) sum.coefficients[i] += Rational(weight) * v.coefficients[i];
  }

  Value before_activation(const Layer& layer, std::uint32_t j, const std::vector<Value>& values) const {
    Value sum{std::vector<Rational>(dimension_), Sign::zero};
    if (layer.bias) add(sum, weights_[*layer.bias + j], unit(g_.inputs(), Sign::plus));
    for (std::uint32_t i = 0; i < layer.inputs; ++i) add(sum, weights_[layer.weight(i, j)], values[i]);
    return sum;
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
    auto input = inner_direction(rows_, dimension_);
    if (!input) return;
    if (g_.has_bias()) {
      const Rational scale = input->back();
      if (scale.is_zero()) return;
      input->pop_back();
      for (Rational& x : *input) x /= scale;
    }
    found_.inputs.push_back(std::move(*input));
  }

  void neuron(std::size_t l, std::uint32_t j, const std::vector<Value>& sums) {
    const Layer& layer = g_.layers()[l];
    if (too_many_) return;
    if (j == layer.outputs) return this->layer(l + 1);
    const Value& sum = sums[j];
    if (!layer.relu || sum.sign == Sign::plus) return decide(l, j, sums, true);
    if (sum.sign != Sign::any) return decide(l, j, sums, false);
    for (const bool on : {true, false}) {
      rows_.push_back(sum.coefficients);
      if (!on)
        for (Rational& x : rows_.back()) x = -x;
      if (may_have_direction(rows_, dimension_)) decide(l, j, sums, on);
      rows_.pop_back();
    }
  }

  void decide(std::size_t l, std::uint32_t j, const std::vector<Value>& sums, bool on) {
    const Layer& layer = g_.layers()[l];
    Value value = on ? sums[j] : Value{std::vector<Rational>(dimension_), Sign::zero};
    if (on && layer.relu) value.sign = Sign::plus;
    if (layer.skip) add(value, 1, values_[*layer.skip][j]);
    pattern_[l].push_back(on);
    values_[l + 1].push_back(std::move(value));
    neuron(l, j + 1, sums);
    values_[l + 1].pop_back();
    pattern_[l].pop_back();
  }
};

bool before(const Terms& a, const Terms& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](const Term& s, const Term& t) {
    if (s.monomial != t.monomial) return s.monomial < t.monomial;
    return s.coefficient.numerator() < t.coefficient.numerator();  // integers
  });
}

}  // namespace

std::optional<PossiblePatterns> possible_patterns(const Architecture& g, const std::vector<std::int64_t>& weights,
                                                  const Progress& progress) {
  Patterns patterns(g, weights, progress);
  if (!patterns.run()) return std::nullopt;
  return std::move(patterns).found();
}

PolynomialMap on_every_input(const Architecture& g, const std::vector<Pattern>& patterns, std::size_t parameters,
                             Dynamics::Loss loss, const Progress& progress) {
  const auto first = static_cast<std::uint32_t>(parameters);
  std::vector<Terms> inputs;  // variables after those of θ
  for (std::uint32_t i = 0; i < g.inputs(); ++i) inputs.push_back({{Monomial::variable(first + i), Rational(1)}});
  std::set<Terms, decltype(&before)> coefficients(&before);
  for (const Pattern& pattern : patterns) {
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
