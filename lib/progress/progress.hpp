/// \file
/// What progress offers to the other rooms beyond abide/progress.hpp: a sort that asks.
///
/// Example (also a test):
///
///     std::vector<int> numbers{3, 1, 2};
///     abide::sort(numbers, abide::Progress());
///     assert(numbers == (std::vector<int>{1, 2, 3}));
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

}  // namespace abide
