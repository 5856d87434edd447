// A polynomial as inner products of slices of named arrays. Every term names the summands that it
// could belong to: a product of two entries to the inner products of their columns, rows or whole
// arrays, if both run alike. Summands all of whose terms are there are taken, the largest first,
// and what is left stays as single entries. The form is multiplied out again and compared with the
// polynomial: a form that is shown is the law.
#include <abide/notation.hpp>
#include <algorithm>
#include <map>
#include <tuple>

namespace abide {

namespace {

constexpr std::size_t most_terms_recognized = 1'000'000;

using Kind = Slice::Kind;
using Place = Coordinates::Place;

// Forms are in the coordinates of one copy, or of a model that lists its arrays.
std::uint32_t number(const Place& p) { return static_cast<std::uint32_t>(p.array); }

// The arrays of the coordinates, each made once.
class Arrays {
 public:
  explicit Arrays(const Coordinates& coordinates) : coordinates_(coordinates) {}
  const NamedArray& operator[](std::uint64_t array) const {
    const auto found = made_.find(array);
    if (found != made_.end()) return found->second;
    return made_.emplace(array, coordinates_[array]).first->second;
  }
  Place place(std::uint32_t variable) const { return coordinates_.place(variable); }
  std::uint32_t position(const Place& p) const {
    return static_cast<std::uint32_t>(coordinates_.position(p));
  }

 private:
  const Coordinates& coordinates_;
  mutable std::map<std::uint64_t, NamedArray> made_;
};

// A term by its scalars and the places of its other factors, a square twice.
struct Parted {
  Monomial scalars;
  std::vector<Place> places;
};

Parted parted(const Monomial& m, const Arrays& arrays) {
  std::vector<Power> scalars;
  Parted result;
  for (const Power& p : m.powers()) {
    const Place place = arrays.place(p.variable);
    if (arrays[place.array].indices == 0)
      scalars.push_back(p);
    else
      result.places.insert(result.places.end(), p.exponent, place);
  }
  result.scalars = Monomial(scalars);
  return result;
}

// A slice through a place, what is free in it, and how many entries it has.
struct Through {
  Slice slice;
  std::pair<std::uint32_t, std::uint32_t> free;
  std::pair<std::uint32_t, std::uint32_t> extent;
};

std::vector<Through> slices_through(const Place& p, const Arrays& arrays) {
  const NamedArray& a = arrays[p.array];
  std::vector<Through> all{{{number(p), Kind::whole, {}}, {p.row, p.column}, {a.rows, a.columns}}};
  if (a.indices == 2) {
    all.push_back({{number(p), Kind::column, {{p.column}}}, {p.row, 1}, {a.rows, 1}});
    all.push_back({{number(p), Kind::row, {{p.row}}}, {p.column, 1}, {a.columns, 1}});
  }
  return all;
}

Slice entry(const Place& p, const Arrays& arrays) {
  Slice s{number(p), Kind::entry, {{p.row}}};
  if (arrays[p.array].indices == 2) s.indices.push_back({p.column});
  return s;
}

// What a slice of the first array and what one of a later array is, where either way of reading is
// possible.
bool is_preferred(const Slice& s, std::uint32_t first) {
  return s.kind == (s.array == first ? Kind::column : Kind::row);
}

// Terms that would be one summand.
struct Bucket {
  Summand summand;
  std::uint64_t size = 0;
  bool preferred = false;
  std::vector<std::size_t> terms;
};

std::string key_of(const Summand& s) {
  std::string key = s.coefficient.to_string();
  for (const Power& p : s.factor.powers())
    key += "." + std::to_string(p.variable) + "^" + std::to_string(p.exponent);
  for (const Slice& slice : s.slices) {
    key += "|" + std::to_string(slice.array) + ":" + std::to_string(static_cast<int>(slice.kind));
    for (const SliceIndex& i : slice.indices) key += "," + std::to_string(i.value);
  }
  return key;
}

class Recognizer {
 public:
  Recognizer(const Terms& h, const Arrays& arrays) : h_(h), arrays_(arrays) {
    for (const Term& t : h) {
      parts_.push_back(parted(t.monomial, arrays));
      for (const Place& p : parts_.back().places) first_ = std::min(first_, number(p));
    }
  }

  Form run() {
    for (std::size_t k = 0; k < h_.size(); ++k) offer(k);
    std::vector<const Bucket*> complete;
    for (const auto& [key, b] : buckets_)
      if (b.terms.size() == b.size) complete.push_back(&b);
    std::stable_sort(complete.begin(), complete.end(), [](const Bucket* a, const Bucket* b) {
      return std::tuple(b->size, b->preferred) < std::tuple(a->size, a->preferred);
    });
    std::vector<bool> used(h_.size(), false);
    Form form;
    for (const Bucket* b : complete) {
      if (std::any_of(b->terms.begin(), b->terms.end(), [&](std::size_t k) { return used[k]; }))
        continue;
      for (const std::size_t k : b->terms) used[k] = true;
      form.push_back(b->summand);
    }
    for (std::size_t k = 0; k < h_.size(); ++k)
      if (!used[k]) form.push_back(single(k));
    return form;
  }

 private:
  const Terms& h_;
  const Arrays& arrays_;
  std::vector<Parted> parts_;
  std::uint32_t first_ = UINT32_MAX;  // the first array that occurs
  std::map<std::string, Bucket> buckets_;

  Summand single(std::size_t k) const {
    Summand s{h_[k].coefficient, parts_[k].scalars, {}};
    for (const Place& p : parts_[k].places) s.slices.push_back(entry(p, arrays_));
    return s;
  }

  // The summands that the term can be part of.
  void offer(std::size_t k) {
    const std::vector<Place>& places = parts_[k].places;
    if (places.size() == 1) {
      for (const Through& t : slices_through(places[0], arrays_))
        if (size(t) > 1) add(k, {t.slice}, t);
    } else if (places.size() == 2) {
      for (const Through& s : slices_through(places[0], arrays_))
        for (const Through& t : slices_through(places[1], arrays_)) {
          const bool one = s.slice.array == t.slice.array;
          if (s.free != t.free || s.extent != t.extent || (one && s.slice.kind != t.slice.kind))
            continue;
          // A vector of one entry is that entry, and of a matrix with one row or column this is
          // taken.
          if (s.slice.kind == Kind::whole && t.slice.kind == Kind::whole &&
              (s.extent.first == 1 || is_thin(s)))
            continue;
          add(k, {s.slice, t.slice}, s);
        }
    }
  }
  bool is_thin(const Through& t) const {
    return arrays_[t.slice.array].indices == 2 && (t.extent.first == 1 || t.extent.second == 1);
  }
  static std::uint64_t size(const Through& t) {
    return std::uint64_t{t.extent.first} * t.extent.second;
  }

  void add(std::size_t k, std::vector<Slice> slices, const Through& t) {
    Summand summand{h_[k].coefficient, parts_[k].scalars, std::move(slices)};
    Bucket& b = buckets_[key_of(summand)];
    if (b.terms.empty()) {
      b.size = size(t);
      b.preferred = is_preferred(summand.slices.front(), first_);
      b.summand = std::move(summand);
    }
    b.terms.push_back(k);
  }
};

// The order in a form: positive terms first, then by arrays and slices.
bool stands_before(const Summand& a, const Summand& b) {
  const auto key = [](const Summand& s) {
    std::vector<std::uint32_t> shape, numbers;
    for (const Slice& slice : s.slices) {
      shape.push_back(slice.array);
      shape.push_back(static_cast<std::uint32_t>(slice.kind));
      for (const SliceIndex& i : slice.indices) numbers.push_back(i.value);
    }
    return std::tuple(s.coefficient.sign() < 0, std::move(shape), std::move(numbers));
  };
  return key(a) < key(b);
}

// The places of a slice, in the order of what is free.
std::vector<Place> places_of(const Slice& s, const Arrays& arrays) {
  const NamedArray& a = arrays[s.array];
  if (s.kind == Kind::entry)
    return {{s.array, s.indices[0].value, s.indices.size() == 2 ? s.indices[1].value : 1}};
  std::pair<std::uint32_t, std::uint32_t> rows{1, a.rows}, columns{1, a.columns};
  if (s.kind == Kind::row) rows = {s.indices[0].value, s.indices[0].value};
  if (s.kind == Kind::column) columns = {s.indices[0].value, s.indices[0].value};
  std::vector<Place> places;
  for (std::uint32_t i = rows.first; i <= rows.second; ++i)
    for (std::uint32_t j = columns.first; j <= columns.second; ++j)
      places.push_back({s.array, i, j});
  return places;
}

Terms expand(const Form& form, const Arrays& arrays) {
  Terms h;
  for (const Summand& s : form) {
    std::vector<std::vector<Place>> places;
    for (const Slice& slice : s.slices) places.push_back(places_of(slice, arrays));
    for (std::size_t k = 0; k < (places.empty() ? 1 : places.front().size()); ++k) {
      Monomial m = s.factor;
      for (const auto& list : places) m = m.times(Monomial::variable(arrays.position(list.at(k))));
      h.push_back({std::move(m), s.coefficient});
    }
  }
  return collect(std::move(h));
}

}  // namespace

Terms expand(const Form& form, const Coordinates& arrays) { return expand(form, Arrays(arrays)); }

Form recognize(const Terms& h, const Coordinates& coordinates) {
  const Arrays arrays(coordinates);
  Form form;
  if (h.size() <= most_terms_recognized) {
    form = Recognizer(h, arrays).run();
    std::stable_sort(form.begin(), form.end(), stands_before);
  }
  if (expand(form, arrays) == h) return form;
  form.clear();
  for (const Term& t : h) form.push_back({t.coefficient, t.monomial, {}});
  return form;
}

}  // namespace abide
