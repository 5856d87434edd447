// The version, and messages of errors, with the place first: FILE:LINE:COLUMN. Foreign text in them
// is made harmless for a terminal, and shortened.
#include <abide/status.hpp>
#include <abide/version.hpp>
#include <array>

namespace abide {

std::string_view version() noexcept { return ABIDE_VERSION; }

const char* to_string(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::proved:
      return "proved";
    case Outcome::refuted:
      return "refuted";
    case Outcome::open:
      return "open";
    case Outcome::stopped:
      return "stopped";
  }
  return "unknown";
}

namespace {

std::string located(const Location& where, const std::string& message) {
  std::string text;
  if (!where.file.empty()) text += quoted(where.file) + ":";
  if (where.line != 0) text += std::to_string(where.line) + ":";
  if (where.column != 0) text += std::to_string(where.column) + ":";
  return text.empty() ? message : text + " " + message;
}

}  // namespace

Error::Error(ErrorKind kind, const std::string& message)
    : std::runtime_error(message), kind_(kind) {}

Error::Error(ErrorKind kind, const Location& where, const std::string& message)
    : std::runtime_error(located(where, message)), kind_(kind), where_(where) {}

std::string quoted(const std::string& text) {
  constexpr std::size_t longest = 200;
  constexpr std::array<char, 16> hex{'0', '1', '2', '3', '4', '5', '6', '7',
                                     '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
  std::string out;
  for (std::size_t i = 0; i < text.size() && i < longest; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7f) {
      out += text[i];
    } else {
      out += "\\x";
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    }
  }
  if (text.size() > longest) out += "...";
  return out;
}

}  // namespace abide
