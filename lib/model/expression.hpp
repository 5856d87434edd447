// Expressions over named parameters (data/format/model.md). One parser, with positions and bounds:
// FLINT's own would abort.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "coordinates/coordinates.hpp"
#include "matrix.hpp"

namespace abide {

/// The declared names: arrays of coordinates, and matrices defined by expressions. Variables are
/// the coordinates in use, in their order; with logarithms there is one more for each.
class Scope {
 public:
  explicit Scope(Coordinates layout);
  /// Only these coordinates, increasing, are in use.
  Scope(Coordinates layout, std::vector<std::uint32_t> used, bool with_logarithms);

  const Coordinates& layout() const noexcept { return layout_; }
  /// The variable of a coordinate, if it is in use.
  std::optional<std::size_t> variable(std::uint32_t position) const;
  /// The coordinate of a variable.
  std::uint32_t coordinate(std::size_t variable) const {
    return used_.empty() ? static_cast<std::uint32_t>(variable) : used_[variable];
  }
  const Matrix* find_definition(const std::string& name) const;
  bool is_declared(const std::string& name) const {
    return layout_.find(name) || find_definition(name) != nullptr;
  }
  void define(const std::string& name, Matrix value) {
    definitions_.emplace(name, std::move(value));
  }
  /// How many variables are coordinates; logarithms come behind them.
  std::size_t coordinates() const noexcept { return count_; }
  bool has_logarithms() const noexcept { return with_logarithms_; }

 private:
  Coordinates layout_;
  std::vector<std::uint32_t> used_;  // empty: all
  std::size_t count_;
  bool with_logarithms_ = false;
  std::map<std::string, Matrix> definitions_;
};

/// Throws Error{input} with the place, also when the expansion would be too long, Error{stopped}.
Matrix parse_expression(std::string_view text, const Scope& scope, const Location& start,
                        const Progress& progress);

}  // namespace abide
