// Readers of specifications, TOML and canonical files: what is accepted, what is refused, and where
// the message points; values of expressions by expanding them.
#include <abide/fields.hpp>
#include <abide/model.hpp>
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace abide;

namespace {

std::string message(const std::string& specification) {
  try {
    make_model(specification);
  } catch (const Error& e) {
    CHECK((e.kind() == ErrorKind::input || e.kind() == ErrorKind::limit));
    return e.what();
  }
  return "";
}

std::string toml(const std::string& model_table) {
  return "[[parameter]]\nname = \"u\"\nshape = []\n[[parameter]]\nname = \"V\"\nshape = [2, 3]\n"
         "[model]\n" +
         model_table + "\n";
}

std::string toml_message(const std::string& text) {
  try {
    read_toml(text, "m.toml");
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

std::string round_trip(const std::string& expression) {
  const std::vector<std::string> names{"x", "y", "U[1,1]", "U[1,2]", "U[2,1]", "U[2,2]"};
  return to_string(parse_polynomial(expression, names, "law"), names);
}

}  // namespace

namespace {

std::string normal(const std::string& text) { return to_string(parse_model_expression(text)); }

std::string expression_message(const std::string& text) {
  try {
    parse_model_expression(text);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("specifications are trees with a normal form", "[model]") {
  const std::string sum = "2*attention:8,4,2 + relu:8,16,8 + linear:4,2,4";
  const std::string network = "12*(attention:768,64,12 + relu:768,3072,768)";
  CHECK(normal(sum) == sum);
  CHECK(normal(network) == network);
  CHECK(parse_model_expression(sum).leaves() == 4);
  CHECK(parse_model_expression(network).leaves() == 24);
  CHECK(parse_model_expression(network).parts()[0].parts()[1].family() == "relu:768,3072,768");
  CHECK(normal("linear:1,1+linear:2,2  +\tproduct:3") == "linear:1,1 + linear:2,2 + product:3");
  // The same leaves in the same order.
  CHECK(normal("1*((linear:1,1))") == "linear:1,1");
  CHECK(normal("2*3*linear:1,1") == "6*linear:1,1");
  CHECK(normal("2*(1*(3*(linear:1,1)))") == "6*linear:1,1");
  CHECK(normal("2*(2*(a:1 + b:2))") == "4*(a:1 + b:2)");
  CHECK(normal("(a:1 + b:2) + (c:3 + (d:4))") == "a:1 + b:2 + c:3 + d:4");
  CHECK(normal("2*(3*(a:1 + b:2) + c:3)") == "2*(3*(a:1 + b:2) + c:3)");
  CHECK(parse_model_expression("2*(3*(a:1 + b:2) + c:3)").leaves() == 14);
  CHECK(parse_model_expression("2*2*a:1") == parse_model_expression("4*a:1"));
  CHECK_FALSE(parse_model_expression("a:1 + a:1") == parse_model_expression("2*a:1"));
}

TEST_CASE("a bad expression is refused with the column", "[model]") {
  const std::string starts = "expected a family, a number of copies and '*', '(', or a file";
  CHECK(expression_message("").find("1: " + starts) == 0);
  CHECK(expression_message("a:1 + ") ==
        "a:1 + :7: " + starts + " that ends in .toml or .canon, found the end");
  CHECK(expression_message("a:1 + *b:1").find(":7: " + starts) != std::string::npos);
  CHECK(expression_message("2*(a:1 + b:2").find(":13: expected '+' or ')', found the end") !=
        std::string::npos);
  CHECK(expression_message("a:1)").find(":4: expected '+' or the end, found ')'") !=
        std::string::npos);
  CHECK(expression_message("a:1 b:2").find(":4: expected '+' or the end") != std::string::npos);
  CHECK(expression_message("a:1 ").find(":4: expected '+' or the end") != std::string::npos);
  CHECK(expression_message("3 a:1").find(":2: expected '*'") != std::string::npos);
  CHECK(expression_message("a:1 + 0*b:1").find(":7: expected a number of copies") !=
        std::string::npos);
  CHECK(expression_message("02*b:1").find(":1: expected a number of copies") != std::string::npos);
  CHECK(expression_message("()").find(":2: " + starts) != std::string::npos);
}

TEST_CASE("the leaves of an expression can be counted", "[model]") {
  const std::string large = "1000000000000000000*";
  CHECK(parse_model_expression("9*" + large + "a:1").leaves() == 9'000'000'000'000'000'000U);
  for (const std::string& text :
       {"10*" + large + "a:1", large + large + "a:1", large + "(" + large + "a:1 + b:1)",
        "9*" + large + "a:1 + " + large + "b:1", "10*(b:1 + " + large + "a:1)"}) {
    INFO(text);
    CHECK(expression_message(text) == "the specification has 2^63 families or more");
  }
  CHECK(normal(std::string(100, '(') + "a:1" + std::string(100, ')')) == "a:1");
  CHECK(expression_message(std::string(1'000'000, '(')).find("more than 100 parentheses") !=
        std::string::npos);
}

TEST_CASE("specifications", "[model]") {
  CHECK(make_model("1*(linear:3,2,3)").title() == "linear:3,2,3");
  CHECK(message("2*linear:2,2") == "2*linear:2,2: sums are not supported yet");
  CHECK(make_model("linear:3,2,3").coordinates() == 12);
  CHECK(make_model("relu:2,3,2,bias").coordinates() == 15);
  CHECK(make_model("relu:2,3,2,bias=all").coordinates() == 17);
  CHECK(make_model("network:2,3r,2,2,bias").coordinates() == 6 + 6 + 4 + 5);
  CHECK(make_model("product:6").names()[5] == "x[6]");
  CHECK(make_model("linear:2,2").names()[1] == "U1[1,2]");
}

TEST_CASE("bad specifications are refused with a place", "[model]") {
  for (const char* bad : {"linera:2,2", "linear:", "linear:2", "linear:2,0,2", "linear:2,x",
                          "linear:2,,2", "linear:02,2", "linear:2,2,bias", "relu:2,2,bias=some",
                          "network:2r,2", "network:2,2r", "product:0", "product:2,2", "", "linear",
                          "linear:2,2 ", "linear:99999999999999999999,2", "linear:-1,2"}) {
    INFO(bad);
    CHECK_FALSE(message(bad).empty());
  }
  CHECK(message("linear:2,x").find("linear:2,x:10: expected a width") == 0);
  CHECK(message("linear:100000,100000").find("2^31") != std::string::npos);
}

TEST_CASE("expressions", "[model]") {
  CHECK(round_trip("(x + y)^2 - 2*x*y") == "x^2 + y^2");
  CHECK(round_trip("-x^2") == "-x^2");
  CHECK(round_trip("2^3^2*x") == "512*x");
  CHECK(round_trip("x/2 + 0.25*y - 1/3*x") == "1/6*x + 1/4*y");
  CHECK(round_trip("--x") == "x");
  CHECK(round_trip("U[1,2]^2") == "U[1,2]^2");
  CHECK(round_trip("x^0") == "1");
  for (const char* bad : {"",
                          "x +",
                          "x y",
                          "z",
                          "x/0",
                          "x/(y-y)",
                          "1/y",
                          "x^-1",
                          "x^y",
                          "x^1000001",
                          "U",
                          "U[1]",
                          "U[3,1]",
                          "x[1]",
                          "(x",
                          "x)",
                          "1.",
                          "x^2^40",
                          "((x+y)^2000)^900",
                          "(x+y+U[1,1]+U[1,2])^10000",
                          "\x01",
                          "x''+U",
                          "9^999999999"}) {
    INFO(bad);
    CHECK_THROWS_AS(round_trip(bad), Error);
  }
  CHECK_THROWS_AS(round_trip(std::string(100000, '(')), Error);
  CHECK_THROWS_AS(round_trip("2^1000000^1"), Error);
}

TEST_CASE("TOML models", "[model]") {
  CHECK(Distribution(read_toml(toml("map = [\"u*V\"]"), "m.toml")).size() == 6);
  CHECK(Distribution(read_toml(toml("map = [\"V*V'\"]"), "m.toml")).size() == 4);
  CHECK(toml_message(toml("map = [\"u*W\"]")).find("m.toml:8:11: undeclared name 'W'") == 0);
  CHECK(toml_message(toml("map = [\"V*V\"]")).find("shapes do not multiply: 2x3 and 2x3") !=
        std::string::npos);
  CHECK(toml_message(toml("map = [\"u/0\"]")).find("division by zero") != std::string::npos);
  CHECK(toml_message(toml("map = []")).find("empty") != std::string::npos);
  CHECK(toml_message(toml("map = [\"u\"]\nfields = []")).find("either") != std::string::npos);
  CHECK(toml_message(toml("fields = [[\"u\"]]")).find("expected 7 components") !=
        std::string::npos);
  CHECK(toml_message(toml("map = [1]")).find("expected an expression") != std::string::npos);
  CHECK(toml_message(toml("mop = [\"u\"]")).find("unknown key 'mop'") != std::string::npos);
  CHECK(toml_message("[model\n").find("m.toml:1:") == 0);
  CHECK(toml_message("[model]\nmap=[\"x\"]").find("[[parameter]]") != std::string::npos);
}

TEST_CASE("canonical files are written and read back", "[model]") {
  for (const char* name : {"linear:2,3,2", "network:2,3r,2,2,bias=all", "product:4",
                           "relu:2,2,2,bias", "attention:3,2,2"}) {
    const Model model = make_model(name);
    const std::string text = write_canonical(model);
    const Model again = read_canonical(text, "m.canon");
    CHECK(write_canonical(again) == text);
    REQUIRE(again.coordinates() == model.coordinates());
    for (std::size_t k = 0; k < model.coordinates(); ++k)
      CHECK(again.names()[k] == model.names()[k]);
    CHECK_FALSE(again.is_basic());
  }
  const std::string fields = write_canonical(
      read_toml("[[parameter]]\nname=\"x\"\nshape=[2]\n[model]\nfields=[[\"-x[2]\",\"x[1]/2-3\"]]",
                "m.toml"));
  CHECK(fields ==
        "abide-canonical 1\nvariables 2\nv x[1]\nv x[2]\ndomain all\ndrift none\n"
        "fields 1\nf\nc x[1] -x[2]\nc x[2] 1/2*x[1] - 3\nend 11\n");
  CHECK(write_canonical(read_canonical(fields, "f.canon")) == fields);
}

TEST_CASE("every truncation and every blanked byte of a canonical file are refused", "[model]") {
  const std::string text = write_canonical(make_model(GENERATE("product:3", "attention:1,2,1")));
  for (std::size_t k = 0; k < text.size(); ++k)
    CHECK_THROWS_AS(read_canonical(text.substr(0, k), "m.canon"), Error);
  for (std::size_t k = 0; k < text.size(); ++k) {
    std::string changed = text;
    changed[k] = ' ';
    if (changed == text) continue;
    INFO(changed);
    CHECK_THROWS_AS(read_canonical(changed, "m.canon"), Error);
  }
}

TEST_CASE("unions of equal networks", "[model]") {
  const Model attention = make_model("attention:2,3,2");
  CHECK(attention.copies() == 4);
  CHECK(attention.coordinates() == 48);
  const std::vector<std::pair<std::size_t, std::string>> names{
      {0, "Q1[1,1]"},  {1, "Q1[1,2]"},  {5, "Q1[2,3]"},  {6, "K1[1,1]"},  {7, "K1[2,1]"},
      {8, "K1[1,2]"},  {11, "K1[2,3]"}, {12, "V1[1,1]"}, {13, "V1[1,2]"}, {18, "O1[1,1]"},
      {19, "O1[1,2]"}, {23, "O1[3,2]"}, {24, "Q2[1,1]"}, {47, "O2[3,2]"}};
  for (const auto& [k, name] : names) CHECK(attention.names()[k] == name);
  const Model copy = first_copy(attention);
  CHECK(copy.coordinates() == 12);
  CHECK(copy.copies() == 1);
  CHECK(copy.names()[11] == "K1[2,3]");
  CHECK(first_copy(make_model("linear:2,2")).is_basic());
  const Network small({1, 1, 1}, {false, false, false}, Bias::none);
  CHECK_THROWS_AS(NetworkUnion(small, 1), Error);
  CHECK_THROWS_AS(NetworkUnion(small, std::uint64_t{1} << 30U), Error);
  CHECK_THROWS_AS(NetworkUnion(small, UINT64_MAX), Error);
  CHECK(NetworkUnion(small, 1'000'000'000).parameters() == 2'000'000'000);
  CHECK(message("attention:100000,100000,100000").find("2^31") != std::string::npos);
}

TEST_CASE("hostile lines about copies in canonical files", "[model]") {
  const auto file = [](const std::string& variables, const std::string& body) {
    std::string text = "abide-canonical 1\n" + variables + "domain all\ndrift none\n" + body;
    return text + "end " + std::to_string(std::count(text.begin(), text.end(), '\n') + 1) + "\n";
  };
  const std::string four = "variables 4\nv a\nv b\nv c\nv d\n";
  const Model model = read_canonical(file(four, "copies 2\nnetwork 1,1,1 none\n"), "m.canon");
  CHECK(model.copies() == 2);
  CHECK(model.names()[3] == "d");
  const auto refused = [&](const std::string& variables, const std::string& body) {
    try {
      read_canonical(file(variables, body), "m.canon");
    } catch (const Error& e) {
      CHECK((e.kind() == ErrorKind::input || e.kind() == ErrorKind::limit));
      return std::string(e.what());
    }
    return std::string();
  };
  for (const char* count :
       {"0", "1", "-2", "02", "", "x", "2 ", "99999999999999999999", "18446744073709551617"})
    CHECK(refused(four, std::string("copies ") + count + "\nnetwork 1,1,1 none\n")
              .starts_with("m.canon:9:"));
  // 2^31 copies of 2^30 parameters, and 2^32 of 2^32, would be 2^62 and, wrapped around, none.
  for (const char* body :
       {"copies 3\nnetwork 1,1,1 none\n", "copies 2147483648\nnetwork 32768,32768 none\n",
        "copies 2147483648\nnetwork 1,1,1 none\n", "copies 4294967296\nnetwork 65536,65536 none\n",
        "copies 2\nnetwork 1,1,1 hidden\n", "copies 2\nnetwork 1,1r,1 x\n",
        "copies 2\nnetwork 1 none\n", "copies 2\n", "copies 2\nmap 1\nm a\n",
        "copies 2\ncopies 2\nnetwork 1,1 none\n", "network 1,1,1 none\ncopies 2\n",
        "copies 2\nnetwork 1,1,1 none\nnetwork 1,1,1 none\n"})
    CHECK_FALSE(refused(four, body).empty());
  CHECK(refused(four, "copies 3\nnetwork 1,1,1 none\n") ==
        "m.canon:10:9: the copies of this network have 6 variables, the file has 4");
  for (const char* variables :
       {"variables 4\nv a\nv b\nv a\nv d\n", "variables 4\nv a\nv b\nv c\n",
        "variables 3\nv a\nv b\nv c\n", "variables 5\nv a\nv b\nv c\nv d\nv e\n"})
    CHECK_FALSE(refused(variables, "copies 2\nnetwork 1,1,1 none\n").empty());
}

TEST_CASE("dynamics are read, named and refused", "[model]") {
  for (const char* text :
       {"momentum:1", "momentum:0", "momentum:-3/2", "nesterov", "weight-decay:1/2",
        "momentum:1+weight-decay:2", "nesterov+weight-decay:-1", "coupled-weight-decay:1",
        "momentum:1+coupled-weight-decay:2"})
    CHECK(parse_dynamics(text, {}).title() == text);
  CHECK(parse_dynamics("gradient-flow", {}).is_plain());
  CHECK(parse_dynamics("gradient-flow+weight-decay:1", {}).title() == "weight-decay:1");
  CHECK(parse_dynamics("momentum:4/2", {}).friction == Rational(2));
  Dynamics all = parse_dynamics("momentum:1", {});
  all.loss = Dynamics::Loss::cross_entropy;
  all.mirror = Dynamics::Mirror::metric;
  CHECK(all.title() == "momentum:1, mirror momentum metric, cross-entropy");
  CHECK(parse_loss("cross-entropy", {}) == Dynamics::Loss::cross_entropy);
  for (const char* text :
       {"", "momentum", "momentum:", "momentum:x", "momentum:1/0", "momentum:1/", "momentum:0.5",
        "weight-decay:0", "weight-decay:0/3", "nesterov:1", "momentum:1 ", "heavy-ball",
        "weight-decay:1+weight-decay:2", "nesterov+", "momentum:1+coupled-", "momentum:1+nesterov"})
    CHECK_THROWS_AS(parse_dynamics(text, {}), Error);
  CHECK_THROWS_AS(parse_loss("hinge", {}), Error);
  const std::string head = "[[parameter]]\nname='x'\nshape=[]\n[model]\nmap=['x^2']\n[dynamics]\n";
  CHECK(read_toml(head + "flow='momentum:1'", "m.toml").dynamics().title() == "momentum:1");
  for (const char* line : {"flow='momentum:a'", "flow=1", "loss='hinge'", "speed=1"})
    CHECK_THROWS_AS(read_toml(head + line, "m.toml"), Error);
  try {
    read_toml(head + "flow='momentum:a'", "m.toml");
  } catch (const Error& e) {
    CHECK(std::string(e.what()).starts_with("m.toml:7:16: expected an integer or p/q"));
  }
}

namespace {

// The map of a TOML model with a scalar x, a vector v of 3 and a matrix M of 2 × 3, as text.
std::vector<std::string> map_of(const std::string& expression) {
  const Model model = read_toml(
      "[[parameter]]\nname='x'\nshape=[]\n[[parameter]]\nname='v'\nshape=[3]\n"
      "[[parameter]]\nname='M'\nshape=[2,3]\n[[define]]\nname='G'\nvalue=\"M*M'\"\n"
      "[model]\nmap=[\"" +
          expression + "\"]",
      "m.toml");
  std::vector<std::string> entries;
  for (const Terms& entry : std::get<PolynomialMap>(model.body()).entries)
    entries.push_back(to_string(entry, model.names()));
  return entries;
}
using Entries = std::vector<std::string>;

}  // namespace

TEST_CASE("the model language", "[model]") {
  CHECK(map_of("v[2..3]") == Entries{"v[2]", "v[3]"});
  CHECK(map_of("M[:,2]") == Entries{"M[1,2]", "M[2,2]"});
  CHECK(map_of("M[2,1..2]") == Entries{"M[2,1]", "M[2,2]"});
  CHECK(map_of("(M'*M)[1,1]") == Entries{"M[1,1]^2 + M[2,1]^2"});
  CHECK(map_of("G[1,2] - sum(k, 1..3, M[1,k]*M[2,k])") == Entries{"0"});
  CHECK(map_of("sum(k, 1..columns(M), k*v[k])") == Entries{"v[1] + 2*v[2] + 3*v[3]"});
  CHECK(map_of("prod(k, 1..rows(v), v[rows(v)+1-k])") == Entries{"v[1]*v[2]*v[3]"});
  CHECK(map_of("each(i, 1..2, each(j, i..2, v[i]*v[j]))") ==
        Entries{"v[1]^2", "v[1]*v[2]", "v[2]^2"});
  CHECK(map_of("[x, 1; 2, v[1]]") == Entries{"x", "1", "2", "v[1]"});
  CHECK(map_of("[identity(2), zeros(2,1); ones(1,2), x]") ==
        Entries{"1", "0", "0", "0", "1", "0", "1", "1", "x"});
  CHECK(map_of("hadamard(v, v, v)[2]") == Entries{"v[2]^3"});
  CHECK(map_of("kron([1, x], [2; v[1]])") == Entries{"2", "2*x", "v[1]", "x*v[1]"});
  CHECK(map_of("trace(G) - M[1,:]*M[1,:]'") == Entries{"M[2,1]^2 + M[2,2]^2 + M[2,3]^2"});
  CHECK(map_of("diag(diag(v))[3] + unit(2,2,1,2)[1,2]") == Entries{"v[3] + 1"});
  CHECK(map_of("outer(v[1..2], v[3..3])") == Entries{"v[1]*v[3]", "v[2]*v[3]"});
  CHECK(map_of("vec(M)[4]") == Entries{"M[2,1]"});
  CHECK(map_of("x^3/x") == Entries{"x^2"});
  CHECK(map_of("1/(1/x)") == Entries{"x"});
  for (const char* bad : {"v[4]",
                          "v[0]",
                          "v[2..1]",
                          "M[1]",
                          "M[:]",
                          "M[1,2,3]",
                          "G[3,1]",
                          "sum(k, 2..1, v[k])",
                          "sum(x, 1..2, x)",
                          "sum(k, 1..2, sum(k, 1..2, v[k]))",
                          "sum(k, 1..4, v[k])",
                          "sum(k 1..2, v[k])",
                          "k",
                          "[x, 1; 2]",
                          "[v, 1]",
                          "[",
                          "[]",
                          "kron(v)",
                          "trace(M)",
                          "diag(M)",
                          "hadamard(v, M)",
                          "outer(M, v)",
                          "identity(0)",
                          "unit(2,2,3,1)",
                          "ones(2)",
                          "foo(x)",
                          "identity(99999)",
                          "sum(k, 1..16777216, x)",
                          "sum(k, 1..16777217, x)",
                          "v[x]",
                          "v[k]",
                          "rows(M)",
                          "1/(x - x)",
                          "x/v",
                          "ones(4096,4097)",
                          "each(i, 1..2, )",
                          "G[1..2]"}) {
    INFO(bad);
    CHECK_THROWS_AS(map_of(bad), Error);
  }
  CHECK_THROWS_AS(map_of(std::string(300, '[') + "x"), Error);
  for (const char* definition :
       {"name='x'\nvalue='1'", "name='d'", "name='d'\nvalue='e'", "value='x'"})
    CHECK_THROWS_AS(read_toml(std::string("[[parameter]]\nname='x'\nshape=[]\n[[define]]\n") +
                                  definition + "\n[model]\nmap=['x']",
                              "m.toml"),
                    Error);
}

TEST_CASE("rational maps, fields and metrics have a domain", "[model]") {
  const std::string head = "[[parameter]]\nname='x'\nshape=[2]\n[model]\n";
  const auto domain = [&](const std::string& rest) {
    const Model model = read_toml(head + rest, "m.toml");
    std::string all;
    for (const Terms& p : model.domain()) all += to_string(p, model.names()) + "; ";
    return all;
  };
  CHECK(domain("map=['x[1]*x[2]']").empty());
  CHECK(domain("map=['x[1]/x[2]', '1/(2*x[2])', 'x[2]/(x[1]-x[2])']") == "x[2]; x[1] - x[2]; ");
  CHECK(domain("map=['x[1]']\ndomain=['x[1]*x[2]']") == "x[1]*x[2]; ");
  CHECK(domain("fields=[['1/x[1]', '1/x[2]']]") == "x[1]; x[2]; ");
  CHECK(domain("map=['x[1]']\n[metric]\ndiagonal=['1/x[1]', '1']") == "x[1]; ");
  CHECK(domain("map=['x[1]']\n[metric]\nmatrix='[1/x[1], x[2]; x[2], 0]'") == "x[1]; ");
  for (const char* bad :
       {"map=['x[1]']\ndomain=['x[1]-x[1]']", "map=['x[1]']\n[metric]\nmatrix='[1, x[1]; x[2], 1]'",
        "map=['x[1]']\n[metric]\nmatrix='x'", "map=['x[1]']\n[metric]\nmatrix='1'\ndiagonal=['x']",
        "map=['x[1]/(x[2]-x[2])']", "fields=[['1/x[1]']]"})
    CHECK_THROWS_AS(read_toml(head + bad, "m.toml"), Error);
  // x/y: its gradient times y²; (x/y)^3: times y^4, not y^6.
  const Model quotient = read_toml(head + "map=['x[1]/x[2]', '(x[1]/x[2])^3']", "m.toml");
  const Distribution fields(quotient);
  CHECK(fields.field(0) ==
        Field{{0, Monomial::variable(1), Rational(1)}, {1, Monomial::variable(0), Rational(-1)}});
  CHECK(fields.field(1).front().monomial.degree() == 3);
  const std::string text = write_canonical(on_phase_space(quotient));
  CHECK(text.find("domain nonzero 2\nn x[2]\nn x[2]^3\n") != std::string::npos);
  CHECK(write_canonical(read_canonical(text, "m.canon")) == text);
  CHECK_THROWS_AS(read_canonical("abide-canonical 1\nvariables 1\nv x\ndomain nonzero 1\nn "
                                 "1\ndrift none\nmap 1\nm x\nend 8\n",
                                 "m.canon"),
                  Error);
}

TEST_CASE("families print themselves as TOML", "[model]") {
  for (const Family& f : families()) {
    INFO(f.name);
    for (const std::string& field : {f.syntax, f.parameters, f.map, f.latex, f.source, f.laws})
      CHECK_FALSE(field.empty());
    const Model model = make_model(f.example), again = read_toml(family_toml(f.example), "m.toml");
    REQUIRE(again.coordinates() == model.coordinates());
    std::multiset<std::string> names, same;
    for (std::size_t k = 0; k < model.coordinates(); ++k) {
      CHECK((model.copies() > 1 ||
             again.names()[k] == model.names()[k]));  // unions list some matrices by columns
      names.insert(model.names()[k]);
      same.insert(again.names()[k]);
    }
    CHECK(names == same);
  }
  for (const char* name :
       {"linear:2,3,2", "relu:2,3,2", "relu:2,2,2,bias=all", "network:2,2,2r,1,2r,1,bias=all",
        "nmf:2,2,2", "icnn:2,2,1,bias", "product:3"}) {
    INFO(name);
    const Model model = on_phase_space(make_model(name)),
                again = on_phase_space(read_toml(family_toml(name), "m.toml"));
    const Distribution x(model), y(again);
    REQUIRE(x.size() == y.size());
    for (std::uint64_t i = 0; i < x.size(); ++i) CHECK(x.field(i) == y.field(i));
  }
  for (const char* bad : {"attention:4,2",
                          "attention:0,2,2",
                          "residual:2,1",
                          "residual:2,1,2,bias",
                          "conv1d:8,1",
                          "conv1d:8,1,2",
                          "conv1d:2,1,1,1,kernel=2",
                          "conv1d:8,1,1,kernel=0",
                          "conv1d:8,1,1,kernel=2,stride=0",
                          "conv1d:8,1,1,kernel=9",
                          "conv2d:8,1,1,kernel=3",
                          "diagonal:3",
                          "tensor:2,2,2",
                          "tucker:1,1,1,1,1",
                          "power:2,3",
                          "power:65,1,1",
                          "quadratic:2",
                          "normalized:2,2",
                          "lora:1,1,1,cold",
                          "conv1d:4000,9,9,9,9,kernel=9,relu"}) {
    INFO(bad);
    CHECK_THROWS_AS(make_model(bad), Error);
  }
}

TEST_CASE("metrics", "[model]") {
  CHECK(make_model("nmf:1,2,1").metric().rows.size() == 4);
  CHECK(to_string(make_model("icnn:1,1,1").metric().rows[0][0].value,
                  make_model("icnn:1,1,1").names()) == "1");
  CHECK_FALSE(make_model("nmf:2,2,2").is_basic());
  for (const char* text :
       {"icnn:2,2", "icnn:2,2,2,2", "nmf:2,2,2,bias", "icnn:2,2,2,bias=all", "nmf:3r,2,1"})
    CHECK_THROWS_AS(make_model(text), Error);
  const std::string head = "[[parameter]]\nname='x'\nshape=[2]\n[model]\n";
  CHECK(read_toml(head + "map=['x[1]*x[2]']\n[metric]\ndiagonal=['x']", "m.toml")
            .metric()
            .rows.size() == 2);
  for (const char* rest :
       {"map=['x[1]']\n[metric]\ndiagonal=['x[1]']", "map=['x[1]']\n[metric]\ndiagonal=[]",
        "map=['x[1]']\n[metric]\nfull=['x']", "map=['x[1]']\nmetric=1",
        "fields=[['1','1']]\n[metric]\ndiagonal=['x']"})
    CHECK_THROWS_AS(read_toml(head + rest, "m.toml"), Error);
  CHECK_THROWS_AS(make_model("linear:2,2").with_metric(Metric::diagonal({{}})), Error);
  CHECK_THROWS_AS(parse_mirror("other", {}), Error);
}
