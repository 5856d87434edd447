#include "models.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace abide;

TEST_CASE("numbers of monomials", "[system]") {
  CHECK(monomial_count(8, 2) == 44);
  CHECK(monomial_count(50, 4) == 316250);
  CHECK(monomial_count(800, 2) == 321200);
  CHECK_FALSE(monomial_count(1000000, 64).has_value());
  CHECK(all_monomials(4, 3).size() == 20);
}

TEST_CASE("orbits partition the monomials", "[system]") {
  for (const char* name : {"linear:2,3,2", "relu:2,2,1,bias", "network:1,2r,2,1,bias=all", "product:4"})
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
    const LinearSystem system(x, 2, large_prime(0));
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
  CHECK(cover.claimed() == Integer(3));              // U1[1,k]^2
  CHECK(cover.is_claimed(Monomial::variable(2, 2)));
  CHECK_FALSE(cover.is_covered(Monomial::variable(3, 2)));
  CHECK(cover.is_covered_under(square, 2));
  CHECK_FALSE(cover.is_covered_under(square, 1));    // moves the node of layer 0
  cover.eliminate(Monomial::variable(3, 2));
  CHECK(cover.eliminated() == Integer(3));
  CHECK(cover.is_covered_under(square, 1));          // now all of the orbit is covered
}

TEST_CASE("the branching tree loses no monomial of a law", "[system]") {
  for (const std::string& name : test::small_networks())
    for (const std::uint32_t degree : {1U, 2U, 3U}) {
      INFO(name << " " << degree);
      const Model model = make_model(name);
      const Distribution x(model), y(test::written_out(model));
      if (x.coordinates() > 14 && degree > 2) continue;
      for (const Distribution* fields : {&x, &y}) {
        const LinearSystem system(*fields, degree, large_prime(0));
        const Viability viable = viable_monomials(system, {1, degree}, Progress());
        const std::set<Monomial> kept(viable.kept.begin(), viable.kept.end());
        // A kernel vector is zero wherever a row holds one column: these alone may be missing.
        for (const Terms& h : solve(*fields, nullptr, {1, degree}, Progress()).basis)
          for (const Term& t : h) CHECK(kept.contains(t.monomial));
        const Kernel all = solve(y, nullptr, {1, degree}, Progress());
        CHECK(all.steps.size() + all.basis.size() <= kept.size());
      }
    }
}
