// Runs the checker in process.
#pragma once
#include <sstream>
#include <string>
#include <vector>

#include "claims.hpp"

struct Outcome {
  enum Kind { complete, partial, rejected, stopped } kind;
  std::vector<std::string> claims;
  std::string reason;
};

inline Outcome run_check(const abide_check::Model& model, const std::string& certificate) {
  std::ostringstream out;
  Outcome result{};
  try {
    const bool complete = abide_check::check(model, abide_check::Input::text(certificate), out);
    result.kind = complete ? Outcome::complete : Outcome::partial;
  } catch (const abide_check::Rejected& e) {
    result.kind = Outcome::rejected;
    result.reason = e.what();
  } catch (const abide_check::Stopped& e) {
    result.kind = Outcome::stopped;
    result.reason = e.what();
  }
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) result.claims.push_back(line);
  return result;
}
