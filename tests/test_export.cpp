#include <abide/abide.hpp>
#include <catch2/catch.hpp>

using namespace abide;

TEST_CASE("JSON is the same for every seed, and comes back", "[export]") {
  const Model model = make_model("linear:2,5,2");
  const std::string a = to_json(make_report(certify(model, {.seed = 0}), LawListing::all));
  const std::string b = to_json(make_report(certify(model, {.seed = 5}), LawListing::all));
  CHECK(a == b);
  CHECK(to_json(read_report(a, "a.json")) == a);
  CHECK_THROWS_AS(read_report(a.substr(0, a.size() / 2), "a.json"), Error);
  CHECK_THROWS_AS(read_report("{}", "a.json"), Error);
}

TEST_CASE("listings", "[export]") {
  const Result r = certify(make_model("linear:3,2,3"), {});
  const Report kinds = make_report(r, LawListing::kinds), all = make_report(r, LawListing::all);
  CHECK(kinds.laws.size() == 2);
  CHECK(kinds.laws[0].multiplicity == 2);
  CHECK(all.laws.size() == 3);
  CHECK(make_report(r, LawListing::orbits).laws.size() == 2);
}

TEST_CASE("LaTeX escapes what the user wrote", "[export]") {
  Report report;
  report.model = "a_b & \\input{x} \x1b[0m %";
  report.command = "abide certify 'a_b & \\input{x}' --dynamics momentum:1";
  const std::string latex = to_latex(report, true);
  CHECK(latex.find("\\input{x}") == std::string::npos);
  CHECK(latex.find('\x1b') == std::string::npos);
  CHECK(latex.find("--dynamics") == std::string::npos);  // two dashes would be one long one
  CHECK(to_text(report).find('\x1b') == std::string::npos);
}

TEST_CASE("LaTeX states what was proved and no more", "[export]") {
  const auto latex = [](const char* model) { return to_latex(make_report(certify(make_model(model), {}), LawListing::kinds), false); };
  const auto has = [](const std::string& text, const char* piece) {
    INFO(text);
    CHECK(text.find(piece) != std::string::npos);
  };
  const std::string linear = latex("linear:3,2,4");
  has(linear, "U_{1}^{\\top}\\,U_{1} - U_{2}\\,U_{2}^{\\top} \\qquad \\text{(3 laws, entries $1 \\le k \\le l \\le 2$)}");
  has(linear, "$U_{1} \\in \\mathbb{R}^{3 \\times 2}$");
  has(linear, "They are all of them");
  has(linear, "at most $14 - 3 = 11$");
  has(linear, "\\cite{marcotte2023abide}");
  has(latex("linear:2,5,2"), "has rank at most $4$");
  has(latex("linear:2,5,2"), "Of these 15 laws, 14 are independent");
  has(latex("linear:1,2,2,1"), "There are exactly 7 independent local laws");
  has(latex("nmf:1,2,1"), "There are exactly 3 independent local laws");
  has(latex("nmf:1,2,1"), "M(\\theta) = \\operatorname{diag}(\\theta)");
  has(latex("relu:2,3,2"), "all entries of $\\varphi$ are monomials");
  const Model none = make_model("relu:1,1,1").with(parse_dynamics("momentum:-1/2", {}));
  const std::string text = to_latex(make_report(certify(none, {}), LawListing::kinds), false);
  has(text, "there is no conservation law");
  has(text, "\\ddot\\theta(t) - \\tfrac{1}{2}\\,\\dot\\theta(t) = -\\nabla E(\\theta)");
  const std::string bibtex = to_bibtex(make_report(certify(none, {}), LawListing::kinds));
  has(bibtex, "@inproceedings{marcotte2024momentum,");
}
