#include "models.hpp"

#include <catch2/catch.hpp>

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
  CHECK(wide.laws->levels[1].dimension == 15);
  CHECK(wide.independent_laws == 14);
  CHECK(wide.complete);
}

TEST_CASE("models without any grading", "[certify]") {
  for (const std::uint64_t seed : {11U, 12U}) {
    for (const Model& model : {test::changed_variables(seed), test::shuffled(seed)}) {
      const Result r = certify(model, {});
      CHECK(r.laws->levels[1].dimension == 3);
      CHECK(r.lie_lower == 5);
      CHECK(r.complete);
    }
    const Result planted = certify(test::planted(seed), {});
    CHECK(planted.complete);
    CHECK(planted.independent_laws == 1);
  }
}

TEST_CASE("linear laws and the Lie rank settle every degree", "[certify]") {
  const auto closed = [](const Result& r) {
    std::string levels;
    for (const Level& level : r.laws->levels) levels += level.closed ? 'c' : '-';
    return levels;
  };
  // C(12 + 5, 5) − 1; there are 1.7·10^10 monomials.
  const Result large = certify(make_model("nmf:12,12,12"), {.degree = 5});
  CHECK(large.complete);
  CHECK(large.laws->levels.back().dimension == 6'187);
  CHECK(closed(large) == "-cccc");
  CHECK(closed(certify(make_model("nmf:3,2,3"), {.degree = 3, .closed_form = false})) == "---");
  // A law is missing; there are quadratic ones, too.
  CHECK(closed(certify(make_model("nmf:1,2,1"), {})) == "--");
  Dynamics classification;
  classification.loss = Dynamics::Loss::cross_entropy;
  const Model classes = make_model("linear:3,3,3").with(classification);
  const Result more = certify(classes, {});
  CHECK(closed(more) == "--");
  CHECK(more.complete);
  // Of the laws alone the Lie rank is evidence, or it is not kept.
  CHECK(certify(make_model("nmf:3,2,3"), {.question = Question::laws}).lie.has_value());
  CHECK_FALSE(certify(classes, {.question = Question::laws}).lie.has_value());
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
    return verify(model, parse_polynomial(text, model.names(), "law"));
  };
  CHECK(law("U1[1,1]^2 - U2[1,1]^2").law);
  CHECK(law("3").law);
  const Verdict no = law("U1[1,1]^2 + U2[1,1]^2");
  CHECK_FALSE(no.law);
  CHECK(no.field == 0);
  CHECK_FALSE(no.value.is_zero());
}

TEST_CASE("the question decides what is asked", "[certify]") {
  const Model model = make_model("linear:3,2,3");
  const Result rank = certify(model, {.question = Question::rank});
  CHECK_FALSE(rank.laws.has_value());
  CHECK(rank.lie_lower == 9);
  CHECK(rank.outcome() == Outcome::open);
  CHECK_FALSE(rank.probably.empty());
  CHECK(certify(model, {.question = Question::laws}).outcome() == Outcome::proved);
  CHECK(certify(make_model("product:6"), {.question = Question::rank}).outcome() == Outcome::proved);
  CHECK_THROWS_AS(certify(model, {.degree = 0}), Error);
  CHECK_THROWS_AS(certify(model, {.degree = 65}), Error);
}
