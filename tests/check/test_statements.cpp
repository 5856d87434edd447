// Statements that reach beyond polynomial laws of all degrees of a model without conditions: each
// with planted truths and planted falsehoods.
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "draft.hpp"
#include "system.hpp"

using namespace abide_check;

namespace {

// The dimension that is accepted after these lines, or -1 when none of the first hundred is.
int accepted_dimension(const Model& model, const std::string& lines, const std::string& statement) {
  for (int dimension = 0; dimension < 100; ++dimension)
    if (accepts(model, lines + statement + " " + std::to_string(dimension) + "\n"))
      return dimension;
  return -1;
}

}  // namespace

TEST_CASE("closed for linear laws") {
  // ∂x − ∂y and x² (∂x − ∂y) + z ∂u, whose laws are x + y and z.
  const Model model =
      canonical({"x", "y", "z", "u"}, "fields 2\nf\nc x 1\nc y -1\nf\nc x x^2\nc y -x^2\nc u z\n");
  const std::string laws =
      "law 1 1:1 1:2\nlaw 2 1:3\nlaw 3 1:3^2\nlaw 4 1:1 1:2 1:3\nlaw 5 1:1 1:2 1:3^2\npoint 1 1=1 "
      "3=1\n";
  const std::string rank = "lie-rank 2 1 1000003\nw 1 1\nw 2 4\n",
                    both = "independent 2 1 1000003\ni 1 1\ni 2 3\n";
  const System system(*model.fields);
  for (int degree = 1; degree <= 4; ++degree)
    CHECK(accepted_dimension(model, laws + rank + both, "closed " + std::to_string(degree)) ==
          static_cast<int>(system.dimension(static_cast<unsigned>(degree))));
  CHECK(accepts(model, laws + rank + both + "closed 1 2\nclosed 2 5\nclosed 64 2144\ncomplete\n"));
  CHECK(accepts(model, laws + rank + "independent 2 1 1000003\ni 4 1\ni 2 3\nclosed 2 5\n"));
  CHECK(accepts(model, laws + both + rank + "closed 2 5\n"));
  const std::string lower = "lie-rank 1 1 1000003\nw 1 1\n",
                    single = "independent 1 1 1000003\ni 2 3\n";
  const std::vector<std::string> false_starts{
      rank,
      both,
      lower + both,
      rank + single,
      rank + "independent 2 1 1000003\ni 1 1\ni 3 3\n",  // the second law is not linear
      rank + "independent 2 1 1000003\ni 1 1\ni 5 3\n",  // nor here
      rank + "independent 2 1 1000003\ni 1 1\ni 1 2\n",  // dependent laws
      rank + "independent 2 1 1000003\ni 3 3\ni 2 3\n"};
  for (const auto& start : false_starts) {
    INFO(start);
    CHECK(accepted_dimension(model, laws + start, "closed 2") == -1);
  }
  for (const char* wrong :
       {"closed 65 2210\n", "closed 2 5\nclosed 2 5\n", "closed 2 5\nclosed 1 2\n", "closed 0 0\n"})
    CHECK_FALSE(accepts(model, laws + rank + both + wrong));
  // No law at all; images of a law; a monomial map, whose dead variables may be combined.
  const Model plane = canonical({"x", "y"}, "fields 2\nf\nc x 1\nf\nc y x\n");
  CHECK(accepted_dimension(plane, "point 1 1=1\nlie-rank 2 1 5\nw 1 1\nw 2 2\nindependent 0 1 5\n",
                           "closed 3") == 0);
  const Model pair = canonical({"x", "y", "u", "v"}, "fields 2\nf\nc x y\nf\nc u v\n");
  const std::string images =
      "symmetry 1 1>3 2>4 3>1 4>2\nlaw 1 1:2\nimage 2 1 1\npoint 1 2=1 4=1\nindependent 2 1 5\ni 1 "
      "2\ni 2 4\nlie-rank 2 1 5\nw 1 1\nw 2 3\n";
  CHECK(accepted_dimension(pair, images, "closed 2") == 5);
  const Model dead = canonical({"x", "y", "z"}, "map 1\nm x\n");
  const std::string sums =
      "law 1 1:2 1:3\nlaw 2 1:2 -1:3\npoint 1\nindependent 2 1 5\ni 1 2\ni 2 3\n";
  CHECK(accepted_dimension(dead, sums + "exponents 1 5\nx 1 1\n", "closed 2") == 5);
  CHECK(accepted_dimension(dead, sums + "lie-rank 1 1 5\nw 1 1\n", "closed 2") == 5);
  // Squares need the exponents.
  const Model square = canonical({"x", "y"}, "map 1\nm x*y\n");
  CHECK(accepted_dimension(
            square,
            "law 1 1:1^2 -1:2^2\npoint 1 1=1\nindependent 1 1 5\ni 1 1\nexponents 1 5\nx 1 2\n",
            "closed 2") == 1);
  CHECK(accepted_dimension(
            square,
            "law 1 1:1^2 -1:2^2\npoint 1 1=1\nindependent 1 1 5\ni 1 1\nlie-rank 1 1 5\nw 1 2\n",
            "closed 2") == -1);
}

TEST_CASE("components") {
  const Model model = read_model("2*relu:1,2,1 + linear:1,1,1");
  const std::string relu =
      "law 1 1:1^2 -1:3^2\nlaw 2 1:2^2 -1:4^2\npoint 1 1=1 2=2\nindependent 2 1 1000003\ni 1 1\ni "
      "2 "
      "2\nexponents 2 1000003\nx 1 3\nx 2 4\n";
  const std::string linear =
      "law 1 1:1^2 -1:2^2\npoint 1 1=1\nindependent 1 1 1000003\ni 1 1\nexponents 1 1000003\nx 1 "
      "1\n";
  const std::string relu_closed = "closed 1 0\nclosed 2 2\nclosed 3 2\nclosed 4 5\n",
                    linear_closed = "closed 1 0\nclosed 2 1\nclosed 3 1\nclosed 4 2\n";
  const std::string all =
      "component 1\n" + relu + relu_closed + "component 2\n" + linear + linear_closed + "whole\n";
  const Model whole = canonical({"a", "b", "c", "d", "A", "B", "C", "D", "x", "y"},
                                "map 5\nm a*c\nm b*d\nm A*C\nm B*D\nm x*y\n");
  const System system(*whole.fields);
  for (unsigned degree = 1; degree <= 3; ++degree)
    CHECK(accepted_dimension(model, all, "tensor " + std::to_string(degree)) ==
          static_cast<int>(system.dimension(degree)));
  CHECK(accepts(model, all + "tensor 1 0\ntensor 2 5\ntensor 4 20\ncomplete\n"));
  // A `space` statement of one copy is as good.
  const std::string space = "space 1 0 1000003 fresh\np 1 3 1\np 2 4 2\np 1 1 3\np 2 2 4\n";
  CHECK(accepts(model, "component 1\n" + relu + space + "component 2\n" + linear + linear_closed +
                           "whole\ntensor 1 0\n"));
  // What is said speaks of one copy, or of all.
  const auto claims =
      run_check(model, with_end(head_of(model, all + "tensor 2 5\ncomplete\n"))).claims;
  const auto said = [&](const std::string& claim) {
    return std::find(claims.begin(), claims.end(), claim) != claims.end();
  };
  CHECK(said("model: 2*relu:1,2,1 + linear:1,1,1, 10 coordinates, 5 fields"));
  CHECK(said("component 1: 2 copies, 4 coordinates, 2 fields"));
  CHECK(said("component 1: law 1: proved: c1_U1[1,1]^2 - c1_U2[1,1]^2"));
  CHECK(said("component 2: law 1: proved: c3_U1[1,1]^2 - c3_U2[1,1]^2"));
  CHECK(said("component 1: independent: proved: 2 laws"));
  CHECK(said("component 1: lie rank <= 2: proved by 2 independent laws"));
  CHECK(said("component 2: lie rank >= 1: proved by exponents"));
  CHECK(said("law space degree 2: proved: dimension 5"));
  CHECK(said("complete: proved: every law is locally a function of 5 independent laws"));
  const auto last = [&](const Model& m, const std::string& lines) {
    return run_check(m, with_end(head_of(m, lines))).claims.back();
  };
  const std::string laws_only = relu.substr(0, relu.find("exponents"));
  CHECK(last(model, "component 1\n" + laws_only + "component 2\n" + linear + "whole\n") ==
        "open: at least 5, at most 9 independent laws");
  CHECK(last(model, "") == "open: at least 0, at most 10 independent laws");
  CHECK(last(model, "component 1\n" + relu + "component 2\n" + linear + "whole\n").find("open") ==
        std::string::npos);
  CHECK(last(read_model("3*linear:1,1,1,1"),
             "component 1\nlaw 1 1:1^2 -1:2^2\npoint 1 1=1 2=1 3=1\nindependent 1 1 7\ni 1 "
             "1\nlie-rank "
             "1 1 7\nw 1 1\ninvolutive single\nwhole\n") ==
        "open: exactly 6 local laws, 3 of them found");
  // Bounds are of one scope, and bounded spaces are no law spaces.
  const Model pairs = canonical({"x", "y", "u", "v"}, "fields 2\nf\nc x y\nf\nc u 2*v\n");
  const std::string one = "law 1 1:2\nspace 1 1 7 fresh\np 1 2 1\ne 2 1\n",
                    two = "component 2\n" + one;
  CHECK(accepts(pairs, "component 1\n" + one + two + "whole\ntensor 1 2\n"));
  const std::string bounded = "law 1 1:2\nwithin 1-1:1\nspace 1 1 7 fresh\np 1 2 1\ne 2 1\n";
  CHECK(accepts(pairs, "component 1\n" + bounded + two + "whole\n"));
  CHECK_FALSE(accepts(pairs, "component 1\n" + bounded + two + "whole\ntensor 1 2\n"));
}

TEST_CASE("components that share a time") {
  const Model model = read_model("3*linear:1,1,1", parse_question("momentum:1", "", "spanning"));
  CHECK(model.dimension == 13);
  CHECK(model.count == 4);
  const auto run = [&](const std::string& lines) {
    return run_check(model, with_end(head_of(model, "component 1\n" + lines)));
  };
  const std::string point = "point 1 1=2 2=3 3=5 4=7 5=11\n";
  // K − 1 and M add up, and so does D − 1.
  CHECK(run("whole\n").claims.back() == "open: at least 0, at most 12 independent laws");
  CHECK(run(point + "lie-rank 1 1 1000003\nw 2 1\nwhole\n").claims.back() ==
        "open: at least 0, at most 12 independent laws");
  const std::string two = point + "lie-rank 2 1 1000003\nw 2 1\nw 1 4\n";
  CHECK(run(two + "whole\n").claims.back() == "open: at least 0, at most 9 independent laws");
  CHECK(run(two + "whole\ncomplete\n").kind == Checked::rejected);
  CHECK(run("whole\ntensor 1 0\n").kind == Checked::rejected);  // law spaces do not multiply
  // The truth, from the fields of the whole.
  const Model whole = canonical({"a", "b", "c", "d", "e", "f"}, "map 3\nm a*b\nm c*d\nm e*f\n",
                                "domain all\n", parse_question("momentum:1", "", "spanning"));
  CHECK(whole.dimension == 13);
  CHECK(components_of(whole).size() == 1);
  CHECK(components_of(whole).at(0).copies == 3);
  const auto key = [](const Fields& f) {
    std::vector<VectorField> all;
    for (std::uint64_t i = 0; i < f.count(); ++i) all.push_back(expand(f, i));
    return all;
  };
  CHECK(key(*components_of(whole).at(0).fields) == key(*model.components.at(0).fields));
  // A drift that joins, that does not move the time, or fields that do.
  const auto components = [](const std::string& drift, const std::string& fields) {
    return components_of(read_canonical(
        text_input(with_end("abide-canonical 2\narray s scalar rows time 1\narray x scalar rows "
                            "parameter\narray y scalar rows parameter\ndomain all\nmetric "
                            "identity\ndrift\n" +
                            drift + fields)),
        "m"));
  };
  const std::string apart = "fields 2\nf\nc x 1\nf\nc y 1\n";
  CHECK(components("c s s\nc x -x\nc y -y\n", apart).at(0).copies == 2);
  CHECK(components("c s s\nc x -2*x\nc y -y\n", apart).size() == 2);
  CHECK(components("c s s\nc x -y\nc y -y\n", apart).size() == 1);
  CHECK(components("c s s\nc x -y\nc y -y\n", apart).at(0).fields->dimension() == 3);
  CHECK(components("c s s\nc x s\nc y s\n", apart).at(0).copies == 2);
  CHECK_THROWS_AS(components("c x -x\n", apart), Rejected);
  CHECK_THROWS_AS(components("c s s*x\nc x -x\n", apart), Rejected);
  CHECK_THROWS_AS(components("c s s\n", "fields 1\nf\nc s 1\nc x 1\n"), Rejected);
}

TEST_CASE("domains") {
  const std::string body = "fields 1\nf\nc x x*y\nc y -x^2\n";
  const auto first_claim = [&](const std::string& domain) {
    const Model model = canonical({"x", "y"}, body, domain);
    return run_check(model, with_end(head_of(model, "law 1 1:1^2 1:2^2\n"))).claims.at(0);
  };
  CHECK(first_claim("domain all\n") == "model: canonical, 2 coordinates, 1 field");
  CHECK(first_claim("domain nonzero 1\nn x\n") ==
        "model: canonical, 2 coordinates, 1 field, on the domain where 1 polynomial is not zero");
  CHECK(first_claim("domain nonzero 2\nn x\nn -1/2*x^2*y + y - 1\n") ==
        "model: canonical, 2 coordinates, 1 field, on the domain where 2 polynomials are not zero");
  CHECK(canonical({"U"}, "network 1,1 none\n", "domain nonzero 1\nn U\n").domain ==
        ", on the domain where 1 polynomial is not zero");
  for (const char* domain : {"domain nonzero 0\n",
                             "domain nonzero 1\n",
                             "domain nonzero 1\nn 2\n",
                             "domain nonzero 1\nn 0\n",
                             "domain nonzero 1\nn \n",
                             "domain nonzero 1\nn z\n",
                             "domain nonzero 2\nn x\n",
                             "domain nonzero 1\nn x\nn y\n",
                             "domain nonzero 01\nn x\n",
                             "domain nonzero 1\nm x\n",
                             "domain nonzero 1\nn x + x\n",
                             "domain nonzero 1\nn 1 - 1\n",
                             "domain nonzero\nn x\n",
                             "domain nonzero 99999999999999999999\nn x\n",
                             "domain nonzero -1\n",
                             "domain all\nn x\n",
                             "domain all nonzero 1\nn x\n",
                             "domain\n",
                             "domain none\n",
                             ""}) {
    INFO(domain);
    CHECK_THROWS_AS(canonical({"x", "y"}, body, domain), InputError);
  }
}

namespace {

struct Interval {
  std::uint32_t first, last;
  std::uint64_t most;
};
struct Intervals {
  std::vector<Interval> all;
  std::string statement() const {
    std::string s = "within";
    for (const auto& i : all)
      s += " " + std::to_string(i.first + 1) + "-" + std::to_string(i.last + 1) + ":" +
           std::to_string(i.most);
    return s + "\n";
  }
  bool inside(const Monomial& m) const {
    return std::all_of(all.begin(), all.end(), [&](const Interval& i) {
      std::uint64_t sum = 0;
      for (const auto& q : m)
        if (q.variable >= i.first && q.variable <= i.last) sum += q.exponent;
      return sum <= i.most;
    });
  }
  // As the format wants them: increasing and disjoint.
  bool good() const {
    for (std::size_t b = 1; b < all.size(); ++b)
      if (all[b].first <= all[b - 1].last) return false;
    return true;
  }
};

Intervals random_intervals(std::uint32_t dimension, std::mt19937_64& random) {
  for (;;) {
    Intervals result;
    for (std::uint64_t n = 1 + random() % 3; n > 0; --n) {
      const auto first = static_cast<std::uint32_t>(random() % dimension);
      result.all.push_back({first,
                            first + static_cast<std::uint32_t>(random() % (dimension - first)),
                            random() % 3});
    }
    std::sort(result.all.begin(), result.all.end(), [](const auto& a, const auto& b) {
      return std::pair(a.first, a.last) < std::pair(b.first, b.last);
    });
    if (result.good()) return result;
  }
}

struct Subject {
  std::vector<std::string> names;
  std::string body, laws;
  std::vector<std::string> products;
};
const std::vector<Subject> subjects{
    // Time, a harmonic oscillator: x² + v², and t² (x² + v²) is none.
    {{"t", "x", "v"},
     "fields 1\nf\nc x v\nc v -x\n",
     "law 1 1:2^2 1:3^2\nlaw 2 1:1\n",
     {"1", "2", "1.2", "2.2", "1.1", "1.2.2", "2.2.2"}},
    // e to the time in s, damped: s v and x + v.
    {{"s", "x", "v"},
     "fields 1\nf\nc s s\nc x v\nc v -v\n",
     "law 1 1:1.3\nlaw 2 1:2 1:3\n",
     {"1", "2", "1.2", "2.2", "1.1", "1.2.2", "2.2.2"}},
    // Free fall: v − t·g is t + v, and x t − …: terms of different degrees.
    {{"t", "x", "v"},
     "fields 1\nf\nc t 1\nc x v\nc v -1\n",
     "law 1 1:1 1:3\nlaw 2 2:2 1:3^2\n",
     {"1", "2", "1.2", "1.1", "1.1.1", "1.1.1.1", "1.1.2", "2.2"}},
    {{"x", "y", "z", "u"},
     "map 2\nm x*y\nm z\n",
     "law 1 1:1^2 -1:2^2\nlaw 2 1:4\n",
     {"1", "2", "2.2", "1.2", "2.2.2", "1.2.2", "1.1"}},
    {{"x", "y"}, "fields 1\nf\nc x x\nc y -y\n", "law 1 1:1.2\n", {"1", "1.1"}},
};

// A tree: what has to be said is asked for until nothing is left.
std::set<std::string> random_tree(Draft& draft, const std::string& start, const System& system,
                                  std::uint64_t degree, const Intervals& bounds,
                                  std::mt19937_64& random) {
  std::vector<Monomial> asked;
  std::set<std::string> seen, kept;
  const auto ask = [&](const Monomial& m) {
    if (abide_check::degree(m) <= degree && bounds.inside(m) && seen.insert(written(m)).second)
      asked.push_back(m);
  };
  for (const auto v : system.variables) ask({{v, 1}});
  for (std::size_t k = 0; k < asked.size(); ++k) {
    const Monomial p = asked[k];
    bool found = false;
    for (int tries = 0; tries < 12 && !found; ++tries) {
      const std::uint64_t i = random() % system.fields.count();
      for (const auto& [j, sum] : system.expanded[i])
        for (const auto& [a, c] : sum) {
          if (found || exponent_of(p, j) == 0 || random() % 2 == 0) continue;
          const Monomial beta = times(lowered(p, j), a);
          found =
              draft.try_line(start, draft.lines.size(),
                             "k " + std::to_string(i + 1) + " " + written(beta) + " " + written(p));
          for (const auto& [j2, sum2] : system.expanded[i])
            for (const auto& [a2, c2] : sum2)
              if (const Monomial factor = lacking(a2, beta); found && !factor.empty())
                ask(times(p, factor));
        }
    }
    if (found) continue;
    REQUIRE(draft.try_line(start, draft.lines.size(), "b " + written(p)));
    kept.insert(written(p));
    for (const auto v : system.variables) ask(times(p, {{v, 1}}));
  }
  return kept;
}

}  // namespace

TEST_CASE("random evidence within bounds: accepted dimensions are true") {
  std::mt19937_64 random(2027);
  int complete = 0, trees = 0, rounds = 0;
  for (const auto& subject : subjects)
    for (int round = 0; round < 14; ++round, ++rounds) {
      const Model model = canonical(subject.names, subject.body);
      const System system(*model.fields);
      const auto bounds =
          random_intervals(static_cast<std::uint32_t>(subject.names.size()), random);
      const std::uint64_t degree = 1 + random() % 3;
      const auto inside = [&](const Monomial& m) { return bounds.inside(m); };
      const std::size_t truth = system.dimension(degree, system.variables, inside);
      Draft draft{model, head_of(model, subject.laws + bounds.statement()), truth, {}};
      const auto statement = [&](std::size_t dimension) {
        return "space " + std::to_string(degree) + " " + std::to_string(dimension) +
               " 1000003 fresh\n";
      };
      const std::string start = statement(999999);
      const bool tree = round % 2 == 0;
      std::set<std::string> kept;
      if (tree) kept = random_tree(draft, start, system, degree, bounds, random);
      for (std::uint64_t i = 0; i < model.fields->count(); ++i)
        for (const auto& beta : monomials(system.variables, 0, degree + system.most_degree()))
          for (const auto& [powers, c] : system.row(i, beta, degree)) {
            const Monomial alpha(powers.begin(), powers.end());
            if (tree && !kept.contains(written(alpha))) continue;
            const bool passes = draft.try_line(
                start, draft.lines.size(),
                "p " + std::to_string(i + 1) + " " + written(beta) + " " + written(alpha));
            if (passes) CHECK(bounds.inside(alpha));
            if (passes) break;
          }
      for (const auto& product : subject.products)
        for (const auto& alpha : monomials(system.variables, 1, degree))
          if (draft.try_line(start, draft.lines.size(), "e " + written(alpha) + " " + product))
            break;
      int accepted = 0;
      for (std::size_t dimension = 0; dimension <= truth + 3; ++dimension) {
        const Checked o = draft.run(statement(dimension), draft.lines);
        INFO(draft.head << statement(dimension));
        for (const auto& l : draft.lines) UNSCOPED_INFO(l);
        CHECK((o.kind == Checked::rejected || dimension == truth));
        accepted += o.kind == Checked::partial;
      }
      complete += accepted;
      trees += accepted > 0 && tree;
      if (accepted > 0) {  // no bounds or wider ones are another claim
        Draft without{model, head_of(model, subject.laws), truth, draft.lines};
        const Checked o = without.run(statement(truth), draft.lines);
        CHECK((o.kind == Checked::rejected || system.dimension(degree) == truth));
      }
    }
  CHECK(complete > rounds / 2);
  CHECK(trees > rounds / 8);
}

TEST_CASE("bounds") {
  const Model model = canonical({"t", "x", "v"}, subjects[0].body);
  const std::string laws = subjects[0].laws;
  const std::string space = "space 1 1 1000003 fresh\np 1 2 3\np 1 3 2\ne 1 2\n";
  CHECK(accepts(model, laws + space));
  CHECK(accepts(model, laws + "within 1-1:1\n" + space));
  CHECK(accepts(model, laws + "within 1-3:64\n" + space));
  CHECK(accepts(model, laws + "within 1-1:1 2-2:2 3-3:1\n" + space));
  const auto claims =
      run_check(model, with_end(head_of(model, laws + "within 1-1:1 2-3:2\n" + space))).claims;
  CHECK(claims.at(5) == "within: degree <= 1 in t, degree <= 2 in x to v");
  CHECK(claims.at(6) == "law space degree 1 within the bounds: proved: dimension 1");
  for (const char* items : {"",
                            "1:1",
                            "1-1",
                            "1-4:1",
                            "0-1:1",
                            "2-1:1",
                            "1-1:65",
                            "1-1:-1",
                            "1-1:18446744073709551616",
                            "4294967297-4294967297:1",
                            "1-4294967298:1",
                            "1-1:1 1-1:2",
                            "1-1:2 1-1:1",
                            "2-2:1 1-1:1",
                            "1-2:1 2-3:1",
                            "1-3:1 1-2:1",
                            "1-1:1 1-3:3",
                            "1-3:3 2-2:1",
                            "2-3:1 1-3:1",
                            "1-1:1  2-2:1",
                            "1-1:1 ",
                            " 1-1:1",
                            "1-1:01",
                            "01-1:1",
                            "1-1:1 ; 2-2:1"}) {
    INFO(items);
    CHECK_FALSE(accepts(model, laws + "within " + items + "\n" + space));
  }
  // At most once, before the statements about spaces, not with orbits, not for networks.
  CHECK_FALSE(accepts(model, laws + space + "within 1-1:1\n"));
  CHECK_FALSE(accepts(model, laws + "within 1-1:1\nwithin 1-1:1\n" + space));
  CHECK_FALSE(accepts(model, laws + "within 1-1:1\nlaw 3 1:1\n" + space));
  const std::string swap = "symmetry 1 2>3 3>-1:2\n";
  CHECK(accepts(model, swap + laws + "space 1 1 1000003 fresh\no 1 2 3\ne 1 2\n"));
  CHECK_FALSE(
      accepts(model, swap + laws + "within 1-1:1\nspace 1 1 1000003 fresh\no 1 2 3\ne 1 2\n"));
  for (const char* network : {"linear:1,1,1", "product:2"}) {
    const std::string lines = "space 1 0 5 fresh\np 1 1 2\np 1 2 1\n";
    CHECK(accepts(read_model(network), lines));
    CHECK_FALSE(accepts(read_model(network), "within 1-1:1\n" + lines));
  }
  const Model pair = canonical({"x", "y", "u", "v"}, "fields 2\nf\nc x y\nf\nc u v\n");
  // Bounds of 0, and columns and elements outside.
  CHECK(accepts(model, laws + "within 1-3:0\nspace 5 0 1000003 fresh\n"));
  CHECK(accepts(model, laws + "within 1-1:0\nspace 1 0 1000003 fresh\np 1 2 3\np 1 3 2\n"));
  CHECK_FALSE(accepts(model, laws + "within 1-1:0\n" + space));
  CHECK(accepts(model, laws + "within 1-3:1\nspace 2 1 1000003 fresh\np 1 2 3\np 1 3 2\ne 1 2\n"));
  CHECK_FALSE(accepts(
      model, laws + "within 1-3:1\nspace 2 2 1000003 fresh\np 1 2 3\np 1 3 2\ne 1 2\ne 1^2 2.2\n"));
  // `extend` keeps the bounds.
  const std::string second = "p 1 2^2 2.3\np 1 2.3 3^2\n", bounded = "p 1 1.3 1.2\np 1 1.2 1.3\n";
  CHECK(accepts(model, laws + "within 1-1:1\n" + space + "space 2 3 1000003 extend\n" + second +
                           bounded + "e 2^2 1\ne 1.2 1.2\n") == false);
  CHECK(accepts(model, laws + "within 1-1:1\n" + space + "space 2 2 1000003 extend\n" + second +
                           bounded + "e 2^2 1\n"));
  CHECK(accepts(
      model,
      laws + "within 1-1:0\nspace 1 0 1000003 fresh\np 1 2 3\np 1 3 2\nspace 2 1 1000003 extend\n" +
          second + "e 2^2 1\n"));
  CHECK_FALSE(accepts(model, laws + "within 1-1:1\n" + space + "space 2 2 1000003 extend\n" +
                                 second + "e 2^2 1\n"));
  CHECK_FALSE(accepts(model, laws + "within 1-1:1\n" + space + "space 2 3 1000003 extend\n" +
                                 second + bounded + "e 2^2 1\ne 1^2 2.2\n"));
  // `closed` speaks of all laws, before bounds and after them.
  const std::string linear =
      "law 1 1:2\nlaw 2 1:4\npoint 1 2=1 4=1\nindependent 2 1 5\ni 1 2\ni 2 4\nlie-rank 2 1 5\nw 1 "
      "1\nw 2 3\n";
  CHECK(accepts(pair, linear + "closed 1 2\nwithin 1-1:1\nspace 1 2 5 fresh\np 1 2 1\np 2 4 3\ne 2 "
                               "1\ne 4 2\nclosed 2 5\n"));
  CHECK_FALSE(accepts(pair, linear + "within 1-1:1\nclosed 2 4\n"));
}

TEST_CASE("laws that are not polynomials") {
  // Along t: x = e^t, y = t, z = −1/t, u = e^(2t).
  const Model model =
      canonical({"x", "y", "z", "u"}, "fields 1\nf\nc x x\nc y 1\nc z z^2\nc u 2*u\n");
  const auto accepted = [&](const std::string& h, const std::string& rest = "") {
    return accepts(model, "elementary 1 " + h + "\n" + rest);
  };
  for (const char* h :
       {"0 ; 1:2 ; -1:1", "0 ; 2:2 ; -1:4", "4 ; 1:1^2 ; 0", "1^2 ; 1:4 ; 0",
        "1^2 ; 1:4 ; 2:1 -1:4", "3 ; 1:2.3 1:0 ; 0", "0 ; 0 ; 2:1 -1:4", "3 ; 2:0 ; 1:1 1:2 -1:2",
        "1^4 ; 1:4^2 3:1^4 ; 0", "1^2.3 ; 1:3.4 1:1^2 1:1^2.2.3 ; 0"}) {
    INFO(h);
    CHECK(accepted(h) == (std::string(h) != "3 ; 2:0 ; 1:1 1:2 -1:2"));
  }
  for (const char* h : {"0 ; 1:2 ; 1:1",
                        "4 ; 1:1 ; 0",
                        "1^2 ; 2:4 1:0 ; 0",
                        "3 ; 1:2.3 -1:0 ; 0",
                        "0 ; 0 ; 1:1 -1:4",
                        "0 ; 0 ; 0",
                        "2 ; 5:2 ; 0",
                        "0 ; 3:0 ; 0",
                        "0 ; 1:2 ; -1:0",
                        "0 ; 1:2 ; -1:1^2",
                        "0 ; 1:2 ; -1:1.2",
                        "0 ; 1:2 ; -1:1 0:4",
                        "0 ; 1:2",
                        "0 1:2 ; -1:1",
                        "0 ; 1:2 ; -1:5",
                        "0 ; 1:2 ; -1:1 ; 0",
                        "1:0 ; 1:2 ; -1:1",
                        "0 ;  ; -1:1",
                        "",
                        "0 ; 1:2 ; -1:1 "}) {
    INFO(h);
    CHECK_FALSE(accepted(h));
  }
  const std::string
      two = "1^2 ; 1:4 ; 0\nelementary 2 0 ; 1:2 ; -1:1\nelementary 3 3 ; 1:2.3 1:0 ; 0",
      point = "point 1 1=2 2=3 3=5 4=7\n";
  CHECK(accepted(two, point + "independent 3 1 1009\ni 1 1\ni 2 1\ni 3 2\n") == false);
  CHECK(accepted(two, point + "independent 3 1 1009\ni 1 4\ni 2 1\ni 3 2\n"));
  CHECK(accepted(
      two,
      point + "independent 3 1 1009\ni 1 4\ni 2 1\ni 3 2\nlie-rank 1 1 1009\nw 1 1\ncomplete\n"));
  CHECK_FALSE(accepted(two, point + "independent 2 1 1009\ni 2 1\ni 2 2\n"));
  CHECK_FALSE(accepted(two, "symmetry 1 1>2\n"));
  // Only in `independent`, and without images.
  CHECK_FALSE(accepted("4 ; 1:1^2 ; 0", "symmetry 1 1>-1:1\nimage 2 1 1\n"));
  CHECK_FALSE(accepted("4 ; 1:1^2 ; 0", "space 1 1 1009 fresh\ne 1 1\n"));
  CHECK_FALSE(accepted(
      two,
      point + "independent 3 1 1009\ni 1 4\ni 2 1\ni 3 2\nlie-rank 1 1 1009\nw 1 1\nclosed 1 3\n"));
  const Model network = read_model("relu:1,1,1");
  CHECK(
      run_check(
          network,
          with_end(head_of(
              network,
              "elementary 1 1 ; 1:1^3 -1:1.2^2 ; 0\npoint 1 1=1 2=2\nindependent 1 1 5\ni 1 1\n")))
          .kind == Checked::partial);
  CHECK(run_check(network, with_end(head_of(network,
                                            "elementary 1 1 ; 1:1^3 -1:1.2^2 ; 0\npoint 1 1=1 "
                                            "2=2\nindependent 1 1 5\ni 1@1:1 1\n")))
            .kind == Checked::rejected);
}

TEST_CASE("coefficients and gradients of absurd size are refused at once") {
  // No field: everything is a law, and every permutation with factors a symmetry.
  std::vector<std::string> names;
  std::string moves, powers, product;
  for (int v = 1; v <= 9000; ++v) names.push_back("x" + std::to_string(v));
  for (int v = 1; v <= 300; ++v) {
    moves += " " + std::to_string(v) + ">2:" + std::to_string(v);
    powers += (v == 1 ? "" : ".") + std::to_string(v) + "^33220";
  }
  for (int v = 1; v <= 9000; ++v) product += (v == 1 ? "" : ".") + std::to_string(v);
  const Model model = canonical(names, "fields 0\n");
  const auto outcome = [&](const std::string& lines) {
    return run_check(model, with_end(head_of(model, lines)));
  };
  const Checked image = outcome("symmetry 1" + moves + "\nlaw 1 1:" + powers + "\nimage 2 1 1\n");
  CHECK(image.kind == Checked::rejected);
  CHECK(image.reason.find("10000 digits") != std::string::npos);
  CHECK(outcome("elementary 1 " + product + " ; 1:0 ; 0\n").kind == Checked::stopped);
}

TEST_CASE("groups of tokens: what they stand for, and refused before they grow") {
  const Model model = read_model("relu:1,4,1");  // laws x_k^2 - x_(4+k)^2
  const auto outcome = [&](const std::string& lines) {
    return run_check(model, with_end(head_of(model, lines)));
  };
  const auto same = [&](const std::string& group, const std::string& written) {
    const auto claims = outcome("law 1 " + group + "\n").claims;
    REQUIRE(claims.size() > 3);
    CHECK(claims == outcome("law 1 " + written + "\n").claims);
  };
  same("(1:{1+1%1}^2 | 4) (-1:{5+1%1}^2 | 4)",
       "1:1^2 1:2^2 1:3^2 1:4^2 -1:5^2 -1:6^2 -1:7^2 -1:8^2");
  same("(1:{1+1%1}^2 -1:{5+1%1}^2 | 2)", "1:1^2 -1:5^2 1:2^2 -1:6^2");
  same("({1+1%1}:{1+1%1}^2 -{1+1%1}:{5+1%1}^2 | 3)", "1:1^2 -1:5^2 2:2^2 -2:6^2 3:3^2 -3:7^2");
  same("(1:{1+2%1+1%2}^2 | 2 {1+1%1}) -1:5^2 (-1:{7+1%1}^2 | 2)",
       "1:1^2 1:3^2 1:4^2 -1:5^2 -1:7^2 -1:8^2");
  same("1:1^2 (1:{2+1%1}^2 | 0) -1:5^2", "1:1^2 -1:5^2");
  same("lemma (1:{1+1%1}^2 -1:{5+1%1}^2 | 1)", "lemma 1:1^2 -1:5^2");
  for (const std::string wrong :
       {"(1:1^2 -1:5^2)", "(1:1^2 -1:5^2 | )", "(1:1^2 -1:5^2 | 1", "1:1^2 -1:5^2 | 1)",
        "((1:{1+1%1}^2 | 1) -1:5^2 | 1)", "1:1^2(-1:5^2 | 1)", "(1:1^2 | 1)-1:5^2",
        "(1:1^2 | 1)(-1:5^2 | 1)", "( | 1) 1:1^2 -1:5^2", "(1:1^2 | 0) (-1:5^2 | 0)",
        "(1:1^2 -1:5^2 | 2)", "(1:{1+1%2}^2 -1:5^2 | 1)", "(1:{1-2%1}^2 -1:5^2 | 2)",
        "(1:1{1+1%1}^2 | 1) -1:5^2", "1:1^2 () -1:5^2", "(", ")", "1:1^2 -1:5^2 )"})
    CHECK(outcome("law 1 " + wrong + "\n").kind == Checked::rejected);
  // At most 2^24 turns of all loops of a statement.
  for (const std::string many :
       {"1099511627776", "16777217", "4096 4096", "{1+1%1}", "3 16777216", "2 {16777216-1%1}",
        "1099511627777", "9223372036854775807", "16777215 2", "99999999999999999999999"}) {
    const Checked found = outcome("law 1 (1:{1+1%1}^2 | " + many + ")\n");
    INFO(many << ": " << found.reason);
    CHECK(found.kind == Checked::rejected);
    CHECK(outcome("point 1 ({1+1%1}=1 | " + many + ")\n").kind == Checked::rejected);
  }
  CHECK(outcome("point 1 (1=1 | 0) (1=1 | 9000000 0) (1=1 | 9000000 0)\n")
            .reason.find("more than 2^24 times") != std::string::npos);
  CHECK(outcome("point 1 (1=1 | 16777216 0)\n").kind == Checked::partial);
  const std::string long_token(1 << 12, '1');
  CHECK(outcome("law 1 (1:" + long_token + " | 70000)\n").reason.find("2^28") != std::string::npos);
}

TEST_CASE("lemmas are statements of every kind of law") {
  const Model network = read_model("linear:1,2,1");
  const auto claims = [](const Model& model, const std::string& lines) {
    return run_check(model, with_end(head_of(model, lines))).claims;
  };
  CHECK(claims(network, "law 1 lemma 1:1^2 -1:3^2\n").at(3) ==
        "law 1: proved, lemma: U1[1,1]^2 - U2[1,1]^2");
  CHECK(
      claims(network, "law 1 images 1:1 lemma 1:1^2 -1:3^2\nlaw 2 of 1@1:2 1:2^2 -1:4^2\n").at(3) ==
      "law 1: proved, images 1:1, lemma: U1[1,1]^2 - U2[1,1]^2");
  for (const std::string wrong :
       {"law 1 lemma lemma 1:1^2 -1:3^2", "law 1 lemma images 1:1 1:1^2 -1:3^2",
        "law 1 1:1^2 -1:3^2 lemma", "law 1 lemma", "law lemma 1 1:1^2 -1:3^2",
        "law 1 Lemma 1:1^2 -1:3^2", "law 1 lemma1:1^2 -1:3^2"})
    CHECK_FALSE(accepts(network, wrong + "\n"));
  const Model map = canonical({"x", "y"}, "map 1\nm x*y\n");
  CHECK(claims(map, "symmetry 1 1>2 2>1\nlaw 1 1:1^2 -1:2^2\nimage 2 1 1 lemma\n").at(5) ==
        "law 2: proved, lemma: y^2 - x^2");
  CHECK_FALSE(accepts(map, "symmetry 1 1>2 2>1\nlaw 1 1:1^2 -1:2^2\nimage 2 1 1 lemma lemma\n"));
  const Model scaled = canonical({"x", "y"}, "fields 1\nf\nc x x\nc y y\n");
  CHECK(claims(scaled, "elementary 1 lemma 2 ; 1:1 ; 0\n").at(3) ==
        "law 1: proved, lemma: (x)/(y) + (0)");
}

TEST_CASE("a point by a seed has the coordinates of the format") {
  const auto coordinate = [](std::uint64_t seed, std::uint64_t i) {
    std::uint64_t z = seed + i * 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (z ^ z >> 31) >> 2;
  };
  // Modulo 3 a row vanishes where its coordinate does.
  const Model model = canonical({"a", "b", "c"}, "fields 1\nf\nc a a\nc b b\nc c c\n");
  for (std::uint64_t seed = 0; seed < 40; ++seed)
    for (std::uint64_t v = 1; v <= 3; ++v) {
      INFO("seed " << seed << ", coordinate " << v);
      CHECK(accepts(model, "point 1 ~" + std::to_string(seed) + "\nlie-rank 1 1 3\nw 1 " +
                               std::to_string(v) + "\n") == (coordinate(seed, v) % 3 != 0));
    }
  CHECK(accepts(model, "point 1 ~9223372036854775807\n"));
  for (const std::string wrong :
       {"~9223372036854775808", "~", "~-1", "~01", "~1 1=1", "1=1 ~1", "~1 ~1", "~ 1", "~1.5"})
    CHECK_FALSE(accepts(model, "point 1 " + wrong + "\n"));
  // Nothing is made of more than 2^26 coordinates.
  const Model large = read_model("linear:10000,10000,1");
  CHECK(run_check(large, with_end(head_of(large, "point 1 ~1\n"))).reason.find("2^26") !=
        std::string::npos);
}

// W + B A with vectors B and A of two entries: one law, and brackets alone reach the rest of (B,
// A).
TEST_CASE("a parameter for each entry: rows and brackets") {
  const Model model = read_model("lora:2,1,2");
  const std::string law = "law 1 1:5^2 1:6^2 -1:7^2 -1:8^2\n", point = "point 1 5=1 7=2\n",
                    independent = "independent 1 1 8388593\ni 1 5\n",
                    fields = "w 1 1\nw 2 2\nw 3 3\nw 4 4\n",
                    brackets = "w [1,2] 8\nw [1,3] 6\nw [3,[1,3]] 5\n";
  const auto with = [&](const std::string& laws, int rank, const std::string& words) {
    const std::string text = laws + point + independent + "lie-rank " + std::to_string(rank) +
                             " 1 8388593\n" + words + "complete\n";
    return run_check(model, with_end(head_of(model, text))).kind;
  };
  CHECK(with(law, 7, fields + brackets) == Checked::complete);
  CHECK(with(law, 7, brackets + fields) == Checked::complete);
  for (const std::string& words : {
           fields + "w [1,2] 8\nw [1,3] 6\n",                // a row less
           std::string("w 1 1\nw 2 2\nw 3 3\n") + brackets,  // a field less
       }) {
    CHECK(with(law, 7, words) == Checked::rejected);
    CHECK(with(law, 6, words) == Checked::rejected);
  }
  CHECK(with(law, 7, fields + "w [1,2] 8\nw [1,3] 6\nw [1,4] 5\n") == Checked::rejected);
  CHECK(with(law, 7, fields + "w [1,2] 8\nw [1,3] 6\nw [1,3] 5\n") == Checked::rejected);
  CHECK(with(law, 7, fields + "w [1,2] 1\nw [1,3] 6\nw [3,[1,3]] 5\n") == Checked::rejected);
  CHECK(with(law, 8, fields + brackets + "w [2,[1,2]] 7\n") == Checked::rejected);
  for (const std::string wrong :
       {"law 1 1:1^2 1:5^2 1:6^2 -1:7^2 -1:8^2\n", "law 1 1:1\n", "law 1 1:5^2 -1:7^2\n",
        "law 1 1:5^2 1:6^2 1:7^2 1:8^2\n", "law 1 1:5^2 1:6^2 -1:7^2 -1:8^2 -1:4.5\n"})
    CHECK(with(wrong, 7, fields + brackets) == Checked::rejected);
}
