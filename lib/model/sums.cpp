// Models side by side. A sum is kept as it was written: every summand once, with its number of
// copies, so that twelve layers of a transformer cost as much as one. Attention is such a sum: of
// every head the products Q K' and V O are networks on parameters of their own; and so are residual
// blocks, whose φ is that of each block without its skip connection.
#include "sums.hpp"

#include <algorithm>
#include <map>

#include "architectures.hpp"
#include "network.hpp"

namespace abide {

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

// Of every block U and V as they stand in V σ(U x): both are transposed weights of a network.
Coordinates residual_arrays(const ResidualSizes& n) {
  std::vector<NamedArray> arrays;
  for (std::uint32_t l = 1; l <= n.blocks; ++l) {
    const std::string block = std::to_string(l);
    arrays.push_back({"U" + block, 2, n.hidden, n.width, NamedArray::Order::columns});
    arrays.push_back({"V" + block, 2, n.width, n.hidden, NamedArray::Order::columns});
  }
  return Coordinates(std::move(arrays));
}

void check_copies(const Network& one, std::uint64_t copies) {
  if (copies > std::uint64_t{INT32_MAX} / one.parameters())
    throw Error(ErrorKind::limit, "the model has 2^31 parameters or more");
}

Model repeated(const std::string& text, Coordinates arrays, Network one, std::uint64_t copies) {
  Coordinates of_one = network_arrays(one);
  auto model = std::make_shared<const Model>("", "", std::move(of_one), std::move(one));
  return {text, text, std::move(arrays), Sum{{{std::move(model), copies}}}};
}

}  // namespace

Model make_attention(Scanner& scanner, const std::string& text) {
  const AttentionSizes n = scan_attention(scanner);
  Network product({n.width, n.inner, n.width}, {false, false, false}, Bias::none);
  const std::uint64_t copies = 2 * std::uint64_t{n.heads};
  check_copies(product, copies);
  return repeated(text, attention_arrays(n), std::move(product), copies);
}

Model make_residual(Scanner& scanner, const std::string& text) {
  const ResidualSizes n = scan_residual(scanner);
  Network block({n.width, n.hidden, n.width}, {false, n.relu, false}, Bias::none);
  check_copies(block, n.blocks);
  return repeated(text, residual_arrays(n), std::move(block), n.blocks);
}

namespace {

// Every family is made once, every sum is kept as it is written.
class SumMaker {
 public:
  explicit SumMaker(FunctionRef<Model(const std::string&)> make) : make_(make) {}

  Model run(const ModelExpression& e, const std::string& text) {
    Sum sum;
    std::vector<std::pair<Coordinates, std::uint64_t>> arrays;
    const bool several = e.kind() == ModelExpression::Kind::sum;
    for (std::size_t k = 0; k < (several ? e.parts().size() : 1); ++k) {
      sum.summands.push_back(summand(several ? e.parts()[k] : e));
      arrays.emplace_back(sum.summands.back().model->layout(), sum.summands.back().copies);
    }
    return {text, text, Coordinates::sum(std::move(arrays)), std::move(sum)};
  }

 private:
  FunctionRef<Model(const std::string&)> make_;
  std::map<std::string, std::shared_ptr<const Model>> made_;

  Sum::Summand summand(const ModelExpression& e) {
    const ModelExpression& one = e.kind() == ModelExpression::Kind::repetition ? e.parts()[0] : e;
    if (one.kind() != ModelExpression::Kind::family)
      return {std::make_shared<const Model>(run(one, "")), e.times()};
    auto& model = made_[one.family()];
    if (!model) model = std::make_shared<const Model>(make_(one.family()));
    return {model, e.times()};
  }
};

// abide-check makes the fields of these families itself, as networks; a sum of others would have to
// be written out.
void check_leaves(const ModelExpression& e) {
  for (const ModelExpression& part : e.parts()) check_leaves(part);
  const auto known = {"linear:", "relu:", "network:", "product:", "attention:", "residual:"};
  if (e.kind() == ModelExpression::Kind::family &&
      std::none_of(known.begin(), known.end(),
                   [&e](const char* family) { return e.family().starts_with(family); }))
    throw Error(
        ErrorKind::input, {e.family(), 0, 0},
        "expected a summand linear:…, relu:…, network:…, product:…, attention:… or residual:…");
}

}  // namespace

Model make_sum(const ModelExpression& expression, FunctionRef<Model(const std::string&)> make) {
  check_leaves(expression);
  return SumMaker(make).run(expression, to_string(expression));
}

}  // namespace abide
