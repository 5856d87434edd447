#include "cases.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>

namespace {

using namespace abide::bench;
using Json = nlohmann::ordered_json;

struct Series {
  std::string name;
  std::vector<Case> cases;
};

std::vector<Series> series() {
  return {{"linear:n,n,n", {{"linear:4,4,4"}, {"linear:8,8,8"}, {"linear:16,16,16"}, {"linear:32,32,32"}}},
          {"relu:n,n,n", {{"relu:4,4,4"}, {"relu:8,8,8"}, {"relu:16,16,16"}, {"relu:32,32,32"}}},
          {"single", {{"linear:2,2,2"}, {"linear:3,2,3"}, {"linear:5,5,5,5,5"}, {"linear:10,10,10"},
                      {"linear:20,20,20"}, {"linear:5,5,5", 4}, {"relu:2,3,2,bias"}}}};
}

std::string ratio(double value, double reference) {
  if (reference <= 0) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value / reference);
  return text;
}

void print_head() {
  std::printf("%-18s %6s %9s %9s %9s %9s %9s %8s %9s %9s\n", "model", "D", "monomials", "laws s",
              "lie s", "cert s", "check s", "MiB", "lie/rank", "laws/ker");
}

void print_row(const Measurement& m) {
  const std::string name =
      m.what.model + (m.what.degree == 2 ? "" : " deg " + std::to_string(m.what.degree));
  std::printf("%-18s %6.0f %9.0f %9.4f %9.4f %9.4f %9.4f %8.1f %9s %9s%s\n", name.c_str(),
              m.coordinates, m.monomials, m.laws_s, m.lie_s, m.certificate_s, m.check_s, m.peak_mib,
              ratio(m.lie_s, m.rank_reference_s).c_str(),
              ratio(m.laws_s, m.kernel_reference_s).c_str(), m.accepted ? "" : "  NOT ACCEPTED");
  std::fflush(stdout);
}

Json as_json(const Measurement& m) {
  return {{"model", m.what.model},       {"degree", m.what.degree},
          {"coordinates", m.coordinates}, {"monomials", m.monomials},
          {"laws_s", m.laws_s},           {"lie_s", m.lie_s},
          {"certificate_s", m.certificate_s}, {"check_s", m.check_s},
          {"peak_mib", m.peak_mib},       {"complete", m.complete},
          {"accepted", m.accepted},       {"rank_reference_s", m.rank_reference_s},
          {"kernel_reference_s",
           m.kernel_reference_s < 0 ? Json(nullptr) : Json(m.kernel_reference_s)}};
}

// The slope of log seconds over log D, by least squares.
double growth(const std::vector<Measurement>& rows) {
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (const Measurement& m : rows) {
    const double x = std::log(m.coordinates), y = std::log(std::max(m.total_s(), 1e-6));
    n += 1;
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
  }
  return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

Json run_series(const Series& s, bool quiet) {
  std::vector<Measurement> rows;
  Json list = Json::array();
  for (const Case& c : s.cases) {
    rows.push_back(measure(c, true));
    list.push_back(as_json(rows.back()));
    if (!quiet) print_row(rows.back());
  }
  Json j{{"series", s.name}, {"cases", list}};
  if (s.name == "single") return j;
  j["growth_exponent"] = growth(rows);
  if (!quiet) std::printf("%-18s seconds grow like D^%.2f\n", s.name.c_str(), growth(rows));
  return j;
}

// The 120 models of the published notebooks: certify and check.
Json run_published(bool quiet) {
  std::ifstream in(ABIDE_DATA "/known/neurips2023.json");
  const Json known = Json::parse(in);
  double total = 0, worst = 0;
  bool all = true;
  for (const Json& name : known.at("models")) {
    const Measurement m = measure({name.get<std::string>()}, false);
    total += m.total_s();
    worst = std::max(worst, m.total_s());
    all = all && m.complete && m.accepted;
  }
  if (!quiet)
    std::printf("NeurIPS 2023 lists: %zu models, certify and check %.3f s, slowest %.3f s, %s\n",
                known.at("models").size(), total, worst, all ? "all complete" : "NOT ALL COMPLETE");
  return {{"models", known.at("models").size()}, {"seconds", total}, {"slowest_s", worst},
          {"all_complete", all}};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"abide-bench: seconds, memory, growth, and ratios against FLINT"};
  bool json = false;
  app.add_flag("--json", json, "print JSON instead of a table");
  CLI11_PARSE(app, argc, argv);
  if (!json) print_head();
  Json out{{"format", "abide-bench"}, {"version", 1}, {"series", Json::array()}};
  for (const Series& s : series()) out["series"].push_back(run_series(s, json));
  out["published"] = run_published(json);
  if (json) std::printf("%s\n", out.dump(2).c_str());
  return 0;
}
