// Models as values: the layout of a network's parameters (weights layer by layer, row by row, then
// biases; canonical.md), the metric and its symmetry, and the changes that make a model from
// another one (`with…`). Nothing is computed here: fields follow in the next room.
#include "model/model.hpp"

#include <abide/model.hpp>
#include <algorithm>
#include <utility>

#include "validate.hpp"

namespace abide {

Network::Network(std::vector<std::uint32_t> widths, std::vector<bool> relu, Bias bias)
    : widths_(std::move(widths)), relu_(std::move(relu)), bias_(bias) {
  if (widths_.size() < 2 || relu_.size() != widths_.size() || relu_.front() || relu_.back())
    throw Error(ErrorKind::input,
                "a network: expected two layers or more, and for each of them whether it is a ReLU "
                "layer, as hidden ones may be");
  for (std::size_t l = 0; l < widths_.size(); ++l)
    if (widths_[l] == 0)
      throw Error(ErrorKind::input,
                  "a network, layer " + std::to_string(l) + ": expected a width above 0, found 0");
  weights_at_.assign(widths_.size(), 0);
  bias_at_.assign(widths_.size(), no_bias);
  // No product of two widths overflows 64 bits.
  const auto add = [this](std::uint64_t count) {
    if (parameters_ + count > std::uint64_t{INT32_MAX})
      throw Error(ErrorKind::limit, "the model has 2^31 parameters or more");
    parameters_ += static_cast<std::uint32_t>(count);
  };
  for (std::size_t l = 1; l <= layers(); ++l) {
    weights_at_[l] = parameters_;
    add(std::uint64_t{widths_[l - 1]} * widths_[l]);
  }
  const std::size_t biased = bias == Bias::none ? 0 : layers() - (bias == Bias::hidden ? 1 : 0);
  for (std::size_t l = 1; l <= biased; ++l) {
    bias_at_[l] = parameters_;
    add(widths_[l]);
  }
}

bool Network::has_relu() const noexcept {
  return std::find(relu_.begin(), relu_.end(), true) != relu_.end();
}

Network::Edge Network::edge(std::uint32_t position) const noexcept {
  std::size_t l = layers();
  if (has_bias(1) && position >= bias_at_[1]) {
    while (!has_bias(l) || bias_at_[l] > position) --l;
    return {static_cast<std::uint32_t>(l), 0, position - bias_at_[l], true};
  }
  while (weights_at_[l] > position) --l;
  const std::uint32_t rest = position - weights_at_[l];
  return {static_cast<std::uint32_t>(l), rest / widths_[l], rest % widths_[l], false};
}

Model::Model(std::string title, std::string specification, Coordinates layout, Body body)
    : title_(std::move(title)),
      specification_(std::move(specification)),
      layout_(std::move(layout)),
      body_(checked(std::move(body), layout_)) {}

std::uint64_t size_of(const Sum& sum) {
  constexpr std::uint64_t most = std::uint64_t{1} << 62U;
  std::uint64_t size = 0;
  for (const Sum::Summand& s : sum.summands) {
    if (!s.model || s.copies == 0)
      throw Error(ErrorKind::input, "a summand of the sum: expected " +
                                        std::string(s.model ? "at least one copy" : "a model") +
                                        ", found none");
    const std::uint64_t one = s.model->coordinates();
    if (one > most / s.copies || size > most - s.copies * one)
      throw Error(ErrorKind::limit, "the model has more than 2^62 coordinates");
    size += s.copies * one;
  }
  return size;
}

Terms entry_of(const Translated& map, std::uint32_t entry) {
  const Network& net = map.network;
  const auto first = static_cast<std::uint32_t>(entry_count(map));
  const std::size_t last = net.layers();
  const auto weight = [&](std::size_t l, std::uint32_t from, std::uint32_t to) {
    return Monomial::variable(first + net.weight(l, from, to));
  };
  // Sums over the paths from the input to the nodes of a layer.
  const std::uint32_t input = entry / net.width(last), output = entry % net.width(last);
  std::vector<Terms> sums(net.width(0));
  sums[input] = {{Monomial(), Rational(1)}};
  for (std::size_t l = 1; l <= last; ++l) {
    std::vector<Terms> next(net.width(l));
    for (std::uint32_t to = l == last ? output : 0; to <= (l == last ? output : net.width(l) - 1);
         ++to)
      for (std::uint32_t from = 0; from < sums.size(); ++from)
        for (const Term& t : sums[from])
          next[to].push_back({t.monomial.times(weight(l, from, to)), t.coefficient});
    sums = std::move(next);
  }
  Terms phi = std::move(sums[output]);
  phi.push_back({Monomial::variable(entry), Rational(1)});
  return collect(std::move(phi));
}

Model multiplied_out(const Model& translated, const Progress& progress) {
  const auto& body = std::get<Translated>(translated.body());
  PolynomialMap map;
  for (std::uint32_t k = 0; k < entry_count(body); ++k) {
    progress.check();
    map.entries.push_back(entry_of(body, k));
  }
  return Model(translated.title(), "", translated.layout(), std::move(map))
      .with(translated.dynamics())
      .with_domain(translated.domain())
      .with_metric(translated.metric());
}

Model Model::with(Dynamics dynamics) const {
  Model model = *this;
  model.dynamics_ = std::move(dynamics);
  return model;
}

Model Model::titled(std::string title) const {
  Model model = *this;
  if (!title.empty()) model.title_ = std::move(title);
  return model;
}

Metric Metric::diagonal(std::vector<Terms> entries) {
  Metric metric;
  for (std::uint32_t j = 0; j < entries.size(); ++j) {
    auto& row = metric.rows.emplace_back();
    if (!entries[j].empty()) row.push_back({j, std::move(entries[j])});
  }
  return metric;
}

bool Model::is_settled() const noexcept {
  if (const auto* sum = std::get_if<Sum>(&body_))
    if (!std::all_of(sum->summands.begin(), sum->summands.end(),
                     [](const Sum::Summand& s) { return s.model->is_settled(); }))
      return false;
  return metric_.is_identity() && !std::holds_alternative<RationalMap>(body_) &&
         dynamics_.is_plain() && dynamics_.mirror == Dynamics::Mirror::usual;
}

namespace {

const Terms* entry_of(const Metric& metric, std::size_t row, std::uint32_t column) {
  for (const Metric::Entry& e : metric.rows[row])
    if (e.column == column) return &e.value;
  return nullptr;
}

}  // namespace

std::optional<std::string> asymmetry(const Metric& metric) {
  for (std::uint32_t j = 0; j < metric.rows.size(); ++j)
    for (const Metric::Entry& e : metric.rows[j]) {
      const Terms* mirrored =
          e.column < metric.rows.size() ? entry_of(metric, e.column, j) : nullptr;
      if (mirrored != nullptr && *mirrored == e.value) continue;
      const std::string i = std::to_string(j + 1), k = std::to_string(e.column + 1);
      return "entries " + i + "," + k + " and " + k + "," + i + " differ";
    }
  return std::nullopt;
}

Model Model::with_metric(Metric metric) const {
  Model model = *this;
  model.metric_ = checked(std::move(metric), layout_);
  return model;
}

Model Model::with_domain(std::vector<Terms> nonzero) const {
  Model model = *this;
  model.domain_ = checked_domain(std::move(nonzero), layout_);
  return model;
}

}  // namespace abide
