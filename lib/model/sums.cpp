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
      b.size = Model::size_of(sum(b.blocks));
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

// abide-check makes the fields of these families itself, as networks; a sum of others would have to
// be written out.
void check_leaves(const ModelExpression& e) {
  for (const ModelExpression& part : e.parts()) check_leaves(part);
  const auto known = {"linear:", "relu:", "network:", "product:", "attention:"};
  if (e.kind() == ModelExpression::Kind::family &&
      std::none_of(known.begin(), known.end(),
                   [&e](const char* family) { return e.family().starts_with(family); }))
    throw Error(ErrorKind::input, {e.family(), 0, 0},
                "expected a summand linear:…, relu:…, network:…, product:… or attention:…");
}

}  // namespace

Model make_sum(const ModelExpression& expression, FunctionRef<Model(const std::string&)> make) {
  check_leaves(expression);
  SumMaker maker(make);
  auto blocks = std::make_shared<const std::vector<Block>>(maker.parts(expression));
  Sum sum = maker.sum(*blocks);
  const std::uint64_t size = Model::size_of(sum);
  const std::string text = to_string(expression);
  return {text, text,
          Names(static_cast<std::size_t>(size),
                [blocks](std::size_t k) { return name_in(*blocks, k, 1); }),
          std::move(sum)};
}

}  // namespace abide
