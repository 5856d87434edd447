/// \file
/// What progress offers to the other rooms beyond abide/progress.hpp: a sort and a resize that ask.
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

/// std::sort, which would be deaf: asks every so many comparisons. After Error{stopped} the items
/// are in no order, and some of them may be moved from.
template <class Item, class Before = std::less<>>
void sort(std::vector<Item>& items, const Progress& progress, const Before& before = {}) {
  constexpr std::size_t between_looks = 4096;
  std::size_t comparisons = 0;
  std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
    if (++comparisons % between_looks == 0) progress.check();
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
