// The fields X_1 … X_d of a model: X_i = Σ terms c θ^a ∂_j. Fields and variables
// are counted from 0 inside the program.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "ring.hpp"

namespace abide_check {
// A column α of the linear system and the coefficient of h_α in a row.
using Entry = std::pair<Monomial, Rational>;
using OfField = std::function<void(std::uint32_t j, const Monomial& a, const Rational& c)>;
using OfVariable = std::function<void(std::uint64_t i, const Monomial& a, const Rational& c)>;

class Fields {
 public:
  virtual ~Fields() = default;
  virtual std::uint64_t dimension() const = 0;
  virtual std::uint64_t count() const = 0;
  virtual std::string name(std::uint32_t variable) const = 0;

  // The terms c θ^a ∂_j of one field; no pair (a, j) comes twice. Terms with a
  // variable in a that is not `present` may be left out.
  using Present = std::function<bool(std::uint32_t variable)>;
  virtual void terms(std::uint64_t field, const OfField& f, const Present& present) const = 0;
  void terms(std::uint64_t field, const OfField& f) const {
    terms(field, f, [](std::uint32_t) { return true; });
  }
  // All terms with this ∂_j, over all fields.
  virtual void terms_with(std::uint32_t j, const OfVariable& f) const = 0;
  // All terms of one field are of the same degree, for every field.
  virtual bool homogeneous() const = 0;
  // All entries of a map are single terms or constants (statement `exponents`).
  virtual bool monomial_map() const = 0;
  // Then the exponents of one entry.
  virtual Monomial exponents(std::uint64_t field) const = 0;
  virtual bool occurs(std::uint32_t variable) const = 0;

  // The row (field, β) of the linear system; columns may come twice.
  void row(std::uint64_t field, const Monomial& beta, std::vector<Entry>& out) const;
  Vector value(std::uint64_t field, const Point& point) const;
  // Whether Σ b_j θ_j² is a law, where there is a faster way than by terms.
  virtual std::optional<bool> squares_law(const Polynomial&) const { return std::nullopt; }
};

// Fields written out in a canonical file: a map (gradients) or components.
class Explicit final : public Fields {
 public:
  struct Piece {
    std::uint32_t j;  // the component; unused for a map
    Monomial monomial;
    Rational coefficient;
  };
  Explicit(std::vector<std::string> names, std::vector<std::vector<Piece>> bodies, bool map);
  std::uint64_t dimension() const override { return names_.size(); }
  std::uint64_t count() const override { return bodies_.size(); }
  std::string name(std::uint32_t variable) const override { return names_[variable]; }
  using Fields::terms;
  void terms(std::uint64_t field, const OfField& f, const Present&) const override;
  void terms_with(std::uint32_t j, const OfVariable& f) const override;
  bool homogeneous() const override;
  bool monomial_map() const override;
  Monomial exponents(std::uint64_t field) const override { return bodies_[field].empty() ? Monomial() : bodies_[field][0].monomial; }
  bool occurs(std::uint32_t variable) const override { return !index_[variable].empty(); }

 private:
  std::vector<std::string> names_;
  std::vector<std::vector<Piece>> bodies_;
  bool map_;
  // By variable j: (field, piece) of the pieces that give a term with ∂_j.
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> index_;
};
}  // namespace abide_check
