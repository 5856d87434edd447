/// \file
/// What progress offers to the other rooms beyond abide/progress.hpp: looks every so many steps, a
/// sort and a resize that ask.
///
/// Example (also a test):
///
///     std::vector<int> numbers{3, 1, 2};
///     abide::sort(numbers, abide::Progress());
///     assert(numbers == (std::vector<int>{1, 2, 3}));
///     abide::resize(numbers, 4, abide::Progress());
///     assert(numbers == (std::vector<int>{1, 2, 3, 0}));
#pragma once

#include <abide/progress.hpp>
#include <algorithm>
#include <cstddef>
#include <functional>
#include <vector>

namespace abide {

/// Looks at the progress every so many steps, where each is too short for a look of its own. Lives
/// as long as the progress does.
class Looks {
 public:
  static constexpr std::size_t usual = 4096;  ///< steps between two looks
  explicit Looks(const Progress& progress, std::size_t between = usual)
      : progress_(progress), between_(between), left_(between) {}
  /// Throws Error{stopped}.
  void step() {
    if (--left_ > 0) return;
    left_ = between_;
    progress_.check();
  }

 private:
  const Progress& progress_;
  std::size_t between_, left_;
};

/// std::sort, which would be deaf: asks every so many comparisons. After Error{stopped} the items
/// are in no order, and some of them may be moved from.
template <class Item, class Before = std::less<>>
void sort(std::vector<Item>& items, const Progress& progress, const Before& before = {}) {
  Looks looks(progress);
  std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
    looks.step();
    return before(a, b);
  });
}

/// items.resize(count), deaf for seconds when the items take gigabytes: asks every so many items.
template <class Item>
void resize(std::vector<Item>& items, std::size_t count, const Progress& progress) {
  constexpr std::size_t between_looks = 65'536;
  items.reserve(count);
  while (items.size() != count) {
    progress.check();
    items.resize(std::min(count, items.size() + between_looks));
  }
}

}  // namespace abide
