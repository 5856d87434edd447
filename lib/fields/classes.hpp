// The classes of paths of a network and their numbering (canonical.md, "Basic families as
// fields"). Private to this stage.
#pragma once

#include <vector>

#include "fields/fields.hpp"

namespace abide {

/// Classes that start alike: at the inputs, or at the constant node with the first edge into one
/// of the layers low … high.
struct ClassGroup {
  std::uint64_t offset = 0, count = 0;
  std::size_t low = 0, high = 0;  ///< 0, 0: the inputs
  std::vector<std::size_t> kept;  ///< the layers whose node is an index
};

/// No node in particular.
inline constexpr std::uint32_t any_node = PathClass::any;

class PathClasses {
 public:
  /// Throws Error{limit} when the classes are more than 2^62.
  explicit PathClasses(const Network& network);

  std::uint64_t size() const noexcept;
  const std::vector<ClassGroup>& groups() const noexcept { return groups_; }
  /// The group of a class, and the node it passes in each layer (or any_node).
  const ClassGroup& decode(std::uint64_t number, std::vector<std::uint32_t>& nodes) const;
  /// The class of a path: its first layer (0: an input) and its nodes by layer.
  std::uint64_t number(std::size_t first, const std::vector<std::uint32_t>& path) const;
  PathClass path_class(std::uint64_t number) const;
  std::uint64_t number(const PathClass& c) const;

 private:
  void add_group(const Network& network, std::size_t low, std::size_t high, std::size_t first_relu);
  std::vector<std::uint32_t> widths_;
  std::vector<ClassGroup> groups_;
  std::vector<std::size_t> group_of_;  // by first layer
};

}  // namespace abide
