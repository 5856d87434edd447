// Every published count of data/known and data/sweeps, proved by the library and accepted by the
// checker.
#include <abide/abide.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "accepted.hpp"

using namespace abide;

namespace {

nlohmann::json models_of(const char* name) {
  std::ifstream in(std::string(ABIDE_DATA) + "/known/" + name);
  return nlohmann::json::parse(in).at("models");
}

void check_counts(const nlohmann::json& row, const Result& r) {
  CHECK(r.model->coordinates() == row.at("D").get<std::size_t>());
  const auto& dimensions = row.at("kernel_dim_by_degree");
  for (std::size_t d = 0; d < dimensions.size(); ++d)
    if (!dimensions[d].is_null()) CHECK(r.dimensions.at(d) == dimensions[d].get<std::uint64_t>());
  CHECK(r.independent_laws == row.at("independent").get<std::size_t>());
  CHECK(r.lie_lower == row.at("K").get<std::size_t>());
  CHECK(r.complete == row.at("complete").get<bool>());
  CHECK(checked(r).kind == (r.complete ? Checked::complete : Checked::partial));
}

// The rows of all sweeps whose name has this part, each proved, as expected, and accepted by the
// checker.
void check_sweeps(const std::string& part) {
  for (const auto& entry : std::filesystem::directory_iterator(ABIDE_DATA "/sweeps")) {
    if (entry.path().filename().string().find(part) == std::string::npos) continue;
    std::ifstream in(entry.path());
    const std::vector<SweepRow> rows =
        read_sweep(std::string(std::istreambuf_iterator<char>(in), {}), entry.path());
    run_sweep(rows, {}, Progress(), [&](std::size_t k, const RowRun& run) {
      INFO(entry.path() << " " << identity_of(rows[k]) << " " << run.error);
      REQUIRE(run.result.has_value());
      CHECK_FALSE(rows[k].expected.empty());
      CHECK(make_report(rows[k], run, LawListing::kinds).differences().empty());
      CHECK(run.result->complete);
      CHECK(checked(*run.result).kind == Checked::complete);
    });
  }
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
    if (row.contains("mirror"))
      dynamics.mirror = parse_mirror(row.at("mirror").get<std::string>(), {});
    check_counts(row, certify(make_model(name).with(dynamics),
                              {.degree = row.at("degree").get<std::uint32_t>()}));
  }
}

// Published for friction 0 only; the corrected sweeps have others. Linear networks keep r(r−1)/2
// laws per hidden layer between layers that are wide enough; ReLU networks keep none, and mirror
// flows with the metric 'paper' neither.
TEST_CASE("the sweeps of the ICML 2024 notebooks are complete", "[icml]") {
  check_sweeps("icml2024");
}

TEST_CASE("the sweeps of the NeurIPS 2023 notebooks are complete", "[neurips]") {
  check_sweeps("neurips2023");
}
