// The numbering of the classes of paths of a network, in both directions: a class number is a
// mixed-radix number of the nodes it passes in the layers that are kept, within the group of
// classes that start alike. Nothing is listed, so 2^62 classes are as cheap as four (canonical.md,
// "Basic families as fields").
#include "classes.hpp"

namespace abide {

namespace {

constexpr std::uint64_t most_classes = std::uint64_t{1} << 62U;

}  // namespace

PathClasses::PathClasses(const Network& network) : group_of_(network.layers() + 1, 0) {
  const std::size_t q = network.layers();
  for (std::size_t l = 0; l <= q; ++l) widths_.push_back(network.width(l));
  add_group(network, 0, 0, 1);
  const std::size_t biased = network.bias() == Bias::none     ? 0
                             : network.bias() == Bias::hidden ? q - 1
                                                              : q;
  std::size_t low = 1;  // the layers a bias edge of the next group may enter
  for (std::size_t r = 1; r < q && r <= biased; ++r) {
    if (!network.relu(r)) continue;
    add_group(network, low, r, r);
    low = r + 1;
  }
  if (low <= biased) add_group(network, low, biased, q);
}

void PathClasses::add_group(const Network& network, std::size_t low, std::size_t high,
                            std::size_t first_relu) {
  ClassGroup group;
  group.offset = size();
  group.count = 1;
  group.low = low;
  group.high = high;
  if (low == 0) group.kept.push_back(0);
  for (std::size_t l = first_relu; l < network.layers(); ++l)
    if (network.relu(l)) group.kept.push_back(l);
  group.kept.push_back(network.layers());
  for (const std::size_t l : group.kept) {
    if (group.count > (most_classes - group.offset) / widths_[l])
      throw Error(ErrorKind::limit, "the network has more than 2^62 classes of paths");
    group.count *= widths_[l];
  }
  for (std::size_t l = low; l <= high; ++l) group_of_[l] = groups_.size();
  groups_.push_back(std::move(group));
}

std::uint64_t PathClasses::size() const noexcept {
  return groups_.empty() ? 0 : groups_.back().offset + groups_.back().count;
}

const ClassGroup& PathClasses::decode(std::uint64_t number,
                                      std::vector<std::uint32_t>& nodes) const {
  std::size_t g = 0;
  while (number >= groups_[g].offset + groups_[g].count) ++g;
  const ClassGroup& group = groups_[g];
  nodes.assign(widths_.size(), any_node);
  std::uint64_t rest = number - group.offset;
  for (auto l = group.kept.rbegin(); l != group.kept.rend(); ++l) {
    nodes[*l] = static_cast<std::uint32_t>(rest % widths_[*l]);
    rest /= widths_[*l];
  }
  return group;
}

PathClass PathClasses::path_class(std::uint64_t number) const {
  PathClass c;
  c.group = static_cast<std::size_t>(&decode(number, c.nodes) - groups_.data());
  return c;
}

std::uint64_t PathClasses::number(const PathClass& c) const {
  return number(groups_.at(c.group).low, c.nodes);
}

std::uint64_t PathClasses::number(std::size_t first, const std::vector<std::uint32_t>& path) const {
  const ClassGroup& group = groups_[group_of_[first]];
  std::uint64_t rest = 0;
  for (const std::size_t l : group.kept) rest = rest * widths_[l] + path[l];
  return group.offset + rest;
}

}  // namespace abide
