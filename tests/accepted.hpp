// What abide-check says of a result's certificate, asked as a user asks it: by the specification
// and the dynamics, or by the canonical file of what has none.
#pragma once
#include <abide/abide.hpp>
#include <string>

#include "check/run.hpp"

/// The model and the question of a result, as the checker reads them.
inline abide_check::Model checked_model(const abide::Result& result) {
  const abide::Model& source = *result.source;
  if (!source.is_basic())
    return abide_check::read_canonical(text_input(abide::write_canonical(*result.model)),
                                       "x.canon");
  abide::Dynamics dynamics = source.dynamics();
  const std::string loss =
      dynamics.loss == abide::Dynamics::Loss::spanning ? "spanning" : "cross-entropy";
  dynamics.loss = abide::Dynamics::Loss::spanning;
  const std::string flow = dynamics.title();
  return abide_check::read_model(
      source.specification(),
      abide_check::parse_question(flow.empty() ? "gradient-flow" : flow, "", loss));
}

/// Whether the certificate is accepted; `complete` says as what.
inline Checked checked(const abide::Result& result) {
  return run_check(checked_model(result), abide::certificate_text(result));
}
