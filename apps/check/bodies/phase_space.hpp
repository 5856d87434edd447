// The question beside a model: dynamics, metric and loss, and the fields that they make of its own
// (mathematics.md, section 6).
//
// θ' = −M(θ)(∇E) leaves the fields M∇φ_i. With a drift X_0, which is imposed whatever the loss is
// (0 is in the affine hull of the gradients of losses in use), there is a time coordinate, the
// first one, and with momentum the velocities v are the last ones; X_0 is the last field:
//
//   momentum τ:    θ'' + τθ' = −M∇E on (s, θ, v): M∇φ_i along v; X_0 = τ s ∂_s + v ∂_θ − τ v ∂_v,
//                  s = e^(τt); for τ = 0 on (t, θ, v): X_0 = ∂_t + v ∂_θ
//   Nesterov:      τ = 3/t; X_0 = t ∂_t + t v ∂_θ − 3 v ∂_v
//   weight decay:  −λθ (coupled: −λMθ) beside ∇E: along v (times t for Nesterov), or without
//                  momentum on (s, θ), s = e^(λt): X_0 = s ∂_s − θ ∂_θ (coupled: − Mθ ∂_θ)
//   mirror:        where M_jj = θ_j, momentum may have M_jj = τθ_j + v_j; Nesterov 2θ_j + t v_j,
//                  and its friction is then 2/t
//   cross-entropy: the gradients of one sample sum up to 0 over the outputs: the differences of the
//                  fields of an output and of the first one, without those of the first output
#pragma once
#include "../core/check.hpp"
#include "network.hpp"

namespace abide_check {
struct Dynamics {
  enum class Flow { gradient, momentum, nesterov };
  Flow flow = Flow::gradient;
  Rational friction = 0, decay = 0;  // decay 0: none
  bool coupled = false;
  std::string text = "gradient-flow";  // in its normal form
  bool has_drift() const { return flow != Flow::gradient || decay != 0; }
};
// The options of the command line.
struct Question {
  Dynamics dynamics = {};
  std::string mirror = "";  // `paper`, `metric`, or what is usual
  bool cross_entropy = false;
  bool is_plain() const { return !dynamics.has_drift() && !cross_entropy && mirror.empty(); }
};
// The texts of the options --dynamics, --mirror-momentum (may be empty) and --loss; InputError.
Question parse_question(const std::string& dynamics, const std::string& mirror,
                        const std::string& loss);
// Rows of M by column, in the coordinates of the model; empty: the identity.
using Metric = std::vector<std::map<u32, Sum>>;

// Puts dynamics, metric and loss onto the fields of a model or of its summands. InputError where
// they do not fit.
void ask(Model& model, const Question& question, Metric metric);
}  // namespace abide_check
