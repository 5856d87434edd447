// Readers of specifications, TOML and canonical files: what is accepted, what is refused, and where
// the message points; values of expressions by expanding them.
#include <abide/certify.hpp>
#include <abide/model.hpp>
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "fields/fields.hpp"
#include "model/model.hpp"

using namespace abide;

namespace {

std::string message(const std::string& specification) {
  try {
    static_cast<void>(make_model(specification));
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
    static_cast<void>(read_toml(text, "m.toml"));
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

std::string round_trip(const std::string& expression) {
  const Coordinates layout({{"x"}, {"y"}, {"U", 2, 2, 2}});
  return to_string(parse_polynomial(expression, layout, "law"), layout.names());
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
  CHECK(normal("linear:1,1+linear:2,2  + product:3") == "linear:1,1 + linear:2,2 + product:3");
  // The same leaves in the same order.
  CHECK(normal("1*((linear:1,1))") == "linear:1,1");
  CHECK(normal("2*3*linear:1,1") == "6*linear:1,1");
  CHECK(normal("2 * 3  *(a:1)") == "6*a:1");
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
  // Blanks stand around '+' and '*' only.
  CHECK(expression_message(" a:1").find(":1: " + starts) != std::string::npos);
  CHECK(expression_message("2*( a:1)").find(":4: " + starts) != std::string::npos);
  CHECK(expression_message("2*(a:1 )").find(":7: expected '+' or ')'") != std::string::npos);
  CHECK(expression_message("a:1 +\tb:1").find(":6: " + starts) != std::string::npos);
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
  CHECK(make_model("linear:3,2,3").coordinates() == 12);
  CHECK(make_model("relu:2,3,2,bias").coordinates() == 15);
  CHECK(make_model("relu:2,3,2,bias=all").coordinates() == 17);
  CHECK(make_model("network:2,3r,2,2,bias").coordinates() == 6 + 6 + 4 + 5);
  CHECK(make_model("product:6").names()[5] == "x[6]");
  CHECK(make_model("linear:2,2").names()[1] == "U1[1,2]");
}

TEST_CASE("whatever makes a model asks for limits", "[model]") {
  Progress cancelled;
  cancelled.cancel();
  const auto stops = [](const auto& work) {
    try {
      work();
    } catch (const Error& e) {
      return e.kind() == ErrorKind::stopped;
    }
    return false;
  };
  for (const char* name : {"tensor:2,2,2,2", "nmf:3,3,3", "conv1d:8,1,2,1,kernel=3", "power:3,2,2",
                           "normalized:2,2,2"})
    CHECK(stops([&] { static_cast<void>(make_model(name, cancelled)); }));
  CHECK(stops([&] { static_cast<void>(family_toml("quadratic:3,3", cancelled)); }));
  CHECK(stops([&] { static_cast<void>(read_toml(toml("map = ['u']"), "m.toml", cancelled)); }));
  const Model model = make_model("tensor:2,2,2,2");
  const std::string text = write_canonical(model);
  CHECK(stops([&] { static_cast<void>(write_canonical(model, cancelled)); }));
  CHECK(stops([&] { static_cast<void>(read_canonical(text, "m.canon", cancelled)); }));
  CHECK(stops([&] { static_cast<void>(parse_law("A[1,1]", model.layout(), "h", cancelled)); }));
  Progress small;  // kron has 2^24 entries or less, but not in 100 MB
  small.set_memory_limit(100'000'000);
  const std::string square = "[[parameter]]\nname='U'\nshape=[60,60]\n[model]\n";
  CHECK(stops(
      [&] { static_cast<void>(read_toml(square + "map=['kron(U,U)']\n", "m.toml", small)); }));
}

TEST_CASE("tables of a TOML text inside each other are bounded", "[model]") {
  CHECK_NOTHROW(check_toml_nesting("a.b.c = [[1], [2]] # ....\n", "m.toml"));
  CHECK_NOTHROW(check_toml_nesting("a = '" + std::string(99, '.') + "['\nb = \"\\\"..[\"\n", "m"));
  CHECK_NOTHROW(check_toml_nesting("a = \"\"\"" + std::string(99, '[') + "\"\"\"\n", "m.toml"));
  CHECK_NOTHROW(check_toml_nesting("a = \"never ends", "m.toml"));
  for (const std::string part : {"a.", "'a'.", "a .  "})
    CHECK_THROWS_AS(check_toml_nesting(
                        std::string("x\n[") +
                            [&] {
                              std::string key;
                              for (int k = 0; k < 100; ++k) key += part;
                              return key;
                            }(),
                        "m.toml"),
                    Error);
  CHECK_THROWS_AS(check_toml_nesting("a = " + std::string(99, '['), "m.toml"), Error);
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
  // As laws are printed.
  CHECK(round_trip("‖U[:,1]‖² − 2 x y + x¹² = const") == "x^12 - 2*x*y + U[1,1]^2 + U[2,1]^2");
  CHECK(round_trip("(x + y)3x") == "3*x^2 + 3*x*y");
  for (const char* bad : {"",
                          "x +",
                          "x z",
                          "x = y",
                          "x^-y",
                          "‖U‖",
                          "‖U‖³",
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
                           "relu:2,2,2,bias", "attention:3,2,2", "nmf:1,2,1", "icnn:2,2,1,bias"}) {
    const Model model = make_model(name);
    const std::string text = write_canonical(model);
    const Model again = read_canonical(text, "m.canon");
    CHECK(write_canonical(again) == text);
    CHECK(again.layout() == model.layout());
    CHECK(again.metric().rows.size() == model.metric().rows.size());
    CHECK_FALSE(again.is_basic());
  }
  const std::string fields = write_canonical(
      read_toml("[[parameter]]\nname=\"x\"\nshape=[2]\n[model]\nfields=[[\"-x[2]\",\"x[1]/2-3\"]]",
                "m.toml"));
  CHECK(fields ==
        "abide-canonical 2\narray x 2 rows parameter\ndomain all\nmetric identity\ndrift none\n"
        "fields 1\nf\nc x[1] -x[2]\nc x[2] 1/2*x[1] - 3\nend 10\n");
  CHECK(write_canonical(read_canonical(fields, "f.canon")) == fields);
  CHECK(write_canonical(make_model("attention:3,2,1")) ==
        "abide-canonical 2\narray Q1 3,2 rows parameter\narray K1 3,2 columns parameter\n"
        "array V1 3,2 rows parameter\narray O1 2,3 rows parameter\ndomain all\n"
        "metric identity\ndrift none\nsum 1\ntimes 2\nnetwork 3,2,3 none\nend 12\n");
  // The names of the entries are not written: a page.
  CHECK(write_canonical(make_model("attention:768,64,12")).size() < 2'000);
  CHECK(write_canonical(make_model("nmf:1,1")) ==
        "abide-canonical 2\narray U1 1,1 rows parameter\ndomain all\nmetric diagonal\n"
        "g U1[1,1]\ndrift none\nnetwork 1,1 none\nend 8\n");
  const std::string metric = write_canonical(read_toml(
      "[[parameter]]\nname='x'\nshape=[2]\n[model]\nmap=['x[1]']\n[metric]\nmatrix='[1, x[1]; "
      "x[1], 0]'",
      "m.toml"));
  CHECK(metric.find("metric full\ng\nc x[1] 1\nc x[2] x[1]\ng\nc x[1] x[1]\ndrift none\n") !=
        std::string::npos);
  CHECK(write_canonical(read_canonical(metric, "m.canon")) == metric);
}

TEST_CASE("a canonical file that is wrong is refused with its place", "[model]") {
  const auto refused = [](std::string text) {
    text = "abide-canonical 2\n" + text;
    text += "end " + std::to_string(std::count(text.begin(), text.end(), '\n') + 1) + "\n";
    try {
      static_cast<void>(read_canonical(text, "m.canon"));
    } catch (const Error& e) {
      CHECK((e.kind() == ErrorKind::input || e.kind() == ErrorKind::limit));
      return std::string(e.what());
    }
    return std::string();
  };
  const std::string rest = "domain all\nmetric identity\ndrift none\n",
                    x = "array x 2 rows parameter\n", map = "map 1\nm x[1]\n";
  CHECK(refused(x + rest + map).empty());
  const std::vector<std::pair<std::string, std::string>> arrays{
      {"array x 2 parameter\n", "m.canon:2:11: expected 'rows', found 'parameter'"},
      {"array x 2 columns parameter\n", "m.canon:2:11: expected 'rows', found 'columns parameter'"},
      {"array x 2,2 lines parameter\n", "m.canon:2:13: expected 'rows' or 'columns'"},
      {"array x 0 rows parameter\n", "m.canon:2:9: expected 'scalar' or a size (1 to"},
      {"array x 2,2,2 rows parameter\n", "m.canon:2:12: expected one space"},
      {"array _x 2 rows parameter\n", "m.canon:2:7: expected a name"},
      {"array x 2 rows constant\n", "m.canon:2:16: the role 'constant' is reserved for a later"},
      {"array x 2 rows state\n", "m.canon:2:16: the role 'state' is reserved for a later version"},
      {"array x 2 rows auxiliary\n", "m.canon:2:16: the role 'auxiliary' is reserved"},
      {"array x 2 rows weight\n", "m.canon:2:16: expected 'parameter', 'velocity' or 'time'"},
      {x + "array x scalar rows parameter\n", "m.canon:3:7: the name 'x' occurs twice"},
      {x + "array v 2 rows velocity y\n",
       "m.canon:3:25: expected an array declared before, found 'y'"},
      {x + "array v 3 rows velocity x\n", "m.canon:3:1: the array 'v' has another shape"},
      {x + "array s scalar rows time 1\n",
       "m.canon:3:1: the array 's' stands behind one of another"},
      {"array s scalar rows time 2/4\n" + x, "m.canon:2:26: expected a fraction in lowest terms"},
      {"array s scalar rows time 0.5\n" + x, "m.canon:2:27: expected the end of the line"},
      {"array s scalar rows time 1\n", "m.canon:2:1: expected at least one parameter"},
      {"array x 2147483647,2 rows parameter\n", "m.canon:2:1: the model has 2^31 coordinates"}};
  for (const auto& [lines, message] : arrays) {
    INFO(lines);
    CHECK_THAT(refused(lines + rest + map), Catch::StartsWith(message));
  }
  const std::vector<std::pair<std::string, std::string>> others{
      {rest + "map 1\nm x[3]\n", "m.canon:7:5: expected an index (1 to 2"},
      {rest + "map 1\nm x\n", "m.canon:7:4: expected '[', found the end"},
      {rest + "map 1\nm y\n", "m.canon:7:3: undeclared name 'y'"},
      {rest + "map 1\nm 0*x[1]\n", "m.canon:7:4: expected the end of the line"},
      {rest + "map 1\nm 2/1*x[1]\n", "m.canon:7:3: expected a fraction in lowest terms"},
      {rest + "indexed 1\n", "m.canon:6:1: the body 'indexed' is reserved for a later version"},
      {rest + "steps 1\n", "m.canon:6:1: the body 'steps' is reserved"},
      {rest + "ideal 1\n", "m.canon:6:1: the body 'ideal' is reserved"},
      {rest + "copies 2\n", "m.canon:6:1: expected 'map', 'fields', 'network' or 'sum'"},
      {"domain all\nmetric flat\n", "m.canon:4:8: expected 'identity', 'diagonal' or 'full'"},
      {"domain all\nmetric diagonal\ng 1\ndrift none\n" + map, "m.canon:6:1: expected 'g '"},
      {"domain all\nmetric full\ng\nc x[2] 1\ng\ndrift none\n" + map,
       "m.canon:7:1: expected a symmetric metric: entries 1,2 and 2,1 differ"},
      {"domain all\nmetric diagonal\ng 1\ng 1\ndrift none\nfields 1\nf\nc x[1] 1\n",
       "m.canon:4:1: a metric stands beside 'map' or one 'network' only"},
      {"domain all\nmetric identity\ndrift\nc x[1] 1\n" + map,
       "m.canon:7:1: expected 'fields' beside a drift"},
      {"domain all\nmetric identity\ndrift some\n" + map,
       "m.canon:5:6: expected the end of the line"},
      {"domain nonzero 1\nn 1\nmetric identity\ndrift none\n" + map,
       "m.canon:4:3: expected a polynomial that is no constant"},
      {rest + "network 1,1 none\n", "m.canon:6:9: the network has 1 parameters, the file has 2"}};
  for (const auto& [lines, message] : others) {
    INFO(lines);
    CHECK_THAT(refused(x + lines), Catch::StartsWith(message));
  }
  CHECK_THROWS_AS(read_canonical("abide-canonical 1\nvariables 1\nv x\ndomain all\ndrift none\n"
                                 "map 1\nm x\nend 8\n",
                                 "m.canon"),
                  Error);
}

TEST_CASE("every truncation and every blanked byte of a canonical file are refused", "[model]") {
  const std::string text =
      write_canonical(make_model(GENERATE("product:3", "attention:1,2,1", "nmf:1,1")));
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

TEST_CASE("attention is a sum of equal networks", "[model]") {
  const Model attention = make_model("attention:2,3,2");
  const auto& summands = std::get<Sum>(attention.body()).summands;
  REQUIRE(summands.size() == 1);
  CHECK(summands[0].copies == 4);
  CHECK(summands[0].model->coordinates() == 12);
  CHECK(attention.coordinates() == 48);
  CHECK(attention.layout().count() == 8);
  const std::vector<std::pair<std::size_t, std::string>> names{
      {0, "Q1[1,1]"},  {1, "Q1[1,2]"},  {5, "Q1[2,3]"},  {6, "K1[1,1]"},  {7, "K1[2,1]"},
      {8, "K1[1,2]"},  {11, "K1[2,3]"}, {12, "V1[1,1]"}, {13, "V1[1,2]"}, {18, "O1[1,1]"},
      {19, "O1[1,2]"}, {23, "O1[3,2]"}, {24, "Q2[1,1]"}, {47, "O2[3,2]"}};
  for (const auto& [k, name] : names) CHECK(attention.names()[k] == name);
  CHECK(message("attention:100000,100000,100000").find("2^31") != std::string::npos);
}

TEST_CASE("low-rank updates of trained weights are a layer over a network", "[model]") {
  const Model model = make_model("lora:2,1,3");
  CHECK(std::get<Translated>(model.body()).network ==
        std::get<Network>(make_model("linear:2,1,3").body()));
  CHECK(model.is_basic());
  CHECK(model.coordinates() == 11);
  const std::vector<std::pair<std::size_t, std::string>> names{
      {0, "W[1,1]"}, {3, "W[2,1]"}, {5, "W[2,3]"}, {6, "B[1,1]"}, {7, "B[2,1]"}, {10, "A[1,3]"}};
  for (const auto& [k, name] : names) CHECK(model.names()[k] == name);
  // As its text is read.
  const Model read = read_toml(family_toml("lora:2,1,3"), "lora.toml");
  CHECK(write_canonical(model) == write_canonical(read));
  CHECK(std::get<PolynomialMap>(multiplied_out(model).body()).entries ==
        std::get<PolynomialMap>(read.body()).entries);
  // Only a large one stays as it is.
  const auto stays = [](const char* name) {
    return std::holds_alternative<Translated>(on_phase_space(make_model(name)).body());
  };
  CHECK_FALSE(stays("lora:2,1,3"));
  CHECK_FALSE(stays("lora:1,700,1"));
  CHECK(stays("lora:40,3,30"));
  CHECK_FALSE(make_model("lora:2,1,3,frozen").is_basic());
  CHECK(message("lora:100000,1,100000").find("2^31") != std::string::npos);
  CHECK(message("lora:2,1").find("','") != std::string::npos);
  // Deeper ones, by hand.
  const Model deep("", "", Coordinates::vector("x", 6),
                   Translated{Network({1, 1, 2, 1}, std::vector<bool>(4), Bias::none)});
  CHECK(write_canonical(deep).find("map 1\nm x[2]*x[3]*x[5] + x[2]*x[4]*x[6] + x[1]\n") !=
        std::string::npos);
}

TEST_CASE("residual blocks are a sum of equal networks", "[model]") {
  const Model blocks = make_model("residual:2,3,4,relu");
  const auto& summands = std::get<Sum>(blocks.body()).summands;
  REQUIRE(summands.size() == 1);
  CHECK(summands[0].copies == 4);
  CHECK(std::get<Network>(summands[0].model->body()) ==
        Network({2, 3, 2}, {false, true, false}, Bias::none));
  CHECK(blocks.coordinates() == 48);
  const std::vector<std::pair<std::size_t, std::string>> names{
      {0, "U1[1,1]"}, {1, "U1[2,1]"}, {3, "U1[1,2]"},  {6, "V1[1,1]"},
      {7, "V1[2,1]"}, {8, "V1[1,2]"}, {12, "U2[1,1]"}, {47, "V4[2,3]"}};
  for (const auto& [k, name] : names) CHECK(blocks.names()[k] == name);
  CHECK(message("residual:100000,100000,100000").find("2^31") != std::string::npos);
  CHECK(message("residual:2,3,4,bias").find("',relu'") != std::string::npos);
}

TEST_CASE("the arrays of a sum have the number of their leaf", "[model]") {
  const Model sum = make_model("2*(linear:1,2 + attention:1,1,1) + product:3");
  CHECK(sum.coordinates() == 2 * (2 + 4) + 3);
  CHECK(sum.names()[0] == "c1_U1[1,1]");
  CHECK(sum.names()[3] == "c2_K1[1,1]");
  CHECK(sum.names()[7] == "c3_U1[1,2]");
  CHECK(sum.names()[11] == "c4_O1[1,1]");
  CHECK(sum.names()[14] == "c5_x[3]");
  // As many arrays as one likes take no memory.
  const Model large = make_model("1000000000000*(linear:2,3,2 + relu:2,2,2,bias)");
  CHECK(large.coordinates() == 22'000'000'000'000);
  CHECK(large.layout().count() == 5'000'000'000'000);
  CHECK(large.names()[21'999'999'999'999] == "c2000000000000_b1[2]");
  CHECK(large.layout().find("c1999999999999_U2") == 4'999'999'999'996);
}

TEST_CASE("hostile lines about sums in canonical files", "[model]") {
  const std::string four = "array a 2 rows parameter\narray c 2 rows parameter\n";
  const auto file = [&](const std::string& body) {
    std::string text =
        "abide-canonical 2\n" + four + "domain all\nmetric identity\ndrift none\n" + body;
    return text + "end " + std::to_string(std::count(text.begin(), text.end(), '\n') + 1) + "\n";
  };
  const Model model = read_canonical(file("sum 1\ntimes 2\nnetwork 1,1,1 none\n"), "m.canon");
  CHECK(std::get<Sum>(model.body()).summands[0].copies == 2);
  CHECK(model.names()[3] == "c[2]");
  CHECK(write_canonical(model) == file("sum 1\ntimes 2\nnetwork 1,1,1 none\n"));
  // Bodies of all kinds, those that are written out with the names of their first copy.
  for (const char* body :
       {"sum 2\ntimes 1\nnetwork 1,1,1 none\ntimes 2\nnetwork 1,1 none\n",
        "sum 1\ntimes 1\nsum 2\ntimes 2\nnetwork 1,1 none\ntimes 1\nnetwork 1,1,1 none\n",
        "sum 2\ntimes 1 2\nmap 1\nm a[1]*a[2]\ntimes 1 2\nfields 1\nf\nc c[1] -c[2]\nc c[2] c[1]\n",
        "sum 1\ntimes 2 2\nmap 1\nm a[1]*a[2]\n"}) {
    INFO(body);
    CHECK(write_canonical(read_canonical(file(body), "m.canon")) == file(body));
  }
  const Result two =
      certify(read_canonical(file("sum 1\ntimes 2 2\nmap 1\nm a[1]*a[2]\n"), "m.canon"), {});
  CHECK(two.components.size() == 1);
  CHECK(two.independent_laws == 2);
  CHECK(two.complete);
  const auto refused = [&](const std::string& body) {
    try {
      static_cast<void>(read_canonical(file(body), "m.canon"));
    } catch (const Error& e) {
      CHECK((e.kind() == ErrorKind::input || e.kind() == ErrorKind::limit));
      return std::string(e.what());
    }
    return std::string();
  };
  for (const char* count :
       {"0", "-2", "02", "", "x", "2 ", "99999999999999999999", "18446744073709551617"})
    CHECK_THAT(refused(std::string("sum 1\ntimes ") + count + "\nnetwork 1,1,1 none\n"),
               Catch::StartsWith("m.canon:8:"));
  // 2^31 copies of 2^30 parameters, and 2^32 of 2^32, would be 2^62 and, wrapped around, none.
  for (const char* body :
       {"times 2 2\nnetwork 1,1 none\n", "times 2\nmap 1\nm a[1]\n", "times 2 3\nmap 1\nm a[1]\n",
        "times 2 2\nmap 1\nm c[1]\n", "times 1 2\nmap 1\nm a[1]\n", "times 2 0\nmap 1\nm a[1]\n",
        "times 3\nnetwork 1,1,1 none\n", "times 2147483648\nnetwork 32768,32768 none\n",
        "times 2147483648\nnetwork 1,1,1 none\n", "times 4294967296\nnetwork 65536,65536 none\n",
        "times 2\nnetwork 1,1,1 hidden\n", "times 2\nnetwork 1,1r,1 x\n",
        "times 2\nnetwork 1 none\n", "times 2\n", "times 2\nmap 1\nm a[1]\n",
        "times 2\ntimes 2\nnetwork 1,1 none\n", "network 1,1,1 none\ntimes 2\n",
        "times 2\nnetwork 1,1,1 none\nnetwork 1,1,1 none\n"})
    CHECK_FALSE(refused(std::string("sum 1\n") + body).empty());
  CHECK(refused("sum 1\ntimes 3\nnetwork 1,1,1 none\n") ==
        "m.canon:8:7: the copies have more coordinates than the file");
  CHECK(refused("sum 1\ntimes 1\nnetwork 1,1,1 none\n") ==
        "m.canon:7:5: the summands have 2 coordinates, the file has 4");
  CHECK(refused("sum 1\ntimes 2 2\nmap 1\nm c[1]\n") ==
        "m.canon:10:3: expected a coordinate of the first copy");
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
    static_cast<void>(read_toml(head + "flow='momentum:a'", "m.toml"));
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
  // Empty ranges, exponents that are indices, signs and numbers as others write them.
  CHECK(map_of("sum(k, 2..1, v[k])") == Entries{"0"});
  CHECK(map_of("x*prod(i, 1..0, [v[i], (i)])") == Entries{"x"});
  CHECK(map_of("sum(k, 1..2, v[k]^k*x^(k+1))") == Entries{"x^3*v[2]^2 + x^2*v[1]"});
  CHECK(map_of("+x**2 - +2e-1*v[1] \u2212 1.5E2*v[2]") == Entries{"x^2 - 1/5*v[1] - 150*v[2]"});
  CHECK(map_of("x^-2*x^3 + M\u1d40[1,2]") == Entries{"x + M[2,1]"});
  // The coordinates are x, v, M, G in their order.
  CHECK(map_of("grad(x*v[2]^2)[1..3]") == Entries{"v[2]^2", "0", "2*x*v[2]"});
  CHECK(map_of("jacobian([x*v[1]; x^2])[:,1..2]") == Entries{"v[1]", "x", "2*x", "0"});
  CHECK(map_of("v[1]^2*grad(x/v[1])[1..2]") == Entries{"v[1]", "-x"});
  for (const char* bad : {"v[4]",
                          "grad(v)",
                          "grad(x",
                          "v[0]",
                          "v[2..1]",
                          "M[1]",
                          "M[:]",
                          "M[1,2,3]",
                          "G[3,1]",
                          "each(k, 2..1, v[k])",
                          "sum(k, 2..1, v[k]",
                          "x y",
                          "‖v‖²",
                          "x^(1-2)",
                          "x^x",
                          "sqrt(x)",
                          "1e",
                          "1e99999*x",
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
      CHECK((std::holds_alternative<Sum>(model.body()) ||
             again.names()[k] == model.names()[k]));  // attention lists some matrices by columns
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

namespace {

const Coordinates& xy() {
  static const Coordinates layout({{"x"}, {"y"}});
  return layout;
}

Terms over_xy(const std::string& text) { return parse_polynomial(text, xy(), "test"); }

// y + x*y - y, as nobody has collected it.
Terms uncollected() {
  return {{Monomial::variable(1), Rational(1)},
          {Monomial({{1, 1}, {0, 1}}), Rational(1)},
          {Monomial::variable(1), Rational(-1)}};
}

template <class Make>
std::string refusal(const Make& make) {
  try {
    static_cast<void>(make());
  } catch (const Error& e) {
    CHECK(e.kind() == ErrorKind::input);
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("models are made of terms", "[model]") {
  const Model product = make_model(xy(), PolynomialMap{{uncollected(), over_xy("x - x"), {}}});
  CHECK(write_canonical(product) ==
        "abide-canonical 2\narray x scalar rows parameter\narray y scalar rows parameter\n"
        "domain all\nmetric identity\ndrift none\nmap 3\nm x*y\nm 0\nm 0\nend 11\n");
  CHECK(write_canonical(read_canonical(write_canonical(product), "m.canon")) ==
        write_canonical(product));
  CHECK(certify(product, {}).independent_laws == 1);
  CHECK(product.title() == "model");
  CHECK_FALSE(product.is_basic());
  // Components in any order, zeros and repetitions.
  const Model rotation = make_model(
      xy(),
      ExplicitFields{{{{{1, over_xy("x")}, {0, over_xy("-2*y")}, {0, over_xy("y")}, {1, {}}}}}},
      "rotation");
  CHECK(write_canonical(rotation).find("fields 1\nf\nc x -y\nc y x\nend") != std::string::npos);
  CHECK(rotation.title() == "rotation");
  const Model vanished =
      make_model(xy(), ExplicitFields{{{{{0, over_xy("y")}, {0, over_xy("-y")}}}}});
  CHECK(write_canonical(vanished).find("fields 1\nf\nend") != std::string::npos);
  // A matrix, by rows.
  const Coordinates u({{"U", 2, 1, 2}});
  CHECK(make_model(u, PolynomialMap{{parse_polynomial("U[1,1]*U[1,2]", u, "test")}}).names()[1] ==
        "U[1,2]");
}

TEST_CASE("fractions that are given are reduced and have a domain", "[model]") {
  const Model fraction =
      make_model(xy(), RationalMap{{{over_xy("x^2 - x*y"), over_xy("2*x*y - 2*y^2")}}});
  const auto& entry = std::get<RationalMap>(fraction.body()).entries[0];
  CHECK(total_degree(entry.denominator) == 1);
  CHECK(fraction.domain() == std::vector<Terms>{over_xy("y")});
  // Of one and the same file.
  const Model read = read_toml(
      "[[parameter]]\nname='x'\nshape=[]\n[[parameter]]\nname='y'\nshape=[]\n[model]\n"
      "map=['(x^2 - x*y)/(2*x*y - 2*y^2)']",
      "m.toml");
  CHECK(std::get<RationalMap>(read.body()).entries[0].numerator == entry.numerator);
  CHECK(read.domain() == fraction.domain());
  const Model whole = make_model(xy(), RationalMap{{{over_xy("x*y"), over_xy("2")}}});
  CHECK(std::get<PolynomialMap>(whole.body()).entries[0] == over_xy("1/2*x*y"));
  CHECK(whole.domain().empty());
}

TEST_CASE("a wrong entry of a model is named", "[model]") {
  const Terms foreign{{Monomial({{0, 1}, {7, 1}}), Rational(1)}};
  const std::string expected = ": expected a variable from 0 (x) to 1 (y), found variable 7";
  const auto made = [](auto body) {
    return refusal([&] { return make_model(xy(), std::move(body)); });
  };
  CHECK(made(PolynomialMap{{foreign}}) == "the map, entry 1" + expected);
  CHECK(made(PolynomialMap{{over_xy("x"), uncollected(), foreign}}) ==
        "the map, entry 3" + expected);
  // Also where the foreign terms cancel.
  CHECK(made(PolynomialMap{{{foreign[0], {foreign[0].monomial, Rational(-1)}}}}) ==
        "the map, entry 1" + expected);
  CHECK(made(PolynomialMap{{{{Monomial::variable(UINT32_MAX), Rational(1)}}}})
            .find("found variable 4294967295") != std::string::npos);
  CHECK(made(PolynomialMap{{{{Monomial::variable(1, 1'000'001), Rational(1)}}}}) ==
        "the map, entry 1: expected exponents up to 1000000, found 1000001");
  CHECK(made(PolynomialMap{}).find("found none") != std::string::npos);
  CHECK(made(RationalMap{{{over_xy("x"), over_xy("y")}, {over_xy("x"), foreign}}}) ==
        "the map, entry 2, denominator" + expected);
  CHECK(made(RationalMap{{{foreign, over_xy("y")}}}) == "the map, entry 1, numerator" + expected);
  CHECK(made(RationalMap{{{over_xy("x"), over_xy("y - y")}}}) ==
        "the map, entry 1, denominator: expected a polynomial that is not zero, found 0");
  const FieldComponents good{{{0, over_xy("y")}}};
  CHECK(made(ExplicitFields{{good, {{{0, over_xy("y")}, {1, foreign}}}}}) ==
        "field 2, component 2" + expected);
  CHECK(made(ExplicitFields{{good, {{{7, over_xy("y")}}}}}) ==
        "field 2, component 1, its direction" + expected);
  CHECK(made(ExplicitFields{}).find("found none") != std::string::npos);
  CHECK(made(ExplicitFields{{good}, true}).find("found none") != std::string::npos);
  CHECK(made(ExplicitFields{{}, true}).find("expected a drift") != std::string::npos);
  CHECK(refusal([] {
          return make_model(Coordinates::scalars({}), PolynomialMap{{{}}});
        }).find("parameter") != std::string::npos);
}

TEST_CASE("whatever a model is made of is checked", "[model]") {
  const Terms foreign{{Monomial({{0, 1}, {7, 1}}), Rational(1)}};
  const std::string expected = ": expected a variable from 0 (x) to 1 (y), found variable 7";
  const Model plain = make_model(xy(), PolynomialMap{{over_xy("x*y")}});
  CHECK(refusal([&] { return Model("", "", xy(), PolynomialMap{{foreign}}); }) ==
        "the map, entry 1" + expected);
  CHECK(refusal([&] {
          return plain.with_domain({over_xy("x"), foreign});
        }) == "the domain, polynomial 2" + expected);
  CHECK(refusal([&] { return plain.with_domain({over_xy("x - x")}); }).find("found 0") !=
        std::string::npos);
  CHECK(plain.with_domain({uncollected(), over_xy("3")}).domain() ==
        std::vector<Terms>{over_xy("x*y")});
  CHECK(refusal([&] {
          return plain.with_metric(Metric::diagonal({over_xy("1"), foreign}));
        }) == "the metric, row 2, column 2" + expected);
  CHECK(refusal([&] {
          return plain.with_metric({{{{0, over_xy("1")}}, {{5, over_xy("1")}}}});
        }).find("row 2, column 6") != std::string::npos);
  CHECK(refusal([&] {
          return plain.with_metric({{{{0, over_xy("1")}, {0, over_xy("1")}}, {}}});
        }).find("row 1, column 1: expected every column once") != std::string::npos);
  CHECK(refusal([&] {
          return plain.with_metric({{{{0, over_xy("1")}}}});
        }) == "the metric: expected 2 rows, found 1");
  CHECK(refusal([&] {
          return plain.with_metric({{{{1, over_xy("x")}}, {{0, over_xy("y")}}}});
        }).find("entries 1,2 and 2,1 differ") != std::string::npos);
  // Columns in any order, zeros, terms not collected: as written in a file.
  const Metric metric = plain
                            .with_metric({{{{1, uncollected()}, {0, over_xy("1")}},
                                           {{0, over_xy("x*y")}, {1, over_xy("y - y")}}}})
                            .metric();
  CHECK(metric.rows[0][0].column == 0);
  CHECK(metric.rows[0][1].value == over_xy("x*y"));
  CHECK(metric.rows[1].size() == 1);
  // Networks, sums and phase spaces have as many coordinates as they need.
  const Network net({1, 2, 1}, {false, false, false}, Bias::none);
  CHECK(refusal([&] { return Model("", "", xy(), net); }) ==
        "the network: expected 4 coordinates, found 2");
  CHECK(refusal([] {
          return Network({1, 0, 1}, {false, false, false}, Bias::none);
        }) == "a network, layer 1: expected a width above 0, found 0");
  CHECK_FALSE(refusal([] { return Network({1}, {false}, Bias::none); }).empty());
  const auto one = std::make_shared<const Model>(plain);
  CHECK(refusal([&] {
          return Model("", "", xy(), Sum{{{one, 3}}});
        }) == "the sum: expected 6 parameters, found 2");
  CHECK(refusal([&] {
          return Model("", "", xy(), Sum{{{one, 0}}});
        }).find("expected at least one copy") != std::string::npos);
  CHECK(refusal([&] {
          return Model("", "", xy(), Sum{{{nullptr, 1}}});
        }).find("expected a model") != std::string::npos);
  CHECK(refusal([&] { return Model("", "", xy(), PhaseSpace{}); }).find("expected a model") !=
        std::string::npos);
  const auto translated = [&](const char* network) {
    return refusal([&] {
      return Model("", "", xy(), Translated{std::get<Network>(make_model(network).body())});
    });
  };
  CHECK(translated("linear:1,1").empty());
  CHECK(translated("linear:1,1,1").find("expected 3 coordinates, found 2") != std::string::npos);
  CHECK(translated("relu:1,1,1").find("expected a linear one") != std::string::npos);
  CHECK(translated("network:1,1,bias=all").find("without biases") != std::string::npos);
}
