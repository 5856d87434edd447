#include <abide/fields.hpp>
#include <catch2/catch.hpp>

using namespace abide;

namespace {

Field field_of(const Distribution& x, std::size_t k) { return x.fields()[k]; }

}  // namespace

TEST_CASE("path sums of networks", "[fields]") {
  CHECK(Distribution(make_model("linear:2,5,3")).size() == 6);
  CHECK(Distribution(make_model("relu:2,3,2,bias")).size() == 2 * 3 * 2 + 3 * 2);
  CHECK(Distribution(make_model("relu:2,3,2,bias=all")).size() == 2 * 3 * 2 + 3 * 2 + 2);
  // One constant input node: the paths of all biases into one output are summed.
  CHECK(Distribution(make_model("network:2,2,2,bias")).size() == 6);
  const Distribution x(make_model("linear:1,2,1"));
  CHECK(to_string(x.map()[0], x.names()) == "U1[1,1]*U2[1,1] + U1[1,2]*U2[2,1]");
}

TEST_CASE("brackets are antisymmetric and satisfy Jacobi", "[fields]") {
  const Distribution x(make_model("linear:2,2,2"));
  const Field a = field_of(x, 0), b = field_of(x, 1), c = field_of(x, 2);
  Field sum = bracket(a, b);
  for (const FieldTerm& t : bracket(b, a)) sum.push_back(t);
  CHECK(collect(sum).empty());
  Field jacobi = bracket(a, bracket(b, c));
  for (const FieldTerm& t : bracket(b, bracket(c, a))) jacobi.push_back(t);
  for (const FieldTerm& t : bracket(c, bracket(a, b))) jacobi.push_back(t);
  CHECK(collect(jacobi).empty());
  CHECK_FALSE(bracket(a, b).empty());
}

TEST_CASE("the definition of a law", "[fields]") {
  const Distribution x(make_model("linear:2,2,2"));
  const auto law = [&](const char* text) {
    return !first_violation(x, parse_polynomial(text, x.names(), "law"));
  };
  CHECK(law("U1[1,1]^2 + U1[2,1]^2 - U2[1,1]^2 - U2[1,2]^2"));
  CHECK_FALSE(law("U1[1,1]^2 + U1[2,1]^2 - U2[1,1]^2 + U2[1,2]^2"));
  CHECK_FALSE(law("U1[1,1]"));
}

TEST_CASE("dead coordinates and monomial maps", "[fields]") {
  const Distribution x(read_toml(
      "[[parameter]]\nname=\"x\"\nshape=[3]\n[model]\nmap=[\"x[1]*x[2]\"]", "m.toml"));
  CHECK(x.dead_coordinates() == std::vector<std::uint32_t>{2});
  CHECK(x.is_monomial_map());
  CHECK_FALSE(Distribution(make_model("linear:2,2,2")).is_monomial_map());
}
