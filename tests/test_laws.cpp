// Laws by degree: products are not reported as new, closed form and elimination agree, planted laws
// are found, and nothing depends on the seed.
#include <catch2/catch.hpp>
#include <random>

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

namespace {

// n coordinates x[j] with x_j' = x_j λ_j, one system of factors λ a field.
Model multiples(const std::vector<std::vector<std::string>>& factors) {
  std::string text = "[[parameter]]\nname=\"x\"\nshape=[" + std::to_string(factors[0].size()) +
                     "]\n[model]\nfields=[";
  for (const auto& field : factors) {
    text += "[";
    for (std::size_t j = 0; j < field.size(); ++j)
      text += "\"x[" + std::to_string(j + 1) + "]*(" + field[j] + ")\",";
    text += "],";
  }
  return read_toml(text + "]\n", "multiples.toml");
}

std::string number(std::int64_t n) { return "(" + std::to_string(n) + ")"; }

}  // namespace

TEST_CASE("planted products of powers are found whatever their degree", "[laws]") {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    std::mt19937_64 random(seed);
    std::vector<std::int64_t> exponents(4);
    for (auto& c : exponents)
      c = (1 + static_cast<std::int64_t>(random() % 7)) * (random() % 2 ? 1 : -1);
    exponents[0] = 1;  // coprime
    std::vector<std::vector<std::string>> factors;
    for (int field = 0; field < 3; ++field) {
      std::vector<std::string> lambda(4);
      for (std::size_t j = 1; j < 4; ++j) {
        lambda[j] = "x[" + std::to_string(1 + random() % 4) + "]*x[" +
                    std::to_string(1 + random() % 4) + "] + " + std::to_string(1 + random() % 9);
        lambda[0] += " - " + number(exponents[j]) + "*(" + lambda[j] + ")";
      }
      factors.push_back(lambda);
    }
    const LawSpace space = laws_of(multiples(factors), 2);
    REQUIRE(space.laws.size() == 1);
    const ElementaryFunction& h = space.laws[0].function;
    REQUIRE(h.numerator.size() == 1);
    REQUIRE(h.denominator.size() == 1);
    std::vector<std::int64_t> found;
    for (std::uint32_t j = 0; j < 4; ++j)
      found.push_back(std::int64_t{h.numerator[0].monomial.exponent(j)} -
                      h.denominator[0].monomial.exponent(j));
    if (found[0] < 0)
      for (auto& c : found) c = -c;
    CHECK(found == exponents);
    CHECK(space.independent.size() == 1);
  }
}

TEST_CASE("the law of Lotka and Volterra for any number of species", "[laws]") {
  for (const std::size_t n : {2U, 4U, 8U}) {
    std::mt19937_64 random(n);
    std::vector<std::vector<std::int64_t>> a(n, std::vector<std::int64_t>(n, 0));
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < i; ++j) {
        a[i][j] = 1 + static_cast<std::int64_t>(random() % 5);
        a[j][i] = -a[i][j];
      }
    // With A x* = −r the law is Σ x_i − x*_i log|x_i|.
    std::vector<std::string> factors(n);
    std::string law;
    for (std::size_t i = 0; i < n; ++i) {
      std::int64_t r = 0;
      for (std::size_t j = 0; j < n; ++j) {
        r -= a[i][j] * static_cast<std::int64_t>(1 + j % 4);
        factors[i] += number(a[i][j]) + "*x[" + std::to_string(j + 1) + "] + ";
      }
      factors[i] += number(r);
      law += (i == 0 ? "" : " + ") + ("x[" + std::to_string(i + 1)) + "]";
    }
    const Model model = multiples({factors});
    for (std::size_t i = 0; i < n; ++i)
      law += " - " + (i % 4 == 0 ? "" : std::to_string(1 + i % 4) + "*") + "log|x[" +
             std::to_string(i + 1) + "]|";
    const LawSpace space = laws_of(model, 2);
    REQUIRE(space.laws.size() == 1);
    CHECK(to_string(space.laws[0].function, model.names()) == law);
    CHECK(find_laws(model, Distribution(model), {.degree = 2, .logarithms = false}, Progress())
              .laws.empty());
  }
}
