// The fields X_1 … X_d of a model: X_i = Σ terms c θ^a ∂_j. Fields and variables
// are counted from 0 inside the program.
#pragma once
#include <functional>
#include <memory>

#include "point.hpp"
#include "reader.hpp"

namespace abide_check {
using OfTerm = std::function<void(u32 j, const Monomial& a, const Rational& c)>;

// A Lie bracket expression in the fields: a field, a combination of all, or [left, right].
struct Word {
  u64 number = 0;  // the field from 0, or the seed, when there is no left
  bool combination = false;
  std::unique_ptr<Word> left, right;
};
Word read_word(Text& text, u64 fields, int depth = 0);
// f(i, weight) for the fields that a word without brackets combines.
void each_field(const Word& word, u64 count, const std::function<void(u64 i, u64 weight)>& f);

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
  Nodes value(const Word& word, const Point& point) const;

 protected:
  // Fields are evaluated in blocks of consecutive ones: Σ weight_k X_(first + k), added to `sums`.
  virtual u64 block() const { return 1; }
  virtual void add_value(u64 first, const Nodes& weights, const Point& p, Sums& sums) const = 0;
  u64 dimension_ = 0, count_ = 0;
  std::vector<u64> mixed_;
  bool monomial_map_ = true;

 private:
  Nodes leaf(const Word& word, const Point& point) const;
  mutable Sums sums_;
};

// Fields that are written out: a map (gradients) or components.
class Explicit final : public Fields {
 public:
  struct Piece {
    u32 j;  // the component; unused for a map
    Monomial monomial;
    Rational coefficient;
  };
  using Body = std::vector<Piece>;
  Explicit(std::vector<std::string> names, std::vector<Body> bodies, bool map);
  std::string name(u32 variable) const override { return names_[variable]; }
  void terms(u64 field, const Monomial& beta, u64 lack, const OfTerm& f) const override;
  Monomial exponents(u64 i) const override {
    return bodies_[i].empty() ? Monomial() : bodies_[i][0].monomial;
  }
  bool occurs(u32 variable) const override { return occurs_[variable]; }
  bool is_map() const { return map_; }
  const Body& body(u64 i) const { return bodies_[i]; }

 protected:
  void add_value(u64 field, const Nodes& weights, const Point& p, Sums& sums) const override;

 private:
  const std::vector<std::string> names_;
  const std::vector<Body> bodies_;
  const bool map_;
  std::vector<bool> occurs_;
};
}  // namespace abide_check
