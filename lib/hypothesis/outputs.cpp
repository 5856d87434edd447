// The function g(θ, x) in an activation cell: the pattern of an input, the outputs as polynomials
// in θ, and their gradients modulo a prime by reverse differentiation. A value that is zero for all
// weights nearby is kept apart from one that is zero by chance, since only the latter is on the
// border of a cell.
#include <algorithm>

#include "stages.hpp"

namespace abide {

namespace {

using Layer = Architecture::Layer;

void add_to(Terms& sum, const Terms& terms, const Monomial& factor) {
  for (const Term& t : terms) sum.push_back({t.monomial.times(factor), t.coefficient});
}

}  // namespace

std::optional<Pattern> pattern_at(const Architecture& g, const std::vector<std::int64_t>& weights,
                                  const std::vector<Rational>& input) {
  // Nothing: 0 near these weights, whatever they are.
  std::vector<std::vector<std::optional<Rational>>> values(1);
  for (const Rational& x : input)
    values[0].push_back(x.is_zero() ? std::nullopt : std::optional(x));
  Pattern pattern;
  for (const Layer& layer : g.layers()) {
    std::vector<std::optional<Rational>> next(layer.outputs);
    std::vector<bool> on(layer.outputs, true);
    for (std::uint32_t j = 0; j < layer.outputs; ++j) {
      if (layer.bias) next[j] = Rational(weights[*layer.bias + j]);
      for (std::uint32_t i = 0; i < layer.inputs; ++i)
        if (const auto& v = values.back()[i])
          next[j] = next[j].value_or(Rational()) + Rational(weights[layer.weight(i, j)]) * *v;
      if (layer.relu) {
        if (next[j] && next[j]->is_zero()) return std::nullopt;
        on[j] = next[j] && next[j]->sign() > 0;
        if (!on[j]) next[j] = std::nullopt;
      }
      if (layer.skip)
        if (const auto& v = values[*layer.skip][j]) next[j] = next[j].value_or(Rational()) + *v;
    }
    values.push_back(std::move(next));
    pattern.push_back(std::move(on));
  }
  return pattern;
}

std::vector<Terms> outputs_on(const Architecture& g, const Pattern& pattern,
                              std::vector<Terms> inputs) {
  std::vector<std::vector<Terms>> values{std::move(inputs)};
  for (std::size_t l = 0; l < g.layers().size(); ++l) {
    const Layer& layer = g.layers()[l];
    std::vector<Terms> next(layer.outputs);
    for (std::uint32_t j = 0; j < layer.outputs; ++j) {
      Terms& sum = next[j];
      if (pattern[l][j]) {
        if (layer.bias) sum.push_back({Monomial::variable(*layer.bias + j), Rational(1)});
        for (std::uint32_t i = 0; i < layer.inputs; ++i)
          add_to(sum, values.back()[i], Monomial::variable(layer.weight(i, j)));
      }
      if (layer.skip) add_to(sum, values[*layer.skip][j], Monomial());
      sum = collect(std::move(sum));
    }
    values.push_back(std::move(next));
  }
  return std::move(values.back());
}

double count_paths(const Architecture& g) {
  std::vector<std::vector<double>> counts{std::vector<double>(g.inputs(), 1)};
  for (const Layer& layer : g.layers()) {
    double sum = layer.bias ? 1 : 0;
    for (const double c : counts.back()) sum += c;
    std::vector<double> next(layer.outputs, sum);
    for (std::uint32_t j = 0; layer.skip && j < layer.outputs; ++j)
      next[j] += counts[*layer.skip][j];
    counts.push_back(std::move(next));
  }
  double all = 0;
  for (const double c : counts.back()) all += c;
  return all;
}

std::vector<Terms> along_loss(std::vector<Terms> outputs, Dynamics::Loss loss) {
  if (loss == Dynamics::Loss::spanning) return outputs;
  std::vector<Terms> differences;
  for (std::size_t o = 1; o < outputs.size(); ++o) {
    for (Term t : outputs[0]) {
      t.coefficient = -t.coefficient;
      outputs[o].push_back(std::move(t));
    }
    differences.push_back(collect(std::move(outputs[o])));
  }
  return differences;
}

OutputGradients::OutputGradients(const Architecture& g, const std::vector<std::int64_t>& weights,
                                 const Modulus& modulus)
    : g_(g), modulus_(modulus) {
  for (const std::int64_t w : weights) weights_.push_back(modulus_.reduce(w));
}

std::vector<SparseRow> OutputGradients::rows(const Pattern& pattern,
                                             const std::vector<Rational>& input,
                                             Dynamics::Loss loss) const {
  std::vector<std::vector<std::uint64_t>> values(1);
  for (const Rational& x : input) values[0].push_back(x.mod(modulus_.prime()).value());
  for (std::size_t l = 0; l < g_.layers().size(); ++l) {
    const Layer& layer = g_.layers()[l];
    std::vector<std::uint64_t> next(layer.outputs, 0);
    for (std::uint32_t j = 0; j < layer.outputs; ++j) {
      if (pattern[l][j]) {
        if (layer.bias) next[j] = weights_[*layer.bias + j];
        for (std::uint32_t i = 0; i < layer.inputs; ++i)
          next[j] = modulus_.add(next[j],
                                 modulus_.multiply(values.back()[i], weights_[layer.weight(i, j)]));
      }
      if (layer.skip) next[j] = modulus_.add(next[j], values[*layer.skip][j]);
    }
    values.push_back(std::move(next));
  }
  std::vector<SparseRow> rows;
  const bool differences = loss == Dynamics::Loss::cross_entropy;
  for (std::uint32_t o = differences ? 1 : 0; o < g_.outputs(); ++o) {
    std::vector<std::uint64_t> adjoint(g_.outputs(), 0);
    if (differences) adjoint[0] = modulus_.negate(1);
    adjoint[o] = 1;
    SparseRow row;
    const std::vector<std::uint64_t> dense = gradient(pattern, values, std::move(adjoint));
    for (std::uint32_t k = 0; k < dense.size(); ++k)
      if (dense[k] != 0) row.push_back({k, dense[k]});
    rows.push_back(std::move(row));
  }
  return rows;
}

// Reverse differentiation: the adjoint of a layer's values goes back through its weights.
std::vector<std::uint64_t> OutputGradients::gradient(
    const Pattern& pattern, const std::vector<std::vector<std::uint64_t>>& values,
    std::vector<std::uint64_t> adjoint) const {
  std::vector<std::uint64_t> gradient(weights_.size(), 0);
  std::vector<std::vector<std::uint64_t>> adjoints;
  for (const auto& v : values) adjoints.emplace_back(v.size(), 0);
  adjoints.back() = std::move(adjoint);
  for (std::size_t l = g_.layers().size(); l-- > 0;) {
    const Layer& layer = g_.layers()[l];
    for (std::uint32_t j = 0; j < layer.outputs; ++j) {
      const std::uint64_t a = adjoints[l + 1][j];
      if (layer.skip) adjoints[*layer.skip][j] = modulus_.add(adjoints[*layer.skip][j], a);
      if (!pattern[l][j]) continue;
      if (layer.bias) gradient[*layer.bias + j] = modulus_.add(gradient[*layer.bias + j], a);
      for (std::uint32_t i = 0; i < layer.inputs; ++i) {
        const std::uint32_t w = layer.weight(i, j);
        gradient[w] = modulus_.add(gradient[w], modulus_.multiply(a, values[l][i]));
        adjoints[l][i] = modulus_.add(adjoints[l][i], modulus_.multiply(a, weights_[w]));
      }
    }
  }
  return gradient;
}

}  // namespace abide
