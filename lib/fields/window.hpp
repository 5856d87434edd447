// Points and directions of a layer over a network, seen from the network: the window of coordinates
// that are its own. Private to this stage.
#pragma once

#include "dual.hpp"

namespace abide {

class Window {
 public:
  Window(std::uint32_t first, std::uint32_t count) : first_(first), count_(count) {}

  /// Whether nothing is cut off or renumbered.
  bool is_all() const noexcept { return first_ == 0; }
  bool contains(std::uint32_t v) const noexcept { return v >= first_ && v - first_ < count_; }

  /// The entries within, under their numbers below.
  void take(const DualVector& whole, std::size_t stride, DualVector& part) const {
    const auto low = std::lower_bound(whole.at.begin(), whole.at.end(), first_);
    const auto high = std::lower_bound(low, whole.at.end(), first_ + count_);
    part.at.assign(low, high);
    for (std::uint32_t& v : part.at) v -= first_;
    const auto start = (low - whole.at.begin()) * static_cast<std::ptrdiff_t>(stride);
    const auto end = (high - whole.at.begin()) * static_cast<std::ptrdiff_t>(stride);
    part.values.assign(whole.values.begin() + start, whole.values.begin() + end);
  }
  /// The parts of directions at a point of this ring; `parts` is where they are held.
  Directions take(const Directions& directions, const DualRing& base,
                  std::vector<DualVector>& parts) const {
    if (is_all()) return directions;
    parts.resize(std::max(parts.size(), directions.size()));
    Directions taken;
    for (std::size_t k = 0; k < directions.size(); ++k) {
      take(*directions[k], base.stride() << k, parts[k]);
      taken.push_back(&parts[k]);
    }
    return taken;
  }
  void move(Evaluator::Backend& below, const DualVector& point, const DualRing& base) const {
    if (is_all()) return below.move_to(point, base);
    DualVector part;
    take(point, base.stride(), part);
    below.move_to(part, base);
  }

  Point take(const Point& point) const {
    Point part;
    for (const auto& [variable, value] : point.values)
      if (contains(variable)) part.values.emplace_back(variable - first_, value);
    return part;
  }
  Monomial take(const Monomial& m) const {
    if (is_all()) return m;
    std::vector<Power> powers;
    for (const Power& p : m.powers())
      if (contains(p.variable)) powers.push_back({p.variable - first_, p.exponent});
    return Monomial(powers);
  }
  Monomial moved(const Monomial& below) const {
    if (is_all()) return below;
    return below.renamed([this](std::uint32_t j) { return first_ + j; });
  }

 private:
  std::uint32_t first_, count_;
};

}  // namespace abide
