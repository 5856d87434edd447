// Laws: functions h with X_i h = 0 for all fields, and their gradients.
#pragma once
#include "elimination.hpp"
#include "fields.hpp"

namespace abide_check {
// A law as the core sees it: a polynomial, or (of some rules) something that has a gradient only.
class LawView {
 public:
  virtual ~LawView() = default;
  virtual bool is_polynomial() const { return true; }
  virtual const Polynomial& terms() = 0;  // good until the terms of another view are asked for
  // The gradient at a point, times a number that is not zero.
  virtual Elimination::Row gradient(const Point& p) = 0;
};

// The derivatives by the variables that are not zero.
using Gradient = std::map<u32, Sum>;

class Laws {
 public:
  explicit Laws(const Fields& fields) : fields_(fields) {}
  size_t count() const { return laws_.size(); }
  LawView& operator[](size_t number) { return *laws_[number - 1]; }  // from 1
  void next_number(Text& s) const;
  void read(Text& s);                                                          // `law`
  void add(std::unique_ptr<LawView> law) { laws_.push_back(std::move(law)); }  // proved by a rule
  // Rejected unless Σ a_j g_j is the zero polynomial for every field Σ a_j ∂_j.
  void must_be_law(const Gradient& gradient) const;
  // A polynomial with the names of the model.
  std::string written(const Polynomial& h, const char* before = "", const char* after = "") const;

 private:
  const Fields& fields_;
  std::vector<std::unique_ptr<LawView>> laws_;
};

// c·m at a point, a gradient, and terms of one that are added up.
u64 value(const Monomial& m, const Point& p, u64 c);
Elimination::Row gradient_of(const Polynomial& h, const Point& p);
void add_gradient(const Term& t, const Point& p, std::map<u32, u64>& sums);
}  // namespace abide_check
