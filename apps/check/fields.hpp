// The fields X_1 … X_d of a model: X_i = Σ terms c θ^a ∂_j. Fields and variables
// are counted from 0 inside the program.
#pragma once
#include <boost/pending/disjoint_sets.hpp>
#include <functional>
#include <optional>

#include "point.hpp"
#include "reader.hpp"

namespace abide_check {
using OfTerm = std::function<void(u32 j, const Monomial& a, const Rational& c)>;

class Fields {
 public:
  virtual ~Fields() = default;
  u64 dimension() const { return dimension_; }
  u64 count() const { return count_; }
  virtual std::string name(u32 variable) const = 0;
  // The terms c θ^a ∂_j of one field for which a / gcd(a, β) has at most the degree `lack`; no pair
  // (a, j) comes twice.
  virtual void terms(u64 field, const Monomial& beta, u64 lack, const OfTerm& f) const = 0;
  void all_terms(u64 field, const OfTerm& f) const { terms(field, {}, UINT64_MAX, f); }
  // Fields whose terms are not all of the same degree, increasing (of a network: some of them).
  const std::vector<u64>& mixed() const { return mixed_; }
  // All entries of a map are single terms or constants; then the exponents of one entry, and
  // whether a variable occurs in any.
  bool monomial_map() const { return monomial_map_; }
  virtual Monomial exponents(u64 field) const = 0;
  virtual bool occurs(u32) const { return true; }
  // What is needed to find the coordinates of a point quickly.
  virtual void prepare(Nodes&) const {}
  // Whether h is a law by a criterion of the model; if not, the terms decide.
  virtual bool known_law(const Polynomial&) const { return false; }
  // A word as a polynomial vector field.
  VectorField expand(const Word& word) const {
    if (word.left) return bracket(expand(*word.left), expand(*word.right));
    VectorField x;
    each_field(word, [&](u64 i, u64 weight) {
      all_terms(i,
                [&](u32 j, const Monomial& a, const Rational& c) { add_to(x[j], a, c * weight); });
    });
    std::erase_if(x, [](const auto& entry) { return entry.second.empty(); });
    return x;
  }
  VectorField expand(u64 field) const { return expand(Word{field, false, nullptr, nullptr}); }
  // The value of a word at a point. With e_k new, X(P + e_k Y) = X + e_k ∂X·Y: two evaluations
  // one level up give both summands of the bracket.
  Nodes value(const Word& word, const Point& point) const {
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

 protected:
  // Fields are evaluated in blocks of consecutive ones: Σ weight_k X_(first + k), added to `sums`.
  virtual u64 block() const { return 1; }
  virtual void add_value(u64 first, const Nodes& weights, const Point& p, Sums& sums) const = 0;
  u64 dimension_ = 0, count_ = 0;
  std::vector<u64> mixed_;
  bool monomial_map_ = true;

 private:
  // f(i, weight) for the fields that a word without brackets combines.
  void each_field(const Word& word, const auto& f) const {
    if (!word.combination) return f(word.number, 1);
    for (u64 i = 0; i < count(); ++i) {
      u64 z = word.number + (i + 1) * 0x9e3779b97f4a7c15u;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
      z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
      f(i, (z ^ (z >> 31)) >> 44);
    }
  }
  Nodes leaf(const Word& word, const Point& point) const {
    const u64 n = block(), p = point.ring().field().p();
    Nodes weights;
    each_field(word, [&](u64 i, u64 weight) {
      poll();
      if (weight % p != 0) weights.emplace_back(narrow(i % n), point.ring().constant(weight % p));
      if (word.combination && (i + 1) % n != 0) return;
      if (!weights.empty()) add_value(i - i % n, std::exchange(weights, {}), point, sums_);
    });
    return sums_.take();
  }
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
  mutable Sums sums_;
};

// Fields written out in a canonical file: a map (gradients) or components.
class Explicit final : public Fields {
 public:
  struct Piece {
    u32 j;  // the component; unused for a map
    Monomial monomial;
    Rational coefficient;
  };
  Explicit(std::vector<std::string> names, std::vector<std::vector<Piece>> bodies, bool map)
      : names_(std::move(names)),
        bodies_(std::move(bodies)),
        map_(map),
        occurs_(names_.size(), false) {
    monomial_map_ = map_;
    for (u64 i = 0; i < bodies_.size(); ++i) {
      const auto& body = bodies_[i];
      std::unordered_set<u64> degrees;
      for (const Piece& piece : body) {
        if (!map_ || !piece.monomial.empty())
          degrees.insert(degree(piece.monomial));  // else there is no gradient
        for (const auto& q : piece.monomial) occurs_[q.variable] = true;
      }
      if (degrees.size() > 1) mixed_.push_back(i);
      monomial_map_ = monomial_map_ && body.size() <= 1;
    }
    dimension_ = names_.size(), count_ = bodies_.size();
  }
  std::string name(u32 variable) const override { return names_[variable]; }
  void terms(u64 field, const Monomial& beta, u64 lack, const OfTerm& f) const override {
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
  Monomial exponents(u64 i) const override {
    return bodies_[i].empty() ? Monomial() : bodies_[i][0].monomial;
  }
  bool occurs(u32 variable) const override { return occurs_[variable]; }

 protected:
  void add_value(u64 field, const Nodes& weights, const Point& p, Sums& sums) const override {
    const Ring& ring = p.ring();
    all_terms(field, [&](u32 j, const Monomial& a, const Rational& c) {
      Element product = ring.mul(weights[0].second, ring.constant(ring.field().of(c)));
      for (const auto& q : a)
        if (!product.empty()) product = ring.mul(product, ring.pow(p.at(q.variable), q.exponent));
      sums.add(ring, j, product);
    });
  }

 private:
  const std::vector<std::string> names_;
  const std::vector<std::vector<Piece>> bodies_;
  const bool map_;
  std::vector<bool> occurs_;
};

// Parts of a model: variables are joined when they occur in one field. Parts are numbered from 1;
// a field that is zero belongs to 0.
struct Parts {
  explicit Parts(const Fields& model)
      : of_variable(model.dimension(), 0), of_field(model.count(), 0), variables(1) {
    boost::disjoint_sets_with_storage<> sets(model.dimension());
    std::vector<std::optional<u32>> some(
        model.count());  // a variable of each field that is not zero
    for (u64 i = 0; i < model.count(); ++i)
      model.all_terms(i, [&](u32 j, const Monomial& a, const Rational&) {
        if (!some[i]) some[i] = j;
        for (const auto& q : times({{j, 1}}, a)) sets.union_set(*some[i], q.variable);
      });
    for (u32 v = 0; v < model.dimension(); ++v) {
      u32& part = of_variable[sets.find_set(v)];
      if (part == 0) part = narrow(variables.size()), variables.emplace_back();
      of_variable[v] = part;
      variables[part].push_back(v);
    }
    fields.resize(variables.size());
    for (u64 i = 0; i < model.count(); ++i)
      if (some[i]) fields[of_field[i] = of_variable[*some[i]]].push_back(i);
  }
  std::vector<u32> of_variable, of_field;
  std::vector<std::vector<u32>> variables;
  std::vector<std::vector<u64>> fields;
};
}  // namespace abide_check
