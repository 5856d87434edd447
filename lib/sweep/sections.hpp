// What a sweep file says, before it means anything.
#pragma once

#include <abide/sweep.hpp>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace abide {

inline Location place_of(const toml::node& node, const std::string& file) {
  return {file, node.source().begin.line, node.source().begin.column};
}
[[noreturn]] inline void refuse(const toml::node& node, const std::string& file,
                                const std::string& message) {
  throw Error(ErrorKind::input, place_of(node, file), message);
}

/// What a variable of a grid stands for.
struct GridValue {
  std::string text;
  std::optional<std::int64_t> integer;  ///< if it is one
};
using GridPoint = std::map<std::string, GridValue>;

/// A row as it is written: its own keys, then the defaults. Placeholders are not filled in.
class RowTemplate {
 public:
  RowTemplate(const toml::table& table, const toml::table* defaults, const std::string& file)
      : table_(table), defaults_(defaults), file_(file) {}

  /// The row at this point of the grid; what is wrong with it is its `error`.
  SweepRow row(const GridPoint& point) const;
  /// The variables in braces, in the order of their first place in the row. Throws Error{input}.
  std::vector<std::string> variables() const;

  static bool is_key(std::string_view key);

 private:
  const toml::table& table_;
  const toml::table* defaults_;
  const std::string& file_;
  void fill(SweepRow& row, const GridPoint& point) const;
  const toml::node* find(const char* key) const;
  std::string text(const toml::node& node, const char* key) const;
  std::string filled(const toml::node& node, const char* key, const GridPoint& point) const;
  std::optional<Dynamics> dynamics(const GridPoint& point) const;
  std::optional<std::uint64_t> count(const char* key, const GridPoint& point) const;
  std::optional<bool> flag(const char* key) const;
};

/// All values of a variable of a grid: a list, or a range "1..4". Throws Error{input},
/// Error{limit}.
std::vector<GridValue> grid_values(const toml::node& node, const std::string& file);

/// There are no more rows in a sweep.
constexpr std::size_t most_rows = 1'000'000;

}  // namespace abide
