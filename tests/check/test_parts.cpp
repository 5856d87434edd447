// Arithmetic, fields, orbits, elimination, canonical files: planted answers and
// comparison with brute force.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "core/elimination.hpp"
#include "rules/monomial_map.hpp"
#include "rules/orbit.hpp"
#include "rules/symmetry.hpp"
#include "rules/written_out.hpp"
#include "run.hpp"

using namespace abide_check;

TEST_CASE("primality is exact") {
  std::vector<bool> sieve(20000, true);
  sieve[0] = sieve[1] = false;
  for (std::size_t i = 2; i < sieve.size(); ++i)
    for (std::size_t j = 2 * i; sieve[i] && j < sieve.size(); j += i) sieve[j] = false;
  for (std::size_t i = 0; i < sieve.size(); ++i) REQUIRE(is_prime(i) == sieve[i]);
  for (const std::uint64_t p :
       {2305843009213693951ull, 4611686018427387847ull, 2147483647ull, 18446744073709551557ull})
    CHECK(is_prime(p));
  // Strong pseudoprimes to many bases, a Carmichael number, squares, products.
  for (const std::uint64_t n : {3215031751ull, 3825123056546413051ull, 341550071728321ull, 561ull,
                                4611686014132420609ull, 2305843009213693953ull})
    CHECK_FALSE(is_prime(n));
}

TEST_CASE("arithmetic modulo primes") {
  for (const std::uint64_t p :
       {3ull, 2147483647ull, 2305843009213693951ull, 4611686018427387847ull}) {
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
  CHECK(lacking(times(a, b), b) == a);
  CHECK(lacking(a, b) == Monomial{{0, 1}, {3, 1}});
  CHECK(lacking(b, times(a, b)).empty());
  CHECK(lowered(a, 3) == Monomial{{0, 2}});
  CHECK(lowered(a, 0) == Monomial{{0, 1}, {3, 1}});
  CHECK(degree(a) == 3);
  CHECK_THROWS_AS(times({{0, 4000000000u}}, {{0, 4000000000u}}), Stopped);
}

TEST_CASE("elimination finds planted ranks and pivots") {
  std::mt19937_64 random(7);
  for (const std::uint64_t p : {5ull, 2147483629ull, 4611686018427387847ull})
    for (const std::uint32_t spread : {1u, 1000u})  // columns far apart
      for (int round = 0; round < 30; ++round) {
        const Modulus f(p);
        const std::uint32_t columns = 12;
        const std::size_t rank = 1 + random() % 8;
        std::vector<std::vector<std::uint64_t>> basis(rank, std::vector<std::uint64_t>(columns));
        for (auto& row : basis)
          for (auto& c : row) c = random() % 3 == 0 ? random() % p : 0;
        const auto elimination = Elimination::make(f);
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
            if (row[c] != 0) sparse.emplace_back(c * spread, row[c]);
          for (const auto& [pivot, q] : known) {
            const std::uint64_t s = f.mul(row[pivot], f.inverse(q[pivot]));
            for (std::uint32_t c = 0; c < columns; ++c) row[c] = f.sub(row[c], f.mul(s, q[c]));
          }
          for (std::uint32_t c = 0; c < columns; ++c)
            if (row[c] == 0) REQUIRE_FALSE(elimination->add(sparse, c * spread));
          for (std::uint32_t c = 0; c < columns; ++c)
            if (row[c] != 0) {
              REQUIRE(elimination->add(sparse, c * spread));
              known.emplace_back(c, row);
              break;
            }
        }
        CHECK(known.size() <= rank);
        CHECK(elimination->rows() == known.size());
      }
}

namespace {

// A product is the network 1,…,1 with names x[1], x[2], …
bool has_product_names(const Network& net) { return net.name(0) == "x[1]"; }

const std::vector<std::string> networks{"linear:2,3",
                                        "linear:2,1,2",
                                        "linear:2,2,2",
                                        "relu:2,3,2",
                                        "relu:2,2,2,bias",
                                        "relu:1,2,2,1,bias=all",
                                        "network:2,2r,2,1,bias",
                                        "network:2,2,2r,1",
                                        "network:1,2,1r,2,2,bias=all",
                                        "linear:1,1,1,1",
                                        "network:2,2,bias=all",
                                        "network:2,2,bias"};

// Everything a field consists of, from `terms` alone.
VectorField written_out(const Fields& fields, std::uint64_t i) { return expand(fields, i); }

// All paths of a network by brute force: the entries of the map, by field, in the order of the
// format.
std::vector<Polynomial> brute_force_map(const Network& net, const std::vector<bool>& relu) {
  const auto& widths = net.widths();
  const std::size_t last = widths.size() - 1;
  std::map<std::string, std::uint32_t> number;
  for (std::uint32_t v = 0; v < net.dimension(); ++v) number[net.name(v)] = v;
  const auto name = [&](std::size_t l, std::uint32_t u, std::uint32_t v) {
    return "U" + std::to_string(l) + "[" + std::to_string(u + 1) + "," + std::to_string(v + 1) +
           "]";
  };
  // Classes in the order of the numbering: inputs first, then by the first ReLU layer of the bias
  // paths.
  std::map<std::vector<std::uint32_t>, Polynomial> classes;
  for (std::size_t first = 0; first <= last; ++first) {
    std::vector<std::uint32_t> path(last + 1, 0);
    for (bool more = true; more;) {
      Monomial m;
      bool exists = true;
      if (first > 0) {
        const auto bias =
            number.find("b" + std::to_string(first) + "[" + std::to_string(path[first] + 1) + "]");
        exists = bias != number.end();
        if (exists) m.push_back({bias->second, 1});
      }
      if (has_product_names(net))
        for (std::uint32_t v = 0; v < net.dimension(); ++v) m.push_back({v, 1});
      else
        for (std::size_t l = first + 1; l <= last; ++l)
          m.push_back({number.at(name(l, path[l - 1], path[l])), 1});
      std::sort(m.begin(), m.end());
      std::size_t next_relu = first;  // the first ReLU layer passed; inputs come before all of them
      while (first > 0 && next_relu < last && !relu[next_relu]) ++next_relu;
      std::vector<std::uint32_t> key{static_cast<std::uint32_t>(next_relu)};
      if (first == 0) key.push_back(path[0]);
      for (std::size_t l = std::max<std::size_t>(first, 1); l < last; ++l)
        if (relu[l]) key.push_back(path[l]);
      key.push_back(path[last]);
      if (exists) classes[key].push_back({m, 1});
      more = false;
      for (std::size_t l = first; l <= last && !more; ++l) {
        more = ++path[l] < widths[l];
        if (!more) path[l] = 0;
      }
    }
  }
  std::vector<Polynomial> map;
  for (auto& [key, sum] : classes) map.push_back(std::move(sum));
  return map;
}

std::vector<bool> relu_layers(const std::string& specification) {
  std::vector<bool> relu;
  const bool all = specification.starts_with("relu:");
  for (std::size_t at = specification.find(':'); at != specification.npos;
       at = specification.find(',', at + 1)) {
    if (at + 1 < specification.size() && specification[at + 1] == 'b') break;
    const std::size_t stop = std::min(specification.find(',', at + 1), specification.size());
    relu.push_back(all || specification[stop - 1] == 'r');
  }
  relu.front() = relu.back() = false;
  return relu;
}

}  // namespace

TEST_CASE("networks: walks and values agree with all paths by brute force") {
  std::mt19937_64 random(3);
  for (const auto& specification : networks) {
    INFO(specification);
    const Model model = read_model(specification);
    const Fields& fields = *model.fields;
    const auto relu = relu_layers(specification);
    const auto map = brute_force_map(*network_of(model), relu);
    REQUIRE(map.size() == fields.count());
    const Modulus f(1000003);
    bool homogeneous = true, single = true;
    for (std::uint64_t i = 0; i < fields.count(); ++i) {
      INFO(i);
      // The terms of the gradient.
      std::multiset<std::pair<std::uint32_t, Monomial>> expected, found;
      for (const auto& t : map[i]) {
        homogeneous = homogeneous && t.monomial.size() == map[i][0].monomial.size();
        for (const auto& q : t.monomial)
          expected.emplace(q.variable, lowered(t.monomial, q.variable));
      }
      single = single && map[i].size() == 1;
      fields.all_terms(i, [&](std::uint32_t j, const Monomial& a, const Rational& c) {
        CHECK(c == 1);
        found.emplace(j, a);
      });
      CHECK(expected == found);
      // Those that lack a part of β of bounded degree.
      for (int round = 0; round < 12; ++round) {
        Monomial beta;
        for (std::uint32_t v = 0; v < fields.dimension(); ++v)
          if (random() % 4 < static_cast<unsigned>(round % 4))
            beta.push_back({v, static_cast<std::uint32_t>(1 + random() % 2)});
        for (const std::uint64_t lack : {0u, 1u, 2u, 3u}) {
          std::multiset<std::pair<std::uint32_t, Monomial>> near, walked;
          for (const auto& [j, a] : expected)
            if (degree(lacking(a, beta)) <= lack) near.emplace(j, a);
          fields.terms(i, beta, lack, [&](std::uint32_t j, const Monomial& a, const Rational&) {
            walked.emplace(j, a);
          });
          CHECK(near == walked);
        }
      }
      // Values at sparse and dense points.
      for (const unsigned sparse : {1u, 2u, 5u}) {
        std::vector<std::uint64_t> at(fields.dimension(), 0);
        Nodes point;
        for (std::uint32_t v = 0; v < at.size(); ++v)
          if (random() % sparse == 0) point.emplace_back(v, Element{at[v] = 1 + random() % 1000});
        fields.prepare(point);
        std::map<std::uint32_t, std::uint64_t> value, walked;
        for (const auto& [j, a] : expected) {
          std::uint64_t product = 1;
          for (const auto& q : a) product = f.mul(product, at[q.variable]);
          value[j] = f.add(value[j], product);
        }
        std::erase_if(value, [](const auto& e) { return e.second == 0; });
        for (const auto& [j, e] : fields.value(Word{i, false, nullptr, nullptr}, Point(f, point)))
          walked[j] = e[0];
        CHECK(value == walked);
      }
    }
    CHECK(fields.homogeneous() == homogeneous);
    CHECK(is_monomial_map(fields) == single);
    if (single)
      for (std::uint64_t i = 0; i < fields.count(); ++i)
        CHECK(exponents(fields, i) == map[i][0].monomial);
  }
}

TEST_CASE("numbering and names of the families") {
  const auto model = read_model("network:1,2r,1,1,bias=all");
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
  CHECK_FALSE(is_monomial_map(f));
  CHECK(is_monomial_map(*read_model("relu:2,3,2,bias=all").fields));
  CHECK(is_monomial_map(*read_model("linear:2,1,2").fields));
  CHECK_FALSE(is_monomial_map(*read_model("linear:2,2,2").fields));
  CHECK(read_model("network:2,2,bias=all").fields->count() == 6);
  // A product is the network 1,…,1 with other names.
  const Model product = read_model("product:5"), path = read_model("linear:1,1,1,1,1,1");
  CHECK(product.fields->name(4) == "x[5]");
  CHECK(product.fields->count() == 1);
  CHECK(written_out(*product.fields, 0) == written_out(*path.fields, 0));
}

TEST_CASE("refused specifications") {
  for (const char* s : {"",
                        "linear",
                        "linear:",
                        "linear:3",
                        "linear:3,",
                        "linear:,3",
                        "linear:0,1",
                        "linear:03,1",
                        "linear: 3,1",
                        "linear:3,1,bias",
                        "linear:2r,1",
                        "linear:2,2r,2",
                        "network:2r,2",
                        "network:2,2r",
                        "network:2,2rr,2",
                        "relu:2,2r,2",
                        "relu:1,2,bias,bias=all",
                        "relu:1,2,bias=all,bias",
                        "relu:1,2,biased",
                        "product:0",
                        "product:3,3",
                        "product:100000",
                        "linear:1000000,1000000",
                        "model.toml",
                        "linear:99999999999999999999,2",
                        "relu:1,2,bias ",
                        "linear:1,2\n",
                        "tensor:2",
                        "2*",
                        " linear:1,2 + linear:1,2",
                        "linear:1,2 + linear:1,2 ",
                        "2*( linear:1,2)",
                        "2*(linear:1,2 )",
                        "linear:1,2 +\tlinear:1,2",
                        "2 linear:1,2",
                        "linear:1,2 +",
                        "+ linear:1,2",
                        "(linear:1,2",
                        "linear:1,2)",
                        "0*linear:1,2",
                        "02*linear:1,2",
                        "attention:2",
                        "attention:2,1,0",
                        "residual:2,1",
                        "residual:2,1,2,bias",
                        "lora:2,1",
                        "lora:2,1,2,1",
                        "lora:0,1,1",
                        "lora:2,1,2,frozen",
                        "lora:100000,1,100000",
                        "2*lora:2,1,2",
                        "2*model.toml"})
    CHECK_THROWS_AS(read_model(s), InputError);
}

// All permutations of the nodes of these layers as permutations of the variables.
std::vector<std::vector<std::uint32_t>> node_permutations(const Network& net,
                                                          const Layers& layers) {
  std::vector<std::vector<std::uint32_t>> group;
  if (has_product_names(net)) {  // layers of one node: nothing moves
    group.emplace_back(net.dimension());
    std::iota(group[0].begin(), group[0].end(), 0u);
    return group;
  }
  std::map<std::string, std::uint32_t> number;
  for (std::uint32_t v = 0; v < net.dimension(); ++v) number[net.name(v)] = v;
  std::vector<std::vector<std::uint32_t>> p(net.widths().size());
  for (std::size_t l = 0; l < p.size(); ++l) {
    p[l].resize(net.widths()[l]);
    std::iota(p[l].begin(), p[l].end(), 0u);
  }
  for (bool more = true; more;) {
    std::vector<std::uint32_t> image;
    for (std::uint32_t v = 0; v < net.dimension(); ++v) {
      const auto e = net.edge(v);
      const std::string l = std::to_string(e.layer), to = std::to_string(p[e.layer][e.to] + 1);
      image.push_back(number.at(
          e.bias ? "b" + l + "[" + to + "]"
                 : "U" + l + "[" + std::to_string(p[e.layer - 1][e.from] + 1) + "," + to + "]"));
    }
    group.push_back(image);
    more = false;
    for (std::size_t l = 0; l < p.size() && !more; ++l)
      more = layers[l] && std::next_permutation(p[l].begin(), p[l].end());
  }
  return group;
}

TEST_CASE("orbits agree with enumeration") {
  std::mt19937_64 random(5);
  for (const std::string specification :
       {"linear:2,3,2", "relu:3,2,bias", "network:2,2r,3,bias=all", "linear:2,1,2,2"}) {
    const Model model = read_model(specification);
    const Network& net = *network_of(model);
    const auto& widths = net.widths();
    for (int subgroup = 0; subgroup < 4; ++subgroup) {
      Layers layers(widths.size(), true);
      if (subgroup > 0)
        for (std::size_t l = 0; l < layers.size(); ++l) layers[l] = random() % 2 == 0;
      const auto group = node_permutations(net, layers);
      std::map<std::vector<Power>, Monomial> forms;  // by least element
      for (int round = 0; round < 40; ++round) {
        Monomial m;
        for (std::uint32_t v = 0; v < net.dimension(); ++v)
          if (random() % net.dimension() < 3)
            m.push_back({v, static_cast<std::uint32_t>(1 + random() % 2)});
        if (m.empty()) continue;
        std::set<std::vector<Power>> images;
        for (const auto& g : group) {
          std::vector<Power> image;
          for (const auto& q : m) image.push_back({g[q.variable], q.exponent});
          std::sort(image.begin(), image.end());
          images.insert(image);
        }
        const Orbit o = orbit(net, m, layers);
        CHECK(o.size == images.size());
        const auto [at, fresh] = forms.emplace(*images.begin(), o.form);
        CHECK(at->second == o.form);
      }
      for (const auto& [a, x] : forms)
        for (const auto& [b, y] : forms) CHECK((a == b) == (x == y));
    }
  }
  const Model wide = read_model("linear:12,12");
  Monomial m;
  for (std::uint32_t i = 0; i < 11; ++i) m.push_back({i * 13, 1});
  CHECK_THROWS_AS(orbit(*network_of(wide), m, Layers(2, true)), Rejected);
  CHECK(orbit(*network_of(wide), m, Layers(2, false)).size == 1);
}

TEST_CASE("brackets by hand and by evaluation") {
  // X = y ∂x, Y = x² ∂y: [X, Y] = ∂X·Y − ∂Y·X = x² ∂x − 2xy ∂y.
  const Model model = canonical({"x", "y"}, "fields 2\nf\nc x y\nf\nc y x^2\n");
  const Fields& fields = *model.fields;
  const VectorField b = bracket(written_out(fields, 0), written_out(fields, 1));
  CHECK(b.at(0) == Sum{{{{0, 2}}, 1}});
  CHECK(b.at(1) == Sum{{{{0, 1}, {1, 1}}, -2}});
  const Modulus f(101);
  const Nodes at{{0, Element{3}}, {1, Element{5}}};
  Text text("[1,2]");
  const Nodes v = fields.value(read_word(text, 2), Point(f, at));
  CHECK(v == Nodes{{0, Element{9}}, {1, Element{101 - 30}}});
  // The integers of a combination, from the definition.
  Text seed("~12345");
  const VectorField combination = expand(fields, read_word(seed, 2));
  const auto weight = [](std::uint64_t i) {
    std::uint64_t z = 12345 + i * 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (z ^ z >> 31) >> 44;
  };
  CHECK(combination.at(0) == Sum{{{{1, 1}}, weight(1)}});
  CHECK(combination.at(1) == Sum{{{{0, 2}}, weight(2)}});
  // Deep words against expansion.
  for (const std::string specification : {"linear:2,2,2", "network:2,2,1,bias", "product:3",
                                          "relu:2,2,2,bias=all", "linear:1,2,2,1"}) {
    const Model m = read_model(specification);
    const std::uint64_t d = m.fields->count();
    std::mt19937_64 random(11);
    for (int round = 0; round < 6; ++round) {
      std::vector<std::uint64_t> at(m.fields->dimension(), 0);
      Nodes point;
      for (std::uint32_t j = 0; j < at.size(); ++j)
        if (round % 2 == 0 || random() % 2 == 0)
          point.emplace_back(j, Element{at[j] = 1 + random() % 100});
      m.fields->prepare(point);
      const auto n = [&] {
        return random() % 3 == 0 ? "~" + std::to_string(random() >> 1)
                                 : std::to_string(1 + random() % d);
      };
      for (const std::string& w :
           {n(), "[" + n() + "," + n() + "]", "[[" + n() + "," + n() + "]," + n() + "]",
            "[[" + n() + "," + n() + "],[" + n() + "," + n() + "]]",
            "[" + n() + ",[" + n() + ",[" + n() + "," + n() + "]]]"}) {
        INFO(specification << " " << w);
        Text t(w);
        const Word word = read_word(t, d);
        std::map<std::uint32_t, std::uint64_t> expected, found;
        for (const auto& [j, sum] : expand(*m.fields, word))
          for (const auto& [mono, c] : sum) {
            std::uint64_t product = f.of(c);
            for (const auto& q : mono) product = f.mul(product, f.pow(at[q.variable], q.exponent));
            expected[j] = f.add(expected[j], product);
          }
        for (const auto& [j, e] : m.fields->value(word, Point(f, point))) found[j] = e[0];
        std::erase_if(expected, [](const auto& e) { return e.second == 0; });
        std::erase_if(found, [](const auto& e) { return e.second == 0; });
        CHECK(expected == found);
      }
    }
  }
}

TEST_CASE("combinations of Gram laws are recognised, and nothing else") {
  std::mt19937_64 random(13);
  int known = 0, spoiled = 0;
  for (const std::string specification :
       {"relu:2,2,1", "relu:1,2,2,1,bias", "network:2,2,1,bias=all", "network:2,2,2r,2,1,bias",
        "linear:1,1,1,1", "linear:2,1,2", "linear:2,2", "linear:2,3,2,2", "network:1,2,2,bias"}) {
    INFO(specification);
    const Model model = read_model(specification);
    const Fields& fields = *model.fields;
    const Network& net = *network_of(model);
    const auto& widths = net.widths();
    const auto relu = has_product_names(net) ? std::vector<bool>(4) : relu_layers(specification);
    std::map<std::string, std::uint32_t> number;
    for (std::uint32_t v = 0; v < net.dimension(); ++v) number[net.name(v)] = v;
    for (int round = 0; round < 120; ++round) {
      std::map<std::vector<Power>, int> h;
      const auto add = [&](std::uint32_t a, std::uint32_t b, int c) {
        const Monomial m = times({{a, 1}}, {{b, 1}});
        h[{m.begin(), m.end()}] += c;
      };
      for (std::size_t l = 1; l + 1 < widths.size(); ++l)
        for (std::uint32_t v = 0; v < widths[l]; ++v)
          for (std::uint32_t w = relu[l] ? v : 0; w <= v; ++w) {
            const int c = static_cast<int>(random() % 5) - 2;
            for (std::uint32_t u = 0; u < widths[l - 1]; ++u)
              add(net.variable({l, u, v, false}), net.variable({l, u, w, false}), c);
            for (std::uint32_t x = 0; x < widths[l + 1]; ++x)
              add(net.variable({l + 1, v, x, false}), net.variable({l + 1, w, x, false}), -c);
            if (number.contains("b" + std::to_string(l) + "[1]"))
              add(net.variable({l, 0, v, true}), net.variable({l, 0, w, true}), c);
          }
      const bool spoil = round % 2 == 1;
      if (spoil)
        add(static_cast<std::uint32_t>(random() % fields.dimension()),
            static_cast<std::uint32_t>(random() % fields.dimension()), 1);
      Polynomial p;
      for (const auto& [m, c] : h)
        if (c != 0) p.push_back({Monomial(m.begin(), m.end()), c});
      if (p.empty()) continue;
      std::shuffle(p.begin(), p.end(), random);
      if (spoil && fields.known_law(p)) {
        // The spoiled one may still be a law; then the terms must agree.
        bool law = true;
        for (std::uint64_t i = 0; i < fields.count(); ++i) {
          Sum sum;
          for (const auto& [j, component] : expand(fields, i))
            for (const auto& t : p)
              for (const auto& q : t.monomial)
                if (q.variable == j)
                  add_product(sum, component,
                              {{lowered(t.monomial, j), Rational{t.coefficient * q.exponent}}}, 1);
          law = law && sum.empty();
        }
        CHECK(law);
      }
      if (!spoil) CHECK(fields.known_law(p));
      known += !spoil;
      spoiled += spoil && !fields.known_law(p);
    }
  }
  CHECK(known > 300);
  CHECK(spoiled > 300);
  const Model relu = read_model("relu:2,2,2");  // no products of different neurons
  CHECK_FALSE(relu.fields->known_law({{{{0, 1}, {1, 1}}, 1},
                                      {{{2, 1}, {3, 1}}, 1},
                                      {{{4, 1}, {6, 1}}, -1},
                                      {{{5, 1}, {7, 1}}, -1}}));
}

TEST_CASE("canonical files are read strictly") {
  const std::string good =
      "abide-canonical 2\narray x scalar rows parameter\narray y 2,2 columns parameter\ndomain "
      "all\nmetric identity\ndrift none\nmap 2\nm x*y[1,1]\nm -3/2*x^2*y[2,1] + y[1,2]^2 - "
      "1\nend 10\n";
  const auto read = [](const std::string& s) { return read_canonical(text_input(s), "f.canon"); };
  const Model model = read(good);
  CHECK(model.specification == "canonical 5 2");
  CHECK(model.fields->count() == 2);
  CHECK(model.fields->name(2) == "y[2,1]");
  CHECK(model.fields->name(3) == "y[1,2]");
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
  const std::vector<Case> cases{{"canonical 2", "canonical 1", ":1:1:"},
                                {"array x", "array  x", ":2:7:"},
                                {"array x", "array 1x", ":2:7:"},
                                {"array x", "array x.", ":2:8:"},
                                {"array y", "array x", ":3:7:"},
                                {"2,2", "02,2", ":3:9:"},
                                {"2,2", "0,2", ":3:9:"},
                                {"2,2", "2, 2", ":3:11:"},
                                {"columns", "column", ":3:12:"},
                                {"scalar rows", "scalar columns", ":2:15:"},
                                {"parameter\n", "parameters\n", ":2:30:"},
                                {"parameter\n", "state\n", ":2:"},
                                {"domain all", "domain positive", ":4:8:"},
                                {"metric identity", "metric none", ":5:8:"},
                                {"drift none", "drift x", ":6:6:"},
                                {"map 2", "map 1", ":9:1:"},
                                {"map 2", "maps 2", ":7:1:"},
                                {"m x*y[1,1]", "m y[1,1]*x", ":8:10:"},
                                {"m x*y[1,1]", "m x*x", ":8:5:"},
                                {"m x*y[1,1]", "m 1*x", ":8:3:"},
                                {"m x*y[1,1]", "m 0*x", ":8:3:"},
                                {"m x*y[1,1]", "m x^1", ":8:5:"},
                                {"m x*y[1,1]", "m x^1000001", ":8:5:"},
                                {"m x*y[1,1]", "m z", ":8:3:"},
                                {"m x*y[1,1]", "m y", ":8:4:"},
                                {"m x*y[1,1]", "m y[1]", ":8:6:"},
                                {"m x*y[1,1]", "m y[3,1]", ":8:5:"},
                                {"m x*y[1,1]", "m y[1,01]", ":8:7:"},
                                {"m x*y[1,1]", "m x[1]", ":8:4:"},
                                {"m x*y[1,1]", "m x + x", ":8:7:"},
                                {"m x*y[1,1]", "m x+y[1,1]", ":8:4:"},
                                {"m x*y[1,1]", "m - x", ":8:4:"},
                                {"m x*y[1,1]", "m x  + y[1,1]", ":8:4:"},
                                {"m x*y[1,1]", "m", ":8:1:"},
                                {"m x*y[1,1]", "m ", ":8:3:"},
                                {"-3/2", "-6/4", ":9:4:"},
                                {"-3/2", "-3/1", ":9:4:"},
                                {"-3/2", "-03/2", ":9:4:"},
                                {"-3/2", "+3/2", ":9:3:"},
                                {"- 1\n", "- 0\n", ":9:"},
                                {"end 10", "end 11", ":10:5:"},
                                {"end 10\n", "end 10", ":10:1:"},
                                {"end 10\n", "end 10\n\n", ":11:1:"},
                                {"end 10\n", "", ":10:1:"},
                                {"\nend", "\n\nend", ":10:1:"},
                                {"parameter\n", "parameter\r\n", ":2:"},
                                {"m x", "m \tx", ":8:3:"}};
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
  for (std::size_t n = 0; n < good.size(); ++n)
    CHECK_THROWS_AS(read(good.substr(0, n)), InputError);
  // Velocities have the shape and order of the parameter that they are of.
  const auto moving = [&](const std::string& velocity, const std::string& of = "A") {
    return read("abide-canonical 2\narray A 2,2 columns parameter\narray v " + velocity +
                " velocity " + of +
                "\narray w 2,2 columns velocity A\narray u 2 rows velocity w\n" +
                "domain all\nmetric identity\ndrift none\nfields 0\nend 10\n");
  };
  for (const char* velocity : {"2,2 rows", "4 rows", "2,1 columns", "scalar rows"})
    CHECK_THROWS_WITH(moving(velocity), Catch::Contains("f.canon:3:"));
  CHECK_THROWS_WITH(moving("2,2 columns", "v"), Catch::Contains("f.canon:3:"));
  CHECK_THROWS_WITH(moving("2,2 columns"), Catch::Contains("f.canon:5:"));
  const std::string x200(200, 'x');
  const auto named = [&](const std::string& name) {
    return canonical({name}, "map 1\nm " + name + "^2\n").fields->name(0);
  };
  CHECK(named(x200) == x200);
  CHECK_THROWS_AS(named(x200 + "x"), InputError);
  const std::string net =
      "abide-canonical 2\narray A 2 rows parameter\narray B 2,1 rows parameter\ndomain all\nmetric "
      "identity\ndrift none\nnetwork 1,2r,1 none\nend 8\n";
  CHECK(read(net).fields->count() == 2);
  CHECK(read(net).fields->name(3) == "B[2,1]");
  CHECK_THROWS_AS(read(std::string(net).replace(net.find("2r"), 2, "2r,1")), InputError);
  CHECK_THROWS_AS(read(std::string(net).replace(net.find("none\nend"), 4, "hidden")), InputError);
  CHECK_THROWS_AS(read(std::string(net).replace(net.find("none\nend"), 4, "all ")), InputError);
}

TEST_CASE("components of sums and of fields that are written out") {
  using Copies = std::vector<std::pair<std::uint64_t, Integer>>;
  const auto copies = [](const Model& model) {
    Copies all;
    for (const auto& c : components_of(model)) all.emplace_back(c.fields->dimension(), c.copies);
    return all;
  };
  CHECK(copies(read_model("2*linear:1,2,1 + relu:1,2,1 + linear:1,2,1")) == Copies{{4, 3}, {4, 1}});
  CHECK(copies(read_model("3*(attention:2,1,5 + 2*linear:2,1,2)")) == Copies{{4, 36}});
  CHECK(copies(read_model("attention:3,2,4")) == Copies{{12, 8}});
  CHECK(copies(read_model("residual:3,2,4")) == Copies{{12, 4}});
  CHECK(copies(read_model("residual:3,2,4 + linear:3,2,3 + residual:3,2,2,relu")) ==
        Copies{{12, 5}, {12, 2}});
  CHECK(read_model("(2 * linear:1,2,1+relu:1,2,1)").specification == "2*linear:1,2,1 + relu:1,2,1");
  CHECK(read_model("2*(3*linear:1,1 + (linear:1,2 + linear:1,3))").specification ==
        "2*(3*linear:1,1 + linear:1,2 + linear:1,3)");
  CHECK(read_model("1*linear:1,2,1").specification == "linear:1,2,1");
  CHECK(read_model("(linear:1,2,1)").fields != nullptr);
  const Model huge = read_model("2147483647*(4294967295*linear:1,1 + relu:1,1,1)");
  CHECK(huge.dimension == Integer(2147483647) * 4294967297);
  CHECK(huge.components.at(1).fields->name(1) == "c4294967296_U2[1,1]");
  // A transformer of 85 million parameters, in no time.
  const Model blocks = read_model("12*(attention:768,64,12 + relu:768,3072,768)");
  CHECK(blocks.dimension == 84934656);
  CHECK(copies(blocks) == Copies{{98304, 288}, {4718592, 12}});
  // Written out: by connection, equal ones are one, and dead variables are components.
  CHECK(copies(canonical({"x", "u", "w", "y", "v", "z"}, "map 3\nm x*y\nm u*v\nm 3\n")) ==
        Copies{{2, 2}, {1, 2}});
  CHECK(copies(canonical({"x", "u", "y", "v"}, "map 2\nm x*y\nm 2*u*v\n")) ==
        Copies{{2, 1}, {2, 1}});
  CHECK(copies(canonical({"x", "y", "u", "v"}, "fields 2\nf\nc x y^2 + y\nf\nc u v + v^2\n")) ==
        Copies{{2, 2}});
  CHECK(copies(canonical({"x", "y", "u", "v"}, "fields 1\nf\nc x y\nc u v\n")) == Copies{{4, 1}});
  // With a drift, which joins what depends on each other, all share the time.
  const auto with = [](const char* dynamics) { return parse_question(dynamics, "", "spanning"); };
  const std::vector<std::string> names{"x", "u", "w", "y", "v"};
  const std::string map = "map 2\nm x*y\nm u*v\n";
  CHECK(copies(canonical(names, map, "domain all\n", with("momentum:1"))) ==
        Copies{{5, 2}, {3, 1}});
  CHECK(copies(canonical(names, map, "domain all\n", with("weight-decay:1"))) ==
        Copies{{3, 2}, {2, 1}});
  const Model sum = read_model("2*linear:1,1,1 + linear:1,2,1", with("momentum:1"));
  CHECK(copies(sum) == Copies{{5, 2}, {9, 1}});
  CHECK(sum.dimension == 17);
  CHECK(sum.count == 4);
  const Model full = canonical({"x", "y", "u"}, "map 2\nm x\nm u\n", "domain all\n", {},
                               "metric full\ng\nc x 1\nc y 1\ng\nc x 1\nc y 2\ng\nc u 1\n");
  CHECK(copies(full) == Copies{{2, 1}, {1, 1}});
}

namespace {
// The fields of a question by the definition, from those of the model that are written out: see the
// head of bodies/phase_space.hpp.
std::vector<VectorField> by_definition(const Model& plain, const std::string& flow,
                                       Rational friction, Rational decay, bool coupled,
                                       const VectorField& diagonal, bool mirror) {
  const auto n = static_cast<std::uint32_t>(plain.fields->dimension());
  const bool momentum = flow != "gradient", nesterov = flow == "nesterov";
  const std::uint32_t first = momentum || decay != 0 ? 1 : 0, velocity = momentum ? 1 + n : 0;
  const auto moved = [&](const Sum& sum) {
    Sum all;
    for (const auto& [m, c] : sum) {
      Monomial to;
      for (const auto& q : m) to.push_back({q.variable + first, q.exponent});
      add_to(all, to, c);
    }
    return all;
  };
  const auto metric = [&](std::uint32_t j) {
    if (diagonal.empty()) return Sum{{{}, 1}};
    if (!mirror) return moved(diagonal.at(j));
    Sum row;
    add_to(row, {{first + j, 1}}, nesterov ? Rational(2) : friction);
    add_to(row, nesterov ? Monomial{{0, 1}, {velocity + j, 1}} : Monomial{{velocity + j, 1}}, 1);
    return row;
  };
  const std::uint32_t along = momentum ? velocity : first;
  std::vector<VectorField> fields;
  for (std::uint64_t i = 0; i < plain.fields->count(); ++i) {
    VectorField x;
    for (const auto& [j, sum] : expand(*plain.fields, i))
      add_product(x[along + j], moved(sum), metric(j), 1);
    std::erase_if(x, [](const auto& e) { return e.second.empty(); });
    fields.push_back(x);
  }
  if (first == 0) return fields;
  VectorField drift;
  const bool exponential = !nesterov && (!momentum || friction != 0);
  add_to(drift[0], exponential || nesterov ? Monomial{{0, 1}} : Monomial(),
         momentum && exponential ? friction : Rational(1));
  const Monomial factor = nesterov ? Monomial{{0, 1}} : Monomial();
  const Rational tau = nesterov ? Rational(mirror ? 2 : 3) : friction;
  for (std::uint32_t j = 0; j < n; ++j) {
    if (momentum) add_to(drift[first + j], times(factor, {{velocity + j, 1}}), 1);
    if (momentum && tau != 0) add_to(drift[velocity + j], {{velocity + j, 1}}, -tau);
    const Rational c = momentum ? Rational(-decay) : Rational(-1);
    if (decay != 0)
      add_product(drift[along + j], {{times(factor, {{first + j, 1}}), c}},
                  coupled ? metric(j) : Sum{{{}, 1}}, 1);
  }
  std::erase_if(drift, [](const auto& e) { return e.second.empty(); });
  fields.push_back(drift);
  return fields;
}
// Terms, terms near a monomial, values of words at points: against the expanded fields.
void agree(const Fields& fields, const std::vector<VectorField>& expected,
           std::mt19937_64& random) {
  REQUIRE(fields.count() == expected.size());
  const auto d = static_cast<std::uint32_t>(fields.dimension());
  for (std::uint64_t i = 0; i < fields.count(); ++i) {
    INFO("field " << i);
    CHECK(expand(fields, i) == expected[i]);
    for (int round = 0; round < 6; ++round) {
      Monomial beta;
      for (std::uint32_t v = 0; v < d; ++v)
        if (random() % 3 == 0) beta.push_back({v, static_cast<std::uint32_t>(1 + random() % 2)});
      for (const std::uint64_t lack : {0u, 1u, 2u}) {
        std::map<std::pair<std::uint32_t, Monomial>, Rational> near, walked;
        for (const auto& [j, sum] : expected[i])
          for (const auto& [m, c] : sum)
            if (degree(lacking(m, beta)) <= lack) near[{j, m}] = c;
        fields.terms(i, beta, lack, [&](std::uint32_t j, const Monomial& m, const Rational& c) {
          CHECK(walked.emplace(std::pair{j, m}, c).second);
        });
        CHECK(near == walked);
      }
    }
  }
  bool homogeneous = true;
  for (const auto& x : expected) {
    std::set<std::uint64_t> degrees;
    for (const auto& [j, sum] : x)
      for (const auto& [m, c] : sum) degrees.insert(degree(m));
    homogeneous = homogeneous && degrees.size() <= 1;
  }
  if (!homogeneous) CHECK_FALSE(fields.homogeneous());
  const Modulus f(1000003);
  for (int round = 0; round < 8; ++round) {
    std::vector<std::uint64_t> at(d, 0);
    Nodes point;
    for (std::uint32_t v = 0; v < d; ++v)
      if (round % 2 == 0 || random() % 2 == 0)
        point.emplace_back(v, Element{at[v] = 1 + random() % 1000});
    fields.prepare(point);
    std::ranges::sort(point, {}, index_of);
    const auto n = [&] {
      return random() % 4 == 0 ? "~" + std::to_string(random() >> 1)
                               : std::to_string(1 + random() % fields.count());
    };
    for (const std::string& w :
         {n(), "[" + n() + "," + n() + "]", "[" + n() + ",[" + n() + "," + n() + "]]"}) {
      INFO(w);
      Text text(w);
      const Word word = read_word(text, fields.count());
      std::map<std::uint32_t, std::uint64_t> value, walked;
      for (const auto& [j, sum] : expand(fields, word))
        for (const auto& [m, c] : sum) {
          std::uint64_t product = f.of(c);
          for (const auto& q : m) product = f.mul(product, f.pow(at[q.variable], q.exponent));
          value[j] = f.add(value[j], product);
        }
      for (const auto& [j, e] : fields.value(word, Point(f, point))) walked[j] = e[0];
      std::erase_if(value, [](const auto& e) { return e.second == 0; });
      CHECK(value == walked);
    }
  }
}
}  // namespace

TEST_CASE("phase spaces agree with their fields by the definition") {
  std::mt19937_64 random(17);
  struct Case {
    const char *text, *flow;
    Rational friction, decay;
    bool coupled;
  };
  const std::vector<Case> cases{{"momentum:1", "momentum", 1, 0, false},
                                {"momentum:0", "momentum", 0, 0, false},
                                {"momentum:-3/2", "momentum", {-3, 2}, 0, false},
                                {"nesterov", "nesterov", 0, 0, false},
                                {"weight-decay:1/2", "gradient", 0, {1, 2}, false},
                                {"coupled-weight-decay:2", "gradient", 0, 2, true},
                                {"momentum:2+weight-decay:3", "momentum", 2, 3, false},
                                {"momentum:2+coupled-weight-decay:3", "momentum", 2, 3, true},
                                {"nesterov+weight-decay:-1", "nesterov", 0, -1, false},
                                {"nesterov+coupled-weight-decay:1", "nesterov", 0, 1, true}};
  for (const auto& c : cases) {
    INFO(c.text);
    const Question question = parse_question(c.text, "", "spanning");
    for (const char* network : {"linear:1,2,1", "relu:1,1,2,bias", "linear:2,1,2", "lora:1,1,2"}) {
      INFO(network);
      agree(*read_model(network, question).fields,
            by_definition(read_model(network), c.flow, c.friction, c.decay, c.coupled, {}, false),
            random);
    }
    const std::vector<std::string> names{"x", "y", "z"};
    const std::string map = "map 2\nm x*y + z^2\nm 1/2*x*z\n";
    const Model plain = canonical(names, map);
    agree(*canonical(names, map, "domain all\n", question).fields,
          by_definition(plain, c.flow, c.friction, c.decay, c.coupled, {}, false), random);
    // A metric of parameters: momentum with friction takes the mirrored one, unless told.
    const std::string metric = "metric diagonal\ng x\ng y\ng z\n";
    const VectorField diagonal{{0, {{{{0, 1}}, 1}}}, {1, {{{{1, 1}}, 1}}}, {2, {{{{2, 1}}, 1}}}};
    const bool mirror = std::string(c.flow) == "nesterov" || c.friction > 0;
    const Model usual = canonical(names, map, "domain all\n", question, metric);
    CHECK(usual.metric == (mirror ? "mirror" : "model"));
    agree(*usual.fields,
          by_definition(plain, c.flow, c.friction, c.decay, c.coupled, diagonal, mirror), random);
    if (std::string(c.flow) == "gradient") continue;
    const Model told =
        canonical(names, map, "domain all\n", parse_question(c.text, "metric", "spanning"), metric);
    CHECK(told.metric == "model");
    agree(*told.fields,
          by_definition(plain, c.flow, c.friction, c.decay, c.coupled, diagonal, false), random);
  }
}

TEST_CASE("a map with a variable for each entry agrees with its entries") {
  std::mt19937_64 random(19);
  const std::string entry = "B[i,1]*A[1,j] + B[i,2]*A[2,j] + W[i,j]";
  std::string body = "map 6\n";
  for (const char i : {'1', '2'})
    for (const char j : {'1', '2', '3'}) {
      std::string m = entry;
      std::ranges::replace(m, 'i', i);
      std::ranges::replace(m, 'j', j);
      body += "m " + m + "\n";
    }
  const Model written = read_canonical(
      text_input(with_end("abide-canonical 2\narray W 2,3 rows parameter\narray B 2,2 rows "
                          "parameter\narray A 2,3 rows parameter\ndomain all\nmetric "
                          "identity\ndrift none\n" +
                          body)),
      "m");
  const Model built = read_model("lora:2,2,3");
  CHECK(built.specification == "lora:2,2,3");
  REQUIRE(built.dimension == 16);
  for (std::uint32_t v = 0; v < 16; ++v) CHECK(built.fields->name(v) == written.fields->name(v));
  std::vector<VectorField> expected;
  for (std::uint64_t i = 0; i < 6; ++i) expected.push_back(expand(*written.fields, i));
  agree(*built.fields, expected, random);
  // The Gram difference of B and A, and what is none.
  const auto known = [&](const std::string& law) {
    Text text(law);
    return built.fields->known_law(text.polynomial(16));
  };
  CHECK(known("1:7^2 1:9^2 -1:11^2 -1:12^2 -1:13^2"));
  CHECK(known("1:7.8 1:9.10 -1:11.14 -1:12.15 -1:13.16"));
  CHECK_FALSE(known("1:1^2 1:9^2 -1:11^2 -1:12^2 -1:13^2"));
  CHECK_FALSE(known("1:7^2 1:9^2 -1:11^2 -1:12^2"));
  CHECK_FALSE(known("1:1.7 1:7^2 1:9^2 -1:11^2 -1:12^2 -1:13^2"));
}

TEST_CASE("cross-entropy leaves the differences to the first output") {
  std::mt19937_64 random(18);
  for (const char* network :
       {"linear:2,2,3", "relu:1,2,2,bias=all", "linear:1,4", "network:1,2r,2,2,bias"}) {
    INFO(network);
    const Model plain = read_model(network);
    const std::uint64_t n = network_of(plain)->widths().back();
    std::vector<VectorField> expected;
    for (std::uint64_t i = 0; i < plain.fields->count(); ++i) {
      if (i % n == 0) continue;
      VectorField x = expand(*plain.fields, i);
      for (const auto& [j, sum] : expand(*plain.fields, i - i % n))
        for (const auto& [m, c] : sum) add_to(x[j], m, -c);
      std::erase_if(x, [](const auto& e) { return e.second.empty(); });
      expected.push_back(x);
    }
    const Model model = read_model(network, parse_question("gradient-flow", "", "cross-entropy"));
    CHECK(model.loss == "cross-entropy");
    agree(*model.fields, expected, random);
    const Model moving = read_model(network, parse_question("momentum:1", "", "cross-entropy"));
    CHECK(moving.fields->count() == expected.size() + 1);
    CHECK(moving.dimension == 2 * plain.dimension + 1);
  }
  const auto asked = parse_question("gradient-flow", "", "cross-entropy");
  CHECK_THROWS_AS(read_model("linear:2,2,1", asked), InputError);
  CHECK_THROWS_AS(read_model("2*linear:2,2,2", asked), InputError);
  CHECK_THROWS_AS(canonical({"x"}, "map 1\nm x\n", "domain all\n", asked), InputError);
}

TEST_CASE("questions that do not fit a model") {
  for (const char* dynamics :
       {"", "momentum", "momentum:", "momentum:x", "momentum:1/0", "momentum:01", "momentum:-0",
        "nesterov:1", "weight-decay:0", "coupled-weight-decay:0/1", "momentum:1+",
        "momentum:1+momentum:2", "weight-decay:1+momentum:1", "weight-decay:1+weight-decay:1",
        "nesterov+", "gradient-flow ", "momentum:2/4"})
    CHECK_THROWS_AS(parse_question(dynamics, "", "spanning"), InputError);
  CHECK(parse_question("gradient-flow+weight-decay:1", "", "spanning").dynamics.text ==
        "weight-decay:1");
  const std::vector<std::string> names{"x", "y"};
  const auto mirrored = [&](const char* dynamics, const char* mirror, const std::string& metric) {
    return canonical(names, "map 1\nm x*y\n", "domain all\n",
                     parse_question(dynamics, mirror, "spanning"), metric)
        .metric;
  };
  const std::string diagonal = "metric diagonal\ng x\ng 2\n",
                    other = "metric diagonal\ng x^2\ng y\n",
                    constants = "metric diagonal\ng 1\ng 2\n";
  CHECK(mirrored("momentum:0", "paper", diagonal) == "mirror");
  CHECK(mirrored("momentum:1", "metric", diagonal) == "model");
  CHECK(mirrored("momentum:1", "", other) == "model");
  CHECK(mirrored("nesterov", "", diagonal) == "mirror");
  CHECK(mirrored("nesterov", "", constants) == "model");
  CHECK(mirrored("gradient-flow", "", diagonal) == "model");
  CHECK(mirrored("momentum:1", "", "metric identity\n") == "identity");
  CHECK_THROWS_AS(mirrored("momentum:-1", "paper", diagonal), InputError);
  CHECK_THROWS_AS(mirrored("momentum:1", "paper", other), InputError);
  CHECK_THROWS_AS(mirrored("momentum:1", "paper", constants), InputError);
  CHECK_THROWS_AS(mirrored("gradient-flow", "paper", diagonal), InputError);
  CHECK_THROWS_AS(mirrored("momentum:1", "metric", "metric identity\n"), InputError);
  // The dynamics of a file are its own.
  const auto drifting = [](const char* dynamics) {
    return read_canonical(
        text_input(
            "abide-canonical 2\narray s scalar rows time 1\narray x scalar rows parameter\narray v "
            "scalar rows velocity x\ndomain all\nmetric identity\ndrift\nc s s\nc x v\nc v "
            "-v\nfields 1\nf\nc v 1\nend 14\n"),
        "m", parse_question(dynamics, "", "spanning"));
  };
  CHECK(drifting("gradient-flow").fields->count() == 2);
  CHECK(drifting("gradient-flow").time == 0u);
  CHECK_THROWS_AS(drifting("momentum:1"), InputError);
  // A drift needs no time, and is no field of the loss.
  const auto timeless = [](const char* dynamics) {
    return read_canonical(
        text_input("abide-canonical 2\narray x scalar rows parameter\ndomain all\n"
                   "metric identity\ndrift\nc x x\nfields 0\nend 8\n"),
        "m", parse_question(dynamics, "", "spanning"));
  };
  CHECK(timeless("gradient-flow").fields->count() == 1);
  CHECK_FALSE(timeless("gradient-flow").time);
  CHECK_THROWS_AS(timeless("momentum:1"), InputError);
  CHECK_THROWS_AS(timeless("weight-decay:1"), InputError);
}
