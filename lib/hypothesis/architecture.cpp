// The model as a function of its inputs, layer by layer, with the place of every weight among the
// coordinates of θ: what φ alone does not tell. Layered networks and residual networks have one.
#include <abide/hypothesis.hpp>
#include <algorithm>

#include "model/model.hpp"

namespace abide {

Architecture::Architecture(std::vector<Layer> layers) : layers_(std::move(layers)) {
  if (layers_.empty()) throw Error(ErrorKind::internal, "an architecture needs a layer");
  const auto width = [this](std::size_t l) {
    return l == 0 ? layers_[0].inputs : layers_[l - 1].outputs;
  };
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    const bool fits = layer.inputs > 0 && layer.outputs > 0 && layer.inputs == width(l) &&
                      (!layer.skip || (*layer.skip <= l && width(*layer.skip) == layer.outputs));
    if (!fits) throw Error(ErrorKind::internal, "the layers of an architecture do not fit");
  }
}

bool Architecture::has_bias() const noexcept {
  return std::any_of(layers_.begin(), layers_.end(),
                     [](const Layer& l) { return l.bias.has_value(); });
}

namespace {

// Layered networks: row convention x^T U1, then U2, …; biases where the specification has them.
Architecture architecture_of(const Network& net) {
  std::vector<Architecture::Layer> layers;
  for (std::size_t l = 1; l <= net.layers(); ++l) {
    layers.push_back({net.width(l - 1),
                      net.width(l),
                      net.weight(l, 0, 0),
                      net.width(l),
                      1,
                      {},
                      net.relu(l),
                      {}});
    if (net.has_bias(l)) layers.back().bias = net.bias_weight(l, 0);
  }
  return Architecture(std::move(layers));
}

// x ↦ x + V σ(U x), U of shape hidden × width, V of shape width × hidden; the coordinates are those
// of U1, V1, U2, V2, …, column by column.
Architecture residual_architecture(std::uint32_t width, std::uint32_t hidden, std::uint32_t blocks,
                                   bool relu) {
  const std::uint64_t matrix = std::uint64_t{width} * hidden;
  constexpr std::uint64_t most = std::uint64_t{1} << 22U;
  if (matrix > most || blocks > most || 2 * matrix * blocks > most)
    throw Error(ErrorKind::limit, "a residual network of more than 2^22 parameters");
  const auto size = static_cast<std::uint32_t>(matrix);
  std::vector<Architecture::Layer> layers;
  for (std::uint32_t k = 0; k < blocks; ++k) {
    const std::uint32_t u = 2 * k * size, v = u + size;
    layers.push_back({width, hidden, u, hidden, 1, {}, relu, {}});
    layers.push_back({hidden, width, v, width, 1, {}, false, layers.size() - 1});
  }
  return Architecture(std::move(layers));
}

[[noreturn]] void refuse(std::string_view specification, const std::string& expected) {
  throw Error(ErrorKind::input, {std::string(specification), 0, 0}, expected);
}

}  // namespace

Architecture make_architecture(std::string_view specification) {
  if (specification.starts_with("residual:")) {
    const ResidualSizes n = parse_residual(specification);
    return residual_architecture(n.width, n.hidden, n.blocks, n.relu);
  }
  if (specification.ends_with(".toml") || specification.ends_with(".canon"))
    refuse(specification,
           "the model as a function of its inputs is needed, which a file does not tell: expected "
           "linear:…, relu:…, network:… or residual:…");
  const Model model = make_model(specification);
  const auto* net = std::get_if<Network>(&model.body());
  if (net == nullptr || !model.is_settled())
    refuse(
        specification,
        "expected linear:…, relu:…, network:… or residual:…: a model of known inputs and outputs, "
        "trained by gradient flow");
  return architecture_of(*net);
}

}  // namespace abide
