// The values of the variables of a grid: lists, and ranges of integers (data/format/sweep.md). Each
// keeps the text that replaces its name in a row, and its number, if it is one, for expected
// counts.
#include <charconv>

#include "sections.hpp"

namespace abide {

namespace {

constexpr std::int64_t largest = 1'000'000'000;

// An integer −10^9 … 10^9 at the front of the text, which moves behind it.
std::optional<std::int64_t> take_integer(std::string_view& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < -largest || value > largest) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::vector<GridValue> range(const toml::node& node, std::string_view text,
                             const std::string& file) {
  constexpr std::string_view dots = "..";
  const std::optional<std::int64_t> first = take_integer(text);
  const bool between = text.starts_with(dots);
  if (between) text.remove_prefix(dots.size());
  const std::optional<std::int64_t> last = take_integer(text);
  if (!first || !between || !last || !text.empty() || *last < *first)
    refuse(node, file,
           "expected a list of values, or a range \"a..b\" of integers a <= b of at most 10^9");
  if (static_cast<std::size_t>(*last - *first) >= most_rows)
    throw Error(ErrorKind::limit, place_of(node, file), "more than 10^6 values");
  std::vector<GridValue> values;
  for (std::int64_t k = *first; k <= *last; ++k) values.push_back({std::to_string(k), k});
  return values;
}

GridValue value_of(const toml::node& node, const std::string& file) {
  if (const auto* number = node.as_integer()) return {std::to_string(number->get()), number->get()};
  if (const auto* text = node.as_string()) return {text->get(), std::nullopt};
  refuse(node, file, "expected an integer or a string");
}

}  // namespace

std::vector<GridValue> grid_values(const toml::node& node, const std::string& file) {
  if (const auto* text = node.as_string()) return range(node, text->get(), file);
  const toml::array* list = node.as_array();
  if (list == nullptr || list->empty())
    refuse(node, file, "expected a list of values, or a range such as \"1..4\"");
  std::vector<GridValue> values;
  for (const toml::node& entry : *list) values.push_back(value_of(entry, file));
  return values;
}

}  // namespace abide
