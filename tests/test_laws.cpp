// Laws by degree: products are not reported as new, closed form and elimination agree, planted laws
// are found, and nothing depends on the seed.
#include <catch2/catch.hpp>

#include "laws/laws.hpp"
#include "model/model.hpp"
#include "models.hpp"

using namespace abide;

namespace {

LawSpace laws_of(const Model& model, std::uint32_t degree, bool closed_form = true) {
  return find_laws(model, Distribution(model), {.degree = degree, .closed_form = closed_form},
                   Progress());
}

std::vector<std::uint64_t> dimensions(const LawSpace& space) {
  std::vector<std::uint64_t> d;
  for (const Level& level : space.levels) d.push_back(level.dimension);
  return d;
}

using Dimensions = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("products of lower laws are not reported as new", "[laws]") {
  const LawSpace space = laws_of(make_model("linear:2,2,2"), 4);
  CHECK(dimensions(space) == Dimensions{0, 3, 3, 9});
  CHECK(space.count() == 3);
}

TEST_CASE("the closed form and the elimination agree", "[laws]") {
  for (const char* name :
       {"product:3", "product:5", "relu:2,3,2", "relu:2,2,2,2", "relu:2,2,1,bias",
        "relu:1,2,2,bias=all", "linear:2,1,2", "linear:1,1,1,1"})
    for (std::uint32_t degree = 1; degree <= 4; ++degree) {
      const Model model = make_model(name);
      if (degree > 2 && model.coordinates() > 12) continue;
      const LawSpace a = laws_of(model, degree), b = laws_of(model, degree, false);
      INFO(name << " " << degree);
      CHECK(dimensions(a) == dimensions(b));
      CHECK(a.count() == b.count());
      CHECK(a.independent.size() == b.independent.size());
    }
}

TEST_CASE("dead coordinates in the closed form", "[laws]") {
  const auto model = [](const char* map) {
    return read_toml(
        std::string("[[parameter]]\nname=\"x\"\nshape=[3]\n[model]\nmap=[\"") + map + "\"]",
        "m.toml");
  };
  CHECK(dimensions(laws_of(model("x[1]*x[2]"), 2)) == Dimensions{1, 3});
  CHECK(dimensions(laws_of(model("x[1]"), 2)) == Dimensions{2, 5});
  for (const char* map : {"x[1]*x[2]", "x[1]", "x[1]^2*x[3]", "3"})
    CHECK(dimensions(laws_of(model(map), 4)) == dimensions(laws_of(model(map), 4, false)));
}

TEST_CASE("one question decides whether linear laws are all", "[laws]") {
  const auto model = [](const char* map) {
    return read_toml(
        std::string("[[parameter]]\nname=\"x\"\nshape=[5]\n[model]\nmap=[") + map + "]", "m.toml");
  };
  std::vector<std::size_t> asked;
  const auto space_of = [&](const Model& m, std::uint32_t degree, bool answer) {
    asked.clear();
    const Distribution x(m);
    const Progress progress;
    LawSearch search(m, x, {.degree = degree}, progress);
    const std::size_t laws = search.decisive_laws();
    if (laws > 0) asked.push_back(laws);
    return search.finish(laws > 0 && answer);
  };
  // The laws of degree 1 are x5 and x3 + x4 − 2·x2.
  const Model one = model("\"x[1]^3 + x[1]*(x[2] + x[3] + x[4])\", \"x[1] + x[3] - x[4]\"");
  const LawSpace eliminated = space_of(one, 4, false), closed = space_of(one, 4, true);
  CHECK(asked == std::vector<std::size_t>{2});
  CHECK(dimensions(eliminated) == dimensions(closed));
  CHECK(dimensions(closed) == Dimensions{2, 5, 9, 14});
  CHECK(closed.levels.back().closed);
  CHECK_FALSE(eliminated.levels.back().closed);
  space_of(one, 1, true);
  CHECK(asked.empty());
  // No linear laws.
  space_of(test::changed_variables(3), 2, true);
  CHECK(asked.empty());
  // Fields that fall apart are one question, too, of the whole: its linear law is x5.
  space_of(model("\"x[1] + x[2] + x[1]*x[2]\", \"x[3] + x[4] + x[3]^2\""), 2, true);
  CHECK(asked == std::vector<std::size_t>{1});
}

TEST_CASE("an inhomogeneous planted law and its powers", "[laws]") {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    const Model model = test::planted(seed);
    const LawSpace space = laws_of(model, 4);
    CHECK(dimensions(space) == Dimensions{0, 1, 1, 2});
    REQUIRE(space.laws.size() == 1);
    CHECK(to_string(space.laws[0].polynomial(), model.names()) == "x[2]^2 + x[1]");
  }
}

TEST_CASE("the laws do not depend on the seed", "[laws]") {
  const Model model = make_model("linear:2,5,2");
  const Distribution x(model);
  const LawSpace a = find_laws(model, x, {.seed = 0}, Progress());
  const LawSpace b = find_laws(model, x, {.seed = 99}, Progress());
  REQUIRE(a.laws.size() == b.laws.size());
  for (std::size_t k = 0; k < a.laws.size(); ++k)
    CHECK(a.laws[k].polynomial() == b.laws[k].polynomial());
  CHECK(a.independent.size() == 14);
  CHECK(b.independent.size() == 14);
}

TEST_CASE("a cancelled search is stopped, not empty", "[laws]") {
  Progress progress;
  progress.cancel();
  const Model model = make_model("linear:3,3,3");
  const LawSpace space = find_laws(model, Distribution(model), {}, progress);
  CHECK_FALSE(space.stopped.empty());
  CHECK(space.levels.empty());
}

TEST_CASE("laws of a network are those of a map with a parameter for each entry", "[laws]") {
  const Model model = test::translated("linear:4,3,5");
  const Distribution x(model);
  Progress progress;
  LawSearch search(model, x, {}, progress);
  CHECK(search.lifted_laws() == 6);
  const LawSpace space = search.finish(true);
  REQUIRE(space.laws.size() == 6);
  CHECK(space.independent.size() == 6);
  CHECK(space.levels.empty());
  for (const Law& law : space.laws) {
    CHECK_FALSE(violation(x, law.polynomial()));
    for (const Term& t : law.polynomial())
      for (const Power& p : t.monomial.powers()) CHECK(p.variable >= 20);
  }
  CHECK(violation(x, Terms{{Monomial::variable(0, 2), Rational(1)}}).has_value());
  // As many as elimination finds.
  CHECK(dimensions(laws_of(multiplied_out(model), 2)) == Dimensions{0, 6});
  CHECK(dimensions(laws_of(model, 2)) == Dimensions{0, 6});
}
