// The fields of networks without expanding them, against the same fields written out; words against
// expanded brackets; dynamics and metrics as fields.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>
#include <tuple>

#include "laws/laws.hpp"
#include "model/model.hpp"
#include "models.hpp"

using namespace abide;

namespace {

using Found = std::multiset<std::tuple<std::uint64_t, std::uint32_t, std::string, std::string>>;

// What a visit meets, as text.
class Collector {
 public:
  explicit Collector(const Distribution& x) : x_(x) {}
  bool operator()(std::uint64_t field, std::uint32_t variable, const Monomial& a,
                  const Rational& c) {
    found_.emplace(field, variable, to_string(a, x_.layout().names()), c.to_string());
    return true;
  }
  const Found& found() const { return found_; }

 private:
  const Distribution& x_;
  Found found_;
};

std::uint64_t missing(const Monomial& a, const Monomial& beta) {
  std::uint64_t count = 0;
  for (const Power& p : a.powers())
    count += p.exponent - std::min(p.exponent, beta.exponent(p.variable));
  return count;
}

}  // namespace

TEST_CASE("path sums of networks", "[fields]") {
  CHECK(Distribution(make_model("linear:2,5,3")).size() == 6);
  CHECK(Distribution(make_model("relu:2,3,2,bias")).size() == 2 * 3 * 2 + 3 * 2);
  CHECK(Distribution(make_model("relu:2,3,2,bias=all")).size() == 2 * 3 * 2 + 3 * 2 + 2);
  // One constant input node: the paths of all biases into one output are summed.
  CHECK(Distribution(make_model("network:2,2,2,bias")).size() == 6);
  CHECK(Distribution(make_model("relu:2000,2000,2000,2000")).size() == 16'000'000'000'000);
}

TEST_CASE("implicit and written-out fields agree in every question", "[fields]") {
  std::mt19937_64 random(5);
  for (const std::string& name : test::small_networks()) {
    INFO(name);
    const Model model = make_model(name);
    const Distribution x(model), y(test::written_out(model));
    REQUIRE(x.size() == y.size());
    CHECK(x.is_homogeneous() == y.is_homogeneous());
    CHECK(x.is_monomial_map() == y.is_monomial_map());
    CHECK(x.degree() == y.degree());
    Collector all_x(x), all_y(y);
    for (std::uint32_t v = 0; v < x.coordinates(); ++v) {
      x.terms_of(v, all_x);
      y.terms_of(v, all_y);
      Collector some(x), of_v(x);
      x.some_terms_of(v, 3, v, some);
      x.terms_of(v, of_v);
      CHECK(std::includes(of_v.found().begin(), of_v.found().end(), some.found().begin(),
                          some.found().end()));
      CHECK(x.count_terms_of(v) <= of_v.found().size());
      const auto field = x.some_field_of(v, random());
      REQUIRE(field.has_value());
      CHECK(std::any_of(of_v.found().begin(), of_v.found().end(),
                        [&](const auto& t) { return std::get<0>(t) == *field; }));
    }
    CHECK(all_x.found() == all_y.found());
    for (std::uint64_t i = 0; i < x.size(); ++i) {
      CHECK(x.field_of(x.path_class(i)) == i);
      if (x.is_monomial_map()) CHECK(x.exponents(i) == y.exponents(i));
      std::vector<Power> powers;
      for (std::uint32_t v = 0; v < x.coordinates(); ++v)
        if (random() % 2 == 0) powers.push_back({v, static_cast<std::uint32_t>(1 + random() % 2)});
      const Monomial beta(powers);
      for (std::uint32_t most = 0; most <= 2; ++most) {
        Collector implicit(x), written(y), counted(x);
        x.terms_within(i, beta, most, implicit);
        y.terms_within(i, beta, most, written);
        for (const FieldTerm& t : y.field(i))
          if (missing(t.monomial, beta) <= most) counted(i, t.variable, t.monomial, t.coefficient);
        CHECK(implicit.found() == counted.found());
        CHECK(written.found() == counted.found());
      }
    }
  }
}

TEST_CASE("values of words agree, at dense and sparse points", "[fields]") {
  std::mt19937_64 random(9);
  const Modulus modulus(1'000'003);
  for (const std::string& name : test::small_networks()) {
    INFO(name);
    const Model model = make_model(name);
    const Distribution x(model), y(test::written_out(model));
    for (const std::uint64_t zeros : {0U, 1U, 3U}) {
      Point point;
      for (std::uint32_t v = 0; v < x.coordinates(); ++v)
        if (random() % (zeros + 1) == 0)
          point.values.emplace_back(v, static_cast<std::int64_t>(random() % 100));
      const Evaluator at_x(x, point, modulus), at_y(y, point, modulus);
      for (int k = 0; k < 20; ++k) {
        const auto letter = [&] {
          return random() % 8 == 0 ? Word::combination(random() % 1000)
                                   : Word::field(random() % x.size());
        };
        Word word = letter();
        for (std::uint64_t depth = random() % 4; depth > 0; --depth)
          word = random() % 2 == 0 ? Word::bracket(letter(), word) : Word::bracket(word, letter());
        INFO(word.to_string());
        const SparseRow a = at_x.value(word), b = at_y.value(word);
        REQUIRE(a.size() == b.size());
        for (std::size_t e = 0; e < a.size(); ++e) {
          CHECK(a[e].column == b[e].column);
          CHECK(a[e].value == b[e].value);
        }
      }
    }
  }
}

TEST_CASE("words evaluate to expanded brackets", "[fields]") {
  const Distribution x(make_model("linear:2,2,2"));
  const Modulus modulus(large_prime(0));
  const Word word = Word::bracket(Word::field(0), Word::bracket(Word::field(1), Word::field(2)));
  CHECK(word.to_string() == "[1,[2,3]]");
  CHECK(word.depth() == 2);
  CHECK(word.right().left() == Word::field(1));
  CHECK(Word::combination(7).to_string() == "~7");
  const Field expanded = bracket(x.field(0), bracket(x.field(1), x.field(2)));
  Point point;
  for (std::uint32_t k = 0; k < 8; ++k) point.values.emplace_back(k, 3 * k + 1);
  std::vector<std::uint64_t> direct(8, 0);
  for (const FieldTerm& t : expanded) {
    std::uint64_t value = *t.coefficient.mod(modulus.prime());
    for (const Power& p : t.monomial.powers())
      value = modulus.multiply(value, modulus.power(3 * p.variable + 1, p.exponent));
    direct[t.variable] = modulus.add(direct[t.variable], value);
  }
  std::vector<std::uint64_t> found(8, 0);
  for (const Entry& e : Evaluator(x, point, modulus).value(word)) found[e.column] = e.value;
  CHECK(found == direct);
}

namespace {

// (−ad)^n B for n = 0 … count − 1 at time 0, by words that are written out: a field whose
// coefficients are polynomials in t, Σ t^k W_k, becomes Σ k t^(k−1) W_k + t^k [W_k, A_0] + t^(k+1)
// [W_k, A_1].
std::vector<std::vector<std::uint64_t>> powers_by_words(const Evaluator& at,
                                                        std::size_t coordinates, const FlowField& a,
                                                        const Word& b, std::size_t count) {
  const Modulus& modulus = at.modulus();
  using Sum = std::vector<std::pair<std::uint64_t, Word>>;
  std::vector<Sum> by_time{{{1, b}}};
  std::vector<std::vector<std::uint64_t>> rows;
  for (std::size_t n = 0; n < count; ++n) {
    auto& row = rows.emplace_back(coordinates, 0);
    for (const auto& [c, word] : by_time[0])
      for (const Entry& e : at.value(word))
        row[e.column] = modulus.add(row[e.column], modulus.multiply(c, e.value));
    std::vector<Sum> next(by_time.size() + 1);
    for (std::size_t k = 0; k < by_time.size(); ++k)
      for (const auto& [c, word] : by_time[k]) {
        if (k > 0) next[k - 1].emplace_back(c * k, word);
        next[k].emplace_back(c, Word::bracket(word, a.start));
        if (a.slope) next[k + 1].emplace_back(c, Word::bracket(word, *a.slope));
      }
    by_time = next;
  }
  return rows;
}

}  // namespace

TEST_CASE("powers of ad along a flow are nested brackets", "[fields]") {
  const auto words = [](const std::string& name, const char* dynamics) {
    const Model model = make_model(name);
    if (*dynamics == '\0') return model;
    return on_phase_space(with_dynamics(model, parse_dynamics(dynamics, {})));
  };
  std::vector<std::pair<std::string, Model>> models;
  for (const char* name :
       {"linear:2,2,2", "linear:3,2,2,1", "network:2,2,2,bias", "relu:2,2,1,bias",
        "network:2,2r,2,1", "linear:1,2,1+relu:1,2,1", "nmf:2,2,2"})
    models.emplace_back(name, words(name, ""));
  for (const char* name : {"linear:2,2,2", "relu:1,2,1,bias", "nmf:1,2,1"})
    for (const char* dynamics : {"momentum:1", "nesterov", "momentum:1/2+weight-decay:3"})
      models.emplace_back(std::string(name) + " " + dynamics, words(name, dynamics));
  models.emplace_back("written out", test::written_out(make_model("linear:2,3,2")));
  std::mt19937_64 random(17);
  for (const auto& [name, model] : models) {
    INFO(name);
    const Distribution x(model);
    const Point point = generated_point(x.coordinates(), random());
    // Small primes, too: the last power is one less.
    for (const std::uint64_t prime : {std::uint64_t{7}, dense_prime(0)}) {
      const Modulus modulus(prime);
      if (!x.usable(prime)) continue;
      const Evaluator at(x, point, modulus);
      const auto field = [&] { return Word::field(random() % x.size()); };
      const auto letter = [&] { return Word::combination(random() % 1000); };
      for (const FlowField& a :
           {FlowField{letter()}, FlowField{letter(), letter()}, FlowField{field(), letter()},
            FlowField{Word::bracket(letter(), field())}}) {
        const Word b = random() % 2 == 0 ? field() : Word::bracket(field(), letter());
        const std::size_t count = a.slope || a.start.is_bracket() ? 4 : 7;
        const auto expected = powers_by_words(at, x.coordinates(), a, b, count);
        const auto found = Flow(x, point, modulus, a, count, Progress()).powers(b, Progress());
        REQUIRE(found.size() == count);
        for (std::size_t n = 0; n < count; ++n) {
          std::vector<std::uint64_t> row(x.coordinates(), 0);
          for (const Entry& e : found[n]) row[e.column] = e.value;
          CHECK(row == expected[n]);
        }
      }
    }
  }
}

TEST_CASE("a flow has no more terms than its prime", "[fields]") {
  const Distribution x(make_model("linear:1,1,1"));
  const auto flow = [&](std::uint64_t prime, std::size_t length) {
    Flow(x, generated_point(2, 1), Modulus(prime), {Word::field(0)}, length, Progress());
  };
  CHECK_NOTHROW(flow(11, 11));
  CHECK_THROWS_AS(flow(11, 12), Error);
  CHECK_THROWS_AS(flow(11, 0), Error);
  CHECK_THROWS_AS(flow(large_prime(0), 10), Error);
  CHECK_THROWS_AS(flow(dense_prime(0), 4097), Error);
}

TEST_CASE("brackets are antisymmetric and satisfy Jacobi", "[fields]") {
  const Distribution x(make_model("linear:2,2,2"));
  const Field a = x.field(0), b = x.field(1), c = x.field(2);
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
    return !violation(x, parse_polynomial(text, x.layout(), "law"));
  };
  CHECK(law("U1[1,1]^2 + U1[2,1]^2 - U2[1,1]^2 - U2[1,2]^2"));
  CHECK_FALSE(law("U1[1,1]^2 + U1[2,1]^2 - U2[1,1]^2 + U2[1,2]^2"));
  CHECK_FALSE(law("U1[1,1]"));
}

TEST_CASE("laws of networks by their coefficients and by the fields agree", "[fields]") {
  std::mt19937_64 random(4);
  for (const std::string& name : test::small_networks()) {
    INFO(name);
    const Model model = make_model(name);
    const Distribution x(model), y(test::written_out(model));
    const std::vector<Law> shapes = known_shapes(x);
    LawSpace space;
    space.laws = shapes;
    std::vector<Terms> images;
    for (std::size_t k = 0; k < shapes.size(); ++k)
      for_each_image(space, k, [&](const LawRef& ref) {
        images.push_back(polynomial_of(space, x, ref));
        return true;
      });
    for (const Terms& h : images) CHECK_FALSE(violation(y, h));
    for (int k = 0; k < 40 && !images.empty(); ++k) {
      Terms h;
      for (const Terms& image : images)
        if (random() % 2 == 0)
          for (const Term& t : image)
            h.push_back({t.monomial,
                         t.coefficient * Rational(static_cast<std::int64_t>(random() % 5) - 2)});
      for (const Terms& image : images)
        if (random() % 2 == 0) h.insert(h.end(), image.begin(), image.end());
      h = collect(std::move(h));  // half of the time a law, half of the time nearly one
      const auto a = violation(x, h), b = violation(y, h);
      CHECK(a.has_value() == b.has_value());
      if (a && b) CHECK((a->field == b->field && a->beta == b->beta));
    }
  }
}

TEST_CASE("dead coordinates and monomial maps", "[fields]") {
  const Distribution x(
      read_toml("[[parameter]]\nname=\"x\"\nshape=[3]\n[model]\nmap=[\"x[1]*x[2]\"]", "m.toml"));
  CHECK(x.dead_coordinates() == std::vector<std::uint32_t>{2});
  CHECK(x.is_monomial_map());
  CHECK_FALSE(Distribution(make_model("linear:2,2,2")).is_monomial_map());
}

TEST_CASE("dynamics as fields", "[fields]") {
  const auto fields_of = [](const char* flow) {
    return on_phase_space(make_model("product:2").with(parse_dynamics(flow, {})));
  };
  const std::vector<std::pair<const char*, const char*>> drifts = {
      {"momentum:0", "c t 1|c x[1] x_dot[1]|c x[2] x_dot[2]|"},
      {"momentum:1/2",
       "c s 1/2*s|c x[1] x_dot[1]|c x[2] x_dot[2]|c x_dot[1] -1/2*x_dot[1]|c x_dot[2] "
       "-1/2*x_dot[2]|"},
      {"nesterov",
       "c t t|c x[1] t*x_dot[1]|c x[2] t*x_dot[2]|c x_dot[1] -3*x_dot[1]|c x_dot[2] -3*x_dot[2]|"},
      {"weight-decay:2", "c s s|c x[1] -x[1]|c x[2] -x[2]|"},
      {"momentum:0+weight-decay:2",
       "c t 1|c x[1] x_dot[1]|c x[2] x_dot[2]|c x_dot[1] -2*x[1]|c x_dot[2] -2*x[2]|"}};
  for (const auto& [flow, drift] : drifts) {
    INFO(flow);
    std::string text = write_canonical(with_explicit_fields(fields_of(flow)));
    std::replace(text.begin(), text.end(), '\n', '|');
    CHECK(text.find(drift) != std::string::npos);
  }
  const Model model = with_explicit_fields(fields_of("momentum:1/2"));
  CHECK(model.parameters() == 2);
  CHECK(model.coordinates() == 5);
  CHECK(model.layout().shown()[0] == "exp(1/2*t)");
  CHECK(fields_of("nesterov").layout().shown()[0] == "t");
  // Names that are taken: s and x_dot are parameters here.
  const Model taken = read_toml(
      "[[parameter]]\nname='s'\nshape=[]\n[[parameter]]\nname='x'\nshape=[]\n[[parameter]]\nname='"
      "x_dot'\n"
      "shape=[]\n[model]\nmap=['s*x*x_dot']\n[dynamics]\nflow='momentum:1'",
      "m.toml");
  const Names names = on_phase_space(taken).names();
  std::set<std::string> distinct;
  for (std::size_t k = 0; k < names.size(); ++k) distinct.insert(names[k]);
  CHECK(distinct.size() == 7);
  CHECK(names[0] == "s_");
  CHECK(names[4] == "s_dot_");
  // The model moves already.
  CHECK_THROWS_WITH(on_phase_space(model.with(parse_dynamics("nesterov", {}))),
                    Catch::Contains("the dynamics are given twice"));
  // So does one with a drift and no time.
  const Model drifting = read_canonical(
      "abide-canonical 2\narray x scalar rows parameter\ndomain all\nmetric identity\ndrift\nc x "
      "x\n"
      "fields 1\nf\nc x 1\nend 10\n",
      "m.canon");
  CHECK(on_phase_space(drifting).coordinates() == 1);
  for (const char* flow : {"momentum:1", "nesterov", "weight-decay:1"})
    CHECK_THROWS_WITH(on_phase_space(drifting.with(parse_dynamics(flow, {}))),
                      Catch::Contains("the dynamics are given twice"));
  // What is written is read back, with roles and the drift apart.
  const std::string written = write_canonical(model);
  CHECK(
      written.starts_with("abide-canonical 2\narray s scalar rows time 1/2\n"
                          "array x 2 rows parameter\narray x_dot 2 rows velocity x\n"
                          "domain all\nmetric identity\ndrift\nc s 1/2*s\n"));
  CHECK(written.find("fields 1\nf\nc x_dot[1] x[2]\n") != std::string::npos);
  const Model again = read_canonical(written, "m.canon");
  CHECK(write_canonical(again) == written);
  CHECK(again.layout() == model.layout());
  const Distribution x(model), y(again);
  REQUIRE(x.size() == y.size());
  for (std::uint64_t i = 0; i < x.size(); ++i) CHECK(x.field(i) == y.field(i));
  // Cross-entropy: differences to the first output, class by class.
  Dynamics loss;
  loss.loss = Dynamics::Loss::cross_entropy;
  CHECK(Distribution(on_phase_space(make_model("linear:2,2,3").with(loss))).size() == 4);
  CHECK(Distribution(on_phase_space(make_model("relu:2,2,3,bias").with(loss))).size() == 12);
  CHECK_THROWS_AS(on_phase_space(make_model("linear:2,2,1").with(loss)), Error);
  CHECK_THROWS_AS(on_phase_space(make_model("product:3").with(loss)), Error);
  // Too many terms to be written out, not for a layer.
  const Model large = make_model("linear:3000,3000,3000").with(parse_dynamics("momentum:1", {}));
  CHECK_THROWS_AS(with_explicit_fields(large), Error);
  const Model layer = on_phase_space(large);
  CHECK(std::holds_alternative<PhaseSpace>(layer.body()));
  CHECK(Distribution(layer).size() == 9'000'001);
}

namespace {

// Small networks with all dynamics, and linear ones whose entries have parameters added, as a layer
// and written out.
void for_each_layer(FunctionRef<void(const Model& layer, const Model& written)> visit) {
  std::vector<std::string> names = test::small_networks();
  names.emplace_back("linear:3,4,3");  // a drift too long to be scanned
  for (const std::string& name : names)
    for (const char* flow :
         {"gradient-flow", "momentum:0", "momentum:3/2", "nesterov", "weight-decay:2",
          "coupled-weight-decay:2/3", "momentum:0+weight-decay:1/2", "momentum:-1+weight-decay:5",
          "nesterov+coupled-weight-decay:7"})
      for (const auto loss : {Dynamics::Loss::spanning, Dynamics::Loss::cross_entropy}) {
        Dynamics dynamics = parse_dynamics(flow, {});
        dynamics.loss = loss;
        const Model model = make_model(name).with(dynamics);
        const Network& net = std::get<Network>(model.body());
        if (dynamics.is_plain() ||
            (loss == Dynamics::Loss::cross_entropy && net.width(net.layers()) < 2))
          continue;
        INFO(name << ", " << dynamics.title());
        visit(test::phase_layer(model), with_explicit_fields(model));
      }
  for (const char* name : {"linear:2,3", "linear:2,1,2", "linear:2,3,1", "linear:1,2,2,2"}) {
    const Model translated = test::translated(name);
    INFO(translated.title());
    visit(translated, multiplied_out(translated));
  }
}

Found within(const Distribution& x, std::uint64_t i, const Monomial& beta, std::uint32_t most) {
  Collector found(x);
  x.terms_within(i, beta, most, found);
  return found.found();
}

}  // namespace

TEST_CASE("a layer over a network and its fields written out agree", "[fields]") {
  std::mt19937_64 random(11);
  for_each_layer([&](const Model& layer, const Model& written) {
    const Distribution x(layer), y(written);
    REQUIRE(x.size() == y.size());
    CHECK(layer.layout() == written.layout());
    CHECK(layer.title() == written.title());
    CHECK(x.network() == nullptr);
    CHECK(x.degree() == y.degree());
    CHECK(x.is_homogeneous() == y.is_homogeneous());
    CHECK(x.is_monomial_map() == y.is_monomial_map());
    CHECK(x.dead_coordinates() == y.dead_coordinates());
    for (const std::uint64_t prime : {2U, 3U, 5U, 7U, 1009U})
      CHECK(x.usable(prime) == y.usable(prime));
    for (std::uint32_t v = 0; v < x.coordinates(); ++v) {
      Collector all_x(x), all_y(y), some(x);
      x.terms_of(v, all_x);
      y.terms_of(v, all_y);
      CHECK(all_x.found() == all_y.found());
      CHECK(x.count_terms_of(v) <= all_x.found().size());
      x.some_terms_of(v, 3, v, some);
      CHECK(some.found().size() <= 3);
      CHECK(some.found().empty() == all_x.found().empty());
      CHECK(std::includes(all_x.found().begin(), all_x.found().end(), some.found().begin(),
                          some.found().end()));
      const auto field = x.some_field_of(v, random());
      CHECK(field.has_value() == !all_x.found().empty());
      if (field)
        CHECK(std::any_of(all_x.found().begin(), all_x.found().end(),
                          [&](const auto& t) { return std::get<0>(t) == *field; }));
    }
    for (std::uint64_t i = 0; i < x.size(); ++i) {
      CHECK(x.field(i) == y.field(i));
      std::vector<Power> powers;
      for (std::uint32_t v = 0; v < x.coordinates(); ++v)
        if (random() % 3 == 0) powers.push_back({v, static_cast<std::uint32_t>(1 + random() % 2)});
      const Monomial beta(powers);
      for (std::uint32_t most = 0; most <= 2; ++most)
        CHECK(within(x, i, beta, most) == within(y, i, beta, most));
    }
  });
}

TEST_CASE("a visit to a layer over a network ends where it is told to", "[fields]") {
  for_each_layer([](const Model& layer, const Model&) {
    const Distribution x(layer);
    std::size_t left = 0;
    const auto few = [&left](std::uint64_t, std::uint32_t, const Monomial&, const Rational&) {
      REQUIRE(left > 0);
      return --left > 0;
    };
    for (std::size_t most = 1; most <= 4; ++most) {
      for (std::uint32_t v = 0; v < x.coordinates(); ++v) {
        left = most;
        x.terms_of(v, few);
        left = most;
        x.some_terms_of(v, 9, 0, few);
      }
      for (std::uint64_t i = 0; i < x.size(); ++i) {
        left = most;
        x.terms_within(i, Monomial(), 4, few);
      }
    }
  });
}

TEST_CASE("values of words on a layer over a network", "[fields]") {
  std::mt19937_64 random(12);
  const Modulus modulus(1'000'003);
  for_each_layer([&](const Model& layer, const Model& written) {
    const Distribution x(layer), y(written);
    for (const std::uint64_t zeros : {0U, 2U}) {
      Point point;
      for (std::uint32_t v = 0; v < x.coordinates(); ++v)
        if (random() % (zeros + 1) == 0)
          point.values.emplace_back(v, static_cast<std::int64_t>(random() % 100));
      const Evaluator at_x(x, point, modulus), at_y(y, point, modulus);
      const auto letter = [&] {
        switch (random() % 4) {
          case 0:
            return Word::combination(random() % 1000);
          case 1:
            return Word::field(x.size() - 1);  // the drift, if there is one
          default:
            return Word::field(random() % x.size());
        }
      };
      for (int k = 0; k < 8; ++k) {
        Word word = letter();
        for (std::uint64_t depth = random() % 4; depth > 0; --depth)
          word = random() % 2 == 0 ? Word::bracket(letter(), word) : Word::bracket(word, letter());
        INFO(word.to_string());
        const SparseRow a = at_x.value(word), b = at_y.value(word);
        CHECK(
            std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Entry& e, const Entry& f) {
              return e.column == f.column && e.value == f.value;
            }));
      }
    }
  });
}

TEST_CASE("laws on the layer of a phase space", "[fields]") {
  const auto x = [](const char* flow, Dynamics::Loss loss) {
    Dynamics dynamics = parse_dynamics(flow, {});
    dynamics.loss = loss;
    return Distribution(test::phase_layer(make_model("linear:2,2,2").with(dynamics)));
  };
  const auto is_law = [](const Distribution& fields, const char* text) {
    return !violation(fields, parse_polynomial(text, fields.layout(), "law"));
  };
  const auto spanning = Dynamics::Loss::spanning, cross_entropy = Dynamics::Loss::cross_entropy;
  const char* gram = "U1[1,1]^2 + U1[2,1]^2 - U2[1,1]^2 - U2[1,2]^2";
  CHECK(is_law(x("gradient-flow", cross_entropy), gram));
  CHECK_FALSE(is_law(x("weight-decay:1", spanning), gram));
  CHECK_FALSE(is_law(x("momentum:1", spanning), gram));
}

TEST_CASE("metrics as fields", "[fields]") {
  const auto text_of = [](Dynamics dynamics, const char* flow) {
    const Dynamics::Mirror mirror = dynamics.mirror;
    dynamics = parse_dynamics(flow, {});
    dynamics.mirror = mirror;
    std::string text = write_canonical(on_phase_space(make_model("nmf:1,1").with(dynamics)));
    std::replace(text.begin(), text.end(), '\n', '|');
    return text;
  };
  Dynamics usual, metric, paper;
  metric.mirror = Dynamics::Mirror::metric;
  paper.mirror = Dynamics::Mirror::paper;
  const auto has = [](const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  };
  CHECK(has(text_of(usual, "gradient-flow"), "c U1[1,1] U1[1,1]|"));
  CHECK(has(text_of(usual, "momentum:2"), "c U1_dot[1,1] 2*U1[1,1] + U1_dot[1,1]|"));
  CHECK(has(text_of(metric, "momentum:2"), "c U1_dot[1,1] U1[1,1]|"));
  CHECK(has(text_of(usual, "momentum:0"), "c U1_dot[1,1] U1[1,1]|"));
  CHECK(has(text_of(usual, "nesterov"), "c U1_dot[1,1] t*U1_dot[1,1] + 2*U1[1,1]|"));
  CHECK(has(text_of(usual, "nesterov"), "c U1_dot[1,1] -2*U1_dot[1,1]|"));
  CHECK(has(text_of(metric, "nesterov"), "c U1_dot[1,1] -3*U1_dot[1,1]|"));
  CHECK(has(text_of(paper, "momentum:0"), "c U1_dot[1,1] U1_dot[1,1]|"));
  CHECK_THROWS_AS(text_of(paper, "momentum:-1"), Error);
  CHECK_THROWS_AS(text_of(paper, "gradient-flow"), Error);
  CHECK_THROWS_AS(on_phase_space(make_model("linear:1,1").with(metric)), Error);
  // A diagonal of constants alone is no mirror flow: Nesterov keeps its friction 3/t.
  const Model constant = read_toml(
      "parameter = [{name = \"x\", shape = []}]\n[model]\nmap = [\"x\"]\n[metric]\ndiagonal = "
      "[\"2\"]\n",
      "constant.toml");
  const Model moving = constant.with(parse_dynamics("nesterov", {}));
  CHECK_FALSE(has_paper_metric(moving));
  CHECK(has(write_canonical(on_phase_space(moving)), "c x_dot -3*x_dot\n"));
  paper.flow = Dynamics::Flow::nesterov;
  CHECK_THROWS_AS(has_paper_metric(constant.with(paper)), Error);
}
