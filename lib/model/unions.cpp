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
  const std::size_t count = all->network().parameters();
  Names names(count, [names = model.names(), first = copy * count](std::size_t k) {
    return names[first + k];
  });
  return {model.title(), "", std::move(names), all->network()};
}

namespace {

// Q1[1,1] …: of every head Q, K', V, O. The second layer of Q K' is K transposed, so that K is
// listed by columns.
std::string attention_name(const Network& product, std::size_t position) {
  const std::size_t copy = position / product.parameters();
  const Network::Edge e = product.edge(static_cast<std::uint32_t>(position % product.parameters()));
  const bool values = copy % 2 == 1;
  const bool transposed = !values && e.layer == 2;
  const std::string matrix{(values ? "VO" : "QK")[e.layer - 1]};
  const std::uint64_t row = transposed ? e.to : e.from, column = transposed ? e.from : e.to;
  return indexed_name(matrix + std::to_string(copy / 2 + 1), {row + 1, column + 1});
}

}  // namespace

Model make_attention(Scanner& scanner, const std::string& text) {
  const AttentionSizes n = scan_attention(scanner);
  const Network product({n.width, n.inner, n.width}, {false, false, false}, Bias::none);
  NetworkUnion products(product, 2 * std::uint64_t{n.heads});
  const auto name = [product](std::size_t position) { return attention_name(product, position); };
  return {text, "", Names(products.parameters(), name), std::move(products)};
}

}  // namespace abide
