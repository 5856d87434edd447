// The fields X_1 … X_d of a model, X_i = Σ terms c θ^a ∂_j, and views of its laws: functions h with
// X_i h = 0 for all fields. Fields and variables are counted from 0 inside the program.
#pragma once
#include "elimination.hpp"
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
u64 generated(u64 seed, u64 i);  // the number z_(i+1) of `~SEED` (certificate.md, "Lines")
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
  bool homogeneous() const { return homogeneous_; }  // every field has terms of one degree only
  // What is needed to find the coordinates of a point quickly.
  virtual void prepare(Nodes&) const {}
  // Whether h is a law by a criterion of the model; if not, the terms decide.
  virtual bool known_law(const Polynomial&) const { return false; }
  Nodes value(const Word& word, const Point& point) const;
  // Fields are evaluated in blocks of consecutive ones: Σ weight_k X_(first + k), added to `sums`.
  virtual u64 block() const { return 1; }
  virtual void add_value(u64 first, const Nodes& weights, const Point& p, Sums& sums) const = 0;

 protected:
  u64 dimension_ = 0, count_ = 0;
  bool homogeneous_ = true;

 private:
  Nodes leaf(const Word& word, const Point& point) const;
  mutable Sums sums_;
};

// Fields that are written out, or the gradients of the entries of a map that are, without
// constants.
class Explicit final : public Fields {
 public:
  struct Piece {
    u32 j;  // the component
    Monomial monomial;
    Rational coefficient;
  };
  using Body = std::vector<Piece>;
  using Names = std::function<std::string(u32 variable)>;
  Explicit(u64 dimension, Names names, std::vector<Body> bodies, bool map = false);
  std::string name(u32 variable) const override { return names_(variable); }
  void terms(u64 field, const Monomial& beta, u64 lack, const OfTerm& f) const override;
  void add_value(u64 field, const Nodes& weights, const Point& p, Sums& sums) const override;

 private:
  const Names names_;
  const std::vector<Body> bodies_;
  const bool map_;
};

// A law as the core sees it: a polynomial, or (of some rules) something that has a gradient only.
class LawView {
 public:
  virtual ~LawView() = default;
  // Good until the terms of another view are asked for; Rejected if it is not a polynomial.
  virtual const Polynomial& terms() = 0;
  // The gradient at a point, times a number that is not zero.
  virtual Elimination::Row gradient(const Point& p) = 0;
};

// The derivatives by the variables that are not zero.
using Gradient = std::map<u32, Sum>;

// At a point: c·m is added to the sum of v; a gradient, and the terms of one.
void add_value(std::map<u32, u64>& sums, u32 v, const Monomial& m, u64 c, const Point& p);
Elimination::Row gradient_of(const Polynomial& h, const Point& p);
void add_gradient(const Term& t, const Point& p, std::map<u32, u64>& sums);
}  // namespace abide_check
