// Every published count of data/known, proved by the library and accepted by the checker.
#include "../apps/check/claims.hpp"

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

bool accepted(const std::string& model, const Result& result) {
  std::ostringstream claims;
  const auto checked = abide_check::parse_specification(model);
  return abide_check::check(checked, abide_check::Input::text(certificate_text(result)), claims);
}

}  // namespace

TEST_CASE("known counts", "[known]") {
  for (const auto& row : models_of("counts.json")) {
    const auto name = row.at("model").get<std::string>();
    INFO(name);
    const Result r = certify(make_model(name), {.degree = row.at("degree").get<std::uint32_t>()});
    CHECK(r.fields->coordinates() == row.at("D").get<std::size_t>());
    const auto& dimensions = row.at("kernel_dim_by_degree");
    for (std::size_t d = 0; d < dimensions.size(); ++d)
      if (!dimensions[d].is_null())
        CHECK(r.laws->levels.at(d).dimension == dimensions[d].get<std::uint64_t>());
    CHECK(r.independent_laws == row.at("independent").get<std::size_t>());
    CHECK(r.lie_lower == row.at("K").get<std::size_t>());
    CHECK(r.complete == row.at("complete").get<bool>());
    CHECK(accepted(name, r) == r.complete);
  }
}

TEST_CASE("the architectures of the NeurIPS 2023 notebooks are complete", "[neurips]") {
  for (const auto& entry : models_of("neurips2023.json")) {
    const auto name = entry.get<std::string>();
    INFO(name);
    const Result r = certify(make_model(name), {});
    CHECK(r.complete);
    CHECK(accepted(name, r));
  }
}
