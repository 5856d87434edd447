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
  const std::string latex = to_latex(report);
  CHECK(latex.find("\\input{x}") == std::string::npos);
  CHECK(latex.find('\x1b') == std::string::npos);
  CHECK(to_text(report).find('\x1b') == std::string::npos);
}
