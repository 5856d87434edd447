// What is proved of one copy of a component holds for all, so a sum is no longer than the list of
// its different summands, however many copies there are. The proofs are with `complete`
// (core/check.cpp) and `tensor` (rules/tensor.cpp).
#include "sum.hpp"

#include <boost/pending/disjoint_sets.hpp>

namespace abide_check {
void add_summand(std::vector<Component>& summands, std::unique_ptr<Network> network,
                 const Integer& copies) {
  for (auto& c : summands)
    if (static_cast<const Network&>(*c.fields).same_as(*network)) {
      c.copies += copies;
      return;
    }
  summands.push_back({std::move(network), copies});
}

namespace {
// The classes of fields that are written out.
class Classes {
 public:
  explicit Classes(const Explicit& fields) : fields_(fields), sets_(fields.dimension()) {}

  std::vector<Component> run() {
    std::vector<std::optional<u32>> some(fields_.count());  // a variable of each field
    for (u64 i = 0; i < fields_.count(); ++i)
      fields_.all_terms(i, [&](u32 j, const Monomial& a, const Rational&) {
        poll();
        if (!some[i]) some[i] = j;
        for (const auto& q : times({{j, 1}}, a)) sets_.union_set(*some[i], q.variable);
      });
    std::vector<u32> number(fields_.dimension(), 0);  // from 1, by the root of a class
    std::vector<std::vector<u32>> variables;
    for (u32 v = 0; v < fields_.dimension(); ++v) {
      u32& n = number[sets_.find_set(v)];
      if (n == 0) variables.emplace_back(), n = narrow(variables.size());
      variables[n - 1].push_back(v);
    }
    std::vector<std::vector<u64>> fields(variables.size());
    for (u64 i = 0; i < fields_.count(); ++i)
      if (some[i]) fields[number[sets_.find_set(*some[i])] - 1].push_back(i);
    for (size_t c = 0; c < variables.size(); ++c) add(variables[c], fields[c]);
    return std::move(found_);
  }

 private:
  const Explicit& fields_;
  boost::disjoint_sets_with_storage<> sets_;
  std::vector<Component> found_;
  std::map<std::string, size_t> numbers_;  // in found_, by the fields in local variables

  void add(const std::vector<u32>& variables, const std::vector<u64>& fields) {
    const auto local = [&](u32 v) {
      return narrow(static_cast<u64>(std::ranges::lower_bound(variables, v) - variables.begin()));
    };
    const bool map = fields_.is_map() || fields.empty();
    std::vector<Explicit::Body> bodies;
    std::string key = text(variables.size(), map ? "m" : "f");
    for (const u64 i : fields) {
      poll();
      Explicit::Body body = fields_.body(i);
      for (auto& piece : body) {
        if (!map) piece.j = local(piece.j);
        for (auto& q : piece.monomial) q.variable = local(q.variable);
      }
      std::ranges::sort(body, {},
                        [](const auto& piece) { return std::pair(piece.j, piece.monomial); });
      key += "\n";
      for (const auto& piece : body) {
        key += text(" ", piece.j, ":", piece.coefficient);
        for (const auto& q : piece.monomial) key += text(".", q.variable, "^", q.exponent);
      }
      bodies.push_back(std::move(body));
    }
    const auto [at, fresh] = numbers_.try_emplace(std::move(key), found_.size());
    if (!fresh) {
      found_[at->second].copies += 1;
      return;
    }
    std::vector<std::string> names;
    for (const u32 v : variables) names.push_back(fields_.name(v));
    found_.push_back({std::make_unique<Explicit>(std::move(names), std::move(bodies), map), 1});
  }
};

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

  void blank() {
    while (text_.take(" ")) {
    }
  }
  Tree sum(int depth) {
    if (depth > 100) text_.fail("more than 100 parentheses inside each other");
    Tree tree;
    do {
      blank();
      Tree part = term(depth);
      blank();
      if (part.times == 1 && !part.parts.empty())  // a sum in a sum
        for (auto& inner : part.parts) tree.parts.push_back(std::move(inner));
      else
        tree.parts.push_back(std::move(part));
    } while (text_.take("+"));
    if (tree.parts.size() > 1) return tree;
    Tree only = std::move(tree.parts[0]);
    return only;
  }
  Tree term(int depth) {
    Integer times = 1;
    while (text_.digit()) {
      times *= text_.natural("a number of copies", 1, UINT32_MAX);
      if (mp::msb(times) > 62) text_.fail("too many copies");
      blank();
      text_.expect("*");
      blank();
    }
    Tree tree;
    if (text_.take("(")) {
      tree = sum(depth + 1);
      text_.expect(")");
    } else {
      tree.family = std::string(text_.until("[ +)(]"));
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
  using Make = std::function<std::unique_ptr<Network>(const std::string&)>;
  Summands(const Make& make, bool several) : make_(make), several_(several) {}

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
    auto network = make_(tree.family);
    network->name_as([start, plain = std::make_shared<Network>(*network)](u32 v) {
      return start + plain->name(v);
    });
    add_summand(found_, std::move(network), copies);
  }
  std::vector<Component> found() { return std::move(found_); }

 private:
  const Make& make_;
  bool several_;
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

std::vector<Component> components_of(Model& model) {
  if (!model.fields) return std::move(model.summands);
  const auto* written_out = dynamic_cast<const Explicit*>(model.fields.get());
  if (written_out == nullptr) throw Rejected("a network is one component");
  return Classes(*written_out).run();
}

Model parse_sum(Text& text,
                const std::function<std::unique_ptr<Network>(const std::string&)>& make) {
  const Tree tree = SumReader(text).run();
  Summands summands(make, tree.leaves() > 1);
  summands.add(tree, 1, 1);
  return {nullptr, written(tree, false), 0, summands.found()};
}
}  // namespace abide_check
