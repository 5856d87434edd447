// Words in the fields and their values at a point, and fields given by their terms.
//
// The value of a bracket [X, Y] = ∂X·Y − ∂Y·X at P needs no expansion: with e new and e² = 0, X(P +
// e Y(P)) = X(P) + e ∂X(P)·Y(P). So two evaluations one level up give both summands.
#include "fields.hpp"

namespace abide_check {
// One half of the coefficients of a vector of level k: its value, or the derivative along the
// direction of e_k.
static Nodes half(const Nodes& v, bool upper) {
  Nodes result;
  for (const auto& [j, e] : v) {
    const auto middle = e.begin() + static_cast<std::ptrdiff_t>(e.size() / 2);
    result.emplace_back(j, upper ? Element(middle, e.end()) : Element(e.begin(), middle));
  }
  drop_zeros(result);
  return result;
}

u64 generated(u64 seed, u64 i) {
  u64 z = seed + (i + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}
void each_field(const Word& word, u64 count, const std::function<void(u64, u64)>& f) {
  if (!word.combination) return f(word.number, 1);
  for (u64 i = 0; i < count; ++i) poll(), f(i, generated(word.number, i) >> 44);
}
Word read_word(Text& text, u64 fields, int depth) {
  Word w;
  if (text.take("[")) {
    if (depth == 12) text.fail("a word is nested more than 12 deep");
    w.left = std::make_unique<Word>(read_word(text, fields, depth + 1));
    text.expect(",");
    w.right = std::make_unique<Word>(read_word(text, fields, depth + 1));
    text.expect("]");
  } else {
    w.combination = text.take("~");
    w.number = w.combination ? text.seed(fields) : text.natural("a field", 1, fields) - 1;
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
  const Element minus = ring.constant(ring.field().p() - 1);
  const Nodes along_x = value(*word.right, Point(point, x));
  for (const auto& [j, e] : half(along_y, true)) ring.add(sums_.at(j), e);
  for (const auto& [j, e] : half(along_x, true)) ring.add_product(e, minus, sums_.at(j));
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

Explicit::Explicit(u64 dimension, Names names, std::vector<Body> bodies, bool map)
    : names_(std::move(names)), bodies_(std::move(bodies)), map_(map) {
  dimension_ = dimension, count_ = bodies_.size();
  for (const Body& body : bodies_)
    for (const Piece& piece : body)
      homogeneous_ = homogeneous_ && degree(piece.monomial) == degree(body[0].monomial);
}
void Explicit::terms(u64 field, const Monomial& beta, u64 lack, const OfTerm& f) const {
  const auto give = [&](u32 j, const Monomial& m, const Rational& c) {
    if (poll(), lack == UINT64_MAX || degree(lacking(m, beta)) <= lack) f(j, m, c);
  };
  for (const auto& [j, m, c] : bodies_[field])
    if (!map_)
      give(j, m, c);
    else
      for (const auto& [v, e] : m)
        e == 1 ? give(v, lowered(m, v), c) : give(v, lowered(m, v), c * e);
}
void Explicit::add_value(u64 field, const Nodes& weights, const Point& p, Sums& sums) const {
  all_terms(field, [&](u32 j, const Monomial& a, const Rational& c) {
    p.ring().add_product(weights[0].second, p.value(a, p.ring().field().of(c)), sums.at(j));
  });
}

void add_value(std::map<u32, u64>& sums, u32 v, const Monomial& m, u64 c, const Point& p) {
  const Element e = p.value(m, c);
  if (!e.empty()) sums[v] = p.ring().field().add(sums[v], e[0]);
}
Elimination::Row gradient_of(const Polynomial& h, const Point& p) {
  std::map<u32, u64> sums;
  for (const Term& t : h) add_gradient(t, p, sums);
  return {sums.begin(), sums.end()};
}
void add_gradient(const Term& t, const Point& p, std::map<u32, u64>& sums) {
  const Modulus& field = p.ring().field();
  for (const auto& q : t.monomial)
    add_value(sums, q.variable, lowered(t.monomial, q.variable),
              field.mul(field.of(t.coefficient), q.exponent % field.p()), p);
}
}  // namespace abide_check
