// Sums are read as trees, which are not longer than their text however many copies there are. Going
// down the tree copies are multiplied and leaves are counted, for the names cK_… of their arrays;
// equal summands become one component. The normal form that heads a certificate is written from the
// same tree.
#include "sum.hpp"

#include "components.hpp"
#include "network_text.hpp"

namespace abide_check {
namespace {
// A specification as a tree: a family, or a sum, so many times.
struct Tree {
  Integer times = 1;
  std::string family;
  std::vector<Tree> parts;
  Integer leaves() const {
    Integer sum = parts.empty() ? 1 : 0;
    for (const auto& part : parts) sum += part.leaves();
    return times * sum;
  }
};

class SumReader {
 public:
  explicit SumReader(Text& text) : text_(text) {}
  Tree run() {
    Tree tree = sum(0);
    if (!text_.done()) text_.expected("'+' or the end");
    return tree;
  }

 private:
  Text& text_;

  // The next sign, with blanks around it.
  bool sign(std::string_view s) {
    const size_t start = text_.at();
    while (text_.take(" ")) continue;
    if (!text_.take(s)) return text_.back(start), false;
    while (text_.take(" ")) continue;
    return true;
  }
  Tree sum(int depth) {
    if (depth > 100) text_.fail("more than 100 parentheses inside each other");
    Tree tree;
    do {
      Tree part = term(depth);
      if (part.times == 1 && !part.parts.empty())  // a sum in a sum
        for (auto& inner : part.parts) tree.parts.push_back(std::move(inner));
      else
        tree.parts.push_back(std::move(part));
    } while (sign("+"));
    if (tree.parts.size() > 1) return tree;
    Tree only = std::move(tree.parts[0]);
    return only;
  }
  Tree term(int depth) {
    Integer times = 1;
    while (text_.digit()) {
      times *= text_.natural("a number of copies", 1, 1'000'000'000'000'000'000);
      if (mp::msb(times) > 62) text_.fail("too many copies");
      if (!sign("*")) text_.expected("'*'");
    }
    Tree tree;
    if (text_.take("(")) {
      tree = sum(depth + 1);
      if (!text_.take(")")) text_.expected("'+' or ')'");
    } else {
      tree.family = std::string(text_.until(" +*()"));
      if (tree.family.empty()) text_.expected("a family or '('");
    }
    tree.times *= times;
    if (tree.leaves() >> 63 != 0) text_.fail("2^63 leaves or more");
    return tree;
  }
};

std::string written(const Tree& tree, bool inside) {
  std::string out = tree.family;
  for (const auto& part : tree.parts) out += (out.empty() ? "" : " + ") + written(part, true);
  const bool times = tree.times != 1;
  if (times && !tree.parts.empty()) out = "(" + out + ")";
  return inside || times ? (times ? tree.times.str() + "*" : "") + out : out;
}

class Summands {
 public:
  explicit Summands(bool several) : several_(several) {}

  // `leaf` is the number of the first leaf.
  void add(const Tree& tree, Integer copies, Integer leaf) {
    copies *= tree.times;
    for (const auto& part : tree.parts) {
      add(part, copies, leaf);
      leaf += part.leaves();
    }
    if (!tree.parts.empty()) return;
    const std::string start = several_ ? text("c", leaf, "_") : "";
    if (tree.family.starts_with("attention:")) return attention(tree.family, copies, start);
    auto network = parse_family(tree.family);
    network->name_as([start, plain = std::make_shared<Network>(*network)](u32 v) {
      return start + plain->name(v);
    });
    add_summand(found_, std::move(network), copies);
  }
  std::vector<Component> found() { return std::move(found_); }

 private:
  const bool several_;
  std::vector<Component> found_;

  // Of each head Q1·K1' and V1·O1; a matrix that is transposed has its entries column by column.
  void attention(const std::string& family, const Integer& copies, const std::string& start) {
    Text text(family, 1, shown(family));
    text.expect("attention:");
    const u32 d = narrow(text.natural("a width", 1, UINT32_MAX - 1));
    text.expect(",");
    const u32 k = narrow(text.natural("a width of the heads", 1, UINT32_MAX - 1));
    text.expect(",");
    const u64 heads = text.natural("a number of heads", 1, UINT32_MAX);
    text.finish();
    auto network =
        std::make_unique<Network>(std::vector<u32>{d, k, d}, std::vector<bool>(3), Bias::none);
    network->name_as([start, plain = std::make_shared<Network>(*network)](u32 v) {
      const auto e = plain->edge(v);
      const bool transposed = e.layer == 2;
      return abide_check::text(start, transposed ? "K1[" : "Q1[", (transposed ? e.to : e.from) + 1,
                               ",", (transposed ? e.from : e.to) + 1, "]");
    });
    add_summand(found_, std::move(network), copies * 2 * heads);
  }
};
}  // namespace

Model parse_sum(const std::string& specification) {
  Text text(specification, 1, shown(specification));
  const Tree tree = SumReader(text).run();
  Summands summands(tree.leaves() > 1);
  summands.add(tree, 1, 1);
  Model model;
  model.components = summands.found();
  model.specification = written(tree, false);
  if (model.components.size() > 1 || model.components[0].copies > 1) return model;
  model.fields = std::move(model.components[0].fields);  // no sum at all
  model.components.clear();
  return model;
}
}  // namespace abide_check
