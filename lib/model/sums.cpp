// Models side by side. A sum is kept as it was written: every summand once, with its number of
// copies, so that twelve layers of a transformer cost as much as one. Attention is such a sum: of
// every head the products Q K' and V O are networks on parameters of their own.
#include "sums.hpp"

#include <algorithm>
#include <map>

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

namespace {

constexpr std::uint64_t most_coordinates = std::uint64_t{1} << 62U;

// A summand with what is needed to name its coordinates.
struct Block {
  std::uint64_t size = 0, copies = 1, leaves = 1;  // of one copy, but for `copies`
  std::shared_ptr<const Model> leaf;               // or else:
  std::vector<Block> blocks;
};

class SumMaker {
 public:
  explicit SumMaker(FunctionRef<Model(const std::string&)> make) : make_(make) {}

  // The parts of a sum, or a repetition as the only one.
  std::vector<Block> parts(const ModelExpression& e) {
    std::vector<Block> blocks;
    if (e.kind() == ModelExpression::Kind::sum) {
      for (const ModelExpression& part : e.parts()) blocks.push_back(block(part));
    } else {
      blocks.push_back(block(e));
    }
    return blocks;
  }

  Sum sum(const std::vector<Block>& blocks) const {
    Sum sum;
    for (const Block& b : blocks)
      sum.summands.push_back(
          {b.leaf ? b.leaf
                  : std::make_shared<const Model>(
                        "", "", Names(b.size, [](std::size_t) { return ""; }), this->sum(b.blocks)),
           b.copies});
    return sum;
  }

  static std::uint64_t size_of(const std::vector<Block>& blocks) {
    std::uint64_t size = 0;
    for (const Block& b : blocks) {
      if (b.size > most_coordinates / b.copies || size > most_coordinates - b.copies * b.size)
        throw Error(ErrorKind::limit, "the model has more than 2^62 coordinates");
      size += b.copies * b.size;
    }
    return size;
  }

 private:
  FunctionRef<Model(const std::string&)> make_;
  std::map<std::string, std::shared_ptr<const Model>> made_;

  Block block(const ModelExpression& e) {
    Block b;
    b.copies = e.times();
    const ModelExpression& one = e.kind() == ModelExpression::Kind::repetition ? e.parts()[0] : e;
    if (one.kind() == ModelExpression::Kind::family) {
      auto& model = made_[one.family()];
      if (!model) model = std::make_shared<const Model>(make_(one.family()));
      b.leaf = model;
      b.size = model->coordinates();
    } else {
      b.blocks = parts(one);
      b.size = size_of(b.blocks);
      b.leaves = one.leaves();
    }
    return b;
  }
};

// c3_U1[1,2]: the leaf is counted from `leaf`.
std::string name_in(const std::vector<Block>& blocks, std::uint64_t k, std::uint64_t leaf) {
  for (const Block& b : blocks) {
    if (k >= b.copies * b.size) {
      k -= b.copies * b.size;
      leaf += b.copies * b.leaves;
      continue;
    }
    leaf += k / b.size * b.leaves;
    if (!b.leaf) return name_in(b.blocks, k % b.size, leaf);
    return "c" + std::to_string(leaf) + "_" + b.leaf->names()[static_cast<std::size_t>(k % b.size)];
  }
  throw Error(ErrorKind::internal, "a coordinate beyond the sum");
}

// Does abide-check make the fields of such a family itself?
bool is_basic(const ModelExpression& e) {
  if (e.kind() != ModelExpression::Kind::family)
    return std::all_of(e.parts().begin(), e.parts().end(), is_basic);
  const auto known = {"linear:", "relu:", "network:", "product:", "attention:"};
  return std::any_of(known.begin(), known.end(),
                     [&e](const char* family) { return e.family().starts_with(family); });
}

}  // namespace

Model make_sum(const ModelExpression& expression, FunctionRef<Model(const std::string&)> make) {
  SumMaker maker(make);
  auto blocks = std::make_shared<const std::vector<Block>>(maker.parts(expression));
  const std::uint64_t size = SumMaker::size_of(*blocks);
  const std::string text = to_string(expression);
  return {text, is_basic(expression) ? text : "",
          Names(static_cast<std::size_t>(size),
                [blocks](std::size_t k) { return name_in(*blocks, k, 1); }),
          maker.sum(*blocks)};
}

}  // namespace abide
