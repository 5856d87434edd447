// Attention: of every head the products Q K' and V O, equal networks side by side.
#include "unions.hpp"

#include "architectures.hpp"
#include "network.hpp"

namespace abide {

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
  const std::uint64_t copies = 2 * std::uint64_t{n.heads};
  if (copies > std::uint64_t{INT32_MAX} / product.parameters())
    throw Error(ErrorKind::limit, "the model has 2^31 parameters or more");
  const auto name = [product](std::size_t position) { return attention_name(product, position); };
  const Model one("", "", network_names(product), product);
  return {text, "", Names(static_cast<std::size_t>(copies * product.parameters()), name),
          Sum{{{std::make_shared<const Model>(one), copies}}}};
}

}  // namespace abide
