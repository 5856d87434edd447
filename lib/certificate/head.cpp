#include <abide/certificate.hpp>

#include <charconv>
#include <sstream>

namespace abide {

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
