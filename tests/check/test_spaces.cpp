// Whatever evidence is accepted for a law space, its dimension is the true one: random
// lines are added to a section as long as they pass, and the result is compared with a
// rank computed here.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "draft.hpp"
#include "system.hpp"

using namespace abide_check;

namespace {

std::string law_lines(const Model& model, std::vector<Polynomial>& laws) {
  std::string text;
  const Network& net = *network_of(model);
  const auto& widths = net.widths();
  std::set<std::string> names;
  for (std::uint32_t v = 0; v < net.dimension(); ++v) names.insert(net.name(v));
  for (std::size_t l = 1; l + 1 < widths.size(); ++l)
    for (std::uint32_t v = 0; v < widths[l]; ++v)
      for (std::uint32_t w = v; w < widths[l]; ++w) {
        Polynomial h;
        const auto add = [&](std::uint32_t a, std::uint32_t b, int c) {
          h.push_back({times({{a, 1}}, {{b, 1}}), c});
        };
        for (std::uint32_t u = 0; u < widths[l - 1]; ++u)
          add(net.variable({l, u, v, false}), net.variable({l, u, w, false}), 1);
        if (names.contains("b" + std::to_string(l) + "[1]"))
          add(net.variable({l, 0, v, true}), net.variable({l, 0, w, true}), 1);
        for (std::uint32_t x = 0; x < widths[l + 1]; ++x)
          add(net.variable({l + 1, v, x, false}), net.variable({l + 1, w, x, false}), -1);
        std::string line = "law " + std::to_string(laws.size() + 1);
        for (const auto& t : h) line += " " + t.coefficient.str() + ":" + written(t.monomial);
        // In ReLU layers those with v ≠ w are none.
        if (!accepts(model, "law 1" + line.substr(line.find(' ', 4)) + "\n")) continue;
        text += line + "\n";
        laws.push_back(std::move(h));
      }
  return text;
}

// Random sections for one degree; how many were complete.
int random_sections(const Model& model, const std::string& preamble,
                    const std::vector<Polynomial>& laws, std::uint64_t low, std::uint64_t high,
                    const std::string& part, const std::vector<std::uint32_t>& among,
                    std::mt19937_64& random, int rounds) {
  const System system(*model.fields);
  const std::size_t truth = system.dimension(high, among),
                    below = low > 0 ? system.dimension(low, among) : 0;
  const auto all = [&](const std::vector<std::string>& names) {
    std::string s;
    for (const auto& n : names) s += n + "\n";
    return s;
  };
  int complete = 0;
  const auto columns = monomials(among, low + 1, high);
  struct Row {
    std::uint64_t i;
    Monomial beta;
    std::vector<Monomial> entries;
  };
  std::vector<Row> rows;
  for (std::uint64_t i = 0; i < model.fields->count(); ++i)
    for (const auto& beta : monomials(system.variables, 0, high + system.most_degree())) {
      Row r{i, beta, {}};
      for (const auto& [alpha, c] : system.row(i, beta, high))
        r.entries.push_back(Monomial(alpha.begin(), alpha.end()));
      if (!r.entries.empty()) rows.push_back(std::move(r));
    }
<<<<<<< HEAD
  const bool layered = network_of(model) != nullptr;
=======
  const bool layered = model.network() != nullptr;
>>>>>>> safe
  for (int round = 0; round < rounds; ++round) {
    Draft draft{model, head_of(model, preamble), truth, {}};
    const auto statement = [&](std::size_t dimension) {
      return "space " + std::to_string(high) + " " + std::to_string(dimension) + " 1000003 " +
             (low > 0 ? "extend" : "fresh") + part + "\n";
    };
    if (low > 0) {
      // Evidence for the lower degree: all pivots and elements that pass.
      Draft lower{model, draft.head, below, {}};
      const std::string start = "space " + std::to_string(low) + " " + std::to_string(below) +
                                " 1000003 fresh" + part + "\n";
      for (const auto& r : rows)
        for (const auto& alpha : r.entries)
          if (degree(alpha) <= low && lower.try_line(start, lower.lines.size(),
                                                     "p " + std::to_string(r.i + 1) + " " +
                                                         written(r.beta) + " " + written(alpha)))
            break;
      for (std::size_t l = 0; l < laws.size(); ++l)
        for (const auto& t : laws[l])
          if (degree(t.monomial) <= low &&
              lower.try_line(start, lower.lines.size(),
                             "e " + written(t.monomial) + " " + std::to_string(l + 1)))
            break;
      REQUIRE(lower.run(start, lower.lines).kind == Outcome::partial);
      draft.head += start + all(lower.lines);
    }
    const std::string start = statement(999999);
    const bool orbits = round % 3 != 2;
    if (orbits && layered)
      for (int k = 0; k < 8; ++k) {
        std::string layers;
        for (std::size_t l = 0; l < network_of(model)->widths().size(); ++l)
          if (random() % 2 == 0) layers += (layers.empty() ? "" : ".") + std::to_string(l);
        draft.try_line(start, draft.lines.size(),
                       "s " + (layers.empty() ? "-" : layers) + " " +
                           written(columns[random() % columns.size()]));
      }
    const std::size_t fixed = draft.lines.size();
    std::shuffle(rows.begin(), rows.end(), random);
    for (int pass = 0; pass < 3 && orbits; ++pass) {
      for (std::size_t l = 0; l < laws.size() && random() % 2 == 0; ++l) {
        const auto& t = laws[l][random() % laws[l].size()];
        draft.try_line(start, draft.lines.size(),
                       "oe " + written(t.monomial) + " " + std::to_string(l + 1));
      }
      for (const auto& r : rows) {
        if (r.entries.size() > 4) continue;
        const auto& alpha = r.entries[random() % r.entries.size()];
        draft.try_line(
            start, draft.lines.size(),
            "o " + std::to_string(r.i + 1) + " " + written(r.beta) + " " + written(alpha));
      }
    }
    (void)fixed;
    std::shuffle(rows.begin(), rows.end(), random);
    for (const auto& r : rows) {
      const auto& alpha = r.entries[random() % r.entries.size()];
      draft.try_line(start, draft.lines.size(),
                     "p " + std::to_string(r.i + 1) + " " + written(r.beta) + " " + written(alpha));
    }
    for (const auto& r : rows)
      for (const auto& alpha : r.entries)
        if (draft.try_line(
                start, draft.lines.size(),
                "p " + std::to_string(r.i + 1) + " " + written(r.beta) + " " + written(alpha)))
          break;
    std::vector<std::string> products;
    for (std::size_t a = 0; a < laws.size(); ++a) {
      products.push_back(std::to_string(a + 1));
      for (std::size_t b = a; b < laws.size() && degree(laws[a]) + degree(laws[b]) <= high; ++b)
        products.push_back(std::to_string(b + 1) + "." + std::to_string(a + 1));
    }
    std::shuffle(products.begin(), products.end(), random);
    for (const auto& product : products)
      for (int k = 0; k < 12; ++k)
        if (draft.try_line(start, draft.lines.size(),
                           "e " + written(columns[random() % columns.size()]) + " " + product))
          break;
    for (const auto& product : products)
      for (const auto& m : columns)
        if (draft.try_line(start, draft.lines.size(), "e " + written(m) + " " + product)) break;
    // Every dimension but the true one must fail.
    for (std::size_t dimension = 0; dimension <= truth + 3; ++dimension) {
      const Outcome o = draft.run(statement(dimension), draft.lines);
      INFO(draft.head << statement(dimension) << all(draft.lines) << o.reason);
      if (o.kind == Outcome::partial) ++complete;
      CHECK((o.kind == Outcome::rejected || dimension == truth));
    }
  }
  return complete;
}

struct Search {
  int multiplier;
  unsigned seed;
};
// ABIDE_CHECK_ROUNDS=N: to look N times longer, with another seed.
Search search(unsigned usual_seed) {
  const char* more = std::getenv("ABIDE_CHECK_ROUNDS");
  if (more == nullptr) return {1, usual_seed};
  return {std::atoi(more), std::random_device()()};
}

}  // namespace

TEST_CASE("random evidence for law spaces of networks: accepted dimensions are true") {
  const auto [multiplier, seed] = search(2024);
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  struct Case {
    const char* specification;
    std::uint64_t low, high;
    int rounds;
  };
  int complete = 0, rounds = 0;
  for (const auto& c : std::vector<Case>{{"linear:1,2,1", 0, 2, 12},
                                         {"linear:1,2,1", 1, 2, 6},
                                         {"linear:2,1,2", 0, 2, 12},
                                         {"linear:2,1,2", 1, 2, 6},
                                         {"linear:2,2", 0, 2, 3},
                                         {"relu:1,2,1", 0, 2, 9},
                                         {"network:1,2,1,bias", 0, 2, 6},
                                         {"linear:1,1,1,1", 0, 2, 6},
                                         {"linear:1,1,1,1", 2, 4, 3},
                                         {"linear:2,2,2", 1, 2, 9},
                                         {"linear:2,2,1", 0, 2, 9},
                                         {"linear:2,2,1", 1, 2, 9},
                                         {"relu:1,2,1,bias", 0, 2, 6}}) {
    INFO(c.specification << " " << c.low << " " << c.high);
    const Model model = read_model(c.specification);
    std::vector<Polynomial> laws;
    std::string preamble = law_lines(model, laws);
    if (std::string(c.specification) ==
        "linear:1,2,1") {  // more laws than Gram laws, as there is one field
      laws.push_back({{{{0, 1}, {3, 1}}, 1}, {{{1, 1}, {2, 1}}, -1}});
      preamble += "law 4 1:1.4 -1:2.3\n";
    }
    std::vector<std::uint32_t> variables(model.fields->dimension());
    for (std::uint32_t v = 0; v < variables.size(); ++v) variables[v] = v;
    const int found = random_sections(model, preamble, laws, c.low, c.high, "", variables, random,
                                      c.rounds * multiplier);
    CHECK(found > 0);
    complete += found;
    rounds += c.rounds * multiplier;
  }
  CHECK(complete > rounds / 3);
}

namespace {

Polynomial squares(std::uint32_t a, std::uint32_t b) { return {{{{a, 2}}, 1}, {{{b, 2}}, -1}}; }

std::vector<std::uint32_t> range(std::uint32_t first, std::uint32_t last) {
  std::vector<std::uint32_t> v;
  for (; first <= last; ++first) v.push_back(first);
  return v;
}

}  // namespace

TEST_CASE("random evidence under stated symmetries and in parts: accepted dimensions are true") {
  const auto [multiplier, seed] = search(2025);
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  // Two equal parts, swapped by the second symmetry, and a dead variable.
  const Model pairs = canonical({"x", "y", "u", "v", "w"}, "map 3\nm x*y\nm 2*u*v\nm 3\n");
  const std::string swaps = "symmetry 1 1>2 2>1\nsymmetry 2 1>3 2>4 3>1 4>2\nsymmetry 3 1>-1:1\n";
  const std::vector<Polynomial> laws{squares(0, 1), squares(2, 3), {{{{4, 1}}, 1}}};
  const std::string law_text = "law 1 1:1^2 -1:2^2\nlaw 2 1:3^2 -1:4^2\nlaw 3 1:5\n";
  for (const std::string& symmetries :
       {swaps, std::string("symmetry 1 1>2 2>1\n"), std::string()}) {
    CHECK(random_sections(pairs, symmetries + law_text, laws, 0, 1, "", range(0, 4), random,
                          6 * multiplier) > 0);
    for (const auto& [part, among] :
         std::vector<std::pair<std::string, std::vector<std::uint32_t>>>{
             {" part 1", {0, 1}}, {" part 2", {2, 3}}, {" part 3", {4}}, {"", range(0, 4)}}) {
      INFO(symmetries << part);
      std::vector<Polynomial> few;
      const int found = random_sections(pairs, symmetries + law_text, laws, 0, 2, part, among,
                                        random, 6 * multiplier);
      CHECK((found > 0 || part == " part 3" || part.empty()));
    }
  }
  // Parts that are swapped, each with a law of degree 1: an orbit leaves the part.
  const Model shears = canonical({"x", "y", "u", "v"}, "fields 2\nf\nc x y\nf\nc u v\n");
  const std::string shear_text = "symmetry 1 1>3 2>4 3>1 4>2\nlaw 1 1:2\nlaw 2 1:4\n";
  const std::vector<Polynomial> shear_laws{{{{{1, 1}}, 1}}, {{{{3, 1}}, 1}}};
  for (const std::uint64_t high : {1u, 2u}) {
    CHECK(random_sections(shears, shear_text, shear_laws, 0, high, "", range(0, 3), random,
                          6 * multiplier) > 0);
    CHECK(random_sections(shears, shear_text, shear_laws, 0, high, " part 1", range(0, 1), random,
                          9 * multiplier) > 0);
    CHECK(random_sections(shears, shear_text, shear_laws, 0, high, " part 2", range(2, 3), random,
                          9 * multiplier) > 0);
  }
  // The product of two 2×2 matrices, written out, with a permutation of the hidden nodes and one of
  // the inputs.
  const Model matrices = canonical({"a", "b", "c", "d", "e", "f", "g", "h"},
                                   "map 4\nm a*e + b*g\nm a*f + b*h\nm c*e + d*g\nm c*f + d*h\n");
  const std::string moves =
      "symmetry 1 1>2 2>1 3>4 4>3 5>7 6>8 7>5 8>6\nsymmetry 2 1>3 2>4 3>1 4>2\nsymmetry 3 1>-1:1 "
      "3>-1:3 5>-1:5 6>-1:6\n";
  const std::vector<Polynomial> gram{
      {{{{0, 2}}, 1}, {{{2, 2}}, 1}, {{{4, 2}}, -1}, {{{5, 2}}, -1}},
      {{{{0, 1}, {1, 1}}, 1},
       {{{2, 1}, {3, 1}}, 1},
       {{{4, 1}, {6, 1}}, -1},
       {{{5, 1}, {7, 1}}, -1}},
      {{{{1, 2}}, 1}, {{{3, 2}}, 1}, {{{6, 2}}, -1}, {{{7, 2}}, -1}}};
  const std::string gram_text =
      "law 1 1:1^2 1:3^2 -1:5^2 -1:6^2\nlaw 2 1:1.2 1:3.4 -1:5.7 -1:6.8\nlaw 3 1:2^2 1:4^2 -1:7^2 "
      "-1:8^2\n";
  CHECK(random_sections(matrices, moves + gram_text, gram, 0, 2, "", range(0, 7), random,
                        4 * multiplier) > 0);
  CHECK(random_sections(matrices, moves + gram_text, gram, 1, 2, "", range(0, 7), random,
                        4 * multiplier) > 0);
}

TEST_CASE("random branching trees: accepted dimensions are true") {
  const auto [multiplier, seed] = search(2026);
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  int complete = 0, rounds = 0, without = 0;
  struct Case {
    std::string specification;
    std::uint64_t low, high;
    int rounds;
  };
  for (const auto& c : std::vector<Case>{{"linear:1,1,1", 0, 1, 10},
                                         {"linear:2,1,2", 0, 2, 12},
                                         {"linear:2,1,2", 1, 2, 8},
                                         {"linear:2,2,1", 0, 2, 12},
                                         {"relu:1,2,1", 0, 3, 8},
                                         {"network:1,2,1,bias", 0, 2, 12},
                                         {"linear:1,1,1,1", 0, 2, 12},
                                         {"linear:2,2,2", 0, 2, 6},
                                         {"linear:1,1,1,1", 0, 2, 8},
                                         {"relu:1,2,1,bias", 0, 2, 8},
                                         {"hyperbolic", 0, 2, 12},
                                         {"hyperbolic", 1, 3, 8},
                                         {"shear", 0, 2, 12},
                                         {"mixed", 0, 2, 12}}) {
    INFO(c.specification);
    std::vector<Polynomial> laws;
    std::string preamble;
    const auto subject = [&] {
      // Two terms with the same column, which cancel at x*y; a law of degree 1; terms of different
      // degrees.
      if (c.specification == "hyperbolic")
        return canonical({"x", "y"}, "fields 1\nf\nc x x\nc y -y\n");
      if (c.specification == "shear") return canonical({"x", "y"}, "fields 1\nf\nc x y + 2*y^2\n");
      return canonical({"x", "y"}, "fields 2\nf\nc x 1/2*x^2 + y\nc y x\nf\nc x 3\n");
    };
    const Model model =
        c.specification.find(':') == c.specification.npos ? subject() : read_model(c.specification);
    if (network_of(model) != nullptr) preamble = law_lines(model, laws);
    if (c.specification == "hyperbolic")
      laws = {{{{{0, 1}, {1, 1}}, 1}}}, preamble = "law 1 1:1.2\n";
    if (c.specification == "shear") laws = {{{{{1, 1}}, 1}}}, preamble = "law 1 1:2\n";
    const System system(*model.fields);
    const std::size_t truth = system.dimension(c.high),
                      below = c.low > 0 ? system.dimension(c.low) : 0;
    const auto columns = monomials(system.variables, c.low + 1, c.high);
    for (int round = 0; round < c.rounds * multiplier; ++round, ++rounds) {
      Draft draft{model, head_of(model, preamble), truth, {}};
      if (c.low > 0) {  // the lower degree by pivots
        REQUIRE(below == 0);
        Draft lower{model, draft.head, below, {}};
        const std::string start = "space " + std::to_string(c.low) + " 0 1000003 fresh\n";
        for (std::uint64_t i = 0; i < model.fields->count(); ++i)
          for (const auto& beta : monomials(system.variables, 0, c.low + 2))
            for (const auto& [alpha, k] : system.row(i, beta, c.low))
              lower.try_line(start, lower.lines.size(),
                             "p " + std::to_string(i + 1) + " " + written(beta) + " " +
                                 written(Monomial(alpha.begin(), alpha.end())));
        REQUIRE(lower.run(start, lower.lines).kind == Outcome::partial);
        draft.head += start;
        for (const auto& l : lower.lines) draft.head += l + "\n";
      }
      const auto statement = [&](std::size_t dimension) {
        return "space " + std::to_string(c.high) + " " + std::to_string(dimension) + " 1000003 " +
               (c.low > 0 ? "extend" : "fresh") + "\n";
      };
      // What has to be said, and what is kept.
      std::vector<Monomial> asked;
      std::set<std::vector<Power>> seen, kept;
      const auto ask = [&](const Monomial& m) {
        if (degree(m) <= c.high && seen.insert({m.begin(), m.end()}).second) asked.push_back(m);
      };
      for (const auto v : system.variables) ask({{v, 1}});
      for (std::size_t k = 0; k < asked.size(); ++k) {
        const Monomial p = asked[k];
        if (degree(p) == c.high && random() % 2 == 0) {
          kept.insert({p.begin(), p.end()});
          continue;
        }
        bool found = false;
        for (int tries = 0; tries < 30 && !found; ++tries) {
          const std::uint64_t i = random() % model.fields->count();
          std::vector<std::pair<std::uint32_t, Monomial>> terms;
          for (const auto& [j, sum] : system.expanded[i])
            for (const auto& [a, x] : sum) terms.emplace_back(j, a);
          const auto& [j, a] = terms[random() % terms.size()];
          if (exponent_of(p, j) == 0) continue;
          Monomial beta = times(lowered(p, j), a);
          if (random() % 6 == 0)
            beta = times(beta,
                         {{static_cast<std::uint32_t>(random() % model.fields->dimension()), 1}});
          std::vector<Monomial> children;
          int entries = 0;
          bool alone = true;  // one entry, and no other term divides β
          for (const auto& [j2, a2] : terms) {
            const bool divides = lacking(a2, beta).empty();
            entries += divides && times(lacking(beta, a2), {{j2, 1}}) == p;
            alone = alone && (!divides || times(lacking(beta, a2), {{j2, 1}}) == p);
            if (!divides) children.push_back(lacking(a2, beta));
          }
          alone = alone && entries == 1;
          found =
              draft.try_line(statement(999999), draft.lines.size(),
                             "k " + std::to_string(i + 1) + " " + written(beta) + " " + written(p));
          CHECK(found == alone);
          for (const auto& child : children)
            if (found) ask(times(p, child));
        }
        if (found) continue;
        REQUIRE(draft.try_line(statement(999999), draft.lines.size(), "b " + written(p)));
        if (degree(p) > c.low) kept.insert({p.begin(), p.end()});
        for (const auto v : system.variables) ask(times(p, {{v, 1}}));
      }
      const auto tree = draft.lines.size();
      std::vector<std::string> pivots;
      for (std::uint64_t i = 0; i < model.fields->count(); ++i)
        for (const auto& beta : monomials(system.variables, 0, c.high + system.most_degree()))
          for (const auto& [alpha, k] : system.row(i, beta, c.high))
            if (kept.contains(alpha))
              pivots.push_back("p " + std::to_string(i + 1) + " " + written(beta) + " " +
                               written(Monomial(alpha.begin(), alpha.end())));
      std::shuffle(pivots.begin(), pivots.end(), random);
      std::set<std::string> used;
      for (const auto& line : pivots)
        if (draft.try_line(statement(999999), draft.lines.size(), line))
          used.insert(line.substr(line.rfind(' ') + 1));
      for (std::size_t l = 0; l < laws.size(); ++l)
        for (const std::string& product :
             {std::to_string(l + 1), std::to_string(l + 1) + "." + std::to_string(l + 1)})
          for (const auto& alpha : kept)
            if (!used.contains(written(Monomial(alpha.begin(), alpha.end()))) &&
                draft.try_line(
                    statement(999999), draft.lines.size(),
                    "e " + written(Monomial(alpha.begin(), alpha.end())) + " " + product))
              break;
      for (int change = 0; change < 4; ++change) {
        for (std::size_t dimension = 0; dimension <= truth + 2; ++dimension) {
          const Outcome o = draft.run(statement(dimension), draft.lines);
          INFO(draft.head << statement(dimension));
          for (const auto& l : draft.lines) UNSCOPED_INFO(l);
          if (o.kind == Outcome::partial) ++(change == 0 ? complete : without);
          CHECK((o.kind == Outcome::rejected || dimension == truth));
        }
        if (draft.lines.empty()) break;
        draft.lines.erase(
            draft.lines.begin() +
            static_cast<std::ptrdiff_t>(random() % (change == 1 && tree > 0
                                                        ? std::min(tree, draft.lines.size())
                                                        : draft.lines.size())));
      }
    }
  }
  CHECK(complete > rounds / 2);
  CHECK(without < complete);
}
