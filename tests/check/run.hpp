// Runs the checker in process, on models and certificates put together from their pieces.
#pragma once
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "bodies/components.hpp"
#include "bodies/scopes.hpp"
#include "bodies/specification.hpp"
#include "core/check.hpp"
#include "input.hpp"
#include "rules/rules.hpp"

struct Checked {
  enum Kind { complete, partial, rejected, stopped } kind;
  std::vector<std::string> claims;
  std::string reason;
};

inline Checked run_check(const abide_check::Model& model, const std::string& certificate) {
  std::ostringstream out;
  Checked result{};
  try {
    const bool complete = abide_check::check(
        model, {abide_check::Reader(text_input(certificate)), &out}, abide_check::make_ruled);
    result.kind = complete ? Checked::complete : Checked::partial;
  } catch (const abide_check::Rejected& e) {
    result.kind = Checked::rejected;
    result.reason = e.what();
  } catch (const abide_check::Stopped& e) {
    result.kind = Checked::stopped;
    result.reason = e.what();
  }
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) result.claims.push_back(line);
  return result;
}

inline std::string with_end(const std::string& lines) {
  return lines + "end " + std::to_string(std::count(lines.begin(), lines.end(), '\n') + 1) + "\n";
}

// The model of a canonical file with these scalars, `domain` and body.
inline abide_check::Model canonical(const std::vector<std::string>& names, const std::string& body,
                                    const std::string& domain = "domain all\n",
                                    const abide_check::Question& question = {},
                                    const std::string& metric = "metric identity\n") {
  std::string text = "abide-canonical 2\n";
  for (const auto& n : names) text += "array " + n + " scalar rows parameter\n";
  return abide_check::read_canonical(
      text_input(with_end(text + domain + metric + "drift none\n" + body)), "m", question);
}

inline const abide_check::Network* network_of(const abide_check::Model& model) {
  return dynamic_cast<const abide_check::Network*>(model.fields.get());
}

// A head that declares all rules.
inline std::string all_declared() {
  std::string line = "abide-certificate 2\nrules";
  for (const auto* rule : abide_check::all_rules()) line += " " + std::string(rule->name);
  return line + "\n";
}
// The head of a certificate of the model, and the lines that follow.
inline std::string head_of(const abide_check::Model& model, const std::string& preamble) {
  std::string head = all_declared() + "model " + model.specification + "\n";
  for (const auto& line : model.arrays) head += line + "\n";
  return head + "dynamics " + model.dynamics + "\nmetric " + model.metric + "\nloss " + model.loss +
         "\nasked certify\n" + preamble;
}

inline bool accepts(const abide_check::Model& model, const std::string& body) {
  const auto kind = run_check(model, with_end(head_of(model, body))).kind;
  return kind == Checked::complete || kind == Checked::partial;
}
