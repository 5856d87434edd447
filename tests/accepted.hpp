// What abide-check says of a result's certificate, asked as a user asks it: by the specification
// and the dynamics, or by the canonical file of what has none.
#pragma once
#include <abide/abide.hpp>
#include <string>

#include "check/run.hpp"

/// The model and the question of a result, as the checker reads them.
inline abide_check::Model checked_model(const abide::Result& result) {
  const abide::Model& model = *result.stated;
  const abide::Dynamics& dynamics = model.dynamics();
  const abide_check::Question question = abide_check::parse_question(
      dynamics.equation(), to_string(dynamics.mirror), to_string(dynamics.loss));
  if (model.is_basic()) return abide_check::read_model(model.specification(), question);
  return abide_check::read_canonical(text_input(abide::write_canonical(model)), "x.canon",
                                     question);
}

/// Whether the certificate is accepted; `complete` says as what.
inline Checked checked(const abide::Result& result) {
  return run_check(checked_model(result), abide::certificate_text(result));
}
