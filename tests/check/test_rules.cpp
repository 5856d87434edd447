// Rules against evidence of another kind: what each claims is compared with the linear system, with
// enumeration, or with words of the core. Where this is done, and in which good certificates
// mutants of its lines are tried (test_mutations.cpp, which sees that none is missing):
//
// clang-format off
//   rule or body  compared with                                        certificates
//   repetition    the expansion (expansion.py); of groups, what is     linear-3-3-3-loops, groups
//                 written out (test_statements.cpp)
//   images        the expansion; terms (test_claims.cpp);              linear-2-1-2, symmetric-images,
//                 all permutations (here)                              images-of-a-law
//   orbits        enumeration (test_parts.cpp); the linear system      linear-2-2-2, symmetric,
//                 (random sections in test_spaces.cpp); the expansion  relu-2-2-1-bias
//   tree          the linear system (random trees in test_spaces.cpp)  linear-1-1-1-tree,
//                 and the expansion                                    tree-cancelling-terms
//   tensor        the linear system of the whole (here)                copies, classes, sum-of-sums
//   closed        the linear system (here, test_statements.cpp)        product-3, closed-linear
//   exponents     words at the point 1, …, 1 (here); the expansion     map, relu-1-2-1
//   involutive    the rank, for all small coefficients (here)          rotations, open, linear-1-2-1
//   elementary    derivatives at points (here)                         logarithm, powers
//   powers        nested brackets (here)                               powers-of-ad
//   bounds        the linear system (random sections in                within, nesterov
//                 test_statements.cpp)
//   network       all paths (test_parts.cpp); the expansion            linear-2-2-2, relu-1-2-1
//   sum           the expansion; the linear system (here)              sum-by-specification, attention
//   components    their fields (test_parts.cpp), the linear system     classes, classes-equal
//   phase space   its fields by the definition (test_parts.cpp)        momentum, nesterov,
//                 and the expansion                                    sum-weight-decay
// clang-format on
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "system.hpp"

using namespace abide_check;

namespace {

std::vector<std::string> variable_names(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t v = 1; v <= count; ++v) names.push_back("x" + std::to_string(v));
  return names;
}

// Maps of single terms, one for each row of exponents.
std::string map_of(const std::vector<std::vector<unsigned>>& rows) {
  std::string text = "map " + std::to_string(rows.size()) + "\n";
  for (const auto& row : rows) {
    std::string product;
    for (std::size_t v = 0; v < row.size(); ++v)
      if (row[v] > 0)
        product += (product.empty() ? "x" : "*x") + std::to_string(v + 1) +
                   (row[v] > 1 ? "^" + std::to_string(row[v]) : "");
    text += "m " + (product.empty() ? "1" : product) + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("exponents are words at the point whose coordinates are all 1") {
  std::mt19937_64 random(31);
  int both = 0, neither = 0;
  for (int round = 0; round < 300; ++round) {
    const std::size_t variables = 2 + random() % 3, fields = 1 + random() % 4;
    std::vector<std::vector<unsigned>> rows(fields, std::vector<unsigned>(variables));
    for (auto& row : rows)
      for (auto& e : row) e = random() % 2 == 0 ? 0 : static_cast<unsigned>(1 + random() % 3);
    const Model model = canonical(variable_names(variables), map_of(rows));
    const std::size_t count = 1 + random() % std::min(variables, fields);
    std::string ones = "point 1", as_rule, as_words;
    for (std::size_t v = 1; v <= variables; ++v) ones += " " + std::to_string(v) + "=1";
    for (std::size_t k = 0; k < count; ++k) {
      const std::string row = std::to_string(1 + random() % fields) + " " +
                              std::to_string(1 + random() % variables) + "\n";
      as_rule += "x " + row, as_words += "w " + row;
    }
    const std::string number = std::to_string(count);
    const bool rule = accepts(model, "exponents " + number + " 1000003\n" + as_rule);
    INFO(map_of(rows) << as_rule);
    CHECK(rule == accepts(model, ones + "\nlie-rank " + number + " 1 1000003\n" + as_words));
    ++(rule ? both : neither);
  }
  CHECK(both > 50);
  CHECK(neither > 50);
}

namespace {

// A row of the power n of ad as words: what becomes of B when n brackets with A are taken.
std::string nested(std::string word, const std::string& a, unsigned power) {
  for (; power > 0; --power) word = "[" + word + "," + a + "]";
  return word;
}

}  // namespace

TEST_CASE("powers of ad are nested brackets") {
  std::mt19937_64 random(77);
  const auto network = [](const char* specification, const char* dynamics) {
    return read_model(specification, parse_question(dynamics, "", "spanning"));
  };
  std::vector<Model> models;
  for (const char* specification :
       {"linear:2,2,2", "linear:3,2,1", "network:2,3,2,bias", "relu:2,1,2", "network:2,2r,1,2"})
    for (const char* dynamics : {"gradient-flow", "momentum:1", "nesterov"})
      models.push_back(network(specification, dynamics));
  models.push_back(canonical({"x", "y", "z"}, "map 2\nm x*y + z^2\nm 2*y^3*z\n"));
  int both = 0, neither = 0;
  for (int round = 0; round < 600; ++round) {
    const Model& model = models[random() % models.size()];
    const auto letter = [&] {
      return random() % 2 == 0 ? "~" + std::to_string(random() % 100)
                               : std::to_string(1 + random() % model.fields->count());
    };
    const std::string a = letter(), b = letter();
    // A small prime, so that many entries are zero; all powers are below it.
    const std::string start = "point 1 ~" + std::to_string(random() % 1000) + "\nlie-rank 1 1 7\n";
    const auto power = static_cast<unsigned>(random() % 6);
    const std::string pivot = std::to_string(1 + random() % model.fields->dimension());
    const bool rule = accepts(
        model, start + "w ad " + a + " " + b + " " + std::to_string(power) + ":" + pivot + "\n");
    INFO(model.specification << " " << model.dynamics << " " << a << " " << b << " " << power);
    CHECK(rule == accepts(model, start + "w " + nested(b, a, power) + " " + pivot + "\n"));
    ++(rule ? both : neither);
    // The first power is not changed by a slope; what the second one gains is [B, A_1].
    if (power <= 1)
      CHECK(rule == accepts(model, start + "w ad " + a + "+t" + letter() + " " + b + " " +
                                       std::to_string(power) + ":" + pivot + "\n"));
  }
  CHECK(both > 100);
  CHECK(neither > 50);
  // [B, A_1] alone, with A_0 = B.
  for (int round = 0; round < 60; ++round) {
    const Model& model = models[random() % models.size()];
    const std::string b = "~1", slope = "~2";
    const std::string pivot = std::to_string(1 + random() % model.fields->dimension());
    const std::string start = "point 1 ~5\nlie-rank 1 1 7\n";
    CHECK(accepts(model, start + "w ad ~1+t~2 ~1 2:" + pivot + "\n") ==
          accepts(model, start + "w [~1,~2] " + pivot + "\n"));
  }
}

TEST_CASE("a line of powers is one of several rows, in its only spelling") {
  const Model model = read_model("linear:2,2,2");
  const auto accepted = [&](const std::string& line, int rows, const char* prime = "8388593") {
    return accepts(
        model, "point 1 ~3\nlie-rank " + std::to_string(rows) + " 1 " + prime + "\n" + line + "\n");
  };
  CHECK(accepted("w ad ~1+t~3 ~2 0:1 1:2 2:3 3:4 4:5", 5));
  CHECK(accepted("w 1 1\nw ad ~1+t~3 ~2 1:2 4:3\nw ad ~5+t3 2 0:4 1:5", 5));
  CHECK(accepted("w ad ~1 {1+1%1} 0:{1+1%1} | 4", 4));
  CHECK_FALSE(accepted("w ad ~1 {1+1%1} 0:{1+1%1} | 3", 4));
  // Counts, powers in another order, pivots, spelling.
  for (const char* line : {"w ad ~1+t~3 ~2 0:1 1:2 2:3 3:4",
                           "w ad ~1+t~3 ~2 0:1 1:2 2:3 3:4 4:5 5:6",
                           "w ad ~1+t~3 ~2 0:1 1:2 1:3 3:4 4:5",
                           "w ad ~1+t~3 ~2 1:1 0:2 2:3 3:4 4:5",
                           "w ad ~1+t~3 ~2 0:1 1:1 2:3 3:4 4:5",
                           "w ad ~1+t~3 ~2 0:1 1:2 2:3 3:4 4:9",
                           "w ad ~1+t~3 ~2 0:1 1:2 2:3 3:4 4:0",
                           "w ad ~1+t~3 ~2 0:1 1:2 2:3 3:4 4096:5",
                           "w ad ~2+t~2 ~2 0:1 1:2 2:3 3:4 4:5",
                           "w ad ~1+t ~2 0:1 1:2 2:3 3:4 4:5",
                           "w ad ~1+~3 ~2 0:1 1:2 2:3 3:4 4:5",
                           "w ad ~1+t~3+t~3 ~2 0:1 1:2 2:3 3:4 4:5",
                           "w ad ~1+t~3 0:1 1:2 2:3 3:4 4:5",
                           "w ad ~1+t~3 ~2",
                           "w ad ~1+t~3 ~2 0:1 1:2 2:3 3:4 4",
                           "w ad ~1+t~3 ~2 0:1 1:2 2:3 3:4 4:5 ",
                           "w ad  ~1+t~3 ~2 0:1 1:2 2:3 3:4 4:5",
                           "w ad 5+t~3 ~2 0:1 1:2 2:3 3:4 4:5",
                           "w ad ~1+t~3 ~2 4 3 5",
                           "w ad",
                           "ad ~1 ~2 0:1"}) {
    INFO(line);
    CHECK_FALSE(accepted(line, 5));
  }
  // More than the powers, and below 2^26.
  CHECK(accepted("w ad ~1 ~2 4:2", 1, "5"));
  CHECK_FALSE(accepted("w ad ~1 ~2 5:2", 1, "5"));
  CHECK(accepted("w ad ~1 ~2 4:2", 1, "67108859"));
  CHECK_FALSE(accepted("w ad ~1 ~2 4:2", 1, "67108879"));
  CHECK_FALSE(accepted("w ad ~1 ~2 4:2", 1, "2305843009213693951"));
  // Not declared.
  std::string text = with_end(head_of(model, "point 1 ~3\nlie-rank 1 1 8388593\nw ad ~1 ~2 0:1\n"));
  CHECK(run_check(model, text).kind == Checked::partial);
  text.replace(text.find(" powers/1"), 9, "");
  const Checked undeclared = run_check(model, text);
  CHECK(undeclared.kind == Checked::rejected);
  CHECK(undeclared.reason.find("does not declare the rule powers/1 of 'ad'") != std::string::npos);
}

TEST_CASE("a flow is kept for the lines that follow, with as many terms as they need") {
  const Model model = read_model("linear:2,3,3,2");
  const std::string start = "point 1 ~3\nlie-rank 3 1 8388593\n";
  const std::vector<std::string> lines{"w ad ~1 ~2 2:1\n", "w ad ~1 ~3 5:2\n",
                                       "w ad ~1+t~1 ~3 3:3\n", "w ad ~4 1 4:5\n"};
  std::vector<std::size_t> order{0, 1, 2, 3};
  do {
    CHECK(accepts(model, start + lines[order[0]] + lines[order[1]] + lines[order[2]]));
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("closed forms and products of law spaces agree with the linear system") {
  struct Part {
    const char* model;        // a network of single paths
    const char* certificate;  // up to its closed statements
  };
  const std::vector<Part> parts{
      {"relu:1,2,1",
       "law 1 1:1^2 -1:3^2\nlaw 2 1:2^2 -1:4^2\npoint 1 1=1 2=1\nindependent 2 1 5\ni 1 1\ni 2 2\n"
       "exponents 2 7\nx 1 1\nx 2 2\n"},
      {"linear:1,1,1",
       "law 1 1:1^2 -1:2^2\npoint 1 1=1\nindependent 1 1 5\ni 1 1\nexponents 1 7\nx 1 1\n"},
      {"linear:1,1", "independent 0 1 5\nexponents 1 7\nx 1 1\n"}};
  const auto closed = [](const Part& part, unsigned most) {
    const Model model = read_model(part.model);
    const System system(*model.fields);
    std::string lines = part.certificate;
    if (lines.starts_with("independent")) lines = "point 1 1=1\n" + lines;
    for (unsigned degree = 1; degree <= most; ++degree) {
      const std::size_t truth = system.dimension(degree);
      const std::string start = "closed " + std::to_string(degree) + " ";
      for (std::size_t wrong = 0; wrong <= truth + 2; ++wrong)
        CHECK(accepts(model, lines + start + std::to_string(wrong) + "\n") == (wrong == truth));
      lines += start + std::to_string(truth) + "\n";
    }
    return lines;
  };
  const unsigned most = 4;
  std::vector<std::string> evidence;
  for (const auto& part : parts) evidence.push_back(closed(part, most));
  // Of sums the linear system of the whole, whose fields are written out.
  const std::vector<std::pair<std::string, std::vector<std::size_t>>> sums{
      {"2*linear:1,1,1", {1}},
      {"linear:1,1,1 + linear:1,1", {1, 2}},
      {"relu:1,2,1 + linear:1,1,1", {0, 1}},
      {"linear:1,1 + 2*linear:1,1,1", {2, 1}}};
  for (const auto& [specification, members] : sums) {
    const Model model = read_model(specification);
    std::vector<Explicit::Body> bodies;
    std::uint32_t first = 0;
    for (const auto& c : model.components)
      for (Integer copy = 0; copy < c.copies; ++copy) {
        for (std::uint64_t i = 0; i < c.fields->count(); ++i) {
          auto& body = bodies.emplace_back();
          c.fields->all_terms(i, [&](std::uint32_t j, Monomial a, const Rational& value) {
            for (auto& q : a) q.variable += first;
            body.push_back({first + j, a, value});
          });
        }
        first += static_cast<std::uint32_t>(c.fields->dimension());
      }
    const Explicit whole(first, nullptr, std::move(bodies));
    const System system(whole);
    std::string lines;
    for (std::size_t k = 0; k < members.size(); ++k)
      lines += "component " + std::to_string(k + 1) + "\n" + evidence[members[k]];
    for (unsigned degree = 1; degree <= most; ++degree) {
      const std::size_t truth = system.dimension(degree);
      const std::string start = lines + "whole\ntensor " + std::to_string(degree) + " ";
      INFO(specification << ", degree " << degree << ", " << truth);
      for (std::size_t wrong = 0; wrong <= truth + 3; ++wrong)
        CHECK(accepts(model, start + std::to_string(wrong) + "\n") == (wrong == truth));
    }
  }
}

TEST_CASE("involutive bounds are bounds: all small coefficients") {
  // The rank of the brackets up to length two at some points is the Lie rank of these fields.
  const auto rank = [](const Fields& fields) {
    std::size_t most = 0;
    const Modulus f(large_prime);
    for (const std::uint64_t y : {3u, 5u}) {
      const auto elimination = Elimination::make(f);
      std::vector<VectorField> words{expand(fields, 0), expand(fields, 1)};
      words.push_back(bracket(words[0], words[1]));
      const Nodes at{{0, Element{2}}, {1, Element{y}}};
      for (const auto& word : words) {
        Elimination::Row row;
        for (const auto& [j, terms] : word) {
          std::map<std::uint32_t, std::uint64_t> sum;
          for (const auto& [m, c] : terms) add_value(sum, j, m, f.of(c), Point(f, at));
          if (sum[j] != 0) row.emplace_back(j, sum[j]);
        }
        for (const std::uint32_t pivot : {0u, 1u})
          if (elimination->add(row, pivot)) break;
      }
      most = std::max<std::size_t>(most, elimination->rows());
    }
    return most;
  };
  const std::vector<std::string> coefficients{"0", "1:0", "-1:0", "1:1", "-1:1", "1:2", "-1:2"};
  int accepted = 0;
  for (const char* body :
       {"f\nc y x\nf\nc y y\n", "f\nc y x\nf\nc x y\n", "f\nc x 1\nf\nc x y\n",
        "f\nc x x\nc y y\nf\nc x y\nc y x\n", "f\nc x x\nc y y\nf\nc x x^2\nc y x*y\n"}) {
    const Model model = canonical({"x", "y"}, std::string("fields 2\n") + body);
    const std::size_t truth = rank(*model.fields);
    for (const std::string word : {"1", "2", "[1,2]"})
      for (const auto& q : coefficients)
        for (const auto& f : coefficients) {
          std::string lines = "involutive 1\nvb " + word + "\n";
          if (word != "1") lines += "vg 1 " + q + " ; " + f + "\n";
          if (word != "2") lines += "vg 2 " + (word == "1" ? q + " ; " + f : f + " ; " + q) + "\n";
          if (!accepts(model, lines)) continue;
          ++accepted;
          INFO(body << lines);
          CHECK(truth <= 1);
        }
    CHECK_FALSE((truth > 0 && accepts(model, "involutive 0\nvg 1 1:0\nvg 2 1:0\n")));
  }
  CHECK(accepted > 10);
}

TEST_CASE("laws with denominators and logarithms: derivatives at points decide") {
  // x = e^t, y = t, z = −1/t: all quotients and logarithms with small coefficients.
  const Model model = canonical({"x", "y", "z"}, "fields 1\nf\nc x x\nc y 1\nc z z^2\n");
  const VectorField x = expand(*model.fields, 0);
  const std::vector<Monomial> below{{}, {{0, 1}}, {{1, 1}}, {{2, 1}}, {{1, 1}, {2, 1}}};
  const std::vector<Polynomial> above{{{{{1, 1}}, 1}},
                                      {{{{2, 1}}, 1}},
                                      {{{{1, 1}, {2, 1}}, 1}, {{}, 1}},
                                      {{{{1, 1}, {2, 1}}, 1}, {{}, -1}},
                                      {{{}, 1}},
                                      {}};
  const auto power = [](const Monomial& m, const std::vector<Rational>& at) {
    Rational product = 1;
    for (const auto& q : m)
      for (std::uint32_t k = 0; k < q.exponent; ++k) product *= at[q.variable];
    return product;
  };
  int laws = 0, none = 0;
  for (const auto& m : below)
    for (const auto& p : above)
      for (int a = -1; a <= 1; ++a)
        for (int c = -1; c <= 1; ++c) {
          std::string line = "elementary 1 " + written(m) + " ;";
          for (const auto& t : p) line += " " + t.coefficient.str() + ":" + written(t.monomial);
          line += p.empty() ? " 0 ;" : " ;";
          if (a != 0) line += " " + std::to_string(a) + ":1";
          if (c != 0) line += " " + std::to_string(c) + ":3";
          line += a == 0 && c == 0 ? " 0\n" : "\n";
          bool zero = true, constant = true;
          for (const std::vector<Rational>& at :
               {std::vector<Rational>{2, 3, 5}, {7, 11, 13}, {3, 1, 2}}) {
            // The slopes by the quotient rule, each term for itself.
            std::vector<Rational> slopes(3, Rational(0));
            for (std::uint32_t j = 0; j < 3; ++j)
              for (const auto& t : p) {
                const int e = static_cast<int>(exponent_of(t.monomial, j)) -
                              static_cast<int>(exponent_of(m, j));
                slopes[j] +=
                    Rational(t.coefficient * e) * power(t.monomial, at) / power(m, at) / at[j];
              }
            slopes[0] += Rational(a) / at[0], slopes[2] += Rational(c) / at[2];
            Rational along = 0;
            for (const auto& [j, terms] : x)
              for (const auto& [n, value] : terms) along += value * power(n, at) * slopes[j];
            zero = zero && along == 0;
            for (const auto& s : slopes) constant = constant && s == 0;
          }
          INFO(line);
          CHECK(accepts(model, line) == (zero && !constant));
          ++(zero && !constant ? laws : none);
        }
  CHECK(laws > 2);
  CHECK(none > 100);
}

TEST_CASE("images under nodes: as many as choices, by all permutations") {
  // On linear:1,3,1 every sum of c_vw (x_v x_w - y_v y_w) is a law; with weight decay times s^2.
  const Model plain = read_model("linear:1,3,1"),
              decayed =
                  read_model("linear:1,3,1", parse_question("weight-decay:1", "", "spanning"));
  bool decays = false;
  using Square = std::array<std::array<int, 3>, 3>;
  const auto polynomial = [&decays](const Square& c) {
    std::string text;
    const std::size_t theta = decays ? 2U : 1U;
    for (const std::size_t first : {theta, theta + 3})
      for (std::size_t v = 0; v < 3; ++v)
        for (std::size_t w = v; w < 3; ++w)
          if (c[v][w] != 0)
            text += " " + std::to_string(first == theta ? c[v][w] : -c[v][w]) +
                    (decays ? ":1^2." : ":") + std::to_string(first + v) +
                    (v == w ? "^2" : "." + std::to_string(first + w));
    return text;
  };
  const auto moved = [](const Square& c, const std::array<std::size_t, 3>& to) {
    Square image{};
    for (std::size_t v = 0; v < 3; ++v)
      for (std::size_t w = v; w < 3; ++w)
        image[std::min(to[v], to[w])][std::max(to[v], to[w])] = c[v][w];
    return image;
  };
  std::mt19937_64 random(5);
  int standing = 0, equal = 0;
  for (int round = 0; round < 300; ++round) {
    decays = round % 2 == 1;
    const Model& model = decays ? decayed : plain;
    Square c{}, other{};
    for (std::size_t v = 0; v < 3; ++v)
      for (std::size_t w = v; w < 3; ++w)
        c[v][w] = random() % 3 == 0, other[v][w] = random() % 3 == 0;
    if (polynomial(c).empty() || polynomial(other).empty()) continue;
    std::array<bool, 3> touched{};
    for (std::size_t v = 0; v < 3; ++v)
      for (std::size_t w = v; w < 3; ++w)
        if (c[v][w] != 0) touched[v] = touched[w] = true;
    const std::size_t last = touched[2] ? 3U : touched[1] ? 2U : 1U;
    for (std::size_t s = 0; s <= 4; ++s) {
      bool stands = s > 0 && s <= 3;
      for (std::size_t v = 0; v < 3; ++v) stands = stands && touched[v] == (v < s);
      std::array<std::size_t, 3> to{0, 1, 2};
      do {
        if (to[2] == 2 || s == 3) stands = stands && (s < 2 || moved(c, to) == c);
      } while (std::next_permutation(to.begin(), to.end()));
      const std::string images = "law 1 images 1:" + std::to_string(s) + polynomial(c) + "\n";
      INFO(images);
      CHECK(accepts(model, images) == stands);
      standing += stands;
    }
    // An image of c, and another law: `of` says which.
    std::array<std::size_t, 3> to{0, 1, 2};
    std::shuffle(to.begin(), to.end(), random);
    std::string nodes;
    for (std::size_t v = 0; v < last; ++v) nodes += (v > 0 ? "," : "") + std::to_string(to[v] + 1);
    const std::string start = "law 1" + polynomial(c) + "\nlaw 2 of 1@1:" + nodes;
    INFO(start);
    CHECK(accepts(model, start + polynomial(moved(c, to)) + "\n"));
    CHECK(accepts(model, start + polynomial(other) + "\n") == (moved(c, to) == other));
    equal += moved(c, to) == other;
  }
  CHECK(standing > 20);
  CHECK(equal > 0);
}
