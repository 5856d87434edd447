// How arrays are held: listed, side by side, or as a phase space; the last two follow from the
// arrays of what they are made of. Private to this stage.
#pragma once

#include "coordinates/coordinates.hpp"

namespace abide {

class CoordinateArrays {
 public:
  virtual ~CoordinateArrays() = default;
  virtual std::uint64_t size() const noexcept = 0;
  virtual std::uint64_t count() const noexcept = 0;
  virtual NamedArray array(std::uint64_t number) const = 0;
  virtual std::uint64_t start(std::uint64_t number) const = 0;
  /// The array with this coordinate.
  virtual std::uint64_t array_at(std::uint64_t position) const = 0;
  virtual std::optional<std::uint64_t> find(std::string_view name) const = 0;
  virtual Coordinates::Interval interval(Role::Kind kind) const noexcept = 0;
  virtual const Letters& letters() const noexcept = 0;
  /// Has some array this name with `ending` behind it?
  virtual bool has_ending(const std::string& ending) const = 0;
  /// Behind names of a sum: how many leaves there are; nothing of a leaf.
  virtual std::optional<std::uint64_t> leaves() const noexcept { return std::nullopt; }
  /// The name of an array behind the number of its leaf, if leaves are counted from `leaf`.
  virtual std::string name_from(std::uint64_t number, std::uint64_t leaf) const = 0;
  /// The array of that name in a leaf (from 0).
  virtual std::optional<std::uint64_t> find_in(std::uint64_t leaf, std::string_view name) const = 0;
};

std::shared_ptr<const CoordinateArrays> listed(std::vector<NamedArray> arrays);

}  // namespace abide
