// Kernels against ALGO 1 as it is written in the paper: every row and every column, over Z.
// Evidence is run through again: what it does not eliminate is the kernel.
#include <catch2/catch.hpp>
#include <map>
#include <tuple>

#include "kernel/kernel.hpp"
#include "laws/laws.hpp"
#include "models.hpp"

using namespace abide;

namespace {

// The dimension by ALGO 1 as it is written: every row and every column, over Z.
std::size_t nullity(const Distribution& x, std::uint32_t degree) {
  std::vector<Monomial> columns;
  for (std::uint32_t d = 1; d <= degree; ++d)
    for (Monomial& m : all_monomials(static_cast<std::uint32_t>(x.coordinates()), d))
      columns.push_back(std::move(m));
  std::map<std::pair<std::uint64_t, Monomial>, std::size_t> rows;
  std::vector<std::tuple<std::size_t, std::size_t, Integer>> entries;
  for (std::size_t c = 0; c < columns.size(); ++c)
    for (std::uint64_t i = 0; i < x.size(); ++i)
      for (const Term& t : abide::apply(x.field(i), {{columns[c], Rational(1)}})) {
        const std::size_t r = rows.try_emplace({i, t.monomial}, rows.size()).first->second;
        entries.emplace_back(r, c, t.coefficient.numerator());
      }
  IntegerMatrix matrix(rows.size(), columns.size());
  for (const auto& [r, c, value] : entries) matrix.set(r, c, value);
  return columns.size() - matrix.rank();
}

}  // namespace

TEST_CASE("kernels are exact with and without a grading", "[kernel]") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const Model model = test::changed_variables(seed);
    const Distribution x(model);
    const Kernel kernel = solve(x, nullptr, {1, 2}, Progress());
    CHECK(kernel.basis.size() == 3);
    for (const Terms& h : kernel.basis) CHECK_FALSE(violation(x, h));
    CHECK(kernel.steps.size() + kernel.free.size() <= 44);
  }
}

TEST_CASE("all routes find the nullity of the whole system", "[kernel]") {
  for (const std::string& name : test::small_networks()) {
    INFO(name);
    const Model model = make_model(name);
    const Orbits orbits(model);
    const Distribution x(model), y(test::written_out(model));
    if (x.coordinates() > 16) continue;
    const std::size_t expected = nullity(y, 2);
    const Kernel by_orbits = solve(x, &orbits, {1, 2}, Progress());
    const Kernel by_tree = solve(x, nullptr, {1, 2}, Progress());
    const Kernel explicitly = solve(y, nullptr, {1, 2}, Progress());
    CHECK(by_orbits.basis.size() == expected);
    CHECK(by_orbits.basis == by_tree.basis);
    CHECK(by_tree.basis == explicitly.basis);
    std::vector<Terms> laws;
    for (const Law& law : known_shapes(x)) laws.push_back(law.polynomial());
    if (const auto claimed = solve_by_claims(x, orbits, {1, 2}, laws, Progress()))
      CHECK(claimed->claimed == expected);
  }
}

TEST_CASE("orbit steps and steps eliminate everything but the kernel", "[kernel]") {
  for (const char* name : {"linear:2,3,2", "linear:1,2,2,1", "relu:2,2,1,bias", "product:4"}) {
    const Model model = make_model(name);
    const Orbits orbits(model);
    const Distribution x(model);
    const Kernel kernel = solve(x, &orbits, {1, 2}, Progress());
    std::size_t eliminated = kernel.steps.size();
    for (const OrbitStep& s : kernel.orbit_steps) eliminated += orbits.members(s.column).size();
    CHECK(eliminated + kernel.basis.size() == monomial_count(x.coordinates(), 2));
  }
}

TEST_CASE("symmetric explicit models have the same kernel by orbits", "[kernel]") {
  for (const char* name : {"linear:2,2,2", "linear:2,3,2", "relu:2,2,1,bias", "linear:1,2,2,1"})
    for (const std::uint32_t degree : {1U, 2U, 3U}) {
      INFO(name << " degree " << degree);
      const Model model = make_model(name), y = test::written_out(model);
      const Distribution x(y);
      const Orbits orbits(y, Orbits(model).generators());
      const Kernel by_orbits = solve(x, &orbits, {1, degree}, Progress());
      const Kernel by_tree = solve(x, nullptr, {1, degree}, Progress());
      CHECK(by_orbits.basis == by_tree.basis);
      std::size_t eliminated = by_orbits.steps.size();
      for (const OrbitStep& s : by_orbits.orbit_steps)
        eliminated += orbits.members(s.column).size();
      CHECK(eliminated + by_orbits.free.size() == monomial_count(x.coordinates(), degree));
    }
}

#ifdef ABIDE_HAVE_BLISS
TEST_CASE("symmetric explicit models are less work by orbits", "[kernel]") {
  for (const char* name : {"linear:2,3,2", "linear:3,3,3"})
    for (const std::uint32_t degree : {2U, 3U}) {
      INFO(name << " degree " << degree);
      const Model y = test::written_out(make_model(name));
      const Distribution x(y);
      const Orbits orbits(y, symmetries(y, 1'000'000, Progress()));
      REQUIRE(orbits.pays(degree));
      const Kernel by_orbits = solve(x, &orbits, {degree, degree}, Progress());
      const Kernel by_tree = solve(x, nullptr, {degree, degree}, Progress());
      CHECK(by_orbits.basis == by_tree.basis);
      CHECK(2 * (by_orbits.orbit_steps.size() + by_orbits.steps.size()) <=
            by_tree.tree.size() + by_tree.steps.size());
    }
}
#endif

TEST_CASE("unknown orbits are not used", "[kernel]") {
  const Model model = make_model("linear:20,20,20"), y = test::written_out(model);
  const Orbits orbits(y, Orbits(model).generators());
  REQUIRE_FALSE(orbits.knows(3));
  Progress small;
  small.set_memory_limit(1000);
  CHECK_THROWS_AS(solve(Distribution(y), &orbits, {3, 3}, small), Error);
}

TEST_CASE("a wrong or missing claim does not close", "[kernel]") {
  const Model model = make_model("linear:2,3,2");
  const Distribution x(model);
  const Orbits orbits(model);
  std::vector<Terms> laws;
  for (const Law& law : known_shapes(x)) laws.push_back(law.polynomial());
  REQUIRE(laws.size() == 2);
  CHECK(solve_by_claims(x, orbits, {2, 2}, laws, Progress())->claimed == 6);
  CHECK_FALSE(solve_by_claims(x, orbits, {2, 2}, {laws[0]}, Progress()).has_value());
  CHECK_FALSE(solve_by_claims(x, orbits, {2, 2}, {laws[0], laws[0]}, Progress()).has_value());
}

TEST_CASE("dense blocks: planted laws in dense cubic maps", "[kernel]") {
  const Model model = test::dense_cubic(12, 2, 3);
  const Distribution x(model);
  const Kernel kernel = solve(x, nullptr, {1, 2}, Progress());
  for (const Terms& h : kernel.basis) CHECK_FALSE(violation(x, h));
  CHECK(kernel.basis.size() == test::dense_cubic_laws);
}

TEST_CASE("absurd degrees and small memory are refused before any work", "[kernel]") {
  const Model model = test::shuffled(1);
  const Distribution x(model);
  try {
    solve(x, nullptr, {64, 64}, Progress());
    FAIL("expected an error");
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::limit);
    CHECK(std::string(e.what()).find("monomials; the limit is 20000000") != std::string::npos);
  }
  Progress small;
  small.set_memory_limit(1000);
  CHECK_THROWS_AS(solve(x, nullptr, {4, 4}, small), Error);
}

TEST_CASE("results do not depend on the number of threads", "[kernel]") {
  const Model model = make_model("linear:3,4,3");
  const Distribution x(model);
  Progress four;
  four.set_threads(4);
  const Kernel a = solve(x, nullptr, {1, 2}, Progress()), b = solve(x, nullptr, {1, 2}, four);
  CHECK(a.basis == b.basis);
  REQUIRE(a.steps.size() == b.steps.size());
  for (std::size_t k = 0; k < a.steps.size(); ++k) {
    CHECK(a.steps[k].row == b.steps[k].row);
    CHECK(a.steps[k].column == b.steps[k].column);
  }
}
