// Runs the checker in process, on models and certificates put together from their pieces.
#pragma once
#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "bodies/specification.hpp"
#include "core/check.hpp"
#include "input.hpp"
#include "rules/rules.hpp"

struct Outcome {
  enum Kind { complete, partial, rejected, stopped } kind;
  std::vector<std::string> claims;
  std::string reason;
};

inline Outcome run_check(const abide_check::Model& model, const std::string& certificate) {
  std::ostringstream out;
  Outcome result{};
  try {
    const bool complete =
        abide_check::check(model, text_input(certificate), out, {abide_check::all_rules()});
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

inline std::string with_end(const std::string& lines) {
  return lines + "end " + std::to_string(std::count(lines.begin(), lines.end(), '\n') + 1) + "\n";
}

// The model of a canonical file with these variables, `domain` and body.
inline abide_check::Model canonical(const std::vector<std::string>& names, const std::string& body,
                                    const std::string& domain = "domain all\n") {
  std::string text = "abide-canonical 1\nvariables " + std::to_string(names.size()) + "\n";
  for (const auto& n : names) text += "v " + n + "\n";
  return abide_check::read_canonical(text_input(with_end(text + domain + "drift none\n" + body)),
                                     "m");
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
  std::string name = model.specification;
  if (name.empty())
    name = "canonical " + (model.copies > 1 ? "copies " + std::to_string(model.copies) + " " : "") +
           std::to_string(model.fields->dimension()) + " " + std::to_string(model.fields->count());
  for (std::uint32_t v = 0; v < model.fields->dimension() && model.specification.empty(); ++v)
    name += " " + model.fields->name(v);
  return all_declared() + "model " + name + "\n" + preamble;
}

inline bool accepts(const abide_check::Model& model, const std::string& body) {
  const auto kind = run_check(model, with_end(head_of(model, body))).kind;
  return kind == Outcome::complete || kind == Outcome::partial;
}
