// What abide-check says of a result's certificate, asked as a user asks it: by the specification
// and the dynamics, or by the canonical file of what has none.
#pragma once
#include <abide/abide.hpp>
#include <string>

#include "check/run.hpp"

/// The model and the question, as the checker reads them.
inline abide_check::Model checked_model(const abide::Model& model) {
  const abide::Dynamics& dynamics = model.dynamics();
  const abide_check::Question question = abide_check::parse_question(
      dynamics.equation(), to_string(dynamics.mirror), to_string(dynamics.loss));
  if (model.is_basic()) return abide_check::read_model(model.specification(), question);
  return abide_check::read_canonical(text_input(abide::write_canonical(model)), "x.canon",
                                     question);
}
inline abide_check::Model checked_model(const abide::Result& result) {
  return checked_model(*result.stated);
}

/// Whether the certificate is accepted; `complete` says as what.
inline Checked checked(const abide::Result& result) {
  return run_check(checked_model(result), abide::certificate_text(result));
}

/// What `abide-check --claims` prints, as far as it comes.
inline std::string printed_claims(const abide_check::Model& model, const std::string& text) {
  std::ostringstream out;
  try {
    const bool complete = abide_check::check(
        model, {abide_check::Reader(text_input(text)), &out, true}, abide_check::make_ruled);
    out << "verdict: accepted, " << (complete ? "complete" : "completeness not claimed") << "\n";
  } catch (const abide_check::Rejected& e) {
    out << e.what() << "\n";
  }
  return out.str();
}

/// A certificate with all laws, or one of each kind of image.
inline std::string certificate_of(const abide::Result& result, bool all_laws) {
  std::string text;
  write_certificate(result, all_laws, [&text](std::string_view piece) { text += piece; });
  return text;
}

/// The claims of a certificate of this model, as exports get them. Throws abide::Error.
inline abide::Claims read_back(const abide::Model& model, const std::string& text) {
  return abide::read_certificate(text, printed_claims(checked_model(model), text), model, "c.cert",
                                 abide::Progress());
}
