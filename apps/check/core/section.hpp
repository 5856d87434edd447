// The sections of `space` statements: all polynomial laws up to a degree.
//
// A law h = Σ h_α θ^α of degree ≤ δ is a solution of a linear system. Its row (i, β) is the
// coefficient of θ^β in X_i h. In a section, columns α are eliminated by rows that are triangular
// modulo a prime, and the others are matched by independent laws. When these are as many as all the
// columns, the rank and the dimension of the laws are known exactly.
#pragma once
#include "fields.hpp"

namespace abide_check {
class Scope;

// Hears what a certificate says while it is checked (abide-check --expand).
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void component(const Fields& fields, const Integer& copies) = 0;  // begins
  virtual void statement(const std::string& line) = 0;
  // A line about a rank, with its pivot; the law if it speaks of one.
  virtual void row(const std::string& line, LawView* law, u32 pivot) = 0;
  virtual void pivot(u64 field, const Monomial& beta, const Monomial& alpha) = 0;
  virtual void element(const Monomial& alpha, const std::vector<Polynomial>& factors) = 0;
};

// The unknowns of a linear system: the coefficients of laws at these monomials.
class Columns {
 public:
  explicit Columns(const Fields& fields) : fields_(fields) {}
  virtual ~Columns() = default;
  virtual bool has(const Monomial&) const { return true; }  // then it has all divisors, too
  virtual Integer count(u64 degree) const {                 // how many of this degree
    return binomial(Integer(fields_.dimension()) + degree - 1, degree);
  }
  virtual std::string within() const { return ""; }  // what they are within, for claims
  // Of the last section; how many elements there are up to this degree.
  u64 degree = 0, prime = 0;
  Integer elements = 0;

 protected:
  const Fields& fields_;
};

// The columns of one section that a rule deals with, beside the pivots and elements of the core.
class Share {
 public:
  enum State { open, eliminated, claimed };
  virtual ~Share() = default;
  virtual Integer columns_eliminated() const { return 0; }
  virtual Integer elements_claimed() const { return 0; }
  virtual State state(const Monomial&) const { return open; }
  virtual void keep(const Monomial&) {}             // the column of a `p` or `e` line
  virtual bool exhausted() const { return false; }  // every column is eliminated or kept
};

class Section {
 public:
  using Residues = MonomialMap<u64>;
  struct Equation {
    u64 field;
    Monomial beta, column;
    Residues entries;
  };
  // New columns have a degree from above + 1 to `degree`.
  Section(Scope& scope, const Columns& columns, u64 above, u64 degree, u64 prime)
      : scope_(scope), columns_(columns), above_(above), degree_(degree), field_(prime) {}
  const Modulus& field() const { return field_; }
  u64 above() const { return above_; }
  u64 degree() const { return degree_; }
  const Columns& columns() const { return columns_; }
  // What one rule has dealt with; made at its first line. Another rule cannot join it.
  template <class Kind>
  Kind& share(const auto&... arguments) {
    if (!share_) share_ = std::make_unique<Kind>(arguments...);
    if (const auto own = dynamic_cast<Kind*>(share_.get())) return *own;
    throw Rejected("lines of two rules that exclude each other in one section");
  }
  Monomial column(Text& s, u64 above) const;           // of a degree above this one
  std::pair<u64, Monomial> row_name(Text& s) const;    // FIELD MONOMIAL and a space: (i, β)
  Equation row(Text& s) const;                         // and the column that follows
  void line(std::string_view word, Text& s);           // any line, of its stage or a later one
  Integer elements(const Integer& new_columns) const;  // Rejected if columns are missing

 private:
  void pivot(Text& s);
  void element(Text& s);
  void add(Elimination& elimination, const Residues& entries, const Monomial& alpha);
  Share::State state(const Monomial& m) const { return share_ ? share_->state(m) : Share::open; }

  Scope& scope_;
  const Columns& columns_;
  const u64 above_, degree_;
  const Modulus field_;
  std::unique_ptr<Elimination> pivots_ = Elimination::make(field_),
                               products_ = Elimination::make(field_);
  std::unique_ptr<Share> share_;
  MonomialMap<u32> numbers_;
  int stage_ = 0;
};
}  // namespace abide_check
