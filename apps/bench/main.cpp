// abide-bench: tables of seconds, memory and ratios, and by how much time grows with size. Speed
// claims come from here, as ratios against a reference of the same run.
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cases.hpp"
#include "interfaces.hpp"

namespace {

using namespace abide::bench;
using Json = nlohmann::ordered_json;

std::string ratio(double value, double reference) {
  if (reference <= 0) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", value / reference);
  return text;
}

std::string title(const Case& c) {
  std::string name = c.model;
  for (const std::string& o : c.options) name += " " + o;
  return name;
}

void print_head() {
  std::printf("%-46s %9s %8s %9s %9s %9s %9s %7s %9s %7s %9s %9s\n", "model", "D", "laws",
              "certify s", "laws s", "lie s", "evidence", "MiB", "check s", "MiB", "lie/rank",
              "laws/ker");
}

void print_row(const Measurement& m) {
  std::printf("%-46s %9.0f %8.0f %9.3f %9.4f %9.4f %9.3g %7.0f %9.3f %7.0f %9s %9s%s%s\n",
              title(m.what).c_str(), m.coordinates, m.laws, m.certify_s, m.laws_s, m.lie_s,
              m.evidence, m.certify_mib, m.check_s, m.check_mib,
              ratio(m.lie_s, m.rank_reference_s).c_str(),
              ratio(m.laws_s, m.kernel_reference_s).c_str(), m.complete ? "" : "  NOT PROVED",
              m.accepted ? "" : "  NOT ACCEPTED");
  std::fflush(stdout);
}

Json optional(double value) { return value < 0 ? Json(nullptr) : Json(value); }

Json as_json(const Measurement& m) {
  return {{"model", title(m.what)},
          {"coordinates", m.coordinates},
          {"monomials", m.monomials},
          {"independent_laws", m.laws},
          {"dimension", m.dimension},
          {"certify_s", m.certify_s},
          {"laws_s", m.laws_s},
          {"lie_s", m.lie_s},
          {"certify_mib", m.certify_mib},
          {"certificate_bytes", m.certificate_bytes},
          {"evidence", m.evidence},
          {"check_s", m.check_s},
          {"check_mib", m.check_mib},
          {"complete", m.complete},
          {"accepted", m.accepted},
          {"rank_reference_s", optional(m.rank_reference_s)},
          {"kernel_reference_s", optional(m.kernel_reference_s)}};
}

// The slope of log seconds over log size, by least squares over the larger half of the sizes: what
// a process costs to start does not grow.
template <class Size, class Seconds>
double growth(const std::vector<Measurement>& rows, const Size& size, const Seconds& seconds) {
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t k = rows.size() / 2; k < rows.size(); ++k) {
    const double x = std::log(size(rows[k])), y = std::log(std::max(seconds(rows[k]), 1e-6));
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
  if (!s.grows) return j;
  const auto coordinates = [](const Measurement& m) { return m.coordinates; };
  const auto evidence = [](const Measurement& m) { return m.evidence; };
  const auto certify = [](const Measurement& m) { return m.certify_s; };
  const auto check = [](const Measurement& m) { return m.check_s; };
  j["certify_exponent"] = {{"coordinates", growth(rows, coordinates, certify)},
                           {"evidence", growth(rows, evidence, certify)}};
  j["check_exponent"] = {{"coordinates", growth(rows, coordinates, check)},
                         {"evidence", growth(rows, evidence, check)}};
  if (!quiet)
    std::printf("%s: certify grows like D^%.2f, evidence^%.2f; check like D^%.2f, evidence^%.2f\n",
                s.name.c_str(), growth(rows, coordinates, certify), growth(rows, evidence, certify),
                growth(rows, coordinates, check), growth(rows, evidence, check));
  return j;
}

Json run_published(bool quiet) {
  const Published p = measure_published();
  if (!quiet)
    std::printf(
        "published sweeps, one process, %zu threads: %zu models, certify %.3f s, check %.3f s "
        "(bound %.0f s), "
        "%.0f MiB, %s%s\n",
        published_threads, p.models, p.certify_s, p.check_s, published_bound_s, p.peak_mib,
        p.all_complete ? "all complete" : "NOT ALL COMPLETE",
        p.certify_s + p.check_s <= published_bound_s ? "" : ", TOO SLOW");
  return {{"models", p.models},
          {"threads", published_threads},
          {"certify_s", p.certify_s},
          {"check_s", p.check_s},
          {"bound_s", published_bound_s},
          {"peak_mib", p.peak_mib},
          {"all_complete", p.all_complete}};
}

Json run_known(bool quiet) {
  const Known k = measure_known();
  if (!quiet)
    std::printf(
        "known models with D <= 50, whole processes: %zu models, median certify %.1f ms, check "
        "%.1f ms\n",
        k.models, 1000 * k.certify_median_s, 1000 * k.check_median_s);
  return {{"models", k.models},
          {"certify_median_s", k.certify_median_s},
          {"check_median_s", k.check_median_s}};
}

Json run_interfaces(bool quiet) {
  const Interfaces m = measure_interfaces();
  if (!quiet)
    std::printf(
        "%s, %zu laws: C++ %.2f ms, C %.2f ms, ratio %s (bound %.2f); %zu terms read in C: %.2f "
        "ms\n",
        m.model, m.laws, 1000 * m.cpp_s, 1000 * m.c_s, ratio(m.c_s, m.cpp_s).c_str(),
        interface_bound, m.terms, 1000 * m.conversion_s);
  return {{"model", m.model},
          {"cpp_s", m.cpp_s},
          {"c_s", m.c_s},
          {"terms", m.terms},
          {"conversion_s", m.conversion_s},
          {"bound", interface_bound}};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "abide-bench: seconds and memory of whole processes, growth, and ratios against dense "
      "linear algebra measured in the same run"};
  bool json = false;
  std::string name = "small";
  app.add_flag("--json", json, "print JSON instead of a table");
  app.add_option("--suite", name, "small, growth or scale")
      ->check(CLI::IsMember({"small", "growth", "scale"}))
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  Json out{{"format", "abide-bench"}, {"version", 2}, {"suite", name}, {"series", Json::array()}};
  if (name != "growth") {
    out["published"] = run_published(json);
    out["known"] = run_known(json);
    out["interfaces"] = run_interfaces(json);
  }
  if (!json) print_head();
  for (const Series& s : suite(name)) out["series"].push_back(run_series(s, json));
  if (json) std::printf("%s\n", out.dump(2).c_str());
  return 0;
}
