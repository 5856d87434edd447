// The version, and messages of errors, with the place first: FILE:LINE:COLUMN. Foreign text in them
// is made harmless for a terminal, and shortened.
#include "status/status.hpp"

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

namespace {

constexpr std::size_t longest_quoted = 200;  // bytes

// Not a control character, a mark of direction (Unicode annex 9), or one without width.
bool is_plain(std::uint32_t c) {
  const auto in = [c](std::uint32_t first, std::uint32_t last) { return c >= first && c <= last; };
  return !in(0, 0x1F) && !in(0x7F, 0x9F) && c != 0xAD && c != 0x061C && c != 0xFEFF &&
         !in(0x200B, 0x200F) && !in(0x2028, 0x202E) && !in(0x2060, 0x206F) && !in(0xE000, 0xF8FF) &&
         !in(0xFFF0, 0xFFFF) && c < 0xE0000;
}

std::string quoted_text(const std::string& text, std::uint32_t last) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out;
  std::size_t at = 0;
  while (at < text.size() && at < longest_quoted) {
    const auto character = character_at(text, at);
    if (character && character->code <= last && is_plain(character->code)) {
      out += text.substr(at, character->bytes);
      at += character->bytes;
    } else {
      const auto byte = static_cast<unsigned char>(text[at++]);
      out += {'\\', 'x', hex[byte >> 4U], hex[byte & 15U]};
    }
  }
  if (at < text.size()) out += "...";
  return out;
}

constexpr std::uint32_t last_of_ascii = 0x7F, last_of_unicode = 0x10FFFF;

}  // namespace

std::optional<Character> character_at(std::string_view text, std::size_t at) noexcept {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return Character{first, 1};
  const std::size_t bytes = first < 0xC2   ? 0
                            : first < 0xE0 ? 2
                            : first < 0xF0 ? 3
                            : first < 0xF5 ? 4
                                           : 0;
  if (bytes == 0 || text.size() - at < bytes) return std::nullopt;
  std::uint32_t code = first & (0x7FU >> bytes);
  for (std::size_t k = 1; k < bytes; ++k) {
    if (!continues_character(text[at + k])) return std::nullopt;
    code = code << 6U | (static_cast<unsigned char>(text[at + k]) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[bytes] || code > last_of_unicode || (code >= 0xD800 && code < 0xE000))
    return std::nullopt;
  return Character{code, bytes};
}

std::string quoted(const std::string& text) { return quoted_text(text, last_of_unicode); }
std::string quoted_as_ascii(const std::string& text) { return quoted_text(text, last_of_ascii); }

}  // namespace abide
