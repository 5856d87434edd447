/// \file
/// The distribution: the polynomial vector fields X_1 … X_d whose common first
/// integrals are the conservation laws.
///
/// Example (also a test):
///
///     abide::Distribution x(abide::make_model("linear:1,1,1"));
///     assert(x.size() == 1 && x.coordinates() == 2);
///     assert(x.is_monomial_map());
///     abide::Terms h = abide::parse_polynomial("U1[1,1]^2 - U2[1,1]^2", x.names(), "h");
///     assert(abide::first_violation(x, h) == std::nullopt);   // a law
#pragma once

#include <abide/model.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace abide {

/// One term c·θ^a ∂_j of a vector field.
struct FieldTerm {
  std::uint32_t variable = 0;  ///< j
  Monomial monomial;           ///< θ^a
  Rational coefficient;        ///< c ≠ 0
};
/// Terms by component, then in the order of Monomial. Empty: the zero field.
using Field = std::vector<FieldTerm>;

/// Where ∂_j occurs: term `term` of field `field`.
struct TermPosition {
  std::uint32_t field, term;
};

/// The fields of a model. A map φ is expanded at once (one entry per field), the
/// gradients on first use. Cost: the number of terms, which is limited to 2^26
/// (Error{limit}). Thread safety: const access from any thread.
class ABIDE_API Distribution {
 public:
  explicit Distribution(const Model& model);
  ~Distribution();
  Distribution(Distribution&&) noexcept;

  std::size_t coordinates() const noexcept { return names_.size(); }
  const std::vector<std::string>& names() const noexcept { return names_; }
  /// d, the number of fields (zero fields included).
  std::size_t size() const noexcept { return size_; }
  const std::vector<Field>& fields() const;
  /// All terms with the component `variable`.
  const std::vector<TermPosition>& terms_of(std::uint32_t variable) const;
  /// The entries of φ, empty for explicit fields.
  const std::vector<Terms>& map() const noexcept { return map_; }
  /// Is every entry of φ a single term or a constant (mathematics: section "monomial maps")?
  bool is_monomial_map() const noexcept { return monomial_; }
  /// Is every field homogeneous: all coefficients of all its components of one degree?
  bool is_homogeneous() const;
  /// Coordinates no field moves along: each is a law by itself.
  std::vector<std::uint32_t> dead_coordinates() const;

 private:
  struct Gradients;
  std::vector<std::string> names_;
  std::size_t size_ = 0;
  bool monomial_ = false;
  std::vector<Terms> map_;
  std::unique_ptr<Gradients> gradients_;
};

/// X h as a polynomial.
ABIDE_API Terms apply(const Field& field, const Terms& h);
/// The first field (from 0) with X_i h ≠ 0, if any. Exact; it is the definition of
/// a law. Cost: |h| times the terms met.
ABIDE_API std::optional<std::size_t> first_violation(const Distribution& x, const Terms& h);
/// [X, Y] = ∂X·Y − ∂Y·X.
ABIDE_API Field bracket(const Field& x, const Field& y);
/// Collects terms of one component and drops zeros.
ABIDE_API Field collect(Field field);

}  // namespace abide
