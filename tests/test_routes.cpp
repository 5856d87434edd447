// Every shortcut and every setting gives the same laws and ranks: the whole JSON result, byte by
// byte.
#include <catch2/catch.hpp>

#include "models.hpp"

using namespace abide;

namespace {

struct Route {
  std::string name;
  Options options;
  std::size_t threads = 1;
};

// All settings of all options, two of them changed at a time.
std::vector<Route> routes(std::uint32_t degree) {
  using Change = std::pair<std::string, std::function<void(Route&)>>;
  const std::vector<Change> changes{
      {"no guess", [](Route& r) { r.options.guess = false; }},
      {"no orbits", [](Route& r) { r.options.orbits = false; }},
      {"no closed form", [](Route& r) { r.options.closed_form = false; }},
      {"no components", [](Route& r) { r.options.components = false; }},
      {"sparse", [](Route& r) { r.options.points = EvidencePoints::sparse; }},
      {"dense", [](Route& r) { r.options.points = EvidencePoints::dense; }},
      {"FLINT", [](Route& r) { r.options.backend = DenseBackend::flint; }},
      {"2 threads", [](Route& r) { r.threads = 2; }},
      {"seed", [](Route& r) { r.options.seed = 12345; }},
  };
  Route plain{"plain", {.degree = degree}};
  std::vector<Route> all{plain};
  for (std::size_t i = 0; i < changes.size(); ++i)
    for (std::size_t j = i; j < changes.size(); ++j) {
      Route route = plain;
      route.name = changes[i].first + ", " + changes[j].first;
      changes[i].second(route);
      changes[j].second(route);
      all.push_back(std::move(route));
    }
  return all;
}

std::string outcome(const Model& model, const Route& route) {
  Progress progress;
  progress.set_threads(route.threads);
  const Result r = certify(model, route.options, progress);
  Report report = make_report(r, LawListing::all);
  report.probably.clear();      // says how the search went
  report.monomial_map = false;  // by which evidence the rank was seen
  return to_json(report);
}

void check_routes(const Model& model, std::uint32_t degree) {
  INFO(model.title());
  const auto all = routes(degree);
  const std::string expected = outcome(model, all.front());
  for (const Route& route : all) {
    INFO(route.name);
    CHECK(outcome(model, route) == expected);
  }
}

}  // namespace

TEST_CASE("all routes agree on networks", "[routes]") {
  for (const std::string& name : test::small_networks()) check_routes(make_model(name), 2);
  for (const char* name : {"linear:6,7,5", "linear:2,9,2", "network:6,5r,6,5", "product:5"})
    check_routes(make_model(name), 2);
  for (const char* name : {"linear:2,2,2", "linear:1,2,1", "relu:2,2,1,bias", "product:3"})
    check_routes(make_model(name), 4);
}

TEST_CASE("all routes agree on explicit models", "[routes]") {
  for (const char* file :
       {"attention", "dead-coordinate", "diagonal-linear", "linear-hidden-bias", "quartic",
        "rotation", "so3", "two-heads", "two-layer-linear", "wide-product"})
    check_routes(load_model(std::string(ABIDE_DATA) + "/models/" + file + ".toml"), 2);
  for (const char* file : {"attention", "quartic", "so3", "two-heads"})
    check_routes(load_model(std::string(ABIDE_DATA) + "/models/" + file + ".toml"), 3);
  for (const char* name :
       {"linear:2,2,2", "relu:2,2,2,bias", "linear:2,3,2", "network:1,2,1r,2,2,bias=all"})
    check_routes(test::written_out(make_model(name)), 3);
  check_routes(test::symmetric_map(6, {{1, 2, 3, 4, 5, 0}}, 1), 3);
  check_routes(test::changed_variables(3), 2);
  check_routes(test::shuffled(3), 2);
  check_routes(test::planted(3), 4);
  check_routes(test::dense_cubic(8, 2, 3), 2);
}

// Whether the higher degrees follow from the linear laws or are eliminated: nothing shows it.
TEST_CASE("all routes agree on flows with linear laws", "[routes]") {
  const auto flow = [](const char* name, const char* dynamics,
                       Dynamics::Loss loss = Dynamics::Loss::spanning) {
    Dynamics d = parse_dynamics(dynamics, {});
    d.loss = loss;
    return make_model(name).with(std::move(d));
  };
  check_routes(make_model("nmf:3,2,3"), 2);
  check_routes(make_model("nmf:2,2,2"), 3);
  check_routes(make_model("nmf:2,3,2,3"), 2);
  check_routes(make_model("nmf:1,2,1"), 3);                // not complete
  for (const char* name : {"linear:2,3,3", "relu:2,2,2"})  // quadratic laws, too
    check_routes(flow(name, "gradient-flow", Dynamics::Loss::cross_entropy), 2);
  check_routes(flow("nmf:2,2,2", "momentum:0"), 2);
  check_routes(flow("linear:2,1,2", "momentum:1", Dynamics::Loss::cross_entropy), 3);
}

// Names of laws differ: a network's neurons are not known in its written-out map.
TEST_CASE("implicit and written-out networks have the same law spaces and ranks", "[routes]") {
  for (const std::string& name : test::small_networks()) {
    INFO(name);
    const Model model = make_model(name);
    const Result a = certify(model, {}), b = certify(test::written_out(model), {});
    CHECK(a.dimensions == b.dimensions);
    CHECK(a.independent_laws == b.independent_laws);
    CHECK(a.lie_lower == b.lie_lower);
    CHECK(a.lie_upper == b.lie_upper);
    CHECK(a.complete == b.complete);
    for (const ListedLaw& law : a.all_laws()) CHECK(verify(*b.model, law.function()).law);
  }
}

namespace {

Model copies_of(const std::string& name, std::uint32_t copies) {
  const auto one = std::make_shared<const Model>(make_model(name));
  return {std::to_string(copies) + " copies of " + name, "",
          Coordinates::sum({{one->layout(), copies}}), Sum{{{one, copies}}}};
}

// The numbers of two results, and every law of the first one among those of the second.
void check_same(const Model& model, const Model& other, std::uint32_t degree) {
  INFO(model.title());
  const Result a = certify(model, {.degree = degree}), b = certify(other, {.degree = degree});
  const Report one = make_report(a, LawListing::all), two = make_report(b, LawListing::all);
  REQUIRE(one.law_space.size() == two.law_space.size());
  for (std::size_t k = 0; k < one.law_space.size(); ++k)
    CHECK(one.law_space[k].value == two.law_space[k].value);
  CHECK(one.laws.size() == two.laws.size());
  CHECK(one.independent_laws == two.independent_laws);
  CHECK(one.lie_lower == two.lie_lower);
  CHECK(one.lie_upper <= two.lie_upper);
  CHECK(one.complete == two.complete);
  std::uint64_t independent = 0;
  for (const Report::Row& row : one.laws) {
    CHECK(verify(*b.model, parse_law(row.expression, b.model->layout(), "law")).law);
    independent += row.independent == true ? 1 : 0;
  }
  CHECK(independent == one.independent_laws);
  std::uint64_t listed = 0;
  for (const Report::Row& row : make_report(a, LawListing::kinds).laws) listed += row.multiplicity;
  CHECK(listed == one.laws.size());
}

}  // namespace

TEST_CASE("all routes agree on unions of networks", "[routes]") {
  for (const char* name : {"attention:2,2,1", "attention:1,3,2"}) check_routes(make_model(name), 2);
  check_routes(make_model("attention:1,1,2"), 4);
  for (const char* name : {"network:1,2r,1,bias", "linear:1,2,2,1", "network:1,2,1r,2,2,bias=all"})
    check_routes(copies_of(name, 3), 2);
  check_routes(copies_of("relu:2,2,1,bias", 2), 3);
}

TEST_CASE("unions and their fields written out have the same laws and ranks", "[routes]") {
  for (const std::string& name : test::small_networks())
    check_same(copies_of(name, 3), with_explicit_fields(copies_of(name, 3)), 2);
  for (const char* name : {"linear:1,2,1", "relu:1,2,1,bias"})
    check_same(copies_of(name, 4), with_explicit_fields(copies_of(name, 4)), 4);
  for (const char* name :
       {"attention:4,2,2", "attention:2,6,1", "attention:3,1,1", "attention:2,3,3"}) {
    check_same(make_model(name), read_toml(family_toml(name), "m.toml"), 2);
    check_same(make_model(name), with_explicit_fields(make_model(name)), 2);
  }
}
