// What the suites measure: models with their options, run as whole processes of `abide` and
// `abide-check`, with the evidence that was written and reference times of the same run beside
// them.
#include "cases.hpp"

#include <sys/resource.h>

#include <abide/abide.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "../check/bodies/specification.hpp"
#include "../check/rules/rules.hpp"
#include "cubic.hpp"
#include "program.hpp"
#include "references.hpp"
#include "system/system.hpp"

namespace abide::bench {

namespace {

using Json = nlohmann::json;
constexpr double largest_dense_kernel = 1'000;  // columns
constexpr double largest_dense_rank = 4'100;

std::vector<Case> over(const std::string& family, const std::vector<int>& sizes,
                       const std::string& tail, const std::vector<std::string>& options) {
  std::vector<Case> cases;
  for (const int n : sizes) {
    const std::string w = std::to_string(n);
    cases.push_back({family + ":" + w + "," + w + "," + w + tail, options});
  }
  return cases;
}

const std::vector<std::string> by_orbits{"--laws", "orbits"};
const std::vector<std::string> generic{"--no-guess", "--no-orbits"};

// Deep linear networks that are wider inside than at both ends, which need long words.
std::vector<Case> wide(const std::vector<int>& sizes, int ends, int inside) {
  std::vector<Case> cases;
  for (const int n : sizes) {
    const std::string end = std::to_string(ends == 0 ? n : ends), w = std::to_string(inside * n);
    cases.push_back({"linear:" + end + "," + w + "," + w + "," + end, by_orbits});
  }
  return cases;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = std::filesystem::temp_directory_path() / "abide-bench.XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// The model as both programs take it.
std::string prepared(const std::string& model, const TemporaryFolder& folder) {
  if (!model.starts_with("cubic:")) return model;
  const std::string file = folder / "cubic.canon";
  std::ofstream(file) << write_canonical(
      cubic_model(static_cast<std::uint32_t>(std::stoul(model.substr(6)))));
  return file;
}

// The counts at the end of a list line, loops run out.
double turns(const std::string& line) {
  const std::size_t bar = line.find(" | ");
  if (bar == std::string::npos) return 1;
  // Counts that change with outer counters are summed up by running the outer loops.
  std::istringstream in(line.substr(bar + 3));
  std::vector<std::string> counts;
  for (std::string c; in >> c;) counts.push_back(c);
  const auto value = [](const std::string& text, const std::vector<double>& counters) {
    if (text.front() != '{') return std::stod(text);
    std::size_t used = 0;
    double sum = std::stod(text.substr(1), &used);
    for (std::size_t at = 1 + used; at < text.size() && text[at] != '}';) {
      const double factor = std::stod(text.substr(at), &used);
      at += used;
      sum += factor * counters.at(static_cast<std::size_t>(text.at(at + 1) - '1'));  // %1 … %4
      at += 2;
    }
    return sum;
  };
  double total = 0;
  std::vector<double> counters;
  const auto run = [&](const auto& self) -> void {
    const double count = value(counts[counters.size()], counters);
    if (counters.size() + 1 == counts.size()) {
      total += count;
      return;
    }
    for (double k = 0; k < count; ++k) {
      counters.push_back(k);
      self(self);
      counters.pop_back();
    }
  };
  run(run);
  return total;
}

double evidence_of(const std::string& file) {
  std::ifstream in(file);
  double entries = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("law ") || line.starts_with("w ad "))
      entries += static_cast<double>(std::count(line.begin(), line.end(), ':'));
    else if (line.size() > 2 && line[1] == ' ')
      entries += turns(line);
  }
  return entries;
}

}  // namespace

std::vector<Series> suite(const std::string& name) {
  if (name == "small")
    return {{"small",
             {{"linear:2,2,2"},
              {"linear:3,2,3"},
              {"linear:5,5,5,5,5"},
              {"linear:10,10,10"},
              {"linear:20,20,20"},
              {"linear:5,5,5", {"--degree", "4"}},
              {"relu:2,3,2,bias"},
              {"network:4,5r,6,5r,3"}}}};
  if (name == "growth")
    return {{"linear:n,n,n", over("linear", {4, 8, 16, 32, 64, 128, 256}, "", by_orbits), true},
            {"relu:n,n,n,bias",
             over("relu", {4, 8, 16, 32, 64, 128, 256, 512, 1024}, ",bias", by_orbits), true},
            {"linear:2,n,n,2", wide({4, 8, 16, 32}, 2, 1), true},
            {"linear:n,3n,3n,n", wide({2, 4, 8}, 0, 3), true},
            {"generic linear:n,n,n", over("linear", {4, 8, 16, 32}, "", generic), true}};
  if (name == "scale")
    return {{"scale",
             {{"linear:20,20,20", generic, true},
              {"linear:20,20,20,20", generic, true},
              {"linear:60,60,60", generic, true},
              {"linear:5,5,5", {"--degree", "4"}},
              {"linear:50,50,50,50"},
              {"linear:100,100,100"},
              {"linear:768,64,768"},
              {"attention:768,64,12", by_orbits},
              {"linear:700,700,700", by_orbits},
              {"linear:5,20,20,5"},
              {"linear:3,40,50,2"},
              {"linear:784,512,256,10", by_orbits},
              {"network:784,512r,256,10,bias", by_orbits},
              {"relu:784,512,512,10,bias", by_orbits},
              {"relu:2000,2000,2000,2000,bias", by_orbits},
              {"residual:64,64,4", by_orbits},
              {"lora:256,8,256"},
              {"cubic:60"},
              {"nmf:45,45,45"},
              {"linear:32,32,32", {"--evidence", "dense"}}}}};
  return {};
}

Measurement measure(const Case& what, bool references) {
  const TemporaryFolder folder;
  Measurement m;
  m.what = what;
  const std::string model = prepared(what.model, folder), certificate = folder / "c.cert";
  std::vector<std::string> arguments{
      abide_program(), what.laws_only ? "laws" : "certify", model, "-o", certificate, "--json",
      "--quiet"};
  arguments.insert(arguments.end(), what.options.begin(), what.options.end());
  const Run certify = run_program(arguments, true);
  m.certify_s = certify.seconds;
  m.certify_mib = certify.peak_mib;
  if (certify.exit != 0) return m;
  const Json result = Json::parse(certify.output);
  m.complete = true;
  m.coordinates = result.at("coordinates").get<double>();
  m.laws = result.at("independent_laws").get<double>();
  m.laws_s = result.at("timings").at("laws_s").get<double>();
  m.lie_s = result.at("timings").at("lie_s").get<double>();
  const Json& space = result.at("law_space");
  if (!space.back().at("dimension").is_null())
    m.dimension = space.back().at("dimension").get<double>();
  const std::uint64_t degree = space.size();
  m.monomials = static_cast<double>(
      monomial_count(static_cast<std::uint64_t>(m.coordinates), degree).value_or(0));
  m.certificate_bytes = static_cast<double>(std::filesystem::file_size(certificate));
  m.evidence = evidence_of(certificate);
  // Beside the certificate of a model that is no basic family.
  const std::string canonical = certificate + ".canon";
  const std::string checked = std::filesystem::exists(canonical) ? canonical : model;
  const Run check = run_program({check_program(), checked, certificate}, false);
  m.check_s = check.seconds;
  m.check_mib = check.peak_mib;
  m.accepted = check.exit == (what.laws_only ? 10 : 0);
  if (!references) return m;
  if (m.coordinates <= largest_dense_rank)
    m.rank_reference_s = dense_rank(static_cast<std::size_t>(m.coordinates));
  if (m.monomials <= largest_dense_kernel)
    m.kernel_reference_s = dense_kernel(load_model(model), static_cast<std::uint32_t>(degree));
  return m;
}

namespace {

double since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Json known(const char* name) {
  std::ifstream in(std::string(ABIDE_DATA) + "/known/" + name);
  return Json::parse(in).at("models");
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

namespace {

// A model as the checker reads it, with what is asked about it, and its certificate.
struct Proof {
  std::string specification, canonical, certificate;
  Dynamics dynamics;
  bool complete = false;
};

Proof proof_of(const Result& r) {
  const Model& model = *r.stated;
  return {model.specification(), model.is_basic() ? "" : write_canonical(model),
          certificate_text(r), model.dynamics(), r.complete};
}

bool accepted(Proof& proof) {
  using namespace abide_check;
  const auto input = [](std::string& text) {
    return Input(fmemopen(text.data(), text.size(), "r"), std::fclose);
  };
  const abide_check::Question question = parse_question(
      proof.dynamics.equation(), to_string(proof.dynamics.mirror), to_string(proof.dynamics.loss));
  const abide_check::Model model =
      proof.canonical.empty() ? read_model(proof.specification, question)
                              : read_canonical(input(proof.canonical), "x.canon", question);
  return check(model, {Reader(input(proof.certificate))}, make_ruled);
}

std::vector<SweepRow> published_rows() {
  std::vector<SweepRow> rows;
  for (const auto& entry : std::filesystem::directory_iterator(ABIDE_DATA "/sweeps")) {
    if (entry.path().filename().string().starts_with("corrected-")) continue;
    std::ifstream in(entry.path());
    std::vector<SweepRow> more =
        read_sweep(std::string(std::istreambuf_iterator<char>(in), {}), entry.path());
    std::move(more.begin(), more.end(), std::back_inserter(rows));
  }
  return rows;
}

}  // namespace

Published measure_published() {
  const std::vector<SweepRow> rows = published_rows();
  std::vector<Proof> proofs(rows.size());
  std::vector<char> good(rows.size());
  Progress progress;
  progress.set_threads(published_threads);
  const auto start = std::chrono::steady_clock::now();
  run_sweep(rows, {}, progress, [&](std::size_t k, const RowRun& run) {
    if (run.result) proofs[k] = proof_of(*run.result);
  });
  Published p;
  p.certify_s = since(start);
  const auto middle = std::chrono::steady_clock::now();
  progress.for_each(rows.size(), [&](std::size_t k) {
    good[k] = proofs[k].complete && accepted(proofs[k]) ? 1 : 0;
  });
  p.check_s = since(middle);
  p.all_complete =
      std::count(good.begin(), good.end(), 1) == static_cast<std::ptrdiff_t>(rows.size());
  p.models = rows.size();
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  p.peak_mib = static_cast<double>(usage.ru_maxrss) / 1024.0;
  return p;
}

Known measure_known() {
  const TemporaryFolder folder;
  const std::string certificate = folder / "c.cert";
  std::vector<double> certify, check;
  for (const Json& row : known("counts.json")) {
    if (row.at("D").get<int>() > 50) continue;
    const auto model = row.at("model").get<std::string>();
    const std::string degree = std::to_string(row.at("degree").get<int>());
    certify.push_back(
        run_program({abide_program(), "certify", model, "--degree", degree, "-o", certificate},
                    false)
            .seconds);
    check.push_back(run_program({check_program(), model, certificate}, false).seconds);
  }
  return {certify.size(), median(certify), median(check)};
}

}  // namespace abide::bench
