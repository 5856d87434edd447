// Exports to other systems: every format writes every kind of law, names stay different, and
// nothing a user wrote ends a comment. (tests/hosts runs the systems themselves.)
#include <abide/abide.hpp>
#include <catch2/catch.hpp>

#include "fields/fields.hpp"

using namespace abide;

namespace {

Sheet sheet_of(const Model& model, LawListing listing = LawListing::all) {
  return make_sheet(certify(model, {}), listing);
}
Sheet empty_sheet(std::vector<NamedArray> arrays) {
  return {{}, Coordinates(std::move(arrays)), {}, std::nullopt};
}
Model data_model(const std::string& name) {
  return load_model(std::string(ABIDE_DATA) + "/models/" + name);
}

}  // namespace

TEST_CASE("a sheet has the fields and as many laws as a listing", "[hosts]") {
  const Sheet sheet = sheet_of(make_model("linear:3,2,3"));
  CHECK(sheet.laws.size() == 3);
  CHECK(sheet.fields->size() == 9);
  CHECK(sheet.laws[2].independent == true);
  const Sheet kinds = sheet_of(make_model("linear:3,2,3"), LawListing::kinds);
  REQUIRE(kinds.laws.size() == 2);
  CHECK(kinds.laws[0].multiplicity == 2);
  const Result rank = certify(make_model("linear:3,2,3"), {.question = Question::rank});
  CHECK(make_sheet(rank, LawListing::all).laws.empty());
}

TEST_CASE("fields of large networks are left out, and nothing claims to check them", "[hosts]") {
  const Sheet sheet = sheet_of(make_model("relu:60,60,60,60"), LawListing::orbits);
  CHECK(!sheet.fields);
  for (const std::string& format : host_formats())
    for (const char* name : {"check_laws", "checkLaws"})
      CHECK(to_host(sheet, format).find(name) == std::string::npos);
}

TEST_CASE("every format, for polynomials, logarithms, and no laws at all", "[hosts]") {
  for (const Model& model :
       {make_model("linear:2,2,2"), data_model("logarithm.toml"), make_model("nmf:1,1,1")}) {
    const Sheet sheet = sheet_of(model);
    for (const std::string& format : host_formats())
      CHECK(to_host(sheet, format).find("laws") != std::string::npos);
  }
  CHECK_THROWS_WITH(to_host(sheet_of(make_model("product:2")), "docx"),
                    Catch::Contains("'docx'") && Catch::Contains("sympy, sage, pari"));
}

TEST_CASE("unions of networks: laws and fields of all copies", "[hosts]") {
  const Model model = make_model("attention:2,2,2");
  const Result result = certify(model, {});
  const Sheet sheet = make_sheet(result, LawListing::all);
  CHECK(sheet.laws.size() == make_report(result, LawListing::all).laws.size());
  CHECK(sheet.laws.size() % 4 == 0);
  CHECK(sheet.fields->size() == Distribution(model).size());
  const Sheet read = make_sheet(make_report(result, LawListing::all), "r.json");
  for (const std::string& format : host_formats())
    CHECK(to_host(read, format) == to_host(sheet, format));
}

TEST_CASE(
    "a JSON result is enough for a specification with dynamics, and its laws are proved again",
    "[hosts]") {
  const Dynamics momentum = parse_dynamics("momentum:1/2", {});
  const Result result = certify(make_model("linear:2,2,2").with(momentum), {});
  Report report = make_report(result, LawListing::all);
  const Sheet sheet = make_sheet(report, "r.json"), direct = make_sheet(result, LawListing::all);
  CHECK(sheet.layout.shown()[0] == "exp(1/2*t)");
  for (const std::string& format : host_formats())
    CHECK(to_host(sheet, format) == to_host(direct, format));
  report.laws[0].expression += " + U1[1,1]";
  CHECK_THROWS_WITH(make_sheet(report, "r.json"),
                    Catch::Contains("r.json: law 1: it is no law of this model"));
  report.laws[0].expression = "s/(s + 1)";
  CHECK_THROWS_WITH(make_sheet(report, "r.json"),
                    Catch::Contains("expected a denominator of one term"));
  report.laws.clear();
  report.model = "rotation";
  CHECK_THROWS_WITH(make_sheet(report, "r.json"),
                    Catch::Contains("r.json: ") && Catch::Contains("'rotation'"));
  report.model = "linear:2,2,2";  // has other coordinates
  CHECK_THROWS_AS(make_sheet(report, "r.json"), Error);
}

TEST_CASE("nothing that a user wrote ends a comment", "[hosts]") {
  Sheet sheet = sheet_of(make_model("product:2"));
  sheet.summary.certificate = "a *) */ (* /* b\n\x1b\\";
  for (const std::string& format : host_formats()) {
    const std::string text = to_host(sheet, format);
    const std::size_t line = text.find("certificate: ");
    REQUIRE(line != std::string::npos);
    const std::string rest = text.substr(line, text.find('\n', line) - line);
    CHECK(rest.find("a * ) * / ( * / * b") != std::string::npos);
    CHECK(rest.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("names stay different", "[hosts]") {
  const Sheet sheet =
      empty_sheet({{"x"}, {"I"}, {"gamma"}, {"a", 2, 1, 2}, {"a_1", 1, 2}, {"a_1_2"}, {"gamma_0"}});
  CHECK_THAT(
      to_host(sheet, "pari"),
      Catch::Contains("[x, I_0, gamma_0, a_1_1, a_1_2, a_1_1_, a_1_2_, a_1_2_0, gamma_0_0]"));
  CHECK_THAT(
      to_host(sheet, "macaulay2"),
      Catch::Contains("QQ[x, I, gamma$0, a$1$1, a$1$2, a$1$1$, a$1$2$, a$1$2$0, gamma$0$0]"));
}

TEST_CASE("arrays as wholes, each row by row however it stands", "[hosts]") {
  Sheet sheet = empty_sheet({{"W", 2, 2, 2, NamedArray::Order::columns}, {"y", 1, 2}, {"s"}});
  const ElementaryFunction h{
      {{Monomial({{2, 3}, {1, 1}}), Rational(3, 2)}}, {{Monomial::variable(4), Rational(1)}}, 7};
  sheet.laws.push_back({h, "made up", 1, std::nullopt});
  const std::string text = to_host(sheet, "numpy");
  CHECK_THAT(text, Catch::Contains("\"W\": (2, 2),\n    \"y\": (2,),\n    \"s\": (),\n"));
  CHECK_THAT(text, Catch::Contains("COEFFICIENT = np.array([3/2], dtype=float)"));
  CHECK_THAT(text, Catch::Contains("VARIABLE = np.array([[1, 2, 4]]"));
  CHECK_THAT(text, Catch::Contains("EXPONENT = np.array([[3, 1, -1]]"));
}

TEST_CASE("answers to adapters: coordinates by position, texts that end where they should",
          "[hosts]") {
  Sheet sheet = sheet_of(make_model("linear:1,1,1").with(parse_dynamics("momentum:1", {})));
  sheet.summary.model = "a \"b\" \\\n";
  for (const std::string& system : answer_formats()) {
    const std::string answer = to_answer(sheet, "certificate", system);
    CHECK(answer.find("\"a \\\"b\\\" \\\\") != std::string::npos);
    CHECK(answer.find("0, 1, 2, -1, -2") != std::string::npos);
    CHECK(to_answer(sheet.layout, system).find("U1") != std::string::npos);
    CHECK(to_answer(Error(ErrorKind::input, "wrong"), system).find("\"wrong\"") !=
          std::string::npos);
    CHECK(to_answer(true, system) != to_answer(false, system));
  }
  CHECK_THROWS_WITH(to_answer(true, "docx"), Catch::Contains("expected one of pari, singular"));
  const Sheet logarithm = sheet_of(data_model("logarithm.toml"));
  CHECK(to_answer(logarithm, "", "gap").find("gradients := x -> [[") != std::string::npos);
}
