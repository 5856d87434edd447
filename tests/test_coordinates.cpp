// Coordinates by arithmetic, their spelling by role, and letters that no parameter has.
#include <abide/abide.hpp>
#include <catch2/catch.hpp>
#include <set>

#include "coordinates/coordinates.hpp"

using namespace abide;

namespace {

using Order = NamedArray::Order;

std::string refusal(std::vector<NamedArray> arrays) {
  try {
    Coordinates all(std::move(arrays));
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

// A model with the parameters A and B of these names and shapes; `table` is its [model].
Model model_of(const std::string& a, const std::string& b, const std::string& shape,
               const std::string& table, const std::string& rest = "") {
  const auto parameter = [&](const std::string& name) {
    return "[[parameter]]\nname='" + name + "'\nshape=" + shape + "\n";
  };
  return read_toml(
      parameter(a) + (b.empty() ? "" : parameter(b)) + "[model]\n" + table + "\n" + rest, "m.toml");
}

Report report_of(const Model& model) { return make_report(certify(model, {}), LawListing::kinds); }

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("places and positions are arithmetic", "[coordinates]") {
  const Coordinates x({{"s", 0, 1, 1, Order::rows, {Role::Kind::time, 0, Rational(1, 2)}},
                       {"A", 2, 2, 3},
                       {"B", 2, 2, 3, Order::columns},
                       {"c", 1, 4},
                       {"d"},
                       {"A_dot", 2, 2, 3, Order::rows, {Role::Kind::velocity, 1, {}}}});
  REQUIRE(x.size() == 24);
  std::set<std::string> names;
  for (std::uint32_t k = 0; k < x.size(); ++k) {
    CHECK(x.position(x.place(k)) == k);
    CHECK(x.names()[k] == x.name(k));
    names.insert(x.name(k));
  }
  CHECK(names.size() == 24);
  CHECK(x.name(2) == "A[1,2]");
  CHECK(x.name(8) == "B[2,1]");
  CHECK(x.name(16) == "c[4]");
  CHECK(x.name(17) == "d");
  CHECK(x.shown()[0] == "exp(1/2*t)");
  CHECK(x.interval(Role::Kind::parameter).first == 1);
  CHECK(x.interval(Role::Kind::parameter).count == 17);
  CHECK(x.interval(Role::Kind::velocity).first == 18);
  CHECK(x.time_rate() == Rational(1, 2));
  CHECK(x.find("B") == 2U);
  CHECK_FALSE(x.find("B[1,1]"));
  CHECK(x.declaration(0) == "s scalar rows time 1/2");
  CHECK(x.declaration(2) == "B 2,3 columns parameter");
  CHECK(x.declaration(5) == "A_dot 2,3 rows velocity A");
  const Coordinates some = x.subset({1, 2, 5});
  CHECK(some.size() == 18);
  CHECK(some.name(7) == "B[2,1]");
  CHECK(some.declaration(2) == "A_dot 2,3 rows velocity A");
  CHECK(Coordinates::vector("x", 3).name(2) == "x[3]");
  CHECK(Coordinates(std::vector<NamedArray>{}).size() == 0);
}

TEST_CASE("arrays that are none are refused", "[coordinates]") {
  const Role velocity{Role::Kind::velocity, 0, {}}, time{Role::Kind::time, 0, {}};
  CHECK(has(refusal({{"x"}, {"x"}}), "'x' is declared twice"));
  for (const char* name : {"", "1x", "_x", "x y", "x[1]"})
    CHECK(has(refusal({{name}}), "expected a name"));
  CHECK(has(refusal({{std::string(201, 'x')}}), "at most 200 bytes"));
  CHECK(Coordinates({{std::string(200, 'x')}}).size() == 1);
  CHECK(has(refusal({{"x", 0, 2}}), "another shape"));
  CHECK(has(refusal({{"x", 1, 2, 2}}), "another shape"));
  CHECK(has(refusal({{"x", 3, 2, 2}}), "another shape"));
  CHECK(has(refusal({{"x", 1, 0}}), "another shape"));
  CHECK(has(refusal({{"x"}, {"t", 0, 1, 1, {}, time}}), "behind one of another role"));
  CHECK(has(refusal({{"t", 1, 2, 1, {}, time}, {"x"}}), "no scalar"));
  CHECK(has(refusal({{"t", 0, 1, 1, {}, time}, {"u", 0, 1, 1, {}, time}, {"x"}}), "second time"));
  CHECK(has(refusal({{"x", 1, 2}, {"v", 1, 3, 1, {}, velocity}}), "another shape or order"));
  CHECK(has(refusal({{"x", 1, 2}, {"v", 1, 2, 1, {}, {Role::Kind::velocity, 1, {}}}}),
            "the velocity of no parameter"));
  CHECK(has(refusal({{"t", 0, 1, 1, {}, time}}), "at least one parameter"));
  CHECK(has(refusal({{"x", 2, 1U << 16U, 1U << 16U}}), "2^31"));
  CHECK(has(refusal({{"x", 1, INT32_MAX}, {"y"}}), "2^31"));
}

TEST_CASE("sums and phase spaces are what their arrays are", "[coordinates]") {
  const Coordinates a({{"U1", 2, 2, 2}, {"b1", 1, 2}}), b({{"K", 2, 1, 2, Order::columns}, {"z"}});
  const Coordinates inner = Coordinates::sum({{b, 2}, {a, 1}});
  for (const Coordinates& base : {a, inner, Coordinates::sum({{a, 1}, {inner, 3}, {b, 2}})})
    for (const bool velocities : {false, true})
      for (const Coordinates& x : {base, base.phase_space(Rational(2), velocities)}) {
        std::vector<NamedArray> arrays;
        for (std::uint64_t k = 0; k < x.count(); ++k) arrays.push_back(x[k]);
        const Coordinates listed(arrays);
        REQUIRE(listed.size() == x.size());
        CHECK(listed == x);
        for (const Role::Kind kind :
             {Role::Kind::time, Role::Kind::parameter, Role::Kind::velocity}) {
          CHECK(listed.interval(kind).count == x.interval(kind).count);
          if (x.interval(kind).count > 0)
            CHECK(listed.interval(kind).first == x.interval(kind).first);
        }
        for (std::uint64_t k = 0; k < x.size(); ++k) {
          CHECK(listed.name(k) == x.name(k));
          CHECK(x.position(x.place(k)) == k);
        }
        for (std::uint64_t k = 0; k < x.count(); ++k) {
          CHECK(x.find(x[k].name) == k);
          CHECK(x.start(k) == listed.start(k));
          CHECK(x.declaration(k) == listed.declaration(k));
        }
        for (const char* none :
             {"c0_U1", "c01_U1", "c99_U1", "c1", "c1_", "cU1", "c1_U1_do", "c_U1"})
          CHECK_FALSE(x.find(none));
      }
  CHECK_THROWS_AS(inner.phase_space({}, true).phase_space({}, true), Error);
  CHECK_THROWS_AS(Coordinates::sum({{a, std::uint64_t{1} << 60U}}), Error);
  // Names that are taken already.
  const Coordinates taken = Coordinates({{"s"}, {"x"}, {"x_dot"}}).phase_space(Rational(1), true);
  CHECK(taken.name(0) == "s_");
  CHECK(taken.name(5) == "x_dot_");
}

TEST_CASE("the spelling follows the role, not the name", "[coordinates]") {
  const Coordinates x = Coordinates({{"U1", 2, 2, 2}, {"polka_dot"}, {"gamma", 1, 2}})
                            .phase_space(Rational(-3, 2), true);
  CHECK(x.spelled(1, Script::latex) == "U_{1}");
  CHECK(x.spelled(4, Script::ascii) == "U1_dot");
  CHECK(x.spelled(4, Script::unicode) == "U\u03071");
  CHECK(x.spelled(4, Script::latex) == "\\dot{U}_{1}");
  CHECK(x.spelled(4, "1,k", Script::latex) == "(\\dot{U}_{1})_{1,k}");
  CHECK(x.spelled(2, Script::latex) == "\\mathrm{polka\\_dot}");
  CHECK(x.spelled(2, Script::unicode) == "polka_dot");
  CHECK(x.spelled(5, Script::latex) == "\\dot{\\mathrm{polka\\_dot}}");
  CHECK(x.spelled(6, Script::latex) == "\\dot{\\gamma}");
  CHECK(x.power(0, 1, Script::ascii) == "exp(-3*t/2)");
  CHECK(x.power(0, 2, Script::latex) == "e^{-3t}");
  CHECK(x.power(4, 2, Script::unicode) == "U1[2,2]²");
  CHECK(latex_of(Terms{{Monomial({{0, 1}, {4, 2}}), Rational(-3)}, {Monomial(), Rational(1, 2)}},
                 x) == "-3\\,e^{-3t/2}\\,(U_{1})_{2,2}^{2} + 1/2");
  // A parameter with such a name alone, in everything that is exported.
  const Model model = model_of("polka_dot", "y", "[]", "map=['polka_dot*y']");
  const Report report = report_of(model);
  REQUIRE(report.families.size() == 1);
  CHECK(report.families[0].form.unicode == "polka_dot² − y²");
  CHECK(has(report.families[0].form.latex, "\\mathrm{polka\\_dot}^{2}"));
  CHECK_FALSE(has(to_latex(report, true), "\\dot{\\mathrm"));
}

TEST_CASE("a law may say exp of the time", "[coordinates]") {
  const Coordinates x = Coordinates({{"u"}}).phase_space(Rational(1, 2), true);
  const auto power = [&](const char* text) {
    const Terms h = parse_polynomial(text, x, "h");
    return h.size() == 1 && h[0].coefficient == Rational(1) ? h[0].monomial.exponent(0) : 99U;
  };
  CHECK(power("s^2*u") == 2);
  CHECK(power("exp(1/2*t)") == 1);
  CHECK(power("exp(1/2*t)^3*u") == 3);
  CHECK(power("exp(t/2)") == 1);
  CHECK(power("exp(t)*u") == 2);
  CHECK(power("exp(3*t/2)*u_dot") == 3);
  CHECK(power("exp(1.5*t)") == 3);
  for (const char* bad : {"exp(t/3)", "exp(-t)", "exp(u)", "exp(t^2)", "exp(t", "exp()"})
    CHECK_THROWS_AS(parse_polynomial(bad, x, "h"), Error);
  CHECK_THROWS_AS(parse_polynomial("exp(t)", Coordinates({{"u"}}), "h"), Error);
}

TEST_CASE("indices have letters that no parameter has", "[coordinates]") {
  const Report vectors = report_of(model_of("k", "l", "[2]", "map=['hadamard(k,l)']"));
  REQUIRE(vectors.families.size() == 1);
  CHECK(vectors.families[0].form.ascii == "k[p]^2 - l[p]^2");
  CHECK(vectors.families[0].form.unicode == "k[p]² − l[p]²");
  CHECK(vectors.families[0].form.latex == "k_{p}^{2} - l_{p}^{2}");
  CHECK(vectors.families[0].range.ascii == "1 <= p <= 2");
  CHECK(has(to_latex(vectors, true),
            "k_{p}^{2} - l_{p}^{2} \\qquad \\text{(2 laws, $1 \\le p \\le 2$)}"));
  const Report matrices = report_of(model_of("k", "l", "[2,2]", "map=['k*l']"));
  REQUIRE(matrices.families.size() == 1);
  CHECK(matrices.families[0].form.ascii == "k'*k - l*l'");
  CHECK(matrices.families[0].form.unicode == "kᵀ k − l lᵀ");
  CHECK(matrices.families[0].range.unicode == "1 ≤ p ≤ q ≤ 2");
  CHECK(matrices.families[0].range.latex == "1 \\le p \\le q \\le 2");
  CHECK(has(to_latex(matrices, true), "entries $1 \\le p \\le q \\le 2$"));
  // The index of a sum.
  const Report sums = report_of(model_of("i", "j", "[3]",
                                         "fields=[['i[2]-i[3]','i[3]-i[1]',"
                                         "'i[1]-i[2]','0','0','0']]"));
  CHECK(has(to_text(sums, {.ascii = true}), "sum(m, 1..3, i[m])"));
}

TEST_CASE("functions have letters that no parameter has", "[coordinates]") {
  const Report fields = report_of(model_of("X", "", "[2]", "fields=[['-X[2]', 'X[1]']]"));
  const std::string text = to_latex(fields, true);
  CHECK(has(text, "let $Y_1, \\dots, Y_d$ be the vector fields of the model"));
  CHECK(has(text, "$Y_i h = 0$ for every field"));
  CHECK_FALSE(has(text, "X_i"));
  const std::string law =
      to_latex(report_of(model_of("h", "d", "[]", "fields=[['-d', 'h']]")), true);
  CHECK(has(law, "$X_i f = 0$"));
  CHECK(has(law, "X_1, \\dots, X_n"));
  const std::string map =
      to_latex(report_of(model_of("phi", "theta", "[]", "map=['phi*theta']")), true);
  CHECK(has(map, "\\psi(\\omega) = \\phi\\,\\theta"));
  CHECK(has(map, "\\dot\\omega(t) = -\\nabla E(\\omega)"));
  CHECK(has(map, "where $E$ depends on $\\omega$ through $\\psi(\\omega)$ only"));
  CHECK(has(map, "all entries of $\\psi$ are monomials"));
  const Model loss = model_of("E", "t", "[2,2]", "map=['E*t']", "[dynamics]\nflow='momentum:1'");
  const Report moved = report_of(loss);
  CHECK(has(to_latex(moved, true),
            "\\ddot\\theta(\\tau) + \\dot\\theta(\\tau) = -\\nabla L(\\theta)"));
  REQUIRE_FALSE(moved.families.empty());
  CHECK(has(moved.families[0].form.ascii, "exp(tau)"));
  CHECK(has(moved.families[0].form.unicode, "exp(τ)"));
  // JSON keeps the letters; without a collision it says nothing of them.
  const std::string again = to_latex(read_report(to_json(fields), "r.json"), true);
  CHECK(has(again, "let $Y_1, \\dots, Y_d$ be the vector fields of the model"));
  CHECK(read_report(to_json(moved), "r.json").setting.letters == moved.setting.letters);
  CHECK_FALSE(has(to_json(report_of(make_model("linear:2,2,2"))), "letters"));
  const Report explained = report_of(model_of("S", "M", "[2,2]", "map=['S*M']"));
  CHECK(explained.setting.letters.generator == "T");
  const std::string why =
      explanation_of(certify(model_of("S", "M", "[2,2]", "map=['S*M']"), {}), true);
  CHECK(has(why, "S -> S*exp(T)"));
  CHECK(has(why, "trace(T*G)"));
}

TEST_CASE("letters never run out", "[coordinates]") {
  std::vector<NamedArray> arrays;
  for (char c = 'a'; c <= 'z'; ++c) arrays.push_back({std::string(1, c)});
  for (char c = 'A'; c <= 'Z'; ++c) arrays.push_back({std::string(1, c), 1, 2});
  const Coordinates x(arrays);
  std::set<std::string> letters(x.letters().index.begin(), x.letters().index.end());
  letters.insert(x.letters().sum.begin(), x.letters().sum.end());
  CHECK(letters.size() == 6);
  for (const std::string& letter : letters) CHECK_FALSE(x.find(letter));
  CHECK(Coordinates({{"U1", 2, 2, 2}}).letters() == Letters());
  CHECK_FALSE(Coordinates({{"k7", 1, 2}}).letters() == Letters());  // k_7 in LaTeX
}
