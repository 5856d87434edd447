#include <abide/system.hpp>
#include <catch2/catch.hpp>

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
    const Distribution x(make_model(name));
    const Grading grading = grade(x);
    const LinearSystem system(x, 2, large_prime(0));
    for (const Monomial& m : all_monomials(static_cast<std::uint32_t>(x.coordinates()), 2))
      for (const RowName& row : system.rows_of(m, 1000)) {
        bool found = false;
        for (const Column& c : system.row(row)) {
          CHECK(class_of(grading, c.monomial) == class_of(grading, m));
          found = found || c.monomial == m;
        }
        CHECK(found);
      }
  }
}
