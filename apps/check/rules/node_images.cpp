// Images of a law keep its terms; only the nodes of one layer move.
#include "node_images.hpp"

#include <set>

namespace abide_check {
void NodeImage::look_at(size_t number, LawView& law, Text& s) {
  const auto& widths = network_.network.widths();
  const size_t layer = s.natural("a layer", 0, widths.size() - 1);
  s.expect(":");
  nodes_.clear();
  do nodes_.push_back(narrow(s.natural("a node", 1, widths[layer]) - 1));
  while (s.take(","));
  if (std::set(nodes_.begin(), nodes_.end()).size() < nodes_.size())
    throw Rejected("a node comes twice");
  if (number_ != number || layer_ != layer) index(number, law, layer);
  if (touched_ > nodes_.size())
    throw Rejected(text("the law touches node ", touched_, " of the layer"));
}
const Polynomial& NodeImage::terms() {
  image_.clear();
  for (const auto& t : law_->terms()) image_.push_back(moved(t));
  return image_;
}
// Terms with two zero factors have no gradient: in the local case only the terms with a non-zero
// variable at the nodes are visited.
Elimination::Row NodeImage::gradient(const Point& p) {
  std::map<u32, u64> sums;
  const Polynomial& h = law_->terms();
  std::set<size_t> visited;
  for (size_t k = 0; k < h.size() && !local_; ++k) add_gradient(moved(h[k]), p, sums);
  for (u32 k = 0; k < nodes_.size() && local_; ++k)
    network_.edges_at(p, layer_, nodes_[k], [&](u32 v) {
      const u32 original =
          network_.moved(v, [&](size_t layer, u32 node) { return layer == layer_ ? k : node; });
      for (auto i = std::ranges::lower_bound(index_, std::pair{original, size_t{0}});
           i != index_.end() && i->first == original; ++i)
        if (visited.insert(i->second).second) add_gradient(moved(h[i->second]), p, sums);
    });
  return {sums.begin(), sums.end()};
}
void NodeImage::index(size_t number, LawView& law, size_t layer) {
  number_ = number, layer_ = layer, law_ = &law, touched_ = 0, local_ = true;
  index_.clear();
  const Polynomial& h = law.terms();
  for (size_t k = 0; k < h.size(); ++k) {
    if (degree(network_.window.take(h[k].monomial)) < 2) local_ = false;
    for (const auto& q : h[k].monomial) {
      if (!network_.window.has(q.variable)) continue;
      index_.emplace_back(q.variable, k);
      const auto e = network_.edge(q.variable);
      if (e.layer == layer_)
        touched_ = std::max(touched_, e.to + 1);
      else if (!e.bias && e.layer == layer_ + 1)
        touched_ = std::max(touched_, e.from + 1);
      else
        local_ = false;
    }
  }
  std::ranges::sort(index_);
}
Term NodeImage::moved(Term t) const {
  for (auto& q : t.monomial)
    q.variable = network_.moved(
        q.variable, [&](size_t layer, u32 node) { return layer == layer_ ? nodes_[node] : node; });
  std::ranges::sort(t.monomial);
  return t;
}

// By monomials. Terms are not copied: laws may be long, and have many images.
static std::vector<const Term*> ordered(const Polynomial& h) {
  std::vector<const Term*> terms;
  for (const Term& t : h) terms.push_back(&t);
  std::ranges::sort(terms, {}, [](const Term* t) -> const Monomial& { return t->monomial; });
  return terms;
}
bool same(const Polynomial& a, const Polynomial& b) {
  return std::ranges::equal(ordered(a), ordered(b), [](const Term* s, const Term* t) {
    return s->monomial == t->monomial && s->coefficient == t->coefficient;
  });
}
void must_have_images(const NetworkView& network, const Polynomial& h, size_t layer, u64 count) {
  std::set<u32> touched;
  for (const auto& t : h)
    for (const auto& q : network.window.moved(network.window.take(t.monomial))) {
      const auto e = network.edge(q.variable);
      if (e.layer == layer) touched.insert(e.to);
      if (e.layer == layer + 1 && !e.bias) touched.insert(e.from);
    }
  demand(touched.size() == count && *touched.rbegin() + 1 == count,
         "the law does not touch the first nodes of the layer, ", count, ", and no other");
  for (u32 v = 0; v + 1 < count; ++v) {  // neighbours exchanged: these generate all permutations
    poll();
    Polynomial image = h;
    for (auto& t : image) {
      for (auto& q : t.monomial)
        q.variable = network.moved(q.variable, [&](size_t l, u32 node) {
          return l != layer || (node != v && node != v + 1) ? node : 2 * v + 1 - node;
        });
      std::ranges::sort(t.monomial);
    }
    demand(same(h, image), "nodes ", v + 1, " and ", v + 2, " do not exchange");
  }
}
}  // namespace abide_check
