// Asks the writer of a system. A system is a source of its own and a row in writers.hpp.
#include "writers.hpp"
#include "writing.hpp"

namespace abide {

const std::vector<std::string>& host_formats() {
  static const std::vector<std::string> names = names_of(hosts);
  return names;
}

std::string to_host(const Sheet& sheet, const std::string& format) {
  return row_named(hosts, format, "format").write(sheet);
}

}  // namespace abide
