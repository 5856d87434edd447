// Where the coordinates of a model stand: arithmetic on the starts and shapes of its arrays.
#include <abide/coordinates.hpp>
#include <algorithm>
#include <cctype>
#include <unordered_map>

#include "letters.hpp"

namespace abide {

struct Coordinates::Data {
  std::vector<NamedArray> arrays;
  std::vector<std::uint32_t> starts;                            // and the size, at the end
  std::unordered_map<std::string_view, std::uint32_t> numbers;  // by the names in `arrays`
  std::array<Interval, 3> intervals;                            // by Role::Kind
  Letters letters;
};

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

void check_role(const std::vector<NamedArray>& arrays, std::size_t number) {
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

std::string Coordinates::declaration(std::size_t array) const {
  const NamedArray& a = arrays()[array];
  const bool columns = a.order == NamedArray::Order::columns;
  std::string text = a.name + " " + a.shape() + (columns ? " columns " : " rows ");
  switch (a.role.kind) {
    case Role::Kind::parameter:
      return text + "parameter";
    case Role::Kind::velocity:
      return text + "velocity " + arrays()[a.role.of].name;
    case Role::Kind::time:
      break;
  }
  return text + "time " + a.role.rate.to_string();
}

Coordinates::Coordinates(std::vector<NamedArray> arrays) {
  auto data = std::make_shared<Data>();
  data->arrays = std::move(arrays);
  data->starts.reserve(data->arrays.size() + 1);
  std::uint64_t next = 0;
  for (std::uint32_t k = 0; k < data->arrays.size(); ++k) {
    const NamedArray& a = data->arrays[k];
    check_shape(a);
    check_role(data->arrays, k);
    if (!data->numbers.emplace(a.name, k).second) refuse(a, "is declared twice");
    data->starts.push_back(static_cast<std::uint32_t>(next));
    Interval& interval = data->intervals[static_cast<std::size_t>(a.role.kind)];
    if (interval.count == 0) interval.first = static_cast<std::uint32_t>(next);
    next += a.size();  // no product of two sizes overflows
    if (a.size() > std::uint64_t{INT32_MAX} || next > std::uint64_t{INT32_MAX})
      throw Error(ErrorKind::limit, "the model has 2^31 coordinates or more");
    interval.count += static_cast<std::uint32_t>(a.size());
  }
  if (next > 0 && data->intervals[static_cast<std::size_t>(Role::Kind::parameter)].count == 0)
    throw Error(ErrorKind::input, "expected at least one parameter");
  data->starts.push_back(static_cast<std::uint32_t>(next));
  data->letters = free_letters(data->arrays);
  data_ = std::move(data);
}

Coordinates Coordinates::vector(const std::string& name, std::size_t size) {
  if (size > std::size_t{INT32_MAX})
    throw Error(ErrorKind::limit, "the model has 2^31 coordinates or more");
  return Coordinates({{name, 1, static_cast<std::uint32_t>(size)}});
}

Coordinates Coordinates::scalars(const std::vector<std::string>& names) {
  std::vector<NamedArray> arrays;
  for (const std::string& name : names) arrays.push_back({name});
  return Coordinates(std::move(arrays));
}

std::size_t Coordinates::size() const noexcept { return data_->starts.back(); }
const std::vector<NamedArray>& Coordinates::arrays() const noexcept { return data_->arrays; }
const Letters& Coordinates::letters() const noexcept { return data_->letters; }
std::uint32_t Coordinates::start(std::size_t array) const noexcept { return data_->starts[array]; }

Coordinates Coordinates::slice(std::size_t first, std::size_t count) const {
  const auto begin = arrays().begin() + static_cast<std::ptrdiff_t>(first);
  std::vector<NamedArray> some(begin, begin + static_cast<std::ptrdiff_t>(count));
  for (const NamedArray& a : some)
    if (a.role.kind != Role::Kind::parameter)
      throw Error(ErrorKind::internal, "a slice of coordinates is of parameters only");
  return Coordinates(std::move(some));
}

Coordinates::Place Coordinates::place(std::size_t position) const noexcept {
  const auto& starts = data_->starts;
  const auto next = std::upper_bound(starts.begin(), starts.end(), position);
  const auto array = static_cast<std::uint32_t>(next - starts.begin() - 1);
  const NamedArray& a = arrays()[array];
  const auto rest = static_cast<std::uint32_t>(position - starts[array]);
  if (a.order == NamedArray::Order::columns) return {array, rest % a.rows + 1, rest / a.rows + 1};
  return {array, rest / a.columns + 1, rest % a.columns + 1};
}

std::uint32_t Coordinates::position(const Place& p) const noexcept {
  const NamedArray& a = arrays()[p.array];
  const std::uint32_t row = p.row - 1, column = p.column - 1;
  return start(p.array) +
         (a.order == NamedArray::Order::columns ? column * a.rows + row : row * a.columns + column);
}

std::optional<std::uint32_t> Coordinates::find(std::string_view name) const {
  const auto found = data_->numbers.find(name);
  if (found == data_->numbers.end()) return std::nullopt;
  return found->second;
}

Coordinates::Interval Coordinates::interval(Role::Kind kind) const noexcept {
  return data_->intervals[static_cast<std::size_t>(kind)];
}

const NamedArray* Coordinates::time() const noexcept {
  return interval(Role::Kind::time).count > 0 ? &arrays().front() : nullptr;
}

Coordinates Coordinates::phase_space(const Rational& rate, bool velocities) const {
  if (interval(Role::Kind::parameter).count != size())
    throw Error(ErrorKind::input,
                "dynamics are asked for, but the model has a time or velocities already");
  std::string clock = rate.is_zero() ? letters().time : "s", dot = "_dot";
  while (find(clock)) clock += "_";
  const auto is_taken = [&](const NamedArray& a) {
    return find(a.name + dot).has_value() || a.name + dot == clock;
  };
  while (std::any_of(arrays().begin(), arrays().end(), is_taken)) dot += "_";
  std::vector<NamedArray> all{{clock, 0, 1, 1, {}, {Role::Kind::time, 0, rate}}};
  all.insert(all.end(), arrays().begin(), arrays().end());
  for (std::uint32_t k = 0; velocities && k < arrays().size(); ++k) {
    NamedArray& v = all.emplace_back(arrays()[k]);
    v.name += dot;
    v.role = {Role::Kind::velocity, k + 1, {}};
  }
  return Coordinates(std::move(all));
}

std::string Coordinates::name(std::size_t position) const {
  const Place p = place(position);
  const NamedArray& a = arrays()[p.array];
  if (a.indices == 0) return a.name;
  return a.name + "[" + std::to_string(p.row) +
         (a.indices == 2 ? "," + std::to_string(p.column) : "") + "]";
}

Names Coordinates::names() const {
  return Names(size(), [self = *this](std::size_t k) { return self.name(k); });
}

}  // namespace abide
