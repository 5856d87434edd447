// Names of coordinates as a system can spell them: no brackets, no letters that it has taken, and
// no name twice.
#include "names.hpp"

#include <algorithm>
#include <unordered_set>

namespace abide {

namespace {

// "U1" and its indices, with separators: none for a letter that stays, 0 for any other scalar.
std::string joined(const NamedArray& a, const Coordinates::Place& place, const Spelling& spelling) {
  std::string name = a.name;
  std::replace(name.begin(), name.end(), '_', spelling.separator);
  const bool stays = a.name.size() == 1 && spelling.taken.find(a.name) == std::string_view::npos;
  if (a.indices == 0) return stays ? name : name + spelling.separator + "0";
  name += spelling.separator + std::to_string(place.row);
  return a.indices == 1 ? name : name + spelling.separator + std::to_string(place.column);
}

}  // namespace

std::vector<std::string> spelled(const Coordinates& layout, const Spelling& spelling) {
  std::vector<std::string> result;
  std::unordered_set<std::string> used;
  for (std::size_t k = 0; k < layout.size(); ++k) {
    const Coordinates::Place place = layout.place(k);
    std::string name = joined(layout[place.array], place, spelling);
    while (!used.insert(name).second) name += spelling.separator;
    result.push_back(std::move(name));
  }
  return result;
}

}  // namespace abide
