// The list of systems with their writers, in the order in which they are offered. A system is a
// line here, a line in writers.hpp and a source of its own.
#include <algorithm>
#include <array>
#include <utility>

#include "writers.hpp"

namespace abide {

namespace {

using Writer = std::string (*)(const Sheet&);
constexpr std::array<std::pair<const char*, Writer>, 12> writers{{
    {"sympy", to_sympy},
    {"sage", to_sage},
    {"pari", to_pari},
    {"singular", to_singular},
    {"macaulay2", to_macaulay2},
    {"maxima", to_maxima},
    {"mathematica", to_mathematica},
    {"maple", to_maple},
    {"julia", to_julia},
    {"numpy", to_numpy},
    {"pytorch", to_pytorch},
    {"c", to_c},
}};

std::vector<std::string> names_of_writers() {
  std::vector<std::string> names;
  for (const auto& [name, writer] : writers) names.emplace_back(name);
  return names;
}

}  // namespace

const std::vector<std::string>& host_formats() {
  static const std::vector<std::string> names = names_of_writers();
  return names;
}

std::string to_host(const Sheet& sheet, const std::string& format) {
  std::string known;
  for (const auto& [name, writer] : writers) {
    if (format == name) return writer(sheet);
    known += (known.empty() ? "" : ", ") + std::string(name);
  }
  throw Error(ErrorKind::input,
              "unknown format '" + quoted(format) + "': expected one of " + known);
}

}  // namespace abide
