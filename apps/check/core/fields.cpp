// Words in the fields, written out or at a point, and fields given by their terms.
//
// The value of a bracket [X, Y] = ∂X·Y − ∂Y·X at P needs no expansion: with e new and e² = 0,
// X(P + e Y(P)) = X(P) + e ∂X(P)·Y(P). So two evaluations one level up give both summands.
#include "fields.hpp"

#include <unordered_set>

namespace abide_check {
namespace {
// One half of the coefficients of a vector of level k: its value, or the derivative along the
// direction of e_k.
Nodes half(const Nodes& v, bool upper) {
  Nodes result;
  for (const auto& [j, e] : v) {
    const auto middle = e.begin() + static_cast<std::ptrdiff_t>(e.size() / 2);
    result.emplace_back(j, upper ? Element(middle, e.end()) : Element(e.begin(), middle));
  }
  drop_zeros(result);
  return result;
}
}  // namespace

// The weights are those of certificate.md, "Lines".
void each_field(const Word& word, u64 count, const std::function<void(u64, u64)>& f) {
  if (!word.combination) return f(word.number, 1);
  for (u64 i = 0; i < count; ++i) {
    u64 z = word.number + (i + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    f(i, (z ^ (z >> 31)) >> 44);
  }
}
Word read_word(Text& text, u64 fields, int depth) {
  Word w;
  if (text.take("[")) {
    if (depth == 12) text.fail("a word is nested more than 12 deep");
    w.left = std::make_unique<Word>(read_word(text, fields, depth + 1));
    text.expect(",");
    w.right = std::make_unique<Word>(read_word(text, fields, depth + 1));
    text.expect("]");
  } else if (text.take("~")) {
    if (fields >> 26 != 0) text.fail("a combination of more than 2^26 fields");
    w.combination = true;
    w.number = text.natural("a seed", 0, INT64_MAX);
  } else {
    w.number = text.natural("a field", 1, fields) - 1;
  }
  return w;
}

Nodes Fields::value(const Word& word, const Point& point) const {
  if (!word.left) return leaf(word, point);
  Nodes y = value(*word.right, point);
  prepare(y);
  const Nodes along_y = value(*word.left, Point(point, y));
  Nodes x = half(along_y, false);
  prepare(x);
  const Ring& ring = point.ring();
  const Nodes along_x = value(*word.right, Point(point, x));
  for (const auto& [j, e] : half(along_y, true)) sums_.add(ring, j, e);
  for (const auto& [j, e] : half(along_x, true))
    sums_.add(ring, j, ring.mul(e, ring.constant(ring.field().p() - 1)));
  return sums_.take();
}
Nodes Fields::leaf(const Word& word, const Point& point) const {
  const u64 n = block(), p = point.ring().field().p();
  Nodes weights;
  each_field(word, count(), [&](u64 i, u64 weight) {
    poll();
    if (weight % p != 0) weights.emplace_back(narrow(i % n), point.ring().constant(weight % p));
    if (word.combination && (i + 1) % n != 0 && i + 1 < count()) return;
    if (!weights.empty()) add_value(i - i % n, std::exchange(weights, {}), point, sums_);
  });
  return sums_.take();
}

Explicit::Explicit(std::vector<std::string> names, std::vector<Body> bodies, bool map)
    : names_(std::move(names)), bodies_(std::move(bodies)), map_(map), occurs_(names_.size()) {
  monomial_map_ = map_;
  for (u64 i = 0; i < bodies_.size(); ++i) {
    std::unordered_set<u64> degrees;
    for (const Piece& piece : bodies_[i]) {
      if (!map_ || !piece.monomial.empty())
        degrees.insert(degree(piece.monomial));  // else there is no gradient
      for (const auto& q : piece.monomial) occurs_[q.variable] = true;
    }
    if (degrees.size() > 1) mixed_.push_back(i);
    monomial_map_ = monomial_map_ && bodies_[i].size() <= 1;
  }
  dimension_ = names_.size(), count_ = bodies_.size();
}
void Explicit::terms(u64 field, const Monomial& beta, u64 lack, const OfTerm& f) const {
  for (const auto& [component, m, c] : bodies_[field]) {
    poll();
    u64 missing = 0;
    for (const auto& q : m)
      missing += q.exponent - std::min(q.exponent, exponent_of(beta, q.variable));
    if (!map_ && missing <= lack) f(component, m, c);
    if (!map_ || missing - (missing > 0) > lack) continue;
    for (const auto& q : m)
      if (missing <= lack || exponent_of(beta, q.variable) < q.exponent)
        f(q.variable, lowered(m, q.variable), q.exponent == 1 ? c : c * q.exponent);
  }
}
void Explicit::add_value(u64 field, const Nodes& weights, const Point& p, Sums& sums) const {
  const Ring& ring = p.ring();
  all_terms(field, [&](u32 j, const Monomial& a, const Rational& c) {
    Element product = ring.mul(weights[0].second, ring.constant(ring.field().of(c)));
    for (const auto& q : a)
      if (!product.empty()) product = ring.mul(product, ring.pow(p.at(q.variable), q.exponent));
    sums.add(ring, j, product);
  });
}
}  // namespace abide_check
