// Symmetries, laws, their images and gradients.
#pragma once
#include <set>

#include "elimination.hpp"
#include "network.hpp"

namespace abide_check {
// A law from 1, or its image under a permutation that sends the first nodes of a layer to these.
struct LawRef {
  size_t law = 0, layer = 0;
  std::vector<u32> nodes;
};

class Laws {
 public:
  Laws(const Fields& fields, const Network* network) : fields_(fields), network_(network) {}
  const std::vector<Symmetry>& symmetries() const { return symmetries_; }
  size_t count() const { return laws_.size(); }

  void symmetry(Text& s) {
    s.natural("the next number", symmetries_.size() + 1, symmetries_.size() + 1);
    Symmetry t;
    std::set<u32> targets;
    for (u64 least = 1; least == 1 || !s.done();) {
      const u32 from = s.then().variable(fields_.dimension(), least);
      s.expect(">");
      const size_t mark = s.at();
      Integer c = s.integer();
      if (!s.take(":"))
        c = 1, s.back(mark);
      else if (c == 0 || c == 1)
        throw Rejected("a factor in a move is 0 or 1");
      const u32 to = s.variable(fields_.dimension());
      if (to == from && c == 1) throw Rejected("a trivial move");
      least = from + u64{2};
      t.moves[from] = {c, to};
      targets.insert(to);
    }
    // The moved variables are as many as their targets and the same: a permutation.
    for (const auto& m : t.moves)
      if (!targets.contains(m.first) || targets.size() != t.moves.size())
        throw Rejected("the moves do not permute");
    for (u64 i = 0; i < fields_.count() && symmetries_.empty(); ++i)
      if (const VectorField x = fields_.expand(i); !x.empty()) by_least_.emplace(least_term(x), i);
    for (u64 i = 0; i < fields_.count(); ++i) check_symmetry(t, i);
    symmetries_.push_back(std::move(t));
  }

  void law(Text& s) {
    s.natural("the next number", laws_.size() + 1, laws_.size() + 1);
    Polynomial h = s.then().polynomial(fields_.dimension());
    s.finish();
    Integer content = 0;
    for (const auto& t : h) {
      if (t.monomial.empty()) throw Rejected("a law must be 0 at 0, found a constant term");
      content = mp::gcd(content, t.coefficient);
    }
    if (content != 1) throw Rejected("the coefficients of the law have a common divisor");
    if (h.front().coefficient < 0) throw Rejected("the first coefficient of the law is negative");
    if (!fields_.known_law(h)) check_law(slopes(h, {}, {}));
    laws_.push_back({std::move(h), 0, 0});
  }
  // h = P / MONOMIAL + Σ c log|θ_v|, returned with the names of the model.
  std::string elementary(Text& s) {
    s.natural("the next number", laws_.size() + 1, laws_.size() + 1);
    const Monomial below = s.then().monomial(fields_.dimension());
    s.expect(" ;");
    const Polynomial h = s.then().polynomial(fields_.dimension());
    s.expect(" ;");
    const Polynomial logarithms = s.then().polynomial(fields_.dimension());
    s.finish();
    if (std::ranges::any_of(logarithms, [](const Term& t) { return degree(t.monomial) != 1; }))
      throw Rejected("a logarithm must be of a variable");
    VectorField g = slopes(h, below, logarithms);
    if (g.empty()) throw Rejected("a law must not be constant");
    check_law(g);
    laws_.push_back({{}, 0, 0, std::move(g)});
    const std::string inverse = below.empty() ? "" : "/(" + written({{below, 1}}) + ")";
    return text("law ", count(), ": proved: (", written(h), ")", inverse, " + (",
                written(logarithms, "log|", "|"), ")");
  }
  void image(Text& s) {
    s.natural("the next number", laws_.size() + 1, laws_.size() + 1);
    const u64 of = s.then().natural("an earlier law", 1, laws_.size());
    polynomial_only(of);
    laws_.push_back({{}, of, s.then().natural("an earlier symmetry", 1, symmetries_.size())});
    s.finish();
  }
  // Images are kept by reference, since all of them together may be far larger than
  // the certificate. The result is good until the next call.
  const Polynomial& terms(size_t number) {
    polynomial_only(number);
    std::vector<size_t> by;
    size_t source = number;
    for (; laws_[source - 1].image_of > 0; source = laws_[source - 1].image_of)
      by.push_back(laws_[source - 1].symmetry);
    if (by.empty()) return laws_[source - 1].terms;
    if (std::exchange(image_at_hand_, number) == number) return image_;
    image_ = laws_[source - 1].terms;
    for (; !by.empty(); by.pop_back()) image_ = image_of(image_, symmetries_[by.back() - 1]);
    return image_;
  }
  Polynomial terms(const LawRef& ref) {
    Polynomial h = terms(ref.law);
    for (auto& t : h) t.monomial = moved(t.monomial, ref);
    return h;
  }
  // LAW or LAW@LAYER:NODE,…
  LawRef reference(Text& s) {
    LawRef ref{s.natural("a law", 1, laws_.size()), 0, {}};
    if (!s.take("@")) return ref;
    if (network_ == nullptr) throw Rejected("images under permutations of nodes need a network");
    ref.layer = s.natural("a layer", 0, network_->widths().size() - 1);
    s.expect(":");
    do ref.nodes.push_back(narrow(s.natural("a node", 1, network_->widths()[ref.layer]) - 1));
    while (s.take(","));
    if (std::set(ref.nodes.begin(), ref.nodes.end()).size() < ref.nodes.size())
      throw Rejected("a node comes twice");
    look_at(ref);
    if (touched_ > ref.nodes.size())
      throw Rejected(text("the law touches node ", touched_, " of the layer"));
    return ref;
  }
  // The gradient of a law at a point. Terms with two zero factors have none, so that for a local
  // image only the terms with a non-zero variable at its nodes are visited.
  Elimination::Row gradient(const LawRef& ref, const Point& p) {
    std::map<u32, u64> sums;
    const VectorField& slopes = laws_[ref.law - 1].slopes;
    for (const auto& [v, slope] : slopes)
      for (const auto& [m, c] : slope)
        sums[v] = p.ring().field().add(sums[v], value(m, p, p.ring().field().of(c)));
    if (!slopes.empty()) return {sums.begin(), sums.end()};
    if (!ref.nodes.empty()) look_at(ref);
    const bool local = !ref.nodes.empty() && local_;
    const Polynomial& h = terms(ref.law);
    std::set<size_t> visited;
    for (size_t k = 0; k < h.size() && !local; ++k) add_gradient(h[k], ref, p, sums);
    for (u32 k = 0; k < ref.nodes.size() && local; ++k)
      network_->edges_at(p, ref.layer, ref.nodes[k], [&](u32 v) {
        const std::pair original{network_->moved(v, ref.layer, [&](u32) { return k; }), size_t{0}};
        for (auto i = std::ranges::lower_bound(index_, original);
             i != index_.end() && i->first == original.first; ++i)
          if (visited.insert(i->second).second) add_gradient(h[i->second], ref, p, sums);
      });
    return {sums.begin(), sums.end()};
  }
  // A polynomial with the names of the model.
  std::string written(const Polynomial& h, const char* before = "", const char* after = "") const {
    std::string out;
    for (const auto& t : h) {
      const bool negative = t.coefficient < 0;
      out += out.empty() ? (negative ? "-" : "") : negative ? " - " : " + ";
      const char* separator = "";
      if (mp::abs(t.coefficient) != 1 || t.monomial.empty())
        out += Integer(mp::abs(t.coefficient)).str(), separator = "*";
      for (const auto& q : t.monomial) {
        out += separator + (before + fields_.name(q.variable) + after) +
               (q.exponent > 1 ? "^" + std::to_string(q.exponent) : "");
        separator = "*";
      }
    }
    return out.empty() ? "0" : out;
  }

 private:
  // A law given by its terms, or as the image of an earlier one (from 1; 0: not an image), or, if
  // it is not a polynomial, by its gradient times a polynomial.
  struct Law {
    Polynomial terms;
    size_t image_of, symmetry;
    VectorField slopes = {};
  };
  void polynomial_only(size_t number) const {
    if (!laws_[number - 1].slopes.empty())
      throw Rejected("a law that is not a polynomial has no place here");
  }
  void look_at(const LawRef& ref) {
    if (looked_at_ == ref.law && layer_ == ref.layer) return;
    looked_at_ = ref.law, layer_ = ref.layer, touched_ = 0, local_ = true;
    index_.clear();
    const Polynomial& h = terms(ref.law);
    for (size_t k = 0; k < h.size(); ++k) {
      if (degree(h[k].monomial) == 1) local_ = false;
      for (const auto& q : h[k].monomial) {
        index_.emplace_back(q.variable, k);
        const auto e = network_->edge(q.variable);
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
  Monomial moved(Monomial m, const LawRef& ref) const {
    if (ref.nodes.empty()) return m;
    for (auto& q : m)
      q.variable = network_->moved(q.variable, ref.layer, [&](u32 k) { return ref.nodes[k]; });
    std::ranges::sort(m);
    return m;
  }
  // c·m at the point
  static u64 value(const Monomial& m, const Point& p, u64 c) {
    const Modulus& field = p.ring().field();
    for (const auto& q : m) {
      const Element x = p.at(q.variable);
      c = x.empty() ? 0 : field.mul(c, field.pow(x[0], q.exponent));
    }
    return c;
  }
  void add_gradient(const Term& t, const LawRef& ref, const Point& p,
                    std::map<u32, u64>& sums) const {
    const Modulus& field = p.ring().field();
    const Monomial m = moved(t.monomial, ref);
    for (const auto& q : m) {
      const u64 product = value(lowered(m, q.variable), p,
                                field.mul(field.of(t.coefficient), q.exponent % field.p()));
      if (product != 0) sums[q.variable] = field.add(sums[q.variable], product);
    }
  }
  // The least term c θ^a ∂_j of a field that is not zero.
  using Least = std::pair<u32, Monomial>;
  static Least least_term(const VectorField& x) {
    return {x.begin()->first,
            std::ranges::min_element(x.begin()->second, {}, &Sum::value_type::first)->first};
  }
  // The image of a field must be a multiple of a field of the list: one with the same least term.
  void check_symmetry(const Symmetry& t, u64 field) const {
    const VectorField image = t.of(fields_.expand(field));
    if (image.empty()) return;
    auto [i, stop] = by_least_.equal_range(least_term(image));
    while (i != stop && !proportional(image, fields_.expand(i->second))) ++i;
    if (i == stop)
      throw Rejected(text("field ", field + 1, " is not mapped to a multiple of a field"));
  }
  // The gradient of h / below + Σ c log|θ_v|, times `below` and once each variable of it and of the
  // logarithms.
  static VectorField slopes(const Polynomial& h, const Monomial& below,
                            const Polynomial& logarithms) {
    Monomial once = below;
    for (const auto& t : logarithms) once = times(once, t.monomial);
    for (auto& q : once) q.exponent = 1;
    if (once.size() * once.size() * (h.size() + 1) >> 26 != 0)
      throw Stopped("the gradient of a law needs more than 2^26 powers");
    VectorField result;
    for (const auto& t : h) {
      poll();
      const Monomial raised = times(t.monomial, once);
      for (const auto& [v, sum] :
           times(t.monomial, below))  // the exponent in t and that in `below`
        add_to(result[v], lowered(raised, v),
               Rational{t.coefficient * (sum - 2 * Integer(exponent_of(below, v)))});
    }
    for (const auto& t : logarithms)
      add_to(result[t.monomial[0].variable], lowered(times(below, once), t.monomial[0].variable),
             Rational{t.coefficient});
    std::erase_if(result, [](const auto& entry) { return entry.second.empty(); });
    return result;
  }
  // Σ c θ^a ∂_j h over the terms of X_i, with the gradient times a polynomial that is not zero,
  // must be zero for all i.
  void check_law(const VectorField& gradient) const {
    for (u64 i = 0; i < fields_.count(); ++i) {
      Sum sum;
      fields_.all_terms(i, [&](u32 j, const Monomial& a, const Rational& c) {
        if (const auto slope = gradient.find(j); slope != gradient.end())
          add_product(sum, slope->second, {{a, c}}, 1);
      });
      if (!sum.empty()) throw Rejected(text("not a law: X_", i + 1, " h is not zero"));
    }
  }
  static Polynomial image_of(const Polynomial& h, const Symmetry& t) {  // h∘T
    Polynomial result;
    for (const auto& term : h) {
      poll();
      Term& moved = result.emplace_back(t.of(term.monomial));
      moved.coefficient = power(moved.coefficient * term.coefficient, 1);
    }
    return result;
  }

  const Fields& fields_;
  const Network* network_;
  std::vector<Symmetry> symmetries_;
  std::multimap<Least, u64> by_least_;  // fields
  std::vector<Law> laws_;
  size_t image_at_hand_ = 0;  // the image whose terms are in image_
  Polynomial image_;
  // For images of the law `looked_at_` under permutations of the layer `layer_`: where its
  // variables are; the last node it touches, from 1; whether all its variables touch the layer and
  // no term is of degree 1.
  size_t looked_at_ = 0, layer_ = 0;
  std::vector<std::pair<u32, size_t>> index_;  // variable, term
  u32 touched_ = 0;
  bool local_ = true;
};
}  // namespace abide_check
