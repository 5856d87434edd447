// Results as text: JSON that comes back, LaTeX that says no more than is proved, explanations,
// pictures and tables.
#include <abide/abide.hpp>
#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

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

namespace {

// `text`, of which abide-check would accept every line, as exports say it.
Report claimed(const std::string& model, const std::string& text) {
  return make_report(
      as_claimed(make_model(model), read_certificate_claims(text, "c.cert"), "c.cert", Progress()),
      LawListing::kinds);
}
std::string certificate_of(const std::string& model, const Options& options) {
  return certificate_text(certify(make_model(model), options));
}
// The head of a certificate of the model.
std::string head_of(const std::string& model) {
  return "abide-certificate 2\nrules none\nmodel " + model +
         "\ndynamics gradient-flow\nmetric identity\nloss spanning\nasked certify\n";
}
bool has(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}
std::string without_lines(const std::string& text, const std::string& start) {
  std::istringstream lines(text);
  std::string kept;
  for (std::string line; std::getline(lines, line);)
    if (!line.starts_with(start)) kept += line + "\n";
  return kept;
}

}  // namespace

TEST_CASE("an export says what the certificate claims, and no more", "[export]") {
  for (const char* model : {"linear:3,2,3", "relu:2,3,2,bias", "product:3"}) {
    INFO(model);
    const std::string whole = certificate_of(model, {});
    const Report computed = make_report(certify(make_model(model), {}), LawListing::kinds);
    CHECK(to_json(claimed(model, whole)) == to_json(computed));
    CHECK(to_latex(claimed(model, whole), true) == to_latex(computed, true));
    // The same evidence, of which nobody says that it is complete.
    const Report open = claimed(model, without_lines(whole, "complete"));
    CHECK_FALSE(open.complete);
    for (const std::string& text : {to_text(open), to_latex(open, true), to_markdown(open)}) {
      CHECK_FALSE(has(text, "complete"));
      CHECK_FALSE(has(text, "no other laws"));
      CHECK_FALSE(has(text, "open"));
    }
  }
  const std::string laws = certificate_of("linear:3,2,3", {.question = Question::laws});
  const Report of_laws = claimed("linear:3,2,3", laws);
  CHECK(has(to_text(of_laws), "laws of degree <= 2: dimension 3, proved"));
  for (const std::string& text :
       {to_text(of_laws), to_latex(of_laws, true), to_markdown(of_laws), to_json(of_laws)}) {
    CHECK((has(text, "<= l") || has(text, "\\le l") || has(text, "≤ l")));
    CHECK_FALSE(has(text, "Lie rank"));
    CHECK_FALSE(has(text, "no other laws"));
    CHECK_FALSE(has(text, "complete:"));
    CHECK_FALSE(has(text, "open"));
  }
  const Report of_rank =
      claimed("linear:3,2,3", certificate_of("linear:3,2,3", {.question = Question::rank}));
  CHECK(has(to_text(of_rank), "Lie rank between 9 and 12 of 12"));
  CHECK(has(to_latex(of_rank, false), "dimension at least $9$"));
  CHECK_FALSE(has(to_text(of_rank), "probably"));  // the certificate does not say it
  for (const std::string& text :
       {to_text(of_rank), to_latex(of_rank, true), to_markdown(of_rank), to_json(of_rank)}) {
    CHECK_FALSE(has(text, "Gram"));
    CHECK_FALSE(has(text, "U_{1}^{\\top}"));
    CHECK_FALSE(has(text, "no polynomial law"));
    CHECK_FALSE(has(text, "open"));
  }
  const Report nothing = claimed("linear:3,2,3", head_of("linear:3,2,3") + "end 8\n");
  CHECK(has(to_text(nothing), "nothing is claimed"));
  CHECK(has(to_latex(nothing, true), "Nothing is claimed"));
  CHECK_FALSE(has(to_latex(nothing, true), "{proposition}["));
  CHECK(has(to_markdown(nothing), "| claims | none |"));
  CHECK(nothing.families.empty());
}

TEST_CASE("claims are read at the start of whole lines, among lines unknown", "[export]") {
  // A name that continues a line is no statement.
  const auto claims = read_certificate_claims(
      "abide-certificate 2\nrules orbits/1\nmodel canonical 2 1 \\\ncomplete \\\nlie-rank\n"
      "dynamics momentum:1\nlaw 1 1:1^2 \\\n1:2^2\nindependent 1 1 7\nlie-rank 1 1 7\nspace 1 0 7 "
      "fresh\n"
      "closed 2 1\ninvolutive single\nend 15\n",
      "c.cert");
  CHECK(claims.specification.empty());
  CHECK_FALSE(claims.complete);
  CHECK(claims.dynamics == "momentum:1");
  REQUIRE(claims.components.size() == 1);
  const ComponentClaims& whole = claims.components[0];
  CHECK(whole.laws == std::vector<std::string>{" 1:1^2 1:2^2"});
  CHECK(whole.independent == 1U);
  CHECK(whole.lie_rank == 1U);
  CHECK(whole.lie_rank_at_most == 1U);
  CHECK(whole.dimensions == std::map<std::uint32_t, std::uint64_t>{{1, 0}, {2, 1}});
  // Each of its component, but for `tensor`.
  const auto sum = read_certificate_claims(
      head_of("2*linear:1,1 + linear:1,2,1") +
          "component 1\nspace 1 0 7 fresh\ncomponent 2\nspace 1 1 7 fresh\nwhole\ntensor 1 1\n",
      "c.cert");
  CHECK(sum.has_scopes);
  REQUIRE(sum.components.size() == 2);
  CHECK(sum.components[0].dimensions == std::map<std::uint32_t, std::uint64_t>{{1, 0}});
  CHECK(sum.components[1].dimensions == std::map<std::uint32_t, std::uint64_t>{{1, 1}});
  CHECK(sum.tensor == std::map<std::uint32_t, std::uint64_t>{{1, 1}});
  const std::string head = head_of("linear:1,1");
  for (const std::string& text :
       {std::string(), std::string("abide-certificate 2\n"),
        std::string("abide-result 1\nmodel linear:1,1\n"),
        std::string("abide-certificate 1\nmodel linear:1,1\n"), head + "lie-rank x 1 7\n",
        head + "space 99999999999 1 7 fresh\n", head + "space 1\n"})
    CHECK_THROWS_AS(read_certificate_claims(text, "c.cert"), Error);
}

TEST_CASE("laws that the certificate does not state are left out, others are refused", "[export]") {
  const std::string whole = certificate_of("linear:3,2,3", {});
  const auto refused = [](const std::string& text, const char* what) {
    CHECK_THROWS_WITH(claimed("linear:3,2,3", text),
                      Catch::Contains("c.cert") && Catch::Contains(what));
  };
  const std::string law = "law 1 images 1:1 1:1^2 1:3^2 1:5^2 -1:7^2 -1:8^2 -1:9^2\n";
  const std::string head = head_of("linear:3,2,3");
  REQUIRE(has(whole, "asked certify degree 2\n" + law));
  const Report one = claimed("linear:3,2,3", head + law + "end 9\n");
  CHECK(one.laws.size() == 1);
  CHECK(one.law_space.empty());
  CHECK_FALSE(has(to_latex(one, true), "independent."));
  refused(head + "law 1 1:1^2 1:1.2\nend 9\n", "states laws that");
  refused(head + "independent 4 1 7\nend 9\n", "states 4 independent laws that");
  refused(head + "space 1 1 7 fresh\nend 9\n", "a law space of degree 1 and dimension 1");
  // By kinds of images, in copies, and of laws that are no polynomials.
  for (const Model& model :
       {make_model("relu:2,3,2,bias"), make_model("attention:2,1,2"),
        make_model("2*relu:1,2,1 + linear:2,2,2"),
        make_model("linear:2,2,2 + linear:3,2,3").with(parse_dynamics("momentum:1", {})),
        make_model("conv1d:8,1,2,1,kernel=3"),
        load_model(std::string(ABIDE_DATA) + "/models/logarithm.toml"),
        load_model(std::string(ABIDE_DATA) + "/models/rotation.toml")})
    for (const bool all_laws : {true, false}) {
      INFO(model.title());
      const Result result = certify(model, {});
      std::string text;
      write_certificate(result, all_laws, [&](std::string_view piece) { text += piece; });
      CAPTURE(text);
      const auto claims = read_certificate_claims(text, "c.cert");
      REQUIRE_NOTHROW(as_claimed(model, claims, "c.cert", Progress()));
      const Report report =
          make_report(as_claimed(model, claims, "c.cert", Progress()), LawListing::all);
      const Report expected = make_report(result, LawListing::all);
      CHECK(report.complete == expected.complete);
      CHECK(report.laws.size() == expected.laws.size());
      CHECK(report.independent_laws == expected.independent_laws);
      CHECK(report.lie_lower == expected.lie_lower);
      CHECK(report.lie_upper == expected.lie_upper);
    }
}

TEST_CASE("what is read is a statement of its file, without a proof", "[export]") {
  const auto edited = [](std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
  };
  const std::string open =
      to_json(make_report(certify(make_model("linear:1,2,2,1"), {}), LawListing::kinds));
  const std::string complete = edited(open, "\"complete\": false", "\"complete\": true");
  CHECK_THROWS_WITH(read_report(complete, "r.json"),
                    Catch::Contains("r.json") && Catch::Contains("found 6 + 1 and 8"));
  const std::string forged =
      edited(edited(complete, "\"lower\": 1", "\"lower\": 2"), "\"upper\": 1", "\"upper\": 2");
  const Report read = read_report(forged, "r.json");
  const std::string latex = to_latex(read, true);
  CHECK(has(latex, "\\texttt{r.json} states (not proved here):"));
  CHECK(has(latex, "no other laws"));
  CHECK_FALSE(has(latex, "\\begin{proposition}"));
  CHECK_FALSE(has(latex, "\\begin{proof}"));
  CHECK(has(to_text(read), "as stated in r.json (not proved here)"));
  CHECK(has(to_markdown(read), "(not proved here)"));
  for (const std::string& text : {to_text(read), to_markdown(read)})
    CHECK_FALSE(has(text, ", proved"));
  Report cites = read;
  cites.certificate = "c.cert";
  cites.digest = "0123";
  for (const std::string& text : {to_latex(cites, true), to_markdown(cites)})
    CHECK_FALSE(has(text, "c.cert"));
}

TEST_CASE("when all local laws are found nothing is open", "[export]") {
  const auto text = [](const char* model, Question question) {
    return to_text(
        make_report(certify(make_model(model), {.question = question}), LawListing::kinds));
  };
  CHECK(has(text("product:2", Question::rank), "\nexactly 1 local law, 1 found\n"));
  CHECK_FALSE(has(text("product:2", Question::rank), "open"));
  CHECK(has(text("linear:1,2,2,1", Question::certify),
            "open: exactly 7 local laws, 6 of them found"));
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
