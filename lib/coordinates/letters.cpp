// Indices, functions and time get letters of their own: the usual ones, or the next in a list where
// a parameter is called so, alone or with a number (X_1 is an entry of X, and the name of X1 in
// LaTeX).
#include "letters.hpp"

#include <algorithm>
#include <set>

namespace abide {

namespace {

using Wishes = std::vector<const char*>;

const Wishes index_wishes{"k", "l", "p", "q", "r", "m", "n", "u", "v", "w", "a", "b", "c", "e"};
const Wishes sum_wishes{"i", "j", "m", "n", "r", "u", "v", "w", "a", "b", "c", "e"};
const Wishes field_wishes{"X", "Y", "Z", "F", "A"};
const Wishes law_wishes{"h", "f", "g", "H"};
const Wishes map_wishes{"phi", "psi", "chi", "F", "G"};
const Wishes parameter_wishes{"theta", "omega", "xi", "w"};
const Wishes loss_wishes{"E", "L", "J", "C"};
const Wishes metric_wishes{"M", "G", "N", "B"};
const Wishes count_wishes{"d", "n", "m", "N"};
const Wishes time_wishes{"t", "tau", "time"};
const Wishes generator_wishes{"S", "T", "R", "Q"};
const Wishes scale_wishes{"s", "r", "a", "c"};

// "U" of "U12".
std::string_view without_number(std::string_view name) {
  const std::size_t last = name.find_last_not_of("0123456789");
  return name.substr(0, last + 1);
}

class Choice {
 public:
  explicit Choice(const std::vector<NamedArray>& arrays) {
    for (const NamedArray& a : arrays) {
      if (a.role.kind == Role::Kind::time && !a.role.rate.is_zero()) continue;  // shown as exp(…)
      if (const std::string_view base = without_number(a.name); base.size() <= longest)
        taken_.insert(std::string(base));
    }
  }

  /// The first one that is neither a name nor chosen before; with underscores if all are.
  std::string next(const Wishes& wishes) {
    for (const char* wish : wishes)
      if (taken_.insert(wish).second) return wish;
    std::string letter = wishes.front();
    do letter += "_";
    while (!taken_.insert(letter).second);
    return letter;
  }

 private:
  static constexpr std::size_t longest = 12;  // more than any letter
  std::set<std::string> taken_;
};

}  // namespace

Letters free_letters(const std::vector<NamedArray>& arrays) {
  Letters letters;
  const bool has_clock = !arrays.empty() && arrays.front().role.kind == Role::Kind::time;
  const bool is_t = has_clock && arrays.front().role.rate.is_zero();
  Choice choice(arrays);
  letters.time = is_t ? arrays.front().name : choice.next(time_wishes);
  for (std::string& k : letters.index) k = choice.next(index_wishes);
  for (std::string& i : letters.sum) i = choice.next(sum_wishes);
  letters.fields = choice.next(field_wishes);
  letters.law = choice.next(law_wishes);
  letters.map = choice.next(map_wishes);
  letters.parameters = choice.next(parameter_wishes);
  letters.loss = choice.next(loss_wishes);
  letters.metric = choice.next(metric_wishes);
  letters.count = choice.next(count_wishes);
  letters.generator = choice.next(generator_wishes);
  letters.scale = choice.next(scale_wishes);
  return letters;
}

}  // namespace abide
