// The linear system: numbers of monomials, orbits against their definition, the branching tree,
// which must lose no monomial of a law, and symmetries that are planted and found.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>
#include <string>

#include "kernel/kernel.hpp"
#include "models.hpp"

using namespace abide;

namespace {

constexpr std::uint64_t enough_steps = 1'000'000;

std::vector<Permutation> symmetries_of(const Model& model) {
  return symmetries(model, enough_steps, Progress());
}
std::vector<Permutation> symmetries_of(const std::string& toml) {
  return symmetries_of(read_toml(toml, "model.toml"));
}

std::uint32_t coordinates(const Model& model) {
  return static_cast<std::uint32_t>(model.coordinates());
}

// By definition: the image of every entry is a positive multiple of an entry.
bool is_symmetry(const Model& model, const Permutation& images) {
  std::set<std::string> before, after;
  for (const Terms& entry : std::get<PolynomialMap>(model.body()).entries) {
    const std::string text = to_string(primitive(entry), model.names());
    before.insert(text);
    Terms moved = entry;
    for (Term& t : moved) t.monomial = test::image(t.monomial, images);
    after.insert(to_string(primitive(collect(std::move(moved))), model.names()));
  }
  return before == after;
}

// Groups of coordinates: a cycle, a reflection of it, blocks.
const std::vector<std::vector<Permutation>> planted_groups{
    {{1, 2, 3, 4, 5, 0}},
    {{1, 2, 3, 4, 5, 0}, {5, 4, 3, 2, 1, 0}},
    {{1, 0, 2, 4, 3, 5}},
    {{3, 4, 5, 0, 1, 2}, {1, 2, 0, 4, 5, 3}},
};

}  // namespace

TEST_CASE("numbers of monomials", "[system]") {
  CHECK(monomial_count(8, 2) == 44);
  CHECK(monomial_count(50, 4) == 316250);
  CHECK(monomial_count(800, 2) == 321200);
  CHECK_FALSE(monomial_count(1000000, 64).has_value());
  for (const Degrees& degrees :
       {Degrees{1, 3, {{0, 0, 1}, {1, 4, 2}}}, Degrees{1, 4, {{1, 2, 1}, {3, 3, 0}}},
        Degrees{1, 3, {{0, 4, 2}}}, Degrees{1, 2, {}}}) {
    std::size_t admitted = 0;
    for (std::uint32_t d = 1; d <= degrees.high; ++d)
      for (const Monomial& m : all_monomials(5, d)) admitted += degrees.admit(m) ? 1 : 0;
    CHECK(monomial_count(5, degrees) == admitted);
  }
  CHECK(all_monomials(4, 3).size() == 20);
}

TEST_CASE("orbits partition the monomials", "[system]") {
  for (const char* name :
       {"linear:2,3,2", "relu:2,2,1,bias", "network:1,2r,2,1,bias=all", "product:4"})
    for (std::uint32_t degree = 1; degree <= 3; ++degree) {
      const Model model = make_model(name);
      const Orbits orbits(model);
      std::set<Monomial> seen;
      for (const Monomial& m : orbits.representatives(degree))
        for (const Monomial& member : orbits.members(m)) {
          CHECK(orbits.canonical(member) == m);
          CHECK(seen.insert(member).second);
        }
      CHECK(seen.size() ==
            all_monomials(static_cast<std::uint32_t>(model.coordinates()), degree).size());
    }
}

TEST_CASE("columns of one row have one class of the grading", "[system]") {
  for (const char* name : {"linear:2,2,2", "relu:2,2,2,2", "network:2,2,2,bias"}) {
    const Distribution x(test::written_out(make_model(name)));
    const Grading grading = grade(x);
    const LinearSystem system(x, {1, 2}, large_prime(0));
    for (const Monomial& m : all_monomials(static_cast<std::uint32_t>(x.coordinates()), 2))
      for (const RowName& row : system.rows_of(m)) {
        bool found = false;
        for (const Column& c : system.row(row)) {
          CHECK(class_of(grading, c.monomial) == class_of(grading, m));
          found = found || c.monomial == m;
        }
        CHECK(found);
      }
  }
}

TEST_CASE("orbits of some layers partition the larger ones, and sizes are exact", "[system]") {
  for (const char* name : {"linear:2,3,2", "network:1,2r,2,1,bias=all"})
    for (const LayerSet layers : {LayerSet{0}, LayerSet{2}, LayerSet{3}, LayerSet{6}}) {
      const Orbits orbits(make_model(name));
      for (const Monomial& m : orbits.representatives(2)) {
        const std::vector<Monomial> members = orbits.members(m);
        CHECK(orbits.size(m) == Integer(static_cast<std::int64_t>(members.size())));
        std::map<Monomial, std::int64_t> parts;
        for (const Monomial& member : members) ++parts[orbits.canonical(member, layers)];
        const std::vector<Monomial> representatives = orbits.members(m, layers);
        CHECK(parts.size() == representatives.size());
        for (const Monomial& r : representatives) {
          REQUIRE(parts.contains(r));
          CHECK(orbits.size(r, layers) == Integer(parts[r]));
        }
      }
    }
}

TEST_CASE("covers count what they cover", "[system]") {
  const Orbits orbits(make_model("linear:2,3,2"));
  OrbitCover cover(orbits);
  const Monomial square = Monomial::variable(0, 2);  // U1[1,1]^2
  cover.split(square, 2);                            // by permutations of layer 1
  CHECK_FALSE(cover.is_covered(square));
  cover.claim(square);
  CHECK(cover.claimed() == Integer(3));  // U1[1,k]^2
  CHECK(cover.is_claimed(Monomial::variable(2, 2)));
  CHECK_FALSE(cover.is_covered(Monomial::variable(3, 2)));
  CHECK(cover.is_covered_under(square, 2));
  CHECK_FALSE(cover.is_covered_under(square, 1));  // moves the node of layer 0
  cover.eliminate(Monomial::variable(3, 2));
  CHECK(cover.eliminated() == Integer(3));
  CHECK(cover.is_covered_under(square, 1));  // now all of the orbit is covered
}

TEST_CASE("the branching tree loses no monomial of a law", "[system]") {
  for (const std::string& name : test::small_networks())
    for (const std::uint32_t degree : {1U, 2U, 3U}) {
      INFO(name << " " << degree);
      const Model model = make_model(name);
      const Distribution x(model), y(test::written_out(model));
      if (x.coordinates() > 14 && degree > 2) continue;
      for (const Distribution* fields : {&x, &y}) {
        const LinearSystem system(*fields, {1, degree}, large_prime(0));
        const Viability viable = viable_monomials(system, Progress());
        const std::set<Monomial> kept(viable.kept.begin(), viable.kept.end());
        // A kernel vector is zero wherever a row holds one column: these alone may be missing.
        for (const Terms& h : solve(*fields, nullptr, {1, degree}, Progress()).basis)
          for (const Term& t : h) CHECK(kept.contains(t.monomial));
        const Kernel all = solve(y, nullptr, {1, degree}, Progress());
        CHECK(all.steps.size() + all.basis.size() <= kept.size());
      }
    }
}

TEST_CASE("orbits of a group given by generators", "[system]") {
  for (const auto& generators : planted_groups)
    for (std::uint32_t degree = 1; degree <= 4; ++degree) {
      const Model model = test::symmetric_map(6, generators, 1);
      const Orbits orbits(model, generators);
      REQUIRE(orbits.knows(degree));
      std::set<Monomial> seen;
      for (const Monomial& m : orbits.representatives(degree)) {
        const std::vector<Monomial> members = orbits.members(m);
        CHECK(orbits.size(m) == Integer(static_cast<std::int64_t>(members.size())));
        for (const Monomial& member : members) {
          CHECK(orbits.canonical(member) == m);
          CHECK(orbits.size(member) == orbits.size(m));
          CHECK(seen.insert(member).second);
          for (const Permutation& g : generators)
            CHECK(orbits.canonical(test::image(member, g)) == m);
        }
      }
      CHECK(seen.size() == all_monomials(6, degree).size());
    }
}

TEST_CASE("a group given by generators has the orbits of the network it comes from", "[system]") {
  for (const char* name : {"linear:2,3,2", "relu:2,2,1,bias", "network:1,2r,2,1,bias=all"}) {
    const Model model = make_model(name);
    const Orbits network(model), generated(test::written_out(model), network.generators());
    LayerSet hidden = 0;
    for (std::size_t l = 1; l < network.network()->layers(); ++l) hidden |= LayerSet{1} << l;
    for (const Monomial& m : all_monomials(coordinates(model), 3)) {
      CHECK(generated.size(m) == network.size(m, hidden));
      for (const Permutation& g : network.generators())
        CHECK(generated.canonical(test::image(m, g)) == generated.canonical(m));
    }
  }
}

TEST_CASE("orbits that cannot be listed are not known", "[system]") {
  const Model model = test::written_out(make_model("linear:2,3,2"));
  const Orbits orbits(model, Orbits(make_model("linear:2,3,2")).generators()), none(model, {});
  CHECK(orbits.knows(4));
  CHECK_FALSE(orbits.knows(40));
  CHECK_FALSE(orbits.pays(40));
  CHECK(none.trivial());
  CHECK_FALSE(none.pays(2));
}

TEST_CASE("symmetries are symmetries, and searched within limits", "[system]") {
  const Model model = test::written_out(make_model("linear:2,2,2"));
  for (const std::uint64_t steps : {0U, 5'000U, 7'000U, 10'000U, 20'000U, 1'000'000U})
    for (const Permutation& g : symmetries(model, steps, Progress())) CHECK(is_symmetry(model, g));
  CHECK(symmetries(model, 0, Progress()).empty());
  CHECK(symmetries_of(make_model("linear:2,2,2")).empty());
  CHECK(symmetries_of(make_model("product:3")).empty());
}

TEST_CASE("no symmetry is found where there is none", "[system]") {
  const std::string scalars = "[[parameter]]\nname=\"x\"\nshape=[4]\n[model]\n";
  CHECK(symmetries_of(scalars + "map=[\"x[1]*x[2]^2 + x[3]*x[4]^3 + x[1]*x[4]\"]").empty());
  CHECK(symmetries_of(scalars + "map=[\"x[1]^2*x[2] + 2*x[3]^2*x[4] + x[1]*x[3]\"]").empty());
  CHECK(symmetries_of(scalars + "map=[\"x[1]*x[2]^2 - x[3]*x[4]^2\"]").empty());  // the sign
  CHECK(symmetries_of(test::changed_variables(3)).empty());
  // Components are not coefficients: the first field moves x1 and x2, the second x3 by x4 only.
  CHECK(
      symmetries_of(scalars +
                    "fields=[[\"x[2]\",\"x[1]^2\",\"0\",\"0\"],[\"0\",\"0\",\"x[4]\",\"x[3]\"]]") ==
      symmetries_of(scalars +
                    "fields=[[\"0\",\"0\",\"x[4]\",\"x[3]\"],[\"x[2]\",\"x[1]^2\",\"0\",\"0\"]]"));
}

#ifdef ABIDE_HAVE_BLISS
namespace {

Permutation random_permutation(std::uint32_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Permutation images(size);
  for (std::uint32_t j = 0; j < size; ++j) images[j] = j;
  std::shuffle(images.begin(), images.end(), random);
  return images;
}

}  // namespace

TEST_CASE("planted symmetries are found under every naming", "[system]") {
  for (const auto& generators : planted_groups)
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
      const Model model = test::symmetric_map(6, generators, seed);
      const Orbits orbits(model, symmetries_of(model));
      const Permutation names = random_permutation(6, seed);
      const Model other = test::renamed(model, names);
      const Orbits renamed(other, symmetries_of(other));
      for (const Permutation& g : symmetries_of(other)) CHECK(is_symmetry(other, g));
      for (const Monomial& m : all_monomials(6, 3)) {
        for (const Permutation& g : generators)
          CHECK(orbits.canonical(test::image(m, g)) == orbits.canonical(m));
        CHECK(renamed.size(test::image(m, names)) == orbits.size(m));
      }
    }
}

TEST_CASE("symmetries of written-out networks include permutations of neurons", "[system]") {
  for (const char* name : {"linear:2,3,2", "network:2,2r,2,1,bias", "linear:1,2,2,1"}) {
    const Model model = make_model(name), y = test::written_out(model);
    const Orbits orbits(y, symmetries_of(y));
    for (const Monomial& m : all_monomials(coordinates(model), 2))
      for (const Permutation& g : Orbits(model).generators())
        CHECK(orbits.canonical(test::image(m, g)) == orbits.canonical(m));
  }
}

TEST_CASE("symmetries up to a positive factor, of maps and of fields", "[system]") {
  const std::string scalars = "[[parameter]]\nname=\"x\"\nshape=[4]\n[model]\n";
  const std::vector<Permutation> exchange{{2, 3, 0, 1}};
  CHECK(symmetries_of(scalars + "map=[\"x[1]*x[2]^2 + 3\", \"5*x[3]*x[4]^2\"]") == exchange);
  CHECK(symmetries_of(scalars + "fields=[[\"x[2]\",\"x[1]^2\",\"0\",\"0\"],"
                                "[\"0\",\"0\",\"1/2*x[4]\",\"1/2*x[3]^2\"]]") == exchange);
}

TEST_CASE("a search for symmetries can be stopped", "[system]") {
  Progress progress;
  progress.cancel();
  CHECK_THROWS_AS(symmetries(test::written_out(make_model("linear:8,8,8")), enough_steps, progress),
                  Error);
}
#endif
