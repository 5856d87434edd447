// Every single-token mutation and every truncation of a good certificate is rejected, or
// prints the same claims as the original.
#include "../../apps/check/claims.hpp"
#include "../../apps/check/errors.hpp"

#include <abide/abide.hpp>
#include <catch2/catch.hpp>

#include <set>
#include <sstream>

namespace {

// The claims printed, or nothing when it is rejected.
std::optional<std::string> claims(const abide_check::Model& model, const std::string& text) {
  std::ostringstream out;
  try {
    abide_check::Checker(model, abide_check::Input::text(text), out).run();
  } catch (const abide_check::Rejected&) {
    return std::nullopt;
  }
  return out.str();
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> tokens;
  std::string token;
  for (const char c : text) {
    if (c == ' ' || c == '\n') {
      tokens.push_back(token);
      tokens.emplace_back(1, c);
      token.clear();
    } else {
      token += c;
    }
  }
  return tokens;
}

std::string joined(const std::vector<std::string>& tokens) {
  std::string text;
  for (const std::string& t : tokens) text += t;
  return text;
}

std::vector<std::string> mutants(const std::string& token) {
  if (token == " ") return {"", "  ", "\n", "\t"};
  if (token == "\n") return {"", " ", "\n\n", " \\\n"};
  std::vector<std::string> all{"", "x", "0", "-1", token + "0", token + " 1", token.substr(1), "1:1"};
  for (std::size_t k = 0; k < token.size(); ++k)
    if (token[k] >= '0' && token[k] <= '9') {
      std::string changed = token;
      changed[k] = token[k] == '9' ? '8' : static_cast<char>(token[k] + 1);
      all.push_back(changed);
    }
  if (token.find('-') != std::string::npos) all.push_back(token.substr(token.find('-') + 1));
  return all;
}

// A mutant may prove less, or the same with other evidence: each line it prints must be a
// line of the original, apart from evidence for the rank that is still true.
bool acceptable(const std::string& mutant, const std::string& original) {
  std::set<std::string> lines;
  std::istringstream in(original);
  for (std::string line; std::getline(in, line);) lines.insert(line);
  std::istringstream again(mutant);
  for (std::string line; std::getline(again, line);)
    if (!lines.contains(line)) return false;
  return true;
}

}  // namespace

TEST_CASE("mutations and truncations of certificates", "[mutations]") {
  const std::string name = GENERATE(as<std::string>(), "linear:1,2,1", "linear:2,1,2", "relu:2,2,1,bias",
                                    "product:3", "linear:1,2,2,1", "network:1,2,1,bias");
  INFO(name);
  const auto model = abide_check::parse_specification(name);
  const std::string text = abide::certificate_text(abide::certify(abide::make_model(name), {}));
  const auto original = claims(model, text);
  REQUIRE(original.has_value());
  for (std::size_t k = 0; k < text.size(); ++k) {
    INFO("truncated to " << k);
    CHECK_FALSE(claims(model, text.substr(0, k)).has_value());
  }
  auto tokens = split(text);
  for (std::size_t k = 0; k < tokens.size(); ++k) {
    const std::string token = tokens[k];
    for (const std::string& mutant : mutants(token)) {
      if (mutant == token) continue;
      tokens[k] = mutant;
      const auto printed = claims(model, joined(tokens));
      if (printed && !acceptable(*printed, *original)) {
        INFO("token " << k << " '" << token << "' -> '" << mutant << "' printed\n" << *printed);
        CHECK(*printed == *original);
      }
    }
    tokens[k] = token;
  }
}
