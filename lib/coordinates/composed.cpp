// Coordinates that follow from others: sums, in which every summand is held once however many
// copies there are, and phase spaces. Names in a sum begin with the number of the leaf, which is
// counted while descending.
#include <algorithm>
#include <charconv>

#include "arrays.hpp"

namespace abide {

namespace {

using Arrays = std::shared_ptr<const CoordinateArrays>;
constexpr std::uint64_t most_coordinates = std::uint64_t{1} << 62U;

class SideBySide final : public CoordinateArrays {
 public:
  explicit SideBySide(std::vector<std::pair<Arrays, std::uint64_t>> summands) {
    for (auto& [one, copies] : summands) {
      const std::uint64_t leaves = one->leaves().value_or(1);
      if (one->size() != 0 && copies > (most_coordinates - size_) / one->size())
        throw Error(ErrorKind::limit, "the model has more than 2^62 coordinates");
      parts_.push_back({one, copies, leaves, size_, count_, leaves_});
      size_ += copies * one->size();
      count_ += copies * one->count();
      leaves_ += copies * leaves;
    }
  }

  std::uint64_t size() const noexcept override { return size_; }
  std::uint64_t count() const noexcept override { return count_; }
  NamedArray array(std::uint64_t number) const override {
    const Part& p = part(number, &Part::first_array);
    NamedArray a = p.one->array((number - p.first_array) % p.one->count());
    a.name = name_from(number, 1);
    return a;
  }
  std::uint64_t start(std::uint64_t number) const override {
    const Part& p = part(number, &Part::first_array);
    const std::uint64_t inside = number - p.first_array, arrays = p.one->count();
    return p.first + inside / arrays * p.one->size() + p.one->start(inside % arrays);
  }
  std::uint64_t array_at(std::uint64_t position) const override {
    const Part& p = part(position, &Part::first);
    const std::uint64_t inside = position - p.first, size = p.one->size();
    return p.first_array + inside / size * p.one->count() + p.one->array_at(inside % size);
  }
  // cK_NAME
  std::optional<std::uint64_t> find(std::string_view name) const override {
    std::uint64_t leaf = 0;
    if (!name.starts_with('c')) return std::nullopt;
    const char* const end = name.data() + name.size();
    const auto [at, error] = std::from_chars(name.data() + 1, end, leaf);
    if (error != std::errc() || leaf == 0 || name[1] == '0' || at == end || *at != '_')
      return std::nullopt;
    return find_in(leaf - 1, {at + 1, end});
  }
  Coordinates::Interval interval(Role::Kind kind) const noexcept override {
    return {0, kind == Role::Kind::parameter ? size_ : 0};
  }
  const Letters& letters() const noexcept override { return letters_; }
  bool has_ending(const std::string& ending) const override {
    return std::any_of(parts_.begin(), parts_.end(),
                       [&](const Part& p) { return p.one->has_ending(ending); });
  }
  std::optional<std::uint64_t> leaves() const noexcept override { return leaves_; }
  std::string name_from(std::uint64_t number, std::uint64_t leaf) const override {
    const Part& p = part(number, &Part::first_array);
    const std::uint64_t inside = number - p.first_array, arrays = p.one->count();
    return p.one->name_from(inside % arrays, leaf + p.first_leaf + inside / arrays * p.leaves);
  }
  std::optional<std::uint64_t> find_in(std::uint64_t leaf, std::string_view name) const override {
    if (leaf >= leaves_) return std::nullopt;
    const Part& p = part(leaf, &Part::first_leaf);
    const std::uint64_t inside = leaf - p.first_leaf;
    const auto found = p.one->find_in(inside % p.leaves, name);
    if (!found) return std::nullopt;
    return p.first_array + inside / p.leaves * p.one->count() + *found;
  }

 private:
  struct Part {
    Arrays one;
    std::uint64_t copies, leaves;                  // leaves of one copy
    std::uint64_t first, first_array, first_leaf;  // in the whole, from 0
  };
  std::vector<Part> parts_;
  std::uint64_t size_ = 0, count_ = 0, leaves_ = 0;
  Letters letters_;  // no name in a sum is a letter

  // The part in which something with this number stands.
  const Part& part(std::uint64_t number, std::uint64_t Part::*first) const {
    const auto next =
        std::upper_bound(parts_.begin(), parts_.end(), number,
                         [first](std::uint64_t n, const Part& p) { return n < p.*first; });
    return *std::prev(next);
  }
};

// (time, θ, v)
class PhaseSpace final : public CoordinateArrays {
 public:
  PhaseSpace(Arrays base, const Rational& rate, bool velocities)
      : base_(std::move(base)), velocities_(velocities), letters_(base_->letters()) {
    std::string clock = rate.is_zero() ? letters_.time : "s";
    while (base_->find(clock)) clock += "_";
    if (rate.is_zero()) letters_.time = clock;
    clock_ = {clock, 0, 1, 1, {}, {Role::Kind::time, 0, rate}};
    while (base_->has_ending(dot_) ||
           (clock.ends_with(dot_) && base_->find(clock.substr(0, clock.size() - dot_.size()))))
      dot_ += "_";
  }

  std::uint64_t size() const noexcept override { return 1 + times() * base_->size(); }
  std::uint64_t count() const noexcept override { return 1 + times() * base_->count(); }
  NamedArray array(std::uint64_t number) const override {
    if (number == 0) return clock_;
    const std::uint64_t inside = (number - 1) % base_->count();
    NamedArray a = base_->array(inside);
    if (number - 1 == inside) return a;
    a.name += dot_;
    a.role = {Role::Kind::velocity, inside + 1, {}};
    return a;
  }
  std::uint64_t start(std::uint64_t number) const override {
    if (number == 0) return 0;
    const std::uint64_t inside = (number - 1) % base_->count();
    return 1 + (number - 1 == inside ? 0 : base_->size()) + base_->start(inside);
  }
  std::uint64_t array_at(std::uint64_t position) const override {
    if (position == 0) return 0;
    const std::uint64_t inside = (position - 1) % base_->size();
    return 1 + (position - 1 == inside ? 0 : base_->count()) + base_->array_at(inside);
  }
  std::optional<std::uint64_t> find(std::string_view name) const override {
    if (name == clock_.name) return 0;
    if (const auto found = base_->find(name)) return 1 + *found;
    if (!velocities_ || !name.ends_with(dot_)) return std::nullopt;
    const auto found = base_->find(name.substr(0, name.size() - dot_.size()));
    if (!found) return std::nullopt;
    return 1 + base_->count() + *found;
  }
  Coordinates::Interval interval(Role::Kind kind) const noexcept override {
    const std::uint64_t size = base_->size();
    if (kind == Role::Kind::time) return {0, 1};
    if (kind == Role::Kind::parameter) return {1, size};
    return velocities_ ? Coordinates::Interval{1 + size, size} : Coordinates::Interval{};
  }
  const Letters& letters() const noexcept override { return letters_; }
  bool has_ending(const std::string& ending) const override {
    for (std::uint64_t k = 0; k < count(); ++k)
      if (find(array(k).name + ending)) return true;
    return false;
  }
  std::string name_from(std::uint64_t number, std::uint64_t) const override {
    return array(number).name;
  }
  std::optional<std::uint64_t> find_in(std::uint64_t, std::string_view name) const override {
    return find(name);
  }

 private:
  Arrays base_;
  bool velocities_;
  NamedArray clock_;
  std::string dot_ = "_dot";
  Letters letters_;

  std::uint64_t times() const noexcept { return velocities_ ? 2 : 1; }
};

}  // namespace

Coordinates Coordinates::sum(std::vector<std::pair<Coordinates, std::uint64_t>> summands) {
  std::vector<std::pair<Arrays, std::uint64_t>> parts;
  for (auto& [one, copies] : summands) {
    if (one.interval(Role::Kind::parameter).count != one.size())
      throw Error(ErrorKind::internal, "a sum of coordinates is of parameters only");
    parts.emplace_back(std::move(one.arrays_), copies);
  }
  return Coordinates(std::make_shared<const SideBySide>(std::move(parts)));
}

Coordinates Coordinates::phase_space(const Rational& rate, bool velocities) const {
  if (interval(Role::Kind::parameter).count != size())
    throw Error(ErrorKind::input,
                "dynamics are asked for, but the model has a time or velocities already");
  return Coordinates(std::make_shared<const PhaseSpace>(arrays_, rate, velocities));
}

}  // namespace abide
