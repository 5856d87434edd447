#include <abide/certificate.hpp>
#include <charconv>
#include <sstream>

namespace abide {

namespace {

// The items FIRST-LAST:BOUND of a line `within`.
std::vector<DegreeBound> read_bounds(const std::string& items, const Location& where) {
  std::vector<DegreeBound> bounds;
  std::istringstream in(items);
  for (std::string item; in >> item;) {
    std::istringstream parts(item);
    DegreeBound b;
    char dash = 0, colon = 0;
    if (!(parts >> b.first >> dash >> b.last >> colon >> b.bound) || dash != '-' || colon != ':' ||
        b.first < 1 || b.last < b.first)
      throw Error(ErrorKind::input, where,
                  "expected FIRST-LAST:BOUND, found '" + quoted(item) + "'");
    bounds.push_back({b.first - 1, b.last - 1, b.bound});
  }
  return bounds;
}

}  // namespace

CertificateHead read_certificate_head(const std::string& text, const std::string& file) {
  std::istringstream lines(text);
  std::string line;
  if (!std::getline(lines, line) || line != "abide-certificate 1")
    throw Error(ErrorKind::input, {file, 1, 1},
                "expected 'abide-certificate 1', found '" + quoted(line.substr(0, 40)) + "'");
  CertificateHead head;
  if (!std::getline(lines, line) || !line.starts_with("model "))
    throw Error(ErrorKind::input, {file, 2, 1}, "expected a line 'model …'");
  if (!line.starts_with("model canonical ")) head.specification = line.substr(6);
  for (std::size_t number = 3; std::getline(lines, line); ++number) {
    if (line.starts_with("within ")) head.bounds = read_bounds(line.substr(7), {file, number, 8});
    const std::size_t start = line.starts_with("space ") ? 6 : line.starts_with("closed ") ? 7 : 0;
    if (start == 0) continue;
    const auto [end, error] =
        std::from_chars(line.data() + start, line.data() + line.size(), head.degree);
    if (error != std::errc())
      throw Error(ErrorKind::input, {file, number, start + 1}, "expected a degree");
  }
  return head;
}

}  // namespace abide
