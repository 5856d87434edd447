// Unions of equal networks, and the family that is one.
#include "unions.hpp"

#include "architectures.hpp"

namespace abide {

NetworkUnion::NetworkUnion(Network network, std::uint64_t copies) : network_(std::move(network)) {
  if (copies < 2) throw Error(ErrorKind::internal, "a union needs two networks");
  if (copies > std::uint64_t{INT32_MAX} / network_.parameters())
    throw Error(ErrorKind::limit, "the model has 2^31 parameters or more");
  copies_ = static_cast<std::uint32_t>(copies);
}

Model copy_of(const Model& model, std::uint32_t copy) {
  const auto* all = std::get_if<NetworkUnion>(&model.body());
  if (all == nullptr) return model;
  const std::size_t arrays = model.layout().arrays().size() / all->copies();
  return {model.title(), "", model.layout().slice(copy * arrays, arrays), all->network()};
}

namespace {

// Of every head Q, K', V, O. The second layer of Q K' is K transposed, so that K stands column by
// column.
Coordinates attention_arrays(const AttentionSizes& n) {
  std::vector<NamedArray> arrays;
  for (std::uint32_t h = 1; h <= n.heads; ++h) {
    const std::string head = std::to_string(h);
    arrays.push_back({"Q" + head, 2, n.width, n.inner});
    arrays.push_back({"K" + head, 2, n.width, n.inner, NamedArray::Order::columns});
    arrays.push_back({"V" + head, 2, n.width, n.inner});
    arrays.push_back({"O" + head, 2, n.inner, n.width});
  }
  return Coordinates(std::move(arrays));
}

}  // namespace

Model make_attention(Scanner& scanner, const std::string& text) {
  const AttentionSizes n = scan_attention(scanner);
  const Network product({n.width, n.inner, n.width}, {false, false, false}, Bias::none);
  NetworkUnion products(product, 2 * std::uint64_t{n.heads});
  return {text, "", attention_arrays(n), std::move(products)};
}

}  // namespace abide
