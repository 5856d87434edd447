// Results as text: JSON that comes back, LaTeX that says no more than is proved, explanations,
// pictures and tables.
#include <abide/abide.hpp>
#include <algorithm>
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
  const auto latex = [](const char* model) {
    return to_latex(make_report(certify(make_model(model), {}), LawListing::kinds), false);
  };
  const auto has = [](const std::string& text, const char* piece) {
    INFO(text);
    CHECK(text.find(piece) != std::string::npos);
  };
  const std::string linear = latex("linear:3,2,4");
  has(linear,
      "U_{1}^{\\top}\\,U_{1} - U_{2}\\,U_{2}^{\\top} \\qquad \\text{(3 laws, entries $1 \\le k "
      "\\le l \\le 2$)}");
  has(linear, "$U_{1} \\in \\mathbb{R}^{3 \\times 2}$");
  has(linear, "There are no other laws");
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
  // The metric of the paper is for mirror flows alone.
  const auto momentum = [](const char* diagonal) {
    const Model model =
        read_toml(std::string("name = \"m\"\nparameter = [{name = \"x\", shape = []}, {name = "
                              "\"y\", shape = []}]\n[model]\nmap = [\"x*y\"]\n") +
                      "[metric]\ndiagonal = [" + diagonal + "]\n",
                  "m.toml");
    return to_latex(
        make_report(certify(model.with(parse_dynamics("momentum:1", {})), {}), LawListing::kinds),
        false);
  };
  has(momentum("\"x\", \"1\""),
      "$M_{jj} = \\theta_j + \\dot\\theta_j$ in place of $M_{jj} = \\theta_j$");
  has(momentum("\"x\", \"y^2\""), "$M(\\theta) = \\operatorname{diag}(x, y^{2})$");
  const std::string bibtex = to_bibtex(make_report(certify(none, {}), LawListing::kinds));
  has(bibtex, "@inproceedings{marcotte2024momentum,");
}

TEST_CASE("explanations name the symmetry of each law", "[export]") {
  const auto explain = [](const char* model) {
    std::string text = explanation_of(certify(make_model(model), {}), true);
    for (char& c : text)
      if (c == '\n') c = ' ';
    return text;
  };
  const auto has = [](const std::string& text, const char* piece) {
    INFO(text);
    CHECK(text.find(piece) != std::string::npos);
  };
  has(explain("linear:3,2,4"), "U1 -> U1*exp(S), U2 -> exp(-S)*U2 leaves phi as it is");
  has(explain("linear:3,2,4"), "14 - 11 = 3 independent laws, and 3 were found");
  has(explain("relu:2,3,2,bias"),
      "multiply U1[:,1] by exp(s), b1[1] by exp(s), U2[1,:] by exp(-s)");
  has(explain("nmf:3,2,3"),
      "multiply U1[:,1] by exp(s), U2[1,:] by exp(-s)");  // through the metric
  has(explain("power:4,3,2"), "multiply U[:,1] by exp(4*s), V[1,:] by exp(-s)");
  has(explain("linear:1,2,2,1"), "exactly 7 local laws exist; 6 of them are given here");
  has(explain("relu:2,2,2,2"), "ask abide hypothesis");
  has(explain("linear:1,3,1,2"), "independent laws");
}

TEST_CASE("pictures of laws are well formed and say what they show", "[export]") {
  for (const char* model :
       {"linear:3,2,4", "relu:12,9,2,bias", "attention:4,2,2", "nmf:3,2,3", "relu:1,1,1"}) {
    INFO(model);
    const std::string svg = to_svg(certify(make_model(model), {}));
    CHECK(svg.starts_with("<?xml"));
    CHECK(svg.ends_with("</svg>\n"));
    CHECK(svg.find("stroke-dasharray") != std::string::npos);
    CHECK(std::count(svg.begin(), svg.end(), '<') == std::count(svg.begin(), svg.end(), '>'));
  }
  const Result laws_of_two_neurons = certify(make_model("relu:2,2,2"), {});
  const std::string svg = to_svg(laws_of_two_neurons);
  // Two in-edges and two out-edges of one neuron in colour, four edges quiet.
  std::size_t coloured = 0, quiet = 0;
  for (std::size_t at = svg.find("<line"); at != std::string::npos;
       at = svg.find("<line", at + 1)) {
    const std::string line = svg.substr(at, svg.find('>', at) - at);
    coloured += line.find("stroke-width=\"2.5\"") != std::string::npos ? 1 : 0;
    quiet += line.find("#d8d8d8") != std::string::npos ? 1 : 0;
  }
  CHECK(coloured == 4 + 3);  // and three of the legend
  CHECK(quiet == 4);
}

TEST_CASE("heat maps and tables of sweeps", "[export]") {
  const auto rows = [](const std::string& models) {
    std::vector<RowReport> reports;
    for (const SweepRow& row : read_sweep("[[grid]]\n" + models, "s.toml")) {
      RowRun run;
      run.result = certify(make_model(row.model), {});
      reports.push_back(make_report(row, run, LawListing::kinds));
    }
    return reports;
  };
  const auto grid = rows("model = \"linear:{n},{r},2\"\nover = { n = [1, 2], r = \"1..3\" }\n");
  REQUIRE(grid.size() == 6);
  const std::string svg = to_svg(grid);
  CHECK(svg.find("independent laws of linear:a,b,2") != std::string::npos);
  CHECK(svg.find("a = 2") != std::string::npos);
  CHECK(svg.find("●") != std::string::npos);
  const std::string table = to_latex(grid, false);
  CHECK(table.find("\\toprule") != std::string::npos);
  CHECK(std::count(table.begin(), table.end(), '&') == 5 * 7);
  CHECK_THROWS_AS(to_svg(rows("model = \"linear:{n},2,2\"\nover = { n = [1, 2] }\n")), Error);
  CHECK_THROWS_AS(to_svg(std::vector<RowReport>()), Error);
  auto mixed = grid;
  mixed[0].model = "relu:1,1,2";
  CHECK_THROWS_AS(to_svg(mixed), Error);
}
