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
    if (tree.family.starts_with("residual:")) return residual(tree.family, copies, start);
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

  // Of each head Q1·K1' and V1·O1.
  void attention(const std::string& family, const Integer& copies, const std::string& start) {
    Text text(family, 1, shown(family));
    text.expect("attention:");
    const Sizes n = sizes(text, "a number of heads");
    text.finish();
    repeat(n, false, {{start + "Q1[", false}, {start + "K1[", true}}, copies * 2);
  }
  // Of each block V1·σ(U1·x).
  void residual(const std::string& family, const Integer& copies, const std::string& start) {
    Text text(family, 1, shown(family));
    text.expect("residual:");
    const Sizes n = sizes(text, "a number of blocks");
    const bool relu = text.take(",relu");
    text.finish();
    repeat(n, relu, {{start + "U1[", true}, {start + "V1[", true}}, copies);
  }

  struct Sizes {
    u32 width, inner;
    u64 times;
  };
  static Sizes sizes(Text& text, const char* times) {
    Sizes n{};
    n.width = narrow(text.natural("a width", 1, UINT32_MAX - 1));
    text.expect(",");
    n.inner = narrow(text.natural("an inner width", 1, UINT32_MAX - 1));
    text.expect(",");
    n.times = text.natural(times, 1, UINT32_MAX);
    return n;
  }
  // How the matrices of the first copy begin; one that is transposed has its entries column by
  // column.
  struct Matrix {
    std::string start;
    bool transposed;
  };
  void repeat(const Sizes& n, bool relu, std::vector<Matrix> names, const Integer& copies) {
    auto network = std::make_unique<Network>(std::vector<u32>{n.width, n.inner, n.width},
                                             std::vector<bool>{false, relu, false}, Bias::none);
    network->name_as([names, plain = std::make_shared<Network>(*network)](u32 v) {
      const auto e = plain->edge(v);
      const Matrix& m = names[e.layer - 1];
      return abide_check::text(m.start, (m.transposed ? e.to : e.from) + 1, ",",
                               (m.transposed ? e.from : e.to) + 1, "]");
    });
    add_summand(found_, std::move(network), copies * n.times);
  }
};
}  // namespace

bool is_repeated(const std::string& family) {
  return family.starts_with("attention:") || family.starts_with("residual:");
}
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
