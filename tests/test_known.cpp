// Every published count of data/known, proved by the library and accepted by the checker.
#include "../apps/check/claims.hpp"
#include "check/input.hpp"

#include <abide/abide.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

using namespace abide;

namespace {

nlohmann::json models_of(const char* name) {
  std::ifstream in(std::string(ABIDE_DATA) + "/known/" + name);
  return nlohmann::json::parse(in).at("models");
}

bool accepted(const Result& result) {
  std::ostringstream claims;
  const Model& model = *result.model;
  const auto checked =
      model.is_basic() ? abide_check::read_model(model.specification())
                       : abide_check::parse_canonical(text_input(write_canonical(model)), "x.canon");
  return abide_check::check(checked, text_input(certificate_text(result)), claims);
}

void check_counts(const nlohmann::json& row, const Result& r) {
  CHECK(r.fields->coordinates() == row.at("D").get<std::size_t>());
  const auto& dimensions = row.at("kernel_dim_by_degree");
  for (std::size_t d = 0; d < dimensions.size(); ++d)
    if (!dimensions[d].is_null())
      CHECK(r.laws->levels.at(d).dimension == dimensions[d].get<std::uint64_t>());
  CHECK(r.independent_laws == row.at("independent").get<std::size_t>());
  CHECK(r.lie_lower == row.at("K").get<std::size_t>());
  CHECK(r.complete == row.at("complete").get<bool>());
  CHECK(accepted(r) == r.complete);
}

Result check_complete(const std::string& name, const char* flow) {
  INFO(name << " " << flow);
  Result r = certify(make_model(name).with(parse_dynamics(flow, {})), {});
  CHECK(r.complete);
  CHECK(accepted(r));
  return r;
}

}  // namespace

TEST_CASE("known counts", "[known]") {
  for (const auto& row : models_of("counts.json")) {
    const auto name = row.at("model").get<std::string>();
    INFO(name);
    const Result r = certify(make_model(name), {.degree = row.at("degree").get<std::uint32_t>()});
    check_counts(row, r);
  }
}

TEST_CASE("known counts of dynamics", "[known]") {
  for (const auto& row : models_of("dynamics.json")) {
    const auto name = row.at("model").get<std::string>();
    const auto flow = row.at("dynamics").get<std::string>();
    INFO(name << " " << flow);
    Dynamics dynamics = parse_dynamics(flow, {});
    dynamics.loss = parse_loss(row.at("loss").get<std::string>(), {});
    if (row.contains("mirror")) dynamics.mirror = parse_mirror(row.at("mirror").get<std::string>(), {});
    check_counts(row, certify(make_model(name).with(dynamics),
                              {.degree = row.at("degree").get<std::uint32_t>()}));
  }
}

// Networks were published for τ = 0 only. Linear networks keep r(r−1)/2 laws per hidden layer, fewer where
// layers are narrow; ReLU networks keep none, NMF and ICNN neither.
TEST_CASE("the architectures of the ICML 2024 notebooks are complete", "[icml]") {
  std::ifstream in(ABIDE_DATA "/known/icml2024.json");
  const auto lists = nlohmann::json::parse(in);
  for (const char* family : {"linear", "relu"})
    for (const char* flow : {"momentum:0", "momentum:1", "momentum:-3/2"})
      for (const auto& entry : lists.at(family)) {
        const Result r = check_complete(entry.get<std::string>(), flow);
        if (std::string(family) == "relu") CHECK(r.independent_laws == 0);
      }
  for (const char* family : {"nmf", "icnn"})
    for (const char* flow : {"gradient-flow", "momentum:1"})
      for (const auto& entry : lists.at(family)) {
        const Result r = check_complete(entry.get<std::string>(), flow);
        CHECK((r.independent_laws == 0) == (std::string(flow) == "momentum:1"));
      }
}

TEST_CASE("the architectures of the NeurIPS 2023 notebooks are complete", "[neurips]") {
  for (const auto& entry : models_of("neurips2023.json")) {
    check_complete(entry.get<std::string>(), "gradient-flow");
  }
}
