/// \file
/// What status offers to the other rooms beyond abide/status.hpp: the characters of a text.
///
/// Example (also a test):
///
///     const auto first = abide::character_at("\u00e9tale", 0);
///     assert(first && first->code == 0xE9 && first->bytes == 2);
///     assert(!abide::character_at("\xff", 0));
#pragma once

#include <abide/status.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace abide {

/// One character of Unicode, and the bytes that it takes in UTF-8.
struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 0;
};
/// The character at a byte of a text. Nothing for bytes that are not UTF-8: in the midst of a
/// character, more bytes than needed, surrogates, beyond U+10FFFF, cut off.
std::optional<Character> character_at(std::string_view text, std::size_t at) noexcept;
/// Is this byte of UTF-8 not the first one of its character?
constexpr bool continues_character(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

}  // namespace abide
