// Arithmetic, fields, orbits, elimination, canonical files: planted answers and
// comparison with brute force.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "run.hpp"

using namespace abide_check;

TEST_CASE("primality is exact") {
  std::vector<bool> sieve(20000, true);
  sieve[0] = sieve[1] = false;
  for (std::size_t i = 2; i < sieve.size(); ++i)
    for (std::size_t j = 2 * i; sieve[i] && j < sieve.size(); j += i) sieve[j] = false;
  for (std::size_t i = 0; i < sieve.size(); ++i) REQUIRE(is_prime(i) == sieve[i]);
  for (const std::uint64_t p : {2305843009213693951ull, 4611686018427387847ull, 2147483647ull, 18446744073709551557ull}) CHECK(is_prime(p));
  // Strong pseudoprimes to many bases, a Carmichael number, squares, products.
  for (const std::uint64_t n : {3215031751ull, 3825123056546413051ull, 341550071728321ull, 561ull, 4611686014132420609ull, 2305843009213693953ull})
    CHECK_FALSE(is_prime(n));
}

TEST_CASE("arithmetic modulo primes") {
  for (const std::uint64_t p : {3ull, 2147483647ull, 2305843009213693951ull, 4611686018427387847ull}) {
    const Modulus f(p);
    std::mt19937_64 random(1);
    for (int i = 0; i < 200; ++i) {
      const std::uint64_t a = random() % p, b = random() % p;
      CHECK(f.sub(f.add(a, b), b) == a);
      CHECK(Integer(f.mul(a, b)) == Integer(a) * b % p);
      if (a != 0) CHECK(f.mul(a, f.inverse(a)) == 1);
    }
    CHECK(f.of(Integer(-1)) == p - 1);
    CHECK(f.mul(f.of(Rational(Integer(-5), Integer(4))), 4 % p) == f.of(Integer(-5)));
    CHECK_THROWS_AS(f.of(Rational(Integer(1), Integer(p) * 5)), Rejected);
  }
  CHECK(binomial(10, 3) == 120);
  CHECK(binomial(Integer(803), 2) == 322003);
  CHECK(power(Integer(-3), 5) == -243);
  CHECK(power(Integer(-1), 999999) == -1);
  CHECK_THROWS_AS(power(Integer(2), 1000000), Rejected);
}

TEST_CASE("monomials") {
  const Monomial a{{0, 2}, {3, 1}}, b{{0, 1}, {2, 1}};
  CHECK(times(a, b) == Monomial{{0, 3}, {2, 1}, {3, 1}});
  Monomial q;
  CHECK(divide(times(a, b), b, q));
  CHECK(q == a);
  CHECK_FALSE(divide(a, b, q));
  CHECK(lowered(a, 3) == Monomial{{0, 2}});
  CHECK(lowered(a, 0) == Monomial{{0, 1}, {3, 1}});
  CHECK(degree(a) == 3);
  CHECK_THROWS_AS(times({{0, 4000000000u}}, {{0, 4000000000u}}), Stopped);
}

TEST_CASE("elimination finds planted ranks and pivots") {
  std::mt19937_64 random(7);
  for (const std::uint64_t p : {5ull, 2147483629ull, 4611686018427387847ull})
    for (const bool dense : {false, true})
      for (int round = 0; round < 30; ++round) {
        const Modulus f(p);
        const std::uint32_t columns = 12;
        const std::size_t rank = 1 + random() % 8;
        std::vector<std::vector<std::uint64_t>> basis(rank, std::vector<std::uint64_t>(columns));
        for (auto& row : basis)
          for (auto& c : row) c = random() % 3 == 0 ? random() % p : 0;
        const auto elimination = Elimination::make(f, dense);
        // The same by hand, all columns tried as pivots.
        std::vector<std::pair<std::uint32_t, std::vector<std::uint64_t>>> known;
        for (int k = 0; k < 15; ++k) {
          std::vector<std::uint64_t> row(columns, 0);
          for (const auto& b : basis) {
            const std::uint64_t s = random() % p;
            for (std::uint32_t c = 0; c < columns; ++c) row[c] = f.add(row[c], f.mul(s, b[c]));
          }
          Elimination::Row sparse;
          for (std::uint32_t c = 0; c < columns; ++c)
            if (row[c] != 0) sparse.emplace_back(c, row[c]);
          for (const auto& [pivot, q] : known) {
            const std::uint64_t s = f.mul(row[pivot], f.inverse(q[pivot]));
            for (std::uint32_t c = 0; c < columns; ++c) row[c] = f.sub(row[c], f.mul(s, q[c]));
          }
          for (std::uint32_t c = 0; c < columns; ++c)
            if (row[c] == 0) REQUIRE_FALSE(elimination->add(sparse, c));
          for (std::uint32_t c = 0; c < columns; ++c)
            if (row[c] != 0) {
              REQUIRE(elimination->add(sparse, c));
              known.emplace_back(c, row);
              break;
            }
        }
        CHECK(known.size() <= rank);
        CHECK(elimination->rows() == known.size());
      }
}

namespace {

const std::vector<std::string> networks{"linear:2,3", "linear:2,1,2", "linear:2,2,2", "relu:2,3,2", "relu:2,2,2,bias", "relu:1,2,2,1,bias=all",
                                        "network:2,2r,2,1,bias", "network:2,2,2r,1", "network:1,2,1r,2,2,bias=all", "product:4", "network:2,2,bias=all", "network:2,2,bias"};

// Everything a field consists of, from `terms` alone.
VectorField written_out(const Fields& fields, std::uint64_t i) { return expand(Word{i, nullptr, nullptr}, fields); }

}  // namespace

TEST_CASE("fields of networks: numbering, terms by variable, rows and values agree") {
  std::mt19937_64 random(3);
  for (const auto& specification : networks) {
    INFO(specification);
    const Model model = parse_specification(specification);
    const Fields& fields = *model.fields;
    std::multiset<std::tuple<std::uint64_t, std::uint32_t, Monomial>> by_field, by_variable;
    for (std::uint64_t i = 0; i < fields.count(); ++i)
      fields.terms(i, [&](std::uint32_t j, const Monomial& a, const Rational&) { by_field.emplace(i, j, a); });
    for (std::uint32_t j = 0; j < fields.dimension(); ++j)
      fields.terms_with(j, [&](std::uint64_t i, const Monomial& a, const Rational&) { by_variable.emplace(i, j, a); });
    CHECK(by_field == by_variable);
    CHECK(std::set(by_field.begin(), by_field.end()).size() == by_field.size());
    const Modulus f(1000003);
    for (std::uint64_t i = 0; i < fields.count(); ++i) {
      std::vector<std::uint64_t> at(fields.dimension());
      for (auto& x : at) x = random() % 3;
      std::map<std::uint32_t, std::uint64_t> expected, found;
      for (const auto& [j, sum] : written_out(fields, i))
        for (const auto& [m, c] : sum) {
          std::uint64_t product = f.of(c);
          for (const auto& q : m) product = f.mul(product, f.pow(at[q.variable], q.exponent));
          expected[j] = f.add(expected[j], product);
        }
      for (const auto& [j, e] : fields.value(i, Point(f, at)))
        if (!e.empty()) found[j] = e[0];
      std::erase_if(expected, [](const auto& e) { return e.second == 0; });
      std::erase_if(found, [](const auto& e) { return e.second == 0; });
      CHECK(expected == found);
      Monomial beta;
      for (std::uint32_t v = 0; v < fields.dimension(); ++v)
        if (random() % 2) beta.push_back({v, static_cast<std::uint32_t>(1 + random() % 2)});
      std::map<Monomial, Rational> row, direct;
      std::vector<Entry> entries;
      fields.row(i, beta, entries);
      for (const auto& [m, c] : entries) row[m] += c;
      for (const auto& [j, sum] : written_out(fields, i))
        for (const auto& [a, c] : sum) {
          Monomial quotient;
          if (!divide(beta, a, quotient)) continue;
          const Monomial alpha = times(quotient, {{j, 1}});
          direct[alpha] += c * Rational(exponent_of(alpha, j));
        }
      CHECK(row == direct);
    }
  }
}

TEST_CASE("numbering and names of the families") {
  const auto model = parse_specification("network:1,2r,1,1,bias=all");
  const Fields& f = *model.fields;
  REQUIRE(f.dimension() == 9);
  REQUIRE(f.count() == 5);  // 2 from the input, 2 from b1, 1 from b2 and b3
  CHECK(f.name(0) == "U1[1,1]");
  CHECK(f.name(3) == "U2[2,1]");
  CHECK(f.name(4) == "U3[1,1]");
  CHECK(f.name(5) == "b1[1]");
  CHECK(f.name(7) == "b2[1]");
  CHECK(f.name(8) == "b3[1]");
  CHECK(written_out(f, 1).begin()->second.begin()->first == Monomial{{3, 1}, {4, 1}});
  CHECK(written_out(f, 3).count(6) == 1);
  CHECK(written_out(f, 4).count(8) == 1);
  CHECK(written_out(f, 4).at(4).begin()->first == Monomial{{7, 1}});
  CHECK_FALSE(f.homogeneous());
  CHECK_FALSE(f.monomial_map());
  CHECK(parse_specification("relu:2,3,2,bias=all").fields->monomial_map());
  CHECK(parse_specification("linear:2,1,2").fields->monomial_map());
  CHECK_FALSE(parse_specification("linear:2,2,2").fields->monomial_map());
  CHECK(parse_specification("network:2,2,bias=all").fields->count() == 6);
  CHECK(parse_specification("product:5").fields->name(4) == "x[5]");
}

TEST_CASE("refused specifications") {
  for (const char* s : {"", "linear", "linear:", "linear:3", "linear:3,", "linear:,3", "linear:0,1", "linear:03,1", "linear: 3,1", "linear:3,1,bias", "linear:2r,1",
                        "linear:2,2r,2", "network:2r,2", "network:2,2r", "network:2,2rr,2", "relu:2,2r,2", "relu:1,2,bias,bias=all", "relu:1,2,bias=all,bias",
                        "relu:1,2,biased", "product:0", "product:3,3", "product:100000", "linear:1000000,1000000", "model.toml", "linear:99999999999999999999,2",
                        "relu:1,2,bias ", "linear:1,2\n", "tensor:2"})
    CHECK_THROWS_AS(parse_specification(s), InputError);
}

TEST_CASE("orbits agree with enumeration") {
  std::mt19937_64 random(5);
  for (const std::string specification : {"linear:2,3,2", "relu:3,2,bias", "network:2,2r,3,bias=all", "linear:2,1,2,2", "product:5"}) {
    const Model model = parse_specification(specification);
    const Network& net = *model.network;
    const auto& widths = net.widths();
    // All permutations of the nodes of each layer as permutations of the variables.
    std::vector<std::vector<std::uint32_t>> group;
    std::map<std::string, std::uint32_t> number;
    for (std::uint32_t v = 0; v < net.dimension(); ++v) number[net.name(v)] = v;
    if (net.is_product()) {
      std::vector<std::uint32_t> p(net.dimension());
      std::iota(p.begin(), p.end(), 0u);
      do group.push_back(p);
      while (std::next_permutation(p.begin(), p.end()));
    } else {
      std::vector<std::vector<std::uint32_t>> p(widths.size());
      for (std::size_t l = 0; l < p.size(); ++l) {
        p[l].resize(widths[l]);
        std::iota(p[l].begin(), p[l].end(), 0u);
      }
      for (bool more = true; more;) {
        std::vector<std::uint32_t> image;
        for (std::uint32_t v = 0; v < net.dimension(); ++v) {
          const auto e = net.edge(v);
          const std::string l = std::to_string(e.layer), to = std::to_string(p[e.layer][e.to] + 1);
          image.push_back(number.at(e.bias ? "b" + l + "[" + to + "]" : "U" + l + "[" + std::to_string(p[e.layer - 1][e.from] + 1) + "," + to + "]"));
        }
        group.push_back(image);
        more = false;
        for (auto& layer : p)
          if (std::next_permutation(layer.begin(), layer.end())) {
            more = true;
            break;
          }
      }
    }
    const auto key = [](const Monomial& m) {
      std::vector<std::pair<std::uint32_t, std::uint32_t>> k;
      for (const auto& q : m) k.emplace_back(q.variable, q.exponent);
      return k;
    };
    std::map<std::vector<std::pair<std::uint32_t, std::uint32_t>>, decltype(Orbit::form)> forms;  // by least element
    for (int round = 0; round < 60; ++round) {
      Monomial m;
      for (std::uint32_t v = 0; v < net.dimension(); ++v)
        if (random() % net.dimension() < 3) m.push_back({v, static_cast<std::uint32_t>(1 + random() % 2)});
      if (m.empty()) continue;
      std::set<std::vector<std::pair<std::uint32_t, std::uint32_t>>> images;
      for (const auto& g : group) {
        Monomial image;
        for (const auto& q : m) image.push_back({g[q.variable], q.exponent});
        std::sort(image.begin(), image.end());
        images.insert(key(image));
      }
      const Orbit o = orbit(net, m);
      CHECK(o.size == images.size());
      const auto [at, fresh] = forms.emplace(*images.begin(), o.form);
      CHECK(at->second == o.form);
    }
    for (const auto& [a, x] : forms)
      for (const auto& [b, y] : forms) CHECK((a == b) == (x == y));
  }
  const Model wide = parse_specification("linear:12,12");
  Monomial m;
  for (std::uint32_t i = 0; i < 11; ++i) m.push_back({i * 13, 1});
  CHECK_THROWS_AS(orbit(*wide.network, m), Rejected);
}

TEST_CASE("brackets by hand and by evaluation") {
  // X = y ∂x, Y = x² ∂y: [X, Y] = ∂X·Y − ∂Y·X = x² ∂x − 2xy ∂y.
  const Model model = parse_canonical(Input::text("abide-canonical 1\nvariables 2\nv x\nv y\ndomain all\ndrift none\nfields 2\nf\nc x y\nf\nc y x^2\nend 12\n"), "m");
  const Fields& fields = *model.fields;
  const VectorField b = bracket(written_out(fields, 0), written_out(fields, 1));
  CHECK(b.at(0) == Sum{{{{0, 2}}, 1}});
  CHECK(b.at(1) == Sum{{{{0, 1}, {1, 1}}, -2}});
  const Modulus f(101);
  const std::vector<std::uint64_t> at{3, 5};
  Text text("[1,2]");
  const Vector v = value(*text.word(2), fields, Point(f, at));
  CHECK(v.at(0)[0] == 9);
  CHECK(v.at(1)[0] == 101 - 30);
  // Deep words against expansion.
  for (const std::string specification : {"linear:2,2,2", "network:2,2,1,bias", "product:3"}) {
    const Model m = parse_specification(specification);
    const std::uint64_t d = m.fields->count();
    std::mt19937_64 random(11);
    std::vector<std::uint64_t> point(m.fields->dimension());
    for (int round = 0; round < 6; ++round) {
      for (auto& x : point) x = random() % 101;
      const auto n = [&] { return std::to_string(1 + random() % d); };
      for (const std::string& w : {"[" + n() + "," + n() + "]", "[[" + n() + "," + n() + "]," + n() + "]", "[[" + n() + "," + n() + "],[" + n() + "," + n() + "]]", "[" + n() + ",[" + n() + ",[" + n() + "," + n() + "]]]"}) {
        INFO(specification << " " << w);
        Text t(w);
        const auto word = t.word(d);
        std::map<std::uint32_t, std::uint64_t> expected, found;
        for (const auto& [j, sum] : expand(*word, *m.fields))
          for (const auto& [mono, c] : sum) {
            std::uint64_t product = f.of(c);
            for (const auto& q : mono) product = f.mul(product, f.pow(point[q.variable], q.exponent));
            expected[j] = f.add(expected[j], product);
          }
        for (const auto& [j, e] : value(*word, *m.fields, Point(f, point)))
          if (!e.empty()) found[j] = e[0];
        std::erase_if(expected, [](const auto& e) { return e.second == 0; });
        std::erase_if(found, [](const auto& e) { return e.second == 0; });
        CHECK(expected == found);
      }
    }
  }
}

TEST_CASE("sums of squares on networks: potentials agree with the fields") {
  std::mt19937_64 random(13);
  int laws = 0;
  for (const std::string specification : {"relu:2,2,1", "relu:1,2,2,1,bias", "network:2,2,1,bias=all", "product:3", "linear:2,1,2", "linear:2,2"}) {
    const Model model = parse_specification(specification);
    const Fields& fields = *model.fields;
    for (int round = 0; round < 400; ++round) {
      // Potentials at random, sometimes spoiled.
      std::map<std::uint32_t, int> b;
      std::map<std::pair<std::size_t, std::uint32_t>, int> potential;
      const std::size_t last = model.network->widths().size() - 1;
      const auto at = [&](std::size_t l, std::uint32_t v) {
        if (l == 0 || l == last) return 0;
        return potential.try_emplace({l, v}, static_cast<int>(random() % 3) - 1).first->second;
      };
      for (std::uint32_t v = 0; v < fields.dimension(); ++v) {
        const auto e = model.network->edge(v);
        b[v] = (e.bias ? 0 : at(e.layer - 1, e.from)) - at(e.layer, e.to);
      }
      if (random() % 2) b[static_cast<std::uint32_t>(random() % fields.dimension())] += 1;
      Polynomial h;
      std::map<std::pair<std::uint64_t, Monomial>, Rational> sums;
      for (const auto& [v, c] : b) {
        if (c == 0) continue;
        h.push_back({{{v, 2}}, c});
        fields.terms_with(v, [&](std::uint64_t i, const Monomial& a, const Rational& k) { sums[{i, times(a, {{v, 1}})}] += k * Rational(2 * c); });
      }
      if (h.empty()) continue;
      const bool law = std::all_of(sums.begin(), sums.end(), [](const auto& s) { return s.second.is_zero(); });
      laws += law;
      CHECK(fields.squares_law(h) == law);
    }
  }
  CHECK(laws > 200);
}

TEST_CASE("canonical files are read strictly") {
  const std::string good =
      "abide-canonical 1\nvariables 3\nv x\nv y[1]\nv y[2]\ndomain all\ndrift none\nmap 2\nm x*y[1]\nm -3/2*x^2*y[2] + y[2]^2 - 1\nend 11\n";
  const auto read = [](const std::string& s) { return parse_canonical(Input::text(s), "f.canon"); };
  const Model model = read(good);
  CHECK(model.fields->count() == 2);
  CHECK(model.fields->name(2) == "y[2]");
  CHECK(written_out(*model.fields, 1).at(0) == Sum{{{{0, 1}, {2, 1}}, -3}});
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string s = good;
    const std::size_t at = s.find(from);
    REQUIRE(at != s.npos);
    return s.replace(at, from.size(), to);
  };
  struct Case {
    const char *from, *to, *where;
  };
  const std::vector<Case> cases{
      {"canonical 1", "canonical 2", ":1:1:"}, {"variables 3", "variables 03", ":2:11:"}, {"variables 3", "variables 4", ":6:1:"}, {"v x", "v 1x", ":3:3:"},
      {"v x", "v  x", ":3:3:"}, {"v x", "v x ", ":3:4:"}, {"v y[1]", "v x", ":4:3:"}, {"y[1]\n", "y[01]\n", ":4:5:"}, {"y[1]\n", "y[0]\n", ":4:5:"},
      {"domain all", "domain positive", ":6:1:"}, {"drift none", "drift x", ":7:1:"}, {"map 2", "map 1", ":10:1:"}, {"map 2", "maps 2", ":8:1:"},
      {"m x*y[1]", "m y[1]*x", ":9:8:"}, {"m x*y[1]", "m x*x", ":9:5:"}, {"m x*y[1]", "m 1*x", ":9:3:"}, {"m x*y[1]", "m 0*x", ":9:3:"}, {"m x*y[1]", "m x^1", ":9:5:"},
      {"m x*y[1]", "m x^1000001", ":9:5:"}, {"m x*y[1]", "m z", ":9:3:"}, {"m x*y[1]", "m x + x", ":9:7:"}, {"m x*y[1]", "m x+y[1]", ":9:3:"},
      {"m x*y[1]", "m - x", ":9:4:"}, {"m x*y[1]", "m x  + y[1]", ":9:4:"}, {"m x*y[1]", "m", ":9:1:"}, {"m x*y[1]", "m ", ":9:3:"}, {"-3/2", "-6/4", ":10:4:"}, {"-3/2", "-3/1", ":10:4:"},
      {"-3/2", "-03/2", ":10:4:"}, {"-3/2", "+3/2", ":10:3:"}, {"- 1\n", "- 0\n", ":10:28:"}, {"end 11", "end 10", ":11:5:"}, {"end 11\n", "end 11", ":11:1:"}, {"end 11\n", "end 11\n\n", ":12:1:"},
      {"end 11\n", "", ":11:1:"}, {"\nend", "\n\nend", ":11:1:"}, {"v x\n", "v x\r\n", ":3:"}, {"m x", "m \tx", ":9:3:"}};
  for (const auto& c : cases) {
    INFO(c.from << " -> " << c.to);
    try {
      read(changed(c.from, c.to));
      CHECK(false);
    } catch (const InputError& e) {
      INFO(e.what());
      CHECK(std::string(e.what()).find(c.where) != std::string::npos);
    }
  }
  for (std::size_t n = 0; n < good.size(); ++n) CHECK_THROWS_AS(read(good.substr(0, n)), InputError);
  const std::string net = "abide-canonical 1\nvariables 4\nv U1[1,1]\nv U1[1,2]\nv U2[1,1]\nv U2[2,1]\ndomain all\ndrift none\nnetwork 1,2r,1 none\nend 10\n";
  CHECK(read(net).fields->count() == 2);
  CHECK_THROWS_AS(read(std::string(net).replace(net.find("2r"), 2, "2r,1")), InputError);
  CHECK_THROWS_AS(read(std::string(net).replace(net.find("none\nend"), 4, "hidden")), InputError);
  CHECK_THROWS_AS(read(std::string(net).replace(net.find("none\nend"), 4, "all ")), InputError);
  CHECK_THROWS_AS(read(std::string(net).replace(net.find("U2[2,1]"), 7, "U2[1,2]")), InputError);
}
