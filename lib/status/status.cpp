// The version, and messages of errors, with the place first: FILE:LINE:COLUMN. Foreign text in them
// is made harmless for a terminal, and shortened.
#include <abide/status.hpp>
#include <abide/version.hpp>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

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

namespace {

constexpr std::size_t longest_quoted = 200;  // bytes

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// The character of UTF-8 at the beginning of a text, and its bytes; nothing for other bytes, for
// more bytes than needed, and for surrogates.
std::optional<std::pair<std::uint32_t, std::size_t>> decoded(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first < 0xC2   ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  if (length == 0 || text.size() < length) return std::nullopt;
  std::uint32_t value = first & (0x7FU >> length);
  for (std::size_t k = 1; k < length; ++k) {
    if (!is_continuation(text[k])) return std::nullopt;
    value = value << 6U | (static_cast<unsigned char>(text[k]) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
    return std::nullopt;
  return std::pair(value, length);
}

// Not a control character, a mark of direction (Unicode annex 9), or one without width.
bool is_plain(std::uint32_t c) {
  const auto in = [c](std::uint32_t first, std::uint32_t last) { return c >= first && c <= last; };
  return c >= 0xA0 && c != 0xAD && c != 0x061C && c != 0xFEFF && !in(0x200B, 0x200F) &&
         !in(0x2028, 0x202E) && !in(0x2060, 0x206F) && !in(0xE000, 0xF8FF) && !in(0xFFF0, 0xFFFF) &&
         c < 0xE0000;
}

std::string quoted_text(const std::string& text, bool as_ascii) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out;
  std::size_t i = 0;
  while (i < text.size() && i < longest_quoted) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto character = as_ascii ? std::nullopt : decoded(std::string_view(text).substr(i));
    if (character && is_plain(character->first)) {
      out += text.substr(i, character->second);
      i += character->second;
      continue;
    }
    if (byte >= 0x20 && byte < 0x7f)
      out += text[i];
    else
      out += {'\\', 'x', hex[byte >> 4U], hex[byte & 15U]};
    ++i;
  }
  if (i < text.size()) out += "...";
  return out;
}

}  // namespace

std::string quoted(const std::string& text) { return quoted_text(text, false); }
std::string quoted_as_ascii(const std::string& text) { return quoted_text(text, true); }

}  // namespace abide
