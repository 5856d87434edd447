// Arrays one after the other, as a model declares them: places are arithmetic on starts and shapes,
// and the array of a position is found by bisection of the starts. What a declaration can get wrong
// (a name, a shape, the order of roles, a velocity that is not like its parameter, too many
// coordinates) is refused here, for all readers alike.
#include <algorithm>
#include <unordered_map>

#include "arrays.hpp"
#include "letters.hpp"

namespace abide {

namespace {

constexpr std::size_t longest_name = 200;

// time, parameters, velocities
int rank_of(Role::Kind kind) {
  return kind == Role::Kind::time ? 0 : kind == Role::Kind::parameter ? 1 : 2;
}

[[noreturn]] void refuse(const NamedArray& a, const std::string& why) {
  throw Error(ErrorKind::input, "the array '" + quoted(a.name) + "' " + why);
}

void check_shape(const NamedArray& a) {
  if (!is_array_name(a.name))
    throw Error(ErrorKind::input, "expected a name [A-Za-z][A-Za-z0-9_]* of at most 200 bytes, " +
                                      ("found '" + quoted(a.name) + "'"));
  const bool fits = a.indices == 2 || (a.columns == 1 && (a.indices == 1 || a.rows == 1));
  if (a.indices > 2 || a.rows == 0 || a.columns == 0 || !fits)
    refuse(a, "has another shape than its number of indices says");
}

void check_role(const std::vector<NamedArray>& arrays, std::uint64_t number) {
  const NamedArray& a = arrays[number];
  if (number > 0 && rank_of(a.role.kind) < rank_of(arrays[number - 1].role.kind))
    refuse(a, "stands behind one of another role: expected time, then parameters, then velocities");
  if (a.role.kind == Role::Kind::time && (a.indices != 0 || number > 0))
    refuse(a, "is a second time, or no scalar: expected one scalar for the time");
  if (a.role.kind != Role::Kind::velocity) return;
  if (a.role.of >= number || arrays[a.role.of].role.kind != Role::Kind::parameter)
    refuse(a, "is the velocity of no parameter before it");
  const NamedArray& of = arrays[a.role.of];
  if (a.indices != of.indices || a.rows != of.rows || a.columns != of.columns ||
      a.order != of.order)
    refuse(a, "has another shape or order than the parameter whose velocity it is");
}

}  // namespace

bool is_array_name(std::string_view name) noexcept {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && name.size() <= longest_name && is_letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

std::string NamedArray::shape() const {
  if (indices == 0) return "scalar";
  return std::to_string(rows) + (indices == 2 ? "," + std::to_string(columns) : "");
}

namespace {

class Listed final : public CoordinateArrays {
 public:
  explicit Listed(std::vector<NamedArray> arrays) : arrays_(std::move(arrays)) {
    starts_.reserve(arrays_.size() + 1);
    std::uint64_t next = 0;
    for (std::uint64_t k = 0; k < arrays_.size(); ++k) {
      const NamedArray& a = arrays_[k];
      check_shape(a);
      check_role(arrays_, k);
      if (!numbers_.emplace(a.name, k).second) refuse(a, "is declared twice");
      starts_.push_back(next);
      Coordinates::Interval& interval = intervals_[static_cast<std::size_t>(a.role.kind)];
      if (interval.count == 0) interval.first = next;
      interval.count += a.size();
      next += a.size();  // no product of two sizes overflows
      if (a.size() > std::uint64_t{INT32_MAX} || next > std::uint64_t{INT32_MAX})
        throw Error(ErrorKind::limit, "the model has 2^31 coordinates or more");
    }
    if (next > 0 && interval(Role::Kind::parameter).count == 0)
      throw Error(ErrorKind::input, "expected at least one parameter");
    starts_.push_back(next);
    letters_ = free_letters(arrays_);
  }

  std::uint64_t size() const noexcept override { return starts_.back(); }
  std::uint64_t count() const noexcept override { return arrays_.size(); }
  NamedArray array(std::uint64_t number) const override { return arrays_[number]; }
  std::uint64_t start(std::uint64_t number) const override { return starts_[number]; }
  std::uint64_t array_at(std::uint64_t position) const override {
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), position);
    return static_cast<std::uint64_t>(next - starts_.begin() - 1);
  }
  std::optional<std::uint64_t> find(std::string_view name) const override {
    const auto found = numbers_.find(name);
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
  }
  Coordinates::Interval interval(Role::Kind kind) const noexcept override {
    return intervals_[static_cast<std::size_t>(kind)];
  }
  const Letters& letters() const noexcept override { return letters_; }
  bool has_ending(const std::string& ending) const override {
    return std::any_of(arrays_.begin(), arrays_.end(),
                       [&](const NamedArray& a) { return numbers_.contains(a.name + ending); });
  }
  std::string name_from(std::uint64_t number, std::uint64_t leaf) const override {
    return "c" + std::to_string(leaf) + "_" + arrays_[number].name;
  }
  std::optional<std::uint64_t> find_in(std::uint64_t, std::string_view name) const override {
    return find(name);
  }

 private:
  std::vector<NamedArray> arrays_;
  std::vector<std::uint64_t> starts_;                            // and the size, at the end
  std::unordered_map<std::string_view, std::uint64_t> numbers_;  // by the names in `arrays_`
  std::array<Coordinates::Interval, 3> intervals_;               // by Role::Kind
  Letters letters_;
};

}  // namespace

std::shared_ptr<const CoordinateArrays> listed(std::vector<NamedArray> arrays) {
  return std::make_shared<const Listed>(std::move(arrays));
}

}  // namespace abide
