// Asks the writer of a system. A system is a source of its own and a row in writers.hpp.
#include "writers.hpp"

namespace abide {

namespace {

std::vector<std::string> names_of_hosts() {
  std::vector<std::string> names;
  for (const Host& host : hosts) names.emplace_back(host.name);
  return names;
}

}  // namespace

const std::vector<std::string>& host_formats() {
  static const std::vector<std::string> names = names_of_hosts();
  return names;
}

std::string to_host(const Sheet& sheet, const std::string& format) {
  std::string known;
  for (const Host& host : hosts) {
    if (format == host.name) return host.write(sheet);
    known += (known.empty() ? "" : ", ") + std::string(host.name);
  }
  throw Error(ErrorKind::input,
              "unknown format '" + quoted(format) + "': expected one of " + known);
}

}  // namespace abide
