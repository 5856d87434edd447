// The driver as a user sees it: cases in which a hasty program would claim too much, counts of all
// families, dynamics and metrics, verdicts with witnesses, copies of networks.
#include <catch2/catch.hpp>

#include "accepted.hpp"
#include "models.hpp"

using namespace abide;

TEST_CASE("honest cases", "[certify]") {
  const Result open = certify(make_model("linear:1,2,2,1"), {});
  CHECK_FALSE(open.complete);
  CHECK(open.independent_laws == 6);
  CHECK(open.local_laws() == 7);
  CHECK(open.outcome() == Outcome::open);
  const Result deeper = certify(make_model("linear:1,2,2,1"), {.degree = 4});
  CHECK(deeper.independent_laws == 6);
  const Result wide = certify(make_model("linear:2,5,2"), {});
  CHECK(wide.dimensions[1] == 15);
  CHECK(wide.independent_laws == 14);
  CHECK(wide.complete);
}

TEST_CASE("models without any grading", "[certify]") {
  for (const std::uint64_t seed : {11U, 12U}) {
    for (const Model& model : {test::changed_variables(seed), test::shuffled(seed)}) {
      const Result r = certify(model, {});
      CHECK(r.dimensions[1] == 3);
      CHECK(r.lie_lower == 5);
      CHECK(r.complete);
    }
    const Result planted = certify(test::planted(seed), {});
    CHECK(planted.complete);
    CHECK(planted.independent_laws == 1);
  }
}

// Counts from the structure of each family: Gram differences, balances of neurons and kernels,
// norms.
TEST_CASE("the families have the laws of their pages", "[certify]") {
  struct Row {
    const char* model;
    std::size_t laws, rank;
  };
  for (const Row& row : std::initializer_list<Row>{{"attention:4,2,2", 12, 52},
                                                   {"attention:2,6,1", 36, 12},
                                                   {"attention:3,1,1", 2, 10},
                                                   {"residual:2,1,2", 2, 6},
                                                   {"residual:2,3,2,relu", 6, 18},
                                                   {"conv1d:8,1,2,1,kernel=3", 4, 8},
                                                   {"conv1d:6,1,2,1,kernel=2,relu", 2, 6},
                                                   {"conv1d:6,1,1,1,1,kernel=2,padding=1", 2, 4},
                                                   {"conv1d:7,1,2,1,kernel=3,stride=2", 3, 9},
                                                   {"conv2d:4,4,1,2,1,kernel=2", 4, 12},
                                                   {"diagonal:3,2", 3, 3},
                                                   {"diagonal:2,3", 4, 2},
                                                   {"tensor:2,2,2,2", 4, 8},
                                                   {"tucker:2,2,2,1,2,2", 7, 7},
                                                   {"quadratic:3,2", 2, 6},
                                                   {"power:4,3,2", 2, 6},
                                                   {"power:3,2,2,2", 2, 6},
                                                   {"normalized:2,2,1", 2, 4},
                                                   {"lora:3,1,3,frozen", 1, 5},
                                                   {"lora:3,2,3", 3, 18}}) {
    INFO(row.model);
    const Result r = certify(make_model(row.model), {});
    CHECK(r.independent_laws == row.laws);
    CHECK(r.lie_lower == row.rank);
    CHECK(r.complete);
  }
}

// θ' = −M∇E: coupled weight decay leaves no law to NMF, the decoupled one both.
TEST_CASE("weight decay through the metric and beside it", "[certify]") {
  for (const auto& [flow, laws] :
       {std::pair{"weight-decay:1", 2U}, std::pair{"coupled-weight-decay:1", 0U}}) {
    INFO(flow);
    const Dynamics dynamics = parse_dynamics(flow, {});
    const Result r = certify(make_model("nmf:2,2,2").with(dynamics), {});
    CHECK(r.independent_laws == laws);
    CHECK(r.complete);
  }
}

// The same flow in other coordinates: full and rational metrics.
TEST_CASE("full and rational metrics", "[certify]") {
  const std::string head =
      "[[parameter]]\nname='x'\nshape=[2]\n[model]\nmap=['x[1]*x[2]']\n[metric]\n";
  const auto law = [&](const std::string& metric) {
    const Result r = certify(read_toml(head + metric, "m.toml"), {});
    CHECK(r.complete);
    const auto laws = make_report(r, LawListing::all).laws;
    REQUIRE(laws.size() == 1);
    return laws[0].expression;
  };
  CHECK(law("diagonal=['x[1]', 'x[2]']") == "x[1] - x[2]");
  CHECK(law("diagonal=['x[1]/x[2]', '1']") == "x[1] - x[2]");
  CHECK(law("matrix='[(1-x[1])/x[2], 1; 1, (1-x[2])/x[1]]'") == "x[1] - x[2]");
}

// What is known of a network is lifted to its phase space where elimination would not end; small
// ones of the same kind, which are eliminated, have as many laws by the same count.
TEST_CASE("phase spaces without velocities, small and large", "[certify]") {
  struct Row {
    const char *model, *dynamics;
    std::uint64_t laws;
  };
  for (const Row& row : {Row{"linear:4,2,5", "cross-entropy", 3 + 2},
                         {"linear:40,4,400", "cross-entropy", 10 + 4},
                         {"relu:2,2,3,bias", "cross-entropy", 2 + 2},
                         {"relu:30,20,40,bias", "cross-entropy", 20 + 20},
                         {"relu:2,2,3,bias=all", "cross-entropy", 2 + 2 + 1},
                         {"relu:30,20,40,bias=all", "cross-entropy", 20 + 20 + 1},
                         {"linear:2,2,3", "weight-decay:2", 3},
                         {"linear:30,20,50", "weight-decay:2", 210},
                         {"network:10,20r,20,50", "weight-decay:1/2", 20 + 210}}) {
    CAPTURE(row.model, row.dynamics);
    Dynamics dynamics;
    dynamics.loss = Dynamics::Loss::cross_entropy;
    if (std::string(row.dynamics) != "cross-entropy") dynamics = parse_dynamics(row.dynamics, {});
    const Model model = make_model(row.model).with(dynamics);
    const bool large = model.coordinates() > 1'400;
    const Result r = certify(model, {});
    CHECK(r.complete);
    CHECK(r.independent_laws == row.laws);
    CHECK(r.dimensions.back().has_value() == !large);
    CHECK(r.evidence[0].laws->levels.empty() == large);
    // Lifted laws keep their images under nodes.
    if (large) CHECK(r.evidence[0].laws->count() == row.laws);
    if (large) CHECK(r.evidence[0].laws->laws.size() <= 24);
    CHECK(checked(r).kind == Checked::complete);
  }
}

// W + B A: laws and brackets of B A, and what abide-check makes of the specification.
TEST_CASE("a parameter for each entry, small and large", "[certify]") {
  for (const auto& [name, laws] : {std::pair{"lora:4,2,5", 3U}, {"lora:40,3,30", 6U}}) {
    INFO(name);
    const Model model = make_model(name);
    const bool large = model.coordinates() > 1'400;
    const Result r = certify(model, {});
    CHECK(r.complete);
    CHECK(r.independent_laws == laws);
    CHECK(r.lie_lower == model.coordinates() - laws);
    CHECK(r.dimensions.back().has_value() == !large);
    CHECK(checked(r).kind == Checked::complete);
  }
  const Result r = certify(make_model("lora:40,3,30"), {});
  const std::string text = certificate_text(r);
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string other = text;
    REQUIRE(other.find(from) != std::string::npos);
    other.replace(other.find(from), from.size(), to);
    return run_check(checked_model(r), other);
  };
  CHECK(changed("model lora", "model lora").kind == Checked::complete);
  CHECK(changed("w {1+1%1} {1+1%1} | 1200", "w {1+1%1} {1+1%1} | 1199").kind == Checked::rejected);
  CHECK(changed("w {1+1%1} {1+1%1} | 1200", "w {2+1%1} {1+1%1} | 1200").kind == Checked::rejected);
  CHECK(changed("law 1 ", "law 1 1:1^2 ").reason.find("not a law") != std::string::npos);
  CHECK(changed("law 1 (1:{1201", "law 1 (1:{1200").reason.find("not a law") != std::string::npos);
  // As a summand.
  const auto one = std::make_shared<const Model>(make_model("lora:40,3,30"));
  const Result two =
      certify(Model("two", "", Coordinates::sum({{one->layout(), 2}}), Sum{{{one, 2}}}), {});
  CHECK(two.complete);
  CHECK(two.independent_laws == 12);
  CHECK(checked(two).kind == Checked::complete);
  // A limit that the words do not keep leaves the laws.
  Progress small;
  small.set_memory_limit(std::size_t{10} << 20U);
  const Result stopped = certify(make_model("lora:256,8,256"), {}, small);
  CHECK(stopped.outcome() == Outcome::stopped);
  CHECK(stopped.independent_laws == 36);
  CHECK_FALSE(stopped.complete);
}

TEST_CASE("linear laws and the Lie rank settle every degree", "[certify]") {
  const auto closed = [](const Result& r) {
    std::string levels;
    for (const Level& level : r.evidence[0].laws->levels) levels += level.closed ? 'c' : '-';
    return levels;
  };
  // C(12 + 5, 5) − 1; there are 1.7·10^10 monomials.
  const Result large = certify(make_model("nmf:12,12,12"), {.degree = 5});
  CHECK(large.complete);
  CHECK(large.dimensions.back() == 6'187);
  CHECK(closed(large) == "-cccc");
  CHECK(closed(certify(make_model("nmf:3,2,3"), {.degree = 3, .closed_form = false})) == "---");
  // A law is missing; there are quadratic ones, too.
  CHECK(closed(certify(make_model("nmf:1,2,1"), {.degree = 2})) == "--");
  Dynamics classification;
  classification.loss = Dynamics::Loss::cross_entropy;
  const Model classes = make_model("linear:3,3,3").with(classification);
  const Result more = certify(classes, {});
  CHECK(closed(more) == "--");
  CHECK(more.complete);
  // Of the laws alone the Lie rank is evidence, or it is not kept.
  CHECK(certify(make_model("nmf:3,2,3"), {.question = Question::laws}).evidence[0].lie() !=
        nullptr);
  CHECK(certify(classes, {.question = Question::laws}).evidence[0].lie() == nullptr);
  // What can only be eliminated, and does not fit, is refused all the same.
  const Model wide = make_model("linear:6,6,6").with(classification);
  CHECK_THROWS_AS(certify(wide, {.degree = 6}), Error);
}

TEST_CASE("stopped is not open", "[certify]") {
  Progress progress;
  progress.cancel();
  const Result r = certify(make_model("linear:3,3,3"), {}, progress);
  CHECK(r.outcome() == Outcome::stopped);
  CHECK_FALSE(r.complete);
  CHECK(to_text(make_report(r, LawListing::kinds)).find("stopped early") != std::string::npos);
}

TEST_CASE("verdicts have exact witnesses", "[certify]") {
  const Model model = make_model("linear:1,1,1");
  const auto law = [&](const char* text) {
    return verify(model, parse_law(text, model.layout(), "law"));
  };
  CHECK(law("U1[1,1]^2 - U2[1,1]^2").law);
  CHECK(law("3").law);
  const Verdict no = law("U1[1,1]^2 + U2[1,1]^2");
  CHECK_FALSE(no.law);
  CHECK(no.field == 0);
  CHECK_FALSE(no.value->is_zero());
}

// mathematics.md, section 4.5: the metric M_jj = κ_j θ_j^c_j times a common factor makes a
// monomial map flow along constant directions in powers and logarithms of the coordinates.
TEST_CASE("laws with powers and logarithms", "[certify]") {
  struct Row {
    const char *map, *metric, *laws;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"x*y*z", "x^2, y, z^3", "y + 1/z; y - log|x|"},
           {"x*y", "x^2, 3*y^2, 1", "z; x^3/y"},
           {"x^2*y, y*z", "x^2, y^2, z^2", "x*z^2/y^2"},
           {"x*y*z", "(1 + x^2)*x^4, (1 + x^2)*y^4, (1 + x^2)*z^4", "1/y^2 - 1/x^2; 1/z^2 - 1/x^2"},
           {"x*y", "1/x^3, y, 1", "z; x^5 - 5*y"},
           {"x*y*z", "x, 2*y, z", "2*x - y; x - z"},
           {"x*y, y*z", "x^2, y^2, z^3", "log|x| - log|y| - 1/z"}}) {
    INFO(row.map << " with " << row.metric);
    const Model model = read_toml(std::string("name = \"m\"\n") +
                                      "parameter = [{name = \"x\", shape = []}, {name = \"y\", "
                                      "shape = []}, {name = \"z\", shape = []}]\n" +
                                      "[model]\nmap = [\"[" + row.map +
                                      "]\"]\n[metric]\ndiagonal = [\"[" + row.metric + "]\"]\n",
                                  "m.toml");
    const Result r = certify(model, {});
    CHECK(r.complete);
    std::string laws;
    for (const auto& l : make_report(r, LawListing::all).laws)
      laws += (laws.empty() ? "" : "; ") + l.expression;
    CHECK(laws == row.laws);
    for (const auto& l : make_report(r, LawListing::all).laws)
      CHECK(verify(model, parse_law(l.expression, model.layout(), "law")).law);
    const Result seeded = certify(model, {.seed = 7, .components = false});
    CHECK(to_json(make_report(seeded, LawListing::all)) ==
          to_json(make_report(r, LawListing::all)));
  }
}

TEST_CASE("verdicts about fractions and logarithms", "[certify]") {
  // The third law of NMF with widths 1, 2, 1.
  const Model nmf = make_model("nmf:1,2,1");
  const char* third =
      "(log|U2[1,1]| - log(U1[1,1]))/(U1[1,1] - U2[1,1]) - (log(U2[2,1]) - log(U1[1,2]))/(U1[1,2] "
      "- U2[2,1])";
  CHECK(verify(nmf, parse_law(third, nmf.layout(), "law")).law);
  const auto verdict = [](const char* text) {
    const Model model = make_model("linear:1,1,1");
    return verify(model, parse_law(text, model.layout(), "law"));
  };
  CHECK(verdict("1/(U1[1,1]^2 - U2[1,1]^2)").law);
  const Verdict fraction = verdict("U1[1,1]/(U2[1,1] - 1)");  // ((b − 1) b − a a)/(b − 1)²
  CHECK_FALSE(fraction.law);
  CHECK(fraction.value.has_value());
  CHECK_FALSE(fraction.value->is_zero());
  const Verdict logarithm = verdict("log|U1[1,1]|");
  CHECK(logarithm.value == Rational(1));  // U2/U1 at (1, 1)
  CHECK_FALSE(verdict("U1[1,1]*log|U1[1,1]|").value.has_value());
  for (const char* bad : {"log|3|", "log(U1[1,1]^2)", "log(U1[1,1] + U2[1,1])", "log|U1[1,1]",
                          "log(log(U1[1,1]))", "1/(U1[1,1] - U1[1,1])", "log"})
    CHECK_THROWS_AS(verdict(bad), Error);
}

TEST_CASE("a function that is none of the coordinates is refused", "[certify]") {
  const Model model = make_model("linear:1,1,1");
  const Terms one{{Monomial(), Rational(1)}}, log{{Monomial::variable(3), Rational(1)}},
      foreign{{Monomial::variable(4), Rational(1)}};
  const auto refusal = [&](const ElementaryFunction& h) -> std::string {
    try {
      static_cast<void>(verify(model, h));
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  };
  CHECK(refusal({log, one, 2}).empty());
  CHECK(refusal({foreign, one, 2}) ==
        "the function, numerator: expected a variable from 0 (U1[1,1]) to 1 (U2[1,1]), found "
        "variable 4");
  CHECK(refusal({one, log, 2}).find("denominator") != std::string::npos);
  CHECK(refusal({one, {}, 2}).find("found 0") != std::string::npos);
  CHECK(refusal({one, one, 3}) == "the function: expected 2 coordinates, found 3");
  // Uncollected: U1² − U1² is 0.
  const Monomial square = Monomial::variable(0, 2);
  CHECK(verify(model, {{{square, Rational(1)}, {square, Rational(-1)}}, one, 2}).law);
}

TEST_CASE("verdicts about copies of a network", "[certify]") {
  const Model model = make_model("attention:2,1,2");  // copies of 4 coordinates and 4 fields
  const auto verdict = [&](const std::string& text) {
    return verify(model, parse_law(text, model.layout(), "law"));
  };
  const std::string first = "(Q1[1,1]^2 + Q1[2,1]^2 - K1[1,1]^2 - K1[2,1]^2)";
  const std::string last = "(V2[1,1]^2 + V2[2,1]^2 - O2[1,1]^2 - O2[1,2]^2)";
  CHECK(verdict(first + "*" + last + "^2 - 3*" + first).law);
  CHECK(verdict("5").law);
  const Verdict no = verdict(first + "*K2[1,1]");
  CHECK_FALSE(no.law);
  CHECK(no.field / 4 == 2);
  // The witness is checked against the fields written out.
  const Distribution x(model);
  for (const std::string& text : {first + "*K2[1,1]", first + " + V2[1,1]^2 + V2[2,1]^2",
                                  std::string("Q1[1,1]*Q1[2,1]*O2[1,2]^3 + K1[1,1]")}) {
    INFO(text);
    const Terms h = parse_polynomial(text, model.layout(), "law");
    const Verdict v = verify(model, parse_law(text, model.layout(), "law"));
    REQUIRE_FALSE(v.law);
    std::vector<Rational> point(model.coordinates());
    for (const auto& [k, value] : v.point) point[k] = value;
    CHECK(evaluate(abide::apply(x.field(v.field), h), point) == v.value);
    CHECK_FALSE(v.value == Rational());
  }
}

// `within` is stated of fields written out only.
TEST_CASE("bounds on groups of coordinates of networks", "[certify]") {
  for (const char* name : {"linear:2,2,2", "product:3", "attention:2,1,1"}) {
    INFO(name);
    const Model model = make_model(name);
    const auto last = static_cast<std::uint32_t>(model.coordinates() - 1);
    const Result r = certify(model, {.degree = 3, .bounds = {{0, 0, 2}, {1, last, 2}}});
    CHECK(r.complete);
    CHECK(checked(r).kind == Checked::complete);
  }
}

TEST_CASE("copies of networks are certified by one of them", "[certify]") {
  const Result large = certify(make_model("attention:768,64,12"), {});
  CHECK(large.complete);
  CHECK(large.independent_laws == 49'920);
  CHECK(large.lie_lower == 2'309'376);
  CHECK(large.dimensions[1] == 49'920);
  REQUIRE(large.components.size() == 1);
  CHECK(large.components[0].fields().coordinates() == 98'304);
  CHECK(large.components[0].copies() == 24);
  const Report report = make_report(large, LawListing::kinds);
  CHECK(report.coordinates == 2'359'296);
  CHECK(report.laws.at(0).multiplicity == 1'536);
  std::string text;
  write_certificate(large, false, [&](std::string_view piece) { text += piece; });
  CHECK(text.size() < 100'000);  // no names
  // Open as its copies are, and exactly so.
  Network deep({1, 2, 2, 1}, {false, false, false, false}, Bias::none);
  const auto one =
      std::make_shared<const Model>("", "", Coordinates::vector("x", deep.parameters()), deep);
  const Result open = certify(
      Model("two deep networks", "", Coordinates::sum({{one->layout(), 2}}), Sum{{{one, 2}}}), {});
  CHECK(open.independent_laws == 12);
  CHECK(open.lie_lower == 2);
  CHECK(open.local_laws() == 14);
  CHECK_FALSE(open.complete);
  // Dimensions beyond 2^63 are not given.
  const Result many =
      certify(make_model("attention:1,1,20000"), {.question = Question::laws, .degree = 64});
  CHECK(many.outcome() == Outcome::stopped);
  CHECK(many.dimensions[1] == 40'000);
}

TEST_CASE("the question decides what is asked", "[certify]") {
  const Model model = make_model("linear:3,2,3");
  const Result rank = certify(model, {.question = Question::rank});
  CHECK(rank.only().laws == nullptr);
  CHECK(rank.lie_lower == 9);
  CHECK(rank.outcome() == Outcome::open);
  CHECK_FALSE(rank.probably.empty());
  CHECK(certify(model, {.question = Question::laws}).outcome() == Outcome::proved);
  CHECK(certify(make_model("product:6"), {.question = Question::rank}).outcome() ==
        Outcome::proved);
  CHECK_THROWS_AS(certify(model, {.degree = 65}), Error);
}

TEST_CASE("the degree is raised where the Lie rank proves that laws are missing", "[certify]") {
  const auto fields = [](const std::string& x, const std::string& y) {
    return read_toml(
        "[[parameter]]\nname=\"x\"\nshape=[]\n[[parameter]]\nname=\"y\"\nshape=[]\n[model]\nfields="
        "[[\"" +
            x + "\",\"" + y + "\"]]\n",
        "plane.toml");
  };
  // The Hamiltonian is x³ + x² − y².
  const Model cubic = fields("-2*y", "-2*x - 3*x^2");
  const Result raised = certify(cubic, {});
  CHECK(raised.complete);
  CHECK(raised.degrees.degree == 3);
  CHECK(raised.dimensions == std::vector<std::optional<std::uint64_t>>{0, 0, 1});
  const Result as_told = certify(cubic, {.degree = 2});
  CHECK_FALSE(as_told.complete);
  CHECK(as_told.degrees.degree == 2);
  // A focus has no polynomial law: the search ends.
  const Result none = certify(fields("x - y", "x + y"), {});
  CHECK(none.degrees.degree == 6);
  CHECK(none.outcome() == Outcome::open);
  // Laws only, and the rank only, are what they were.
  CHECK(certify(cubic, {.question = Question::laws}).degrees.degree == 2);
}
