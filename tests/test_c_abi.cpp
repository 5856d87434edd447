// The C interface says what C++ says: the same texts byte by byte, laws term by term, and models
// that are made term by term.
#include <abide/abide.h>

#include <abide/abide.hpp>
#include <catch2/catch.hpp>

using namespace abide;

namespace {

// A handle that is freed in the end.
template <class T>
struct Held {
  T* handle = nullptr;
  void (*free)(T*);
  explicit Held(void (*how)(T*)) : free(how) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { free(handle); }
};

std::string taken(abide_text* text) {
  std::string bytes(abide_text_data(text), abide_text_size(text));
  abide_text_free(text);
  return bytes;
}

std::string exported(const abide_result* result, const char* format, const char* style = nullptr) {
  abide_text* text = nullptr;
  REQUIRE(abide_result_export(result, format, nullptr, style, &text, nullptr) == ABIDE_OK);
  return taken(text);
}

// A polynomial as C gives it.
Terms terms_of(abide_laws* laws, int part, std::uint64_t coordinates) {
  Terms terms;
  std::size_t count = 0;
  REQUIRE(abide_laws_term_count(laws, part, &count) == ABIDE_OK);
  for (std::size_t k = 0; k < count; ++k) {
    abide_term term;
    REQUIRE(abide_laws_term(laws, part, k, &term) == ABIDE_OK);
    std::vector<Power> powers;
    for (std::size_t p = 0; p < term.power_count; ++p)
      powers.push_back({static_cast<std::uint32_t>(term.powers[p].coordinate +
                                                   term.powers[p].logarithm * coordinates),
                        term.powers[p].exponent});
    terms.push_back({Monomial(powers), *Rational::parse(term.coefficient)});
  }
  return terms;
}

void compare(const Model& model, const abide_model* of_c) {
  const Result r = certify(model, {});
  Held<abide_result> result(abide_result_free);
  REQUIRE(abide_certify(of_c, nullptr, nullptr, &result.handle, nullptr) == ABIDE_OK);
  const Report kinds = make_report(r, LawListing::kinds);
  CHECK(exported(result.handle, "text") == to_text(kinds));
  CHECK(exported(result.handle, "text", "ascii") == to_text(kinds, {.ascii = true}));
  CHECK(exported(result.handle, "latex", "standalone") == to_latex(kinds, true));
  CHECK(exported(result.handle, "json") == to_json(make_report(r, LawListing::all)));
  CHECK(exported(result.handle, "svg") == to_svg(r));
  CHECK(exported(result.handle, "explanation") == explanation_of(r));
  CHECK(exported(result.handle, "numpy") == to_host(make_sheet(r, LawListing::all), "numpy"));
  abide_text* text = nullptr;
  REQUIRE(abide_result_certificate(result.handle, nullptr, nullptr, &text, nullptr) == ABIDE_OK);
  CHECK(taken(text) == certificate_text(r));
  Held<abide_laws> laws(abide_laws_free);
  REQUIRE(abide_laws_create(result.handle, "all", &laws.handle, nullptr) == ABIDE_OK);
  for (const ListedLaw& law : r.all_laws()) {
    REQUIRE(abide_laws_next(laws.handle, nullptr) == ABIDE_OK);
    CHECK(abide_laws_kind(laws.handle) == law.kind());
    const ElementaryFunction h = law.function();
    CHECK(terms_of(laws.handle, ABIDE_NUMERATOR, r.coordinates()) == h.numerator);
    CHECK(terms_of(laws.handle, ABIDE_DENOMINATOR, r.coordinates()) == h.denominator);
    CHECK(abide_laws_expression(laws.handle) == to_string(h, r.model->names()));
  }
  CHECK(abide_laws_next(laws.handle, nullptr) == ABIDE_END);
}

}  // namespace

TEST_CASE("results of C are those of C++", "[c_abi]") {
  for (const char* text : {"linear:2,3,2", "relu:2,2,2,bias=all", "nmf:2,2,2", "product:3",
                           "2*attention:2,1,1 + linear:2,1,2", "lora:2,1,2"}) {
    INFO(text);
    Held<abide_model> model(abide_model_free);
    REQUIRE(abide_model_from_specification(text, nullptr, &model.handle, nullptr) == ABIDE_OK);
    compare(make_model(text), model.handle);
  }
}

TEST_CASE("dynamics of C are those of C++", "[c_abi]") {
  for (const char* flow : {"momentum:1", "nesterov", "weight-decay:1/2"}) {
    INFO(flow);
    Held<abide_model> plain(abide_model_free), model(abide_model_free);
    REQUIRE(abide_model_from_specification("nmf:2,1,2", nullptr, &plain.handle, nullptr) ==
            ABIDE_OK);
    REQUIRE(abide_model_with_dynamics(plain.handle, flow, nullptr, nullptr, &model.handle,
                                      nullptr) == ABIDE_OK);
    compare(make_model("nmf:2,1,2").with(parse_dynamics(flow, {})), model.handle);
  }
}

TEST_CASE("a model term by term", "[c_abi]") {
  // Every model of the published linear networks as terms, through both interfaces.
  const Model network = with_explicit_fields(make_model("linear:2,2,2"));
  const auto& fields = std::get<ExplicitFields>(network.body()).fields;
  std::vector<abide_model_term> terms;
  std::vector<std::vector<abide_power>> powers;
  std::vector<std::string> coefficients;
  powers.reserve(1000);
  coefficients.reserve(1000);
  for (std::size_t k = 0; k < fields.size(); ++k)
    for (const FieldComponents::Component& c : fields[k].components)
      for (const Term& t : c.coefficient) {
        auto& list = powers.emplace_back();
        for (const Power& p : t.monomial.powers()) list.push_back({p.variable, p.exponent, 0});
        coefficients.push_back(t.coefficient.to_string());
        terms.push_back({k, c.variable, {coefficients.back().c_str(), list.data(), list.size()}});
      }
  const abide_array arrays[] = {{"U1", 2, 2, 2}, {"U2", 2, 2, 2}};
  Held<abide_model> model(abide_model_free);
  // In any order.
  std::reverse(terms.begin(), terms.end());
  REQUIRE(abide_model_from_terms("written", arrays, 2, ABIDE_FIELDS, fields.size(), terms.data(),
                                 terms.size(), nullptr, &model.handle, nullptr) == ABIDE_OK);
  compare(make_model(network.layout(), ExplicitFields{fields}, "written"), model.handle);
}

TEST_CASE("sizes, numbers and dynamics as options say them", "[c_abi]") {
  CHECK(parse_size("500M") == 500U << 20U);
  CHECK(parse_size("1.5KiB") == 1536U);
  CHECK(parse_size("4096") == 4096U);
  for (const char* text : {"", "M", "-1M", "1 M", "0", "1e30G", "nan", "1T"})
    CHECK(!parse_size(text));
  CHECK(Rational::parse("-0.25") == Rational(-1, 4));
  CHECK(Rational::parse("6/4") == Rational(3, 2));
  CHECK(!Rational::parse("1e5"));
  CHECK(!Rational::parse(std::string(10'001, '1')));
  CHECK(!parse_dynamics(SaidDynamics{}));
  CHECK(parse_dynamics(SaidDynamics{"", "", "cross-entropy"})->loss ==
        Dynamics::Loss::cross_entropy);
}

TEST_CASE("a probe of whoever runs the process stops a computation", "[c_abi]") {
  Progress progress;
  std::size_t asked = 0;
  progress.set_cancel_probe([&asked] { return ++asked > 3; });
  CHECK(!progress.should_stop());
  const Result r = certify(make_model("linear:3,3,3"), {}, progress);
  CHECK(r.outcome() == Outcome::stopped);
}
