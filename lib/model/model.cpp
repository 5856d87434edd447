#include <abide/model.hpp>

#include <utility>

namespace abide {

namespace {

// How many weights stand before those of `layer`.
std::uint64_t weights_before(const Network& net, std::size_t layer) {
  std::uint64_t count = 0;
  for (std::size_t l = 1; l < layer; ++l)
    count += std::uint64_t{net.widths[l - 1]} * net.widths[l];
  return count;
}

}  // namespace

std::uint64_t Network::weight(std::size_t layer, std::uint32_t i, std::uint32_t j) const noexcept {
  return weights_before(*this, layer) + std::uint64_t{i} * widths[layer] + j;
}

bool Network::has_bias(std::size_t layer) const noexcept {
  if (bias == Bias::none || layer == 0) return false;
  return bias == Bias::all ? layer <= layers() : layer < layers();
}

std::uint64_t Network::bias_weight(std::size_t layer, std::uint32_t j) const noexcept {
  std::uint64_t offset = weights_before(*this, layers() + 1);
  for (std::size_t l = 1; l < layer; ++l)
    if (has_bias(l)) offset += widths[l];
  return offset + j;
}

std::uint64_t Network::parameters() const noexcept { return bias_weight(layers() + 1, 0); }

Terms Product::map() const {
  std::vector<Power> powers;
  for (std::uint32_t k = 0; k < factors; ++k) powers.push_back({k, 1});
  return {{Monomial(std::move(powers)), Rational(1)}};
}

Model::Model(std::string title, std::string specification, std::vector<std::string> names,
             Body body)
    : title_(std::move(title)),
      specification_(std::move(specification)),
      names_(std::move(names)),
      body_(std::move(body)) {}

}  // namespace abide
