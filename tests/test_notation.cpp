// Laws in the form an author gives them: forms of known models as text, and random forms that
// expand to what they were made from.
#include <catch2/catch.hpp>

#include "models.hpp"

using namespace abide;

namespace {

std::string forms_of(const char* specification, const char* dynamics = nullptr) {
  Model model = make_model(specification);
  if (dynamics != nullptr) model = model.with(parse_dynamics(dynamics, {}));
  const Report report = make_report(certify(model, {}), LawListing::kinds);
  std::string text;
  for (const auto& f : report.families)
    text += (text.empty() ? "" : "; ") + f.form.ascii +
            (f.range.ascii.empty() ? "" : " for " + f.range.ascii);
  return text;
}

}  // namespace

TEST_CASE("laws in the form an author gives them", "[notation]") {
  CHECK(forms_of("linear:3,2,4") == "U1'*U1 - U2*U2' for 1 <= k <= l <= 2");
  CHECK(forms_of("linear:2,3,3,2") ==
        "U1'*U1 - U2*U2' for 1 <= k <= l <= 3; U2'*U2 - U3*U3' for 1 <= k <= l <= 3");
  CHECK(forms_of("relu:4,3,2,bias") ==
        "U1[:,k]'*U1[:,k] + b1[k]^2 - U2[k,:]*U2[k,:]' for 1 <= k <= 3");
  CHECK(
      forms_of("network:2,3r,2,2,bias=all").find("U2'*U2 + b2*b2' - U3*U3' for 1 <= k <= l <= 2") !=
      std::string::npos);
  CHECK(forms_of("relu:784,512,512,10,bias") ==
        "U1[:,k]'*U1[:,k] + b1[k]^2 - U2[k,:]*U2[k,:]' for 1 <= k <= 512; U2[:,k]'*U2[:,k] + "
        "b2[k]^2 - U3[k,:]*U3[k,:]' for 1 <= k <= 512");
  CHECK(forms_of("nmf:3,2,3") == "sum(i, 1..3, U1[i,k]) - sum(i, 1..3, U2[k,i]) for 1 <= k <= 2");
  CHECK(forms_of("icnn:2,2,2") == "U1[:,k]'*U1[:,k] - 2*sum(i, 1..2, U2[k,i]) for 1 <= k <= 2");
  CHECK(forms_of("diagonal:3,2") == "u1[k]^2 - u2[k]^2 for 1 <= k <= 3");
  CHECK(forms_of("product:4") == "x[k]^2 - x[k+1]^2 for 1 <= k <= 3");
  CHECK(forms_of("normalized:2,2,1") == "V[k,:]*V[k,:]' for 1 <= k <= 2");
  CHECK(forms_of("linear:2,1,2") == "U1[:,1]'*U1[:,1] - U2[1,:]*U2[1,:]'");
  CHECK(forms_of("linear:2,3,2", "momentum:1") ==
        "exp(t)*(U1'*U1_dot + U2*U2_dot' - U1_dot'*U1 - U2_dot*U2') for 1 <= k < l <= 3");
  CHECK(forms_of("linear:2,2,2", "nesterov") ==
        "t^3*(U1'*U1_dot + U2*U2_dot' - U1_dot'*U1 - U2_dot*U2') for 1 <= k < l <= 2");
  CHECK(forms_of("linear:2,2,2", "weight-decay:1/4") ==
        "exp(t/2)*(U1'*U1 - U2*U2') for 1 <= k <= l <= 2");
  CHECK(forms_of("attention:4,2,1") ==
        "Q1'*Q1 - K1'*K1 for 1 <= k <= l <= 2; V1'*V1 - O1*O1' for 1 <= k <= l <= 2");
}

TEST_CASE("the relation among the laws of a wide layer", "[notation]") {
  const auto bound = [](const char* specification) {
    const auto families = law_families(certify(make_model(specification), {}));
    REQUIRE(families.size() == 1);
    return std::tuple(families[0].laws, families[0].independent.value_or(0),
                      families[0].rank_bound().value_or(0));
  };
  CHECK(bound("linear:2,5,2") == std::tuple(15U, 14U, 4U));
  CHECK(bound("linear:1,5,2") == std::tuple(15U, 12U, 3U));
  CHECK(bound("linear:2,4,2") == std::tuple(10U, 10U, 0U));
}

// A form is taken only when it expands to what it was made from.
TEST_CASE("forms expand to the polynomial they are read from", "[notation]") {
  const Model model = read_toml(
      "name = \"m\"\nparameter = [{name = \"A\", shape = [2, 3]}, {name = \"B\", shape = [3, 3]}, "
      "{name = \"c\", shape = [3]}, {name = \"s\", shape = []}]\n[model]\nmap = [\"s\"]\n",
      "m.toml");
  const Arrays arrays(model);
  CHECK(arrays.all().size() == 4);
  CHECK(arrays[1].rows == 3);
  for (std::uint32_t k = 0; k < model.coordinates(); ++k)
    CHECK(arrays.variable(arrays.place(k)) == k);
  const auto parts = [&](const char* text) {
    const Terms h = parse_polynomial(text, model.names(), "h");
    const Form form = recognize(h, arrays);
    CHECK(expand(form, arrays) == h);
    return form.size();
  };
  CHECK(parts("trace(A'*A)") == 1);
  CHECK(parts("trace(B'*B) - c'*c") == 2);
  CHECK(parts("A[1,:]*c") == 1);
  CHECK(parts("A[:,2]'*B[1..2,3]") == 2);  // a part of a column is none
  CHECK(parts("B[:,1]'*B[:,2] + 2*s*A[2,:]*B[:,1]") == 2);
  CHECK(parts("sum(i, 1..3, c[i])*s^2 + s") == 2);
  CHECK(parts("c[1]^3 + c[1]^2*c[2] + A[1,1]*B[1,1]*c[1]") == 3);
  CHECK(parts("(A[1,1] + 2*B[2,2] - c[3] + s)^3") == 20);
  CHECK(parts("0") == 0);
}

TEST_CASE("forms of random combinations expand to them", "[notation]") {
  const Model model = make_model("linear:2,2,2");
  const Arrays arrays(model);
  std::uint64_t state = 7;
  const auto random = [&state](std::uint64_t n) {
    return (state = state * 6364136223846793005U + 1442695040888963407U) % 8191 % n;
  };
  for (int round = 0; round < 200; ++round) {
    Terms h;
    for (int t = 0; t < 12; ++t) {
      const auto a = static_cast<std::uint32_t>(random(8)),
                 b = static_cast<std::uint32_t>(random(8));
      h.push_back({Monomial::variable(a).times(Monomial::variable(b)),
                   Rational(static_cast<std::int64_t>(random(3)) - 1)});
    }
    h = collect(std::move(h));
    CHECK(expand(recognize(h, arrays), arrays) == h);
  }
}
