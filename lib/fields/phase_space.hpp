// Where the parts of a phase space stand, and the drift of a dynamics on it. Private to this stage.
#pragma once

#include "fields/fields.hpp"
#include "window.hpp"

namespace abide {

/// Coordinates (time, θ, velocities), or a part of them.
struct PhaseLayout {
  std::uint32_t count = 0;                  ///< of parameters
  std::uint32_t first = 0, velocities = 0;  ///< 0: no time stands before θ, no velocities behind

  explicit PhaseLayout(const Model& model);
  std::uint32_t theta(std::uint32_t j) const { return first + j; }
  std::uint32_t velocity(std::uint32_t j) const { return velocities + j; }
  Window window() const { return {first, count}; }  ///< θ
  bool is_velocity(std::uint32_t v) const { return velocities != 0 && v >= velocities; }
  /// Where the forces act: on velocities, if there are any.
  std::uint32_t direction(std::uint32_t j) const {
    return velocities != 0 ? velocity(j) : theta(j);
  }
};

/// rate·∂_t + Σ factor·v_j ∂_θj − friction·v_j ∂_vj − decay·factor·θ_j ∂_vj (∂_θj if there are no
/// velocities), multiplied by t or 1/λ where that makes it polynomial or simpler. It is imposed
/// whatever the loss is, since 0 is in the affine hull of the gradients of losses in use.
struct Drift {
  PhaseLayout layout;
  bool moves = false;    ///< false: there is none
  bool by_time = false;  ///< is the factor the time? else 1
  FieldTerm time;
  Rational friction, decay;

  /// `paper`: the friction of Nesterov is that of has_paper_metric.
  Drift(const Model& model, bool paper);
  Monomial factor() const { return by_time ? Monomial::variable(0) : Monomial(); }
  /// Its terms with the component `variable`; at most two.
  Field terms_of(std::uint32_t variable) const;
  /// Those whose monomial contains `variable`, a parameter or velocity; at most two.
  Field terms_with(std::uint32_t variable) const;
  Field field() const;
};

}  // namespace abide
