// The laws of the whole one after the other: copies and images are made when they are asked for, so
// that walking through 10^5 laws takes the memory of one. Only fields that are written out and fall
// into components are sorted first: other routes, which take them whole, list the same.
#include <abide/claims.hpp>
#include <algorithm>

#include "fields/fields.hpp"
#include "laws/laws.hpp"

namespace abide {

ElementaryFunction ClaimedComponent::function_of(const LawRef& law) const {
  ElementaryFunction h = laws->laws[law.law].function;
  if (laws->laws[law.law].images) h.numerator = polynomial_of(*laws, fields(), law);
  return h;
}

ElementaryFunction function_of(const Claims& claims, const PlacedLaw& placed) {
  const auto count = claims.coordinates();
  if (count > INT32_MAX)
    throw Error(ErrorKind::limit, "laws of 2^31 coordinates or more are not written out");
  const ClaimedComponent& c = claims.components[placed.component];
  ElementaryFunction h = c.function_of(placed.law);
  // The logarithm of coordinate j is variable number coordinates + j.
  const std::uint32_t own = h.coordinates, all = static_cast<std::uint32_t>(count);
  const auto to = [&](std::uint32_t v) {
    const auto at =
        static_cast<std::uint32_t>(c.component.place(placed.copy, v < own ? v : v - own));
    return v < own ? at : all + at;
  };
  for (Terms* p : {&h.numerator, &h.denominator}) {
    for (Term& t : *p) t.monomial = t.monomial.renamed(to);
    *p = collect(std::move(*p));
  }
  h.coordinates = all;
  return h;
}

IndependentLaws::IndependentLaws(const Claims& claims) {
  for (const ClaimedComponent& c : claims.components) {
    OfComponent& of = components_.emplace_back();
    if (!c.laws) continue;
    of.list = c.laws.get();
    for (const LawRef& ref : c.laws->independent) of.keys.push_back(key_of(*of.list, ref));
    std::sort(of.keys.begin(), of.keys.end());
  }
}

IndependentLaws::Key IndependentLaws::key_of(const LawList& list, const LawRef& ref) {
  const std::optional<NodeImages>& images = list.laws[ref.law].images;
  const std::uint32_t nodes = images ? images->nodes : 0;
  return {ref.law, nodes > 0 ? ref.nodes[0] : 0U, nodes > 1 ? ref.nodes[1] : 0U};
}

std::optional<bool> IndependentLaws::operator()(const PlacedLaw& law) const {
  const OfComponent& of = components_[law.component];
  if (!of.list->independence_known) return std::nullopt;
  return std::binary_search(of.keys.begin(), of.keys.end(), key_of(*of.list, law.law));
}

LawRange Claims::all_laws() const { return LawRange(*this); }

std::uint64_t Claims::count_laws() const noexcept {
  std::uint64_t count = 0;
  for (const ClaimedComponent& c : components)
    if (c.laws) count += c.copies() * c.laws->count();
  return count;
}

LawRange::LawRange(const Claims& claims)
    : claims_(&claims), independent_(claims), size_(claims.count_laws()) {
  const bool is_sum = std::holds_alternative<Sum>(claims.model->body());
  if (!is_sum && !claims.has_one_component()) sort();
}

void LawRange::sort() {
  struct Sorted {
    PlacedLaw law;
    bool is_polynomial;
    Terms numerator;
  };
  std::vector<Sorted> laws;
  PlacedLaw place;
  for (bool more = start_law(place); more; more = next(place)) {
    laws.push_back(
        {place, claims_->law(place).is_polynomial(), function_of(*claims_, place).numerator});
  }
  std::stable_sort(laws.begin(), laws.end(), [](const Sorted& a, const Sorted& b) {
    return a.is_polynomial != b.is_polynomial ? a.is_polynomial
                                              : listed_before(a.numerator, b.numerator);
  });
  for (const Sorted& s : laws) order_.push_back(s.law);
}

// From this place on the first copy of a generator; its first image.
bool LawRange::start_law(PlacedLaw& place) const {
  for (; place.component < claims_->components.size(); ++place.component, place.law.law = 0) {
    const LawList* list = claims_->components[place.component].laws.get();
    for (; list != nullptr && place.law.law < list->laws.size(); ++place.law.law)
      if (list->laws[place.law.law].generator) {
        place.copy = 0;
        place.law.nodes = list->laws[place.law.law].first_nodes();
        return true;
      }
  }
  return false;
}

// Images in lexicographic order, then copies, then laws.
bool LawRange::next(PlacedLaw& place) const {
  const ClaimedComponent& c = claims_->components[place.component];
  auto& [v, w] = place.law.nodes;
  if (const auto& images = c.laws->laws[place.law.law].images) {
    if (images->nodes == 1) {
      if (++v < images->width) return true;
    } else {
      if (++w < images->width) return true;
      w = ++v + 1;
      if (w < images->width) return true;
    }
  }
  place.law.nodes = c.laws->laws[place.law.law].first_nodes();
  if (++place.copy < c.copies()) return true;
  ++place.law.law;
  return start_law(place);
}

LawRange::iterator LawRange::begin() const {
  iterator it;
  it.range_ = this;
  it.law_.claims_ = claims_;
  it.law_.independent_ = &independent_;
  if (size_ > 0)
    order_.empty() ? void(start_law(it.law_.place_)) : void(it.law_.place_ = order_[0]);
  return it;
}

LawRange::iterator LawRange::end() const {
  iterator it;
  it.number_ = size_;
  return it;
}

LawRange::iterator& LawRange::iterator::operator++() {
  if (++number_ == range_->size_) return *this;
  if (range_->order_.empty())
    range_->next(law_.place_);
  else
    law_.place_ = range_->order_[number_];
  return *this;
}

}  // namespace abide
