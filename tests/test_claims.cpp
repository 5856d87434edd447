// What leaves abide is what was proved: claims go into a certificate and come back from what
// abide-check accepts of it, the same for every family, dynamics and listing.
#include <abide/abide.hpp>
#include <catch2/catch.hpp>
#include <set>

#include "accepted.hpp"
#include "models.hpp"

using namespace abide;

namespace {

// Claims, a certificate of them, and the claims of that.
void check_round_trip(const Model& model, const Options& options = {}) {
  INFO(model.title());
  const Result result = certify(model, options);
  const Claims& claims = result;
  for (const bool all_laws : {true, false}) {
    CAPTURE(all_laws);
    const std::string text = certificate_of(result, all_laws);
    const Claims back = read_back(*result.stated, text);
    CHECK(back == claims);
    if (result.stated != result.source) continue;  // texts speak of what it was before
    for (const LawListing listing : {LawListing::kinds, LawListing::orbits, LawListing::all})
      CHECK(to_json(make_report(back, listing)) == to_json(make_report(claims, listing)));
    CHECK(to_latex(make_report(back, LawListing::kinds), true) ==
          to_latex(make_report(claims, LawListing::kinds), true));
    CHECK(explanation_of(back) == explanation_of(claims));
    CHECK(to_svg(back) == to_svg(claims));
  }
}

Model with(const std::string& specification, const std::string& dynamics) {
  return make_model(specification).with(parse_dynamics(dynamics, {}));
}

}  // namespace

TEST_CASE("every family comes back from its certificate", "[claims]") {
  for (const Family& family : families()) check_round_trip(make_model(family.example));
  for (const char* sum : {"2*attention:4,2,2 + relu:2,3,2", "linear:1,1,1 + 2*linear:2,1,2"})
    check_round_trip(make_model(sum));
  for (const char* file : {"rotation", "logarithm", "powers", "mirror", "tied"})
    check_round_trip(load_model(std::string(ABIDE_DATA) + "/models/" + file + ".toml"));
  check_round_trip(make_model("lora:40,3,30"));
  // Images under symmetries of written out fields, lemmas, products of laws.
  check_round_trip(test::written_out(make_model("linear:2,2,2")));
  for (const std::uint64_t seed : {1U, 2U, 3U})
    check_round_trip(test::planted(seed), {.degree = 4});
}

TEST_CASE("every dynamics comes back from its certificate", "[claims]") {
  for (const char* dynamics : {"gradient-flow", "momentum:0", "momentum:1", "momentum:-3/2",
                               "nesterov", "weight-decay:1/2", "coupled-weight-decay:1",
                               "momentum:1+weight-decay:1", "momentum:1+coupled-weight-decay:1",
                               "nesterov+weight-decay:1", "nesterov+coupled-weight-decay:1"}) {
    INFO(dynamics);
    check_round_trip(with("linear:2,2,2", dynamics));
    check_round_trip(with("nmf:1,2,1", dynamics));
    check_round_trip(with("lora:1,1,2", dynamics));
    check_round_trip(with("linear:1,2,1 + linear:2,1,2", dynamics));
  }
  Dynamics cross;
  cross.loss = Dynamics::Loss::cross_entropy;
  check_round_trip(make_model("linear:2,2,2").with(cross));
  // Images under nodes of the network below.
  check_round_trip(with("network:10,8r,20,70", "weight-decay:1/2"));
  check_round_trip(make_model("relu:30,20,40,bias=all").with(cross));
}

TEST_CASE("what was asked comes back", "[claims]") {
  // What abide-check does not look at is looked at here.
  const Model decayed = with("network:10,8r,20,70", "weight-decay:1/2");
  std::string text = certificate_of(certify(decayed, {}), false);
  const std::size_t bound = text.find("2-1641:2");
  REQUIRE(bound != std::string::npos);
  text.replace(bound, 8, "2-1642:2");
  CHECK_THROWS_WITH(read_back(decayed, text), Catch::Contains("the model does not have"));
  for (const Question question : {Question::certify, Question::laws, Question::rank})
    for (const char* model : {"linear:3,2,3", "relu:2,3,2,bias", "nmf:2,2,2", "linear:1,2,2,1"})
      check_round_trip(make_model(model), {.question = question});
  check_round_trip(make_model("linear:2,2,2"), {.degree = 4});
  Options bounded = with_degrees({}, "theta:2,v:1,time:1", with("linear:1,2,1", "momentum:1"), {});
  check_round_trip(with("linear:1,2,1", "momentum:1"), bounded);
}

TEST_CASE("laws are walked one at a time, and counted at once", "[claims]") {
  const Result large = certify(make_model("linear:700,700,700"), {.question = Question::laws});
  const LawRange range = large.all_laws();
  CHECK(range.size() == 245'350);
  std::uint64_t laws = 0, independent = 0;
  for (const ListedLaw& law : range) {
    ++laws;
    independent += law.independent() == true ? 1 : 0;
    if (laws % 50'000 == 0) CHECK(law.function().numerator.size() == 1'400);
  }
  CHECK(laws == range.size());
  CHECK(independent == 245'350);
  CHECK(large.independent_laws == 245'350);
  for (const char* model : {"linear:3,2,3", "attention:2,1,2", "nmf:2,3,2"}) {
    const Result r = certify(make_model(model), {});
    std::set<std::string> seen;
    for (const ListedLaw& law : r.all_laws())
      CHECK(seen.insert(to_string(law.function(), r.model->names())).second);
    CHECK(seen.size() == r.all_laws().size());
  }
}

TEST_CASE("a certificate says as much as abide-check accepts of it, and no more", "[claims]") {
  const Model model = make_model("linear:3,2,3");
  const Result result = certify(model, {});
  const std::string whole = certificate_text(result);
  const std::string printed = printed_claims(checked_model(result), whole);
  const auto read = [&](const std::string& text, const std::string& of) {
    return read_certificate(text, of, model, "c.cert", Progress());
  };
  CHECK(read(whole, printed) == static_cast<const Claims&>(result));
  // What it did not print, or did not accept, is not claimed.
  CHECK_THROWS_AS(read(whole, ""), Error);
  CHECK_THROWS_WITH(read(whole, printed.substr(0, printed.find("verdict"))),
                    Catch::Contains("does not accept"));
  CHECK_FALSE(read(whole, "verdict: accepted, complete\n").complete);
  CHECK_FALSE(read(whole, "verdict: accepted, complete\n").lie_known);
  CHECK(read(whole, "verdict: accepted, complete\n").independent_laws == 0);
  // Laws alone are claimed, too, and nothing of their independence.
  const Claims laws = read(whole, "verdict: accepted, completeness not claimed\n");
  CHECK(laws.laws_known);
  CHECK(laws.all_laws().size() == 3);
  CHECK_FALSE(laws.all_laws().begin()->independent().has_value());
  // Texts that do not fit each other, or the model.
  for (const char* line : {"independent law 9", "independent law 1@7:1", "component 3: 1 copy, x",
                           "component 1: 2 copies, 3 coordinates, 9 fields",
                           "lie rank >= ", "lie rank >= 99999999999999999999999"})
    CHECK_THROWS_AS(read(whole, std::string(line) + "\nverdict: accepted, complete\n"), Error);
  for (const char* text :
       {"", "abide-certificate 1\nmodel linear:3,2,3\n", "abide-certificate 2\nrules none\n",
        "abide-certificate 2\nmodel linear:3,2,3\nlaw 1 images 0:1 1:1\n",
        "abide-certificate 2\nmodel linear:3,2,3\nlaw 1 (1:{1+1%2} | 3)\n",
        "abide-certificate 2\nmodel linear:3,2,3\nlaw 1 (1:1 | 99999999999)\n",
        "abide-certificate 2\nmodel linear:3,2,3\nlaw 1 (1:1\n",
        "abide-certificate 2\nmodel linear:3,2,3\nlaw 1 ( | 1000000 1000000 1000000 0)\n",
        "abide-certificate 2\nmodel linear:3,2,3\nlaw 1 1:13\n",
        "abide-certificate 2\nmodel linear:3,2,3\nlaw 1 of 2@1:1 1:1\n",
        "abide-certificate 2\nmodel linear:3,2,3\nimage 1 1 1\n",
        "abide-certificate 2\nmodel linear:3,2,3\nelementary 1 1 ; 1:1\n",
        "abide-certificate 2\nmodel linear:3,2,3\nlaw 1 x:1\n"}) {
    INFO(text);
    CHECK_THROWS_AS(read(text, "verdict: accepted, complete\n"), Error);
  }
}

TEST_CASE("the head of a certificate", "[claims]") {
  const CertificateHead head = read_certificate_head(
      "abide-certificate 2\nrules none\ntitle \"mine\"\nmodel canonical 2 1 \\\nmodel x\n"
      "dynamics nesterov\nmetric mirror\nloss cross-entropy\nasked laws degree 3\nmodel y\n",
      "c.cert");
  CHECK(head.specification.empty());
  CHECK(head.title == "mine");
  CHECK(head.dynamics.flow == Dynamics::Flow::nesterov);
  CHECK(head.dynamics.mirror == Dynamics::Mirror::paper);
  CHECK(head.dynamics.loss == Dynamics::Loss::cross_entropy);
  CHECK(head.question == Question::laws);
  CHECK(head.degree == 3);
  CHECK(head.bounds.empty());
  const CertificateHead bounded = read_certificate_head(
      "abide-certificate 2\nmodel linear:1,1\nasked certify degree 4 within 1-1:2 2-3:2\n", "c");
  CHECK(bounded.degree == 4);
  CHECK(bounded.bounds == std::vector<DegreeBound>{{0, 0, 2}, {1, 2, 2}});
  // Lines that are no statements are for abide-check to refuse.
  CHECK(read_certificate_head("abide-certificate 2\n\nmodel linear:1,1\n\n", "c.cert")
            .specification == "linear:1,1");
  for (const char* text :
       {"", "abide-result 1\n", "abide-certificate 2\nrules none\n",
        "abide-certificate 2\nmodel linear:1,1\ndynamics warp\n",
        "abide-certificate 2\nmodel linear:1,1\nasked laws degree 65\n",
        "abide-certificate 2\nmodel linear:1,1\nasked laws degree 4 within 1:2\n",
        "abide-certificate 2\nmodel linear:1,1\nasked laws degree \n",
        "abide-certificate 2\nmodel linear:1,1\nasked laws degree 4 within 0-1:2\n",
        "abide-certificate 2\nmodel linear:1,1\nasked laws degree 4 within 3-2:2\n",
        "abide-certificate 2\nmodel linear:1,1\nasked laws degree 4 within 1-2:65\n"})
    CHECK_THROWS_AS(read_certificate_head(text, "c.cert"), Error);
}
