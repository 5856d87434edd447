#include "models.hpp"

#include <catch2/catch.hpp>

using namespace abide;

TEST_CASE("kernels are exact with and without a grading", "[kernel]") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Model model = test::changed_variables(seed);
    const Distribution x(model);
    const Kernel kernel = solve(x, Orbits(model), {1, 2}, Progress());
    CHECK(kernel.basis.size() == 3);
    for (const Terms& h : kernel.basis) CHECK_FALSE(first_violation(x, h));
    CHECK(kernel.steps.size() + kernel.free.size() == 44);
  }
}

TEST_CASE("orbit steps and steps eliminate everything but the kernel", "[kernel]") {
  for (const char* name : {"linear:2,3,2", "linear:1,2,2,1", "relu:2,2,1,bias", "product:4"}) {
    const Model model = make_model(name);
    const Orbits orbits(model);
    const Distribution x(model);
    const Kernel kernel = solve(x, orbits, {1, 2}, Progress());
    std::size_t eliminated = kernel.steps.size();
    for (const PivotStep& s : kernel.orbit_steps) eliminated += orbits.members(s.column).size();
    CHECK(eliminated + kernel.basis.size() == monomial_count(x.coordinates(), 2));
  }
}

TEST_CASE("absurd degrees and small memory are refused before any work", "[kernel]") {
  const Model model = test::shuffled(1);
  const Distribution x(model);
  try {
    solve(x, Orbits(model), {64, 64}, Progress());
    FAIL("expected an error");
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::limit);
    CHECK(std::string(e.what()).find("monomials; the limit is 20000000") != std::string::npos);
  }
  Progress small;
  small.set_memory_limit(1000);
  CHECK_THROWS_AS(solve(x, Orbits(model), {4, 4}, small), Error);
}
