// Laws of one form as a family. The numbers in the forms of laws are compared position by position:
// those that are always equal are one letter, those that never change stay numbers, and the values
// that the letters take are a range (k, k ≤ l, k < l, a box, or a list). Of laws with images only
// the first and the last images are looked at, as all others have the same form. A form whose
// summands pair two letters k and l is an entry of a matrix, whose rank is bounded by the widths of
// its factors (mathematics.md, section 5).
#include <abide/notation.hpp>
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "fields/fields.hpp"

namespace abide {

namespace {

constexpr std::size_t most_letters = 4;
constexpr std::size_t most_listed = 12;  // tuples of a family, else its laws stand alone

using Tuple = std::vector<std::uint32_t>;

Tuple numbers_of(const Form& form) {
  Tuple numbers;
  for (const Summand& s : form)
    for (const Slice& slice : s.slices)
      for (const SliceIndex& i : slice.indices) numbers.push_back(i.value);
  return numbers;
}

// The form without its numbers.
std::string signature(const Form& form) {
  std::string key;
  for (const Summand& s : form) {
    key += ";" + s.coefficient.to_string();
    for (const Power& p : s.factor.powers())
      key += "." + std::to_string(p.variable) + "^" + std::to_string(p.exponent);
    for (const Slice& slice : s.slices)
      key += "|" + std::to_string(slice.array) + ":" + std::to_string(static_cast<int>(slice.kind));
  }
  return key;
}

// A law, or all the images of one: `samples` has the numbers of some of them.
struct Member {
  PlacedLaw first;
  std::optional<NodeImages> images;
  std::uint64_t laws = 1;
  std::vector<Tuple> samples;
};

struct Group {
  Form form;
  std::vector<Member> members;
};

// Which numbers of the form are the same letter: those that are not always the same, but always at
// the same distance of each other (the pairs k, k + 1 of a chain).
struct Slots {
  std::vector<std::optional<std::size_t>> of_slot;
  std::vector<std::int64_t> shift;      // of the slot from the first one of its letter
  std::vector<std::size_t> first_slot;  // by letter
};

Slots letters_of(const std::vector<Tuple>& samples) {
  Slots letters;
  const std::size_t slots = samples.front().size();
  letters.shift.assign(slots, 0);
  const auto distance = [](const Tuple& t, std::size_t a, std::size_t b) {
    return std::int64_t{t[a]} - std::int64_t{t[b]};
  };
  const auto moves_with = [&](std::size_t a, std::size_t b) {
    return std::all_of(samples.begin(), samples.end(), [&](const Tuple& t) {
      return distance(t, a, b) == distance(samples.front(), a, b);
    });
  };
  for (std::size_t slot = 0; slot < slots; ++slot) {
    letters.of_slot.emplace_back();
    if (std::all_of(samples.begin(), samples.end(),
                    [&](const Tuple& t) { return t[slot] == samples[0][slot]; }))
      continue;
    for (std::size_t k = 0; k < letters.first_slot.size() && !letters.of_slot[slot]; ++k)
      if (moves_with(slot, letters.first_slot[k])) {
        letters.of_slot[slot] = k;
        letters.shift[slot] = distance(samples.front(), slot, letters.first_slot[k]);
      }
    if (letters.of_slot[slot]) continue;
    letters.of_slot[slot] = letters.first_slot.size();
    letters.first_slot.push_back(slot);
  }
  return letters;
}

// A Gram matrix pairs slices of one array and is symmetric; the entries k < l of a matrix that
// pairs different ones are those of AᵀB − BᵀA.
bool is_antisymmetric(const LawFamily& family) {
  return family.is_matrix() && family.range.kind == IndexRange::Kind::increasing &&
         std::none_of(family.form.begin(), family.form.end(), [](const Summand& s) {
           return s.slices.size() == 2 && s.slices[0].array == s.slices[1].array;
         });
}

// A single law that pairs 1 and 2 in every summand is the only entry k < l of a matrix of size 2.
bool is_only_pair(const Form& form) {
  return std::all_of(form.begin(), form.end(), [](const Summand& s) {
    return s.slices.size() == 2 && s.slices[0].indices.size() == 1 &&
           s.slices[1].indices.size() == 1 &&
           std::set{s.slices[0].indices[0].value, s.slices[1].indices[0].value} ==
               std::set<std::uint32_t>{1, 2};
  });
}

// The range of distinct tuples that are written out.
IndexRange range_of(const std::set<Tuple>& tuples, std::size_t letters) {
  IndexRange range;
  if (letters == 0) return range;
  std::uint64_t box = 1;
  for (std::size_t k = 0; k < letters; ++k) {
    std::pair<std::uint32_t, std::uint32_t> bounds{UINT32_MAX, 0};
    for (const Tuple& t : tuples)
      bounds = {std::min(bounds.first, t[k]), std::max(bounds.second, t[k])};
    range.bounds.push_back(bounds);
    box *= bounds.second - bounds.first + 1;
  }
  const auto all = [&](auto holds) { return std::all_of(tuples.begin(), tuples.end(), holds); };
  const std::uint64_t low = std::min(range.bounds.front().first, range.bounds.back().first);
  const std::uint64_t high = std::max(range.bounds.front().second, range.bounds.back().second),
                      n = high - low + 1;
  range.kind = IndexRange::Kind::list;
  if (tuples.size() == box)
    range.kind = letters == 1 ? IndexRange::Kind::interval : IndexRange::Kind::box;
  else if (letters == 2 && tuples.size() == n * (n + 1) / 2 &&
           all([](const Tuple& t) { return t[0] <= t[1]; }))
    range.kind = IndexRange::Kind::nondecreasing;
  else if (letters == 2 && tuples.size() == n * (n - 1) / 2 &&
           all([](const Tuple& t) { return t[0] < t[1]; }))
    range.kind = IndexRange::Kind::increasing;
  else
    range.tuples.assign(tuples.begin(), tuples.end());
  if (letters == 2 && range.kind != IndexRange::Kind::box && range.kind != IndexRange::Kind::list)
    range.bounds.assign(2, {static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(high)});
  return range;
}

// The laws of some copies, in the coordinates of the whole or in some of its arrays.
class Families {
 public:
  explicit Families(const Claims& claims) : claims_(claims), arrays_(claims.model->layout()) {
    count_independent();
  }
  Families(const Claims& claims, std::vector<std::uint64_t> numbers)
      : claims_(claims),
        arrays_(claims.model->layout().subset(numbers)),
        numbers_(std::move(numbers)) {
    count_independent();
  }

  void add(std::size_t component, std::uint64_t copy) {
    const std::vector<Law>& laws = list_of(component).laws;
    for (std::size_t k = 0; k < laws.size(); ++k)
      if (laws[k].generator) add({component, copy, {k, laws[k].first_nodes()}});
  }

  // Of images under permutations of nodes the first and some at the ends: all have the form that
  // these have.
  void add(const PlacedLaw& placed) {
    const Law& law = claims_.law(placed);
    if (!law.is_polynomial()) return elementary_.push_back(placed);
    Member member{placed, law.images, law.count(), {}};
    const Form form = form_of(placed, {0, 1});
    const auto sample = [&](std::uint32_t v, std::uint32_t w) {
      member.samples.push_back(numbers_of(form_of(placed, {v, w})));
    };
    member.samples.push_back(numbers_of(form));
    if (law.images && law.images->width > law.images->nodes) {
      const std::uint32_t last = law.images->width - 1;
      if (law.images->nodes == 1) {
        sample(last, 0);
      } else {
        sample(0, last);
        sample(last - 1, last);
      }
    }
    const auto [it, fresh] = group_of_.try_emplace(signature(form), groups_.size());
    if (fresh) groups_.push_back({form, {}});
    groups_[it->second].members.push_back(std::move(member));
  }

  std::vector<LawFamily> run() {
    for (const Group& g : groups_) name_indices(g);
    for (const PlacedLaw& law : elementary_) {
      families_.push_back(family_of({}, {{law, std::nullopt, 1, {}}}));
      families_.back().elementary = function(law);
    }
    return std::move(families_);
  }

 private:
  const Claims& claims_;
  Coordinates arrays_;
  std::vector<std::uint64_t> numbers_;  // of these arrays in the whole; empty: all
  // How many images of each law, by component and law.
  std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> independent_;
  std::vector<PlacedLaw> elementary_;
  std::vector<Group> groups_;
  std::map<std::string, std::size_t> group_of_;
  std::vector<LawFamily> families_;

  const LawList& list_of(std::size_t component) const {
    return *claims_.components[component].laws;
  }
  void count_independent() {
    for (std::size_t c = 0; c < claims_.components.size(); ++c)
      if (claims_.components[c].laws)
        for (const LawRef& ref : list_of(c).independent) ++independent_[{c, ref.law}];
  }

  // In the coordinates arrays_.
  ElementaryFunction function(const PlacedLaw& placed) const {
    if (numbers_.empty()) return function_of(claims_, placed);
    const ClaimedComponent& s = claims_.components[placed.component];
    const auto own = static_cast<std::uint32_t>(s.fields().coordinates()),
               all = static_cast<std::uint32_t>(arrays_.size());
    ElementaryFunction h = s.function_of(placed.law);
    const auto to = [&](std::uint32_t v) {
      return v < own ? position(s.component.place(placed.copy, v))
                     : all + position(s.component.place(placed.copy, v - own));
    };
    for (Terms* p : {&h.numerator, &h.denominator}) {
      for (Term& t : *p) t.monomial = t.monomial.renamed(to);
      *p = collect(std::move(*p));
    }
    h.coordinates = all;
    return h;
  }

  // Of a coordinate of the whole.
  std::uint32_t position(std::uint64_t of_whole) const {
    Coordinates::Place place = claims_.model->layout().place(of_whole);
    place.array = static_cast<std::uint64_t>(
        std::lower_bound(numbers_.begin(), numbers_.end(), place.array) - numbers_.begin());
    return static_cast<std::uint32_t>(arrays_.position(place));
  }

  Form form_of(PlacedLaw law, const std::array<std::uint32_t, 2>& nodes) const {
    law.law.nodes = nodes;
    return recognize(function(law).numerator, arrays_);
  }

  void name_indices(const Group& g) {
    std::vector<Tuple> samples;
    for (const Member& m : g.members)
      samples.insert(samples.end(), m.samples.begin(), m.samples.end());
    Slots letters = letters_of(samples);
    const bool pair = samples.size() == 1 && g.form.size() > 1 && is_only_pair(g.form);
    if (pair)
      for (std::size_t slot = 0; slot < samples[0].size(); ++slot)
        letters.of_slot[slot] = samples[0][slot] - 1;
    if (letters.first_slot.size() > most_letters) return alone(g);
    IndexRange range = pair ? IndexRange{IndexRange::Kind::increasing, {{1, 2}, {1, 2}}, {}}
                            : range_over(g, letters);
    if (range.tuples.size() > most_listed) return alone(g);
    LawFamily family = family_of(g.form, g.members);
    family.range = std::move(range);
    std::size_t slot = 0;
    for (Summand& s : family.form)
      for (Slice& slice : s.slices)
        for (SliceIndex& i : slice.indices) {
          i.letter = letters.of_slot[slot];
          i.shift = letters.shift[slot++];
        }
    if (is_antisymmetric(family)) family.kind = "antisymmetric form";
    families_.push_back(std::move(family));
  }

  void alone(const Group& g) {
    for (const Member& m : g.members) families_.push_back(family_of(form_of(m.first, {0, 1}), {m}));
  }

  IndexRange range_over(const Group& g, const Slots& letters) const {
    std::set<Tuple> tuples;
    std::set<std::uint32_t> nodes, widths;
    for (const Member& m : g.members) {
      if (m.images) {
        nodes.insert(m.images->nodes);
        widths.insert(m.images->width);
      }
      for (const Tuple& sample : m.samples) {
        Tuple chosen;
        for (const std::size_t slot : letters.first_slot) chosen.push_back(sample[slot]);
        tuples.insert(std::move(chosen));
      }
    }
    const bool listed = std::all_of(g.members.begin(), g.members.end(),
                                    [](const Member& m) { return m.laws == 1; });
    if (listed) return range_of(tuples, letters.first_slot.size());
    IndexRange range;
    range.bounds.assign(letters.first_slot.size(), {1, *widths.begin()});
    const bool pairs = nodes.contains(2);
    if (letters.first_slot.empty())
      range.kind = IndexRange::Kind::single;
    else if (!pairs)
      range.kind = IndexRange::Kind::interval;
    else
      range.kind =
          nodes.contains(1) ? IndexRange::Kind::nondecreasing : IndexRange::Kind::increasing;
    return range;
  }

  LawFamily family_of(Form form, const std::vector<Member>& members) const {
    LawFamily family{arrays_};
    family.form = std::move(form);
    family.first = members.front().first;
    const Law& law = claims_.law(family.first);
    family.degree = law.degree;
    family.kind = law.kind;
    std::uint64_t independent = 0;
    for (const Member& m : members) {
      family.laws += m.laws;
      if (const auto found = independent_.find({m.first.component, m.first.law.law});
          found != independent_.end())
        independent += found->second;
      if (claims_.law(m.first).kind != family.kind)  // squares on the diagonal, products beside it
        family.kind = claims_.components[m.first.component].fields().network() != nullptr
                          ? "Gram difference"
                          : "balance of products";
    }
    if (list_of(family.first.component).independence_known) family.independent = independent;
    return family;
  }
};

// Both letters, once each and as they are?
bool has_both_letters(const Summand& s) {
  std::vector<std::size_t> letters;
  for (const Slice& slice : s.slices)
    for (const SliceIndex& i : slice.indices)
      letters.push_back(i.shift == 0 ? i.letter.value_or(2) : 2);
  std::sort(letters.begin(), letters.end());
  return letters == std::vector<std::size_t>{0, 1};
}

}  // namespace

bool LawFamily::is_matrix() const {
  const bool pairs = range.kind == IndexRange::Kind::nondecreasing ||
                     range.kind == IndexRange::Kind::increasing ||
                     (range.kind == IndexRange::Kind::box && range.bounds.size() == 2);
  return pairs && std::all_of(form.begin(), form.end(), [](const Summand& s) {
           const bool entry = s.slices.size() == 1 && s.slices[0].kind == Slice::Kind::entry;
           return (entry || s.slices.size() == 2) && has_both_letters(s);
         });
}

// AᵀB is a sum of as many products of a column and a row as A has rows.
std::optional<std::uint32_t> LawFamily::rank_bound() const {
  if (!is_matrix()) return std::nullopt;
  std::uint64_t bound = 0;
  for (const Summand& s : form) {
    if (s.slices.size() == 1) return std::nullopt;
    const Slice& slice = s.slices.front();
    const NamedArray a = arrays[slice.array];
    bound += slice.kind == Slice::Kind::column ? a.rows
             : slice.kind == Slice::Kind::row  ? a.columns
                                               : 1;
  }
  const std::uint32_t size = range.bounds[0].second - range.bounds[0].first + 1;
  if (range.bounds[0] != range.bounds[1] || bound >= size) return std::nullopt;
  return static_cast<std::uint32_t>(bound);
}

namespace {

constexpr std::uint64_t most_copies = 24;

// The numbers of the arrays in which the coordinates of one copy stand. Places increase: so if the
// last entry of an array is where it must be, all others are.
std::vector<std::uint64_t> arrays_of(const Claims& claims, const Component& component,
                                     std::uint64_t copy) {
  const Coordinates& whole = claims.model->layout();
  const std::uint64_t count = component.model->coordinates();
  const auto place = [&](std::uint64_t j) {
    return component.place(copy, static_cast<std::uint32_t>(j));
  };
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t j = 0; j < count;) {
    const std::uint64_t first = place(j), array = whole.place(first).array,
                        left = whole.start(array) + whole[array].size() - first;
    if (numbers.empty() || numbers.back() != array) numbers.push_back(array);
    const bool all = j + left <= count && place(j + left - 1) == first + left - 1;
    j += all ? left : 1;
  }
  return numbers;
}

// Of a sum: the forms of every copy when there are few copies of one component, else one line for
// each component and form.
std::vector<LawFamily> of_sum(const Claims& claims) {
  std::vector<LawFamily> families;
  for (std::size_t c = 0; c < claims.components.size(); ++c) {
    const ClaimedComponent& s = claims.components[c];
    const bool all = claims.components.size() == 1 && s.copies() <= most_copies;
    for (std::uint64_t copy = 0; copy < (all ? s.copies() : 1); ++copy) {
      Families of_copy(claims, arrays_of(claims, s.component, copy));
      of_copy.add(c, copy);
      for (LawFamily& f : of_copy.run()) {
        if (!all) f.copies = s.copies();
        families.push_back(std::move(f));
      }
    }
  }
  return families;
}

}  // namespace

std::vector<LawFamily> law_families(const Claims& claims) {
  const Model& model = *claims.model;
  if (claims.components.empty() || !claims.components.front().laws) return {};
  if (std::holds_alternative<Sum>(model.body())) return of_sum(claims);
  Families families(claims);
  if (claims.has_one_component())
    families.add(0, 0);
  else
    for (const ListedLaw& law : claims.all_laws()) families.add(law.place());
  return families.run();
}

}  // namespace abide
