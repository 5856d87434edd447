// The checker: one function per statement of the format.
#pragma once
#include <map>
#include <ostream>
#include <set>

#include "model.hpp"

namespace abide_check {
// The value of a word at a point modulo p.
Vector value(const Word& word, const Fields& fields, const Point& point);
// A word as a polynomial vector field: its non-zero components.
using VectorField = std::map<std::uint32_t, Sum>;
VectorField expand(const Word& word, const Fields& fields);
VectorField bracket(const VectorField& x, const VectorField& y);

// A line `p` or `o`: the row (field, β) modulo p, and its column α.
struct SpaceRow {
  Monomial alpha;
  std::unordered_map<Monomial, std::uint64_t, MonomialHash> entries;  // not zero
};

// The state of consecutive `space` statements.
struct Space {
  explicit Space(std::uint64_t p) : field(p), pivots(Elimination::make(field, false)), elements(Elimination::make(field, false)) {}
  std::uint32_t column(const Monomial& m);  // its number, given on first use
  Modulus field;
  std::uint64_t degree = 0;
  std::unordered_map<Monomial, std::uint32_t, MonomialHash> columns;
  std::set<decltype(Orbit::form)> orbits;
  Integer orbit_columns = 0;
  std::unique_ptr<Elimination> pivots, elements;
};

class Checker {
 public:
  Checker(const Model& model, Input certificate, std::ostream& claims, bool quiet = false)
      : model_(model), fields_(*model.fields), reader_(std::move(certificate)), claims_(claims), quiet_(quiet) {}
  // Whether completeness is proved. Throws Rejected with the verdict as its text.
  bool run();

 private:
  // T replaces θ_i by c θ_j; variables without a move stay.
  struct Symmetry {
    std::unordered_map<std::uint32_t, std::pair<Integer, std::uint32_t>> moves;
    std::pair<Integer, std::uint32_t> of(std::uint32_t i) const;
    Term of(const Monomial& m) const;  // m(Tθ)
  };
  // A law given by its terms, or as the image of an earlier one.
  struct Law {
    Polynomial terms;
    std::size_t image_of = 0, symmetry = 0;  // from 1; 0: not an image
  };
  struct ModularPoint {
    Modulus field;
    std::vector<std::uint64_t> values;
  };
  using Values = std::vector<std::pair<std::uint32_t, Integer>>;

  bool statements();
  void head();
  void symmetry(Text& s), law(Text& s), image(Text& s), point(Text& s);
  void independent(Text& s), lie_rank(Text& s), exponents(Text& s), closed(Text& s);
  void involutive(Text& s), space(Text& s);
  bool finish(Text& s, bool is_complete);
  void eliminate(std::uint64_t rows, const char* kind, const Modulus& field,
                 const std::function<Elimination::Row(Text&)>& row);
  void space_orbit(Text& s, Space& space, std::uint64_t above);
  void space_pivot(Text& s, Space& space, std::uint64_t above);
  void space_element(Text& s, Space& space);

  void check_symmetry(const Symmetry& t, std::uint64_t field) const;
  void check_law(const Polynomial& h) const;
  Polynomial law_terms(std::size_t number) const;
  Polynomial image_of(const Polynomial& h, const Symmetry& t) const;
  ModularPoint point_modulo(Text& s) const;
  Elimination::Row gradient(const Polynomial& h, const ModularPoint& p) const;
  void check_identity(Text& s, const VectorField& left, const std::vector<VectorField>& basis) const;
  SpaceRow take_row(Text& s, Space& space, std::uint64_t above) const;

  std::uint64_t dimension() const { return fields_.dimension(); }
  std::string written(const Polynomial& h) const;
  void claim(const std::string& line);
  void bound_above(const Integer& bound, const std::string& reason);

  const Model& model_;
  const Fields& fields_;
  Reader reader_;
  std::ostream& claims_;
  const bool quiet_;
  std::vector<Symmetry> symmetries_;
  std::vector<Law> laws_;
  std::vector<Values> points_;
  std::optional<std::vector<std::size_t>> independent_;  // numbers of the laws
  std::optional<std::uint64_t> rank_;                    // proved lower bound of the Lie rank
  std::optional<Integer> rank_above_;                    // least proved upper bound
  bool exponents_ = false, involutive_ = false, preamble_over_ = false;
  std::uint64_t closed_degree_ = 0;
  std::unique_ptr<Space> space_;
};
}  // namespace abide_check
