#include "names.hpp"

#include <algorithm>
#include <unordered_set>

namespace abide {

SplitName split_name(const std::string& name) {
  SplitName split;
  const std::size_t bracket = name.find('[');
  split.base = name.substr(0, bracket);
  for (std::size_t k = bracket; k < name.size() && name[k] != ']';
       k = name.find_first_of(",]", k + 1))
    split.indices.push_back(name.substr(k + 1, name.find_first_of(",]", k + 1) - k - 1));
  return split;
}

std::vector<std::string> spelled(const Names& names, const Spelling& spelling) {
  std::vector<std::string> result;
  std::unordered_set<std::string> used;
  for (std::size_t k = 0; k < names.size(); ++k) {
    SplitName split = split_name(names[k]);
    const bool stays = split.indices.empty() && split.base.size() == 1 &&
                       spelling.taken.find(split.base) == std::string_view::npos;
    if (split.indices.empty() && !stays) split.indices.push_back("0");
    std::string name = split.base;
    std::replace(name.begin(), name.end(), '_', spelling.separator);
    for (const std::string& i : split.indices) name += spelling.separator + i;
    while (!used.insert(name).second) name += spelling.separator;
    result.push_back(std::move(name));
  }
  return result;
}

}  // namespace abide
