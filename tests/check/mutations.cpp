// Every single-token mutation and every truncation of a good certificate is rejected, or
// prints the same claims as the original, or claims that are true.
#include <abide/abide.hpp>
#include <catch2/catch.hpp>
#include <cstdio>
#include <set>
#include <sstream>

#include "run.hpp"

namespace {

// The claims printed, or nothing when it is rejected.
std::optional<std::string> claims(const abide_check::Model& model, const std::string& text) {
  std::ostringstream out;
  try {
    abide_check::check(model, {abide_check::Reader(text_input(text)), &out},
                       abide_check::make_ruled);
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
  std::vector<std::string> all{"",   "x", "0", "-1", token + "0", token + " 1", token.substr(1),
                               "1:1"};
  for (std::size_t k = 0; k < token.size(); ++k)
    if (token[k] >= '0' && token[k] <= '9') {
      std::string changed = token;
      changed[k] = token[k] == '9' ? '8' : static_cast<char>(token[k] + 1);
      all.push_back(changed);
    }
  if (token.find('-') != std::string::npos) all.push_back(token.substr(token.find('-') + 1));
  return all;
}

// The truth, by the library: a mutant may also print other claims, if they are true.
class Truth {
 public:
  explicit Truth(const abide::Model& model) : model_(model), result_(abide::certify(model_, {})) {}

  bool holds(const std::string& line) const {
    if (!line.starts_with("component "))
      return holds(line, {model_, result_.lie_lower, result_.independent_laws});
    const abide::ClaimedComponent& s = result_.components.at(std::stoul(line.substr(10)) - 1);
    return holds(line.substr(line.find(": ") + 2),
                 {*s.component.model, s.lie_lower, s.independent_laws});
  }

 private:
  struct Counts {
    const abide::Model& model;
    std::uint64_t rank, laws;
  };

  // Laws of a component have the names of the whole.
  bool holds(const std::string& line, const Counts& of) const {
    unsigned a = 0, b = 0;
    if (line.starts_with("law ") && !line.starts_with("law space"))
      return abide::verify(model_, abide::parse_law(line.substr(line.rfind(": ") + 2),
                                                    model_.layout(), "law"))
          .law;
    if (std::sscanf(line.c_str(), "law space degree %u: proved: dimension %u", &a, &b) == 2)
      return dimension(of.model, a) == b;
    if (std::sscanf(line.c_str(), "lie rank >= %u", &a) == 1) return a <= of.rank;
    if (std::sscanf(line.c_str(), "lie rank <= %u", &a) == 1) return a >= of.rank;
    if (std::sscanf(line.c_str(), "independent: proved: %u law", &a) == 1) return a <= of.laws;
    if (std::sscanf(line.c_str(), "open: at least %u, at most %u", &a, &b) == 2)
      return a <= of.laws && b >= of.laws;
    return false;
  }

  static std::optional<std::uint64_t> dimension(const abide::Model& model, std::uint32_t degree) {
    return abide::certify(
               model, {.question = abide::Question::laws, .degree = degree, .closed_form = false})
        .dimensions.back();
  }
  abide::Model model_;
  abide::Result result_;
};

bool acceptable(const std::string& mutant, const std::string& original, const Truth& truth) {
  std::set<std::string> lines;
  std::istringstream in(original);
  for (std::string line; std::getline(in, line);) lines.insert(line);
  std::istringstream again(mutant);
  for (std::string line; std::getline(again, line);)
    if (!lines.contains(line) && !truth.holds(line)) return false;
  return true;
}

void check_mutants(const abide_check::Model& model, const std::string& text, const Truth& truth) {
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
      if (printed && !acceptable(*printed, *original, truth)) {
        INFO("token " << k << " '" << token << "' -> '" << mutant << "' printed\n" << *printed);
        CHECK(*printed == *original);
      }
    }
    tokens[k] = token;
  }
}

}  // namespace

TEST_CASE("mutations and truncations of certificates", "[mutations]") {
  const std::string name =
      GENERATE(as<std::string>(), "linear:1,2,1", "linear:2,1,2", "relu:2,2,1,bias", "product:3",
               "linear:1,2,2,1", "network:1,2,1,bias");
  INFO(name);
  const abide::Model model = abide::make_model(name);
  check_mutants(abide_check::read_model(name), abide::certificate_text(abide::certify(model, {})),
                Truth(model));
}

TEST_CASE("mutations of certificates with laws that are not polynomials", "[mutations]") {
  const std::string file = GENERATE(as<std::string>(), "logarithm", "powers");
  INFO(file);
  const abide::Model model =
      abide::load_model(std::string(ABIDE_DATA) + "/models/" + file + ".toml");
  const abide::Result result = abide::certify(model, {});
  check_mutants(
      abide_check::read_canonical(text_input(abide::write_canonical(*result.stated)), file),
      abide::certificate_text(result), Truth(model));
}

#ifdef ABIDE_HAVE_BLISS
TEST_CASE("mutations of certificates that rely on symmetries", "[mutations]") {
  const std::string file = GENERATE(as<std::string>(), "attention", "two-heads");
  INFO(file);
  const abide::Model model =
      abide::load_model(std::string(ABIDE_DATA) + "/models/" + file + ".toml");
  const std::string text = abide::certificate_text(abide::certify(model, {}));
  for (const char* kind : {"\nsymmetry ", "\nimage ", "\no "})
    CHECK(text.find(kind) != std::string::npos);
  check_mutants(abide_check::read_canonical(text_input(abide::write_canonical(model)), file), text,
                Truth(model));
}
#endif
