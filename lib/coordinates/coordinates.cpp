// Coordinates as whoever uses them sees them, however their arrays are held (arrays.hpp). No name
// of an entry is stored: a position becomes array, row and column by arithmetic on starts, shapes
// and storage orders, and the name is made when somebody asks. So a model of millions of
// coordinates costs as much as its declarations.
#include "coordinates/coordinates.hpp"

#include <algorithm>

#include "arrays.hpp"

namespace abide {

Coordinates::Coordinates(std::vector<NamedArray> arrays) : arrays_(listed(std::move(arrays))) {}
Coordinates::Coordinates(std::shared_ptr<const CoordinateArrays> arrays)
    : arrays_(std::move(arrays)) {}

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

Coordinates Coordinates::subset(const std::vector<std::uint64_t>& arrays) const {
  std::vector<NamedArray> some;
  for (const std::uint64_t k : arrays) {
    NamedArray& a = some.emplace_back((*this)[k]);
    if (a.role.kind == Role::Kind::velocity)
      a.role.of = static_cast<std::uint64_t>(
          std::lower_bound(arrays.begin(), arrays.end(), a.role.of) - arrays.begin());
  }
  return Coordinates(std::move(some));
}

std::size_t Coordinates::size() const noexcept { return arrays_->size(); }
std::uint64_t Coordinates::count() const noexcept { return arrays_->count(); }
NamedArray Coordinates::operator[](std::uint64_t array) const { return arrays_->array(array); }
std::uint64_t Coordinates::start(std::uint64_t array) const { return arrays_->start(array); }
std::optional<std::uint64_t> Coordinates::find(std::string_view name) const {
  return arrays_->find(name);
}
Coordinates::Interval Coordinates::interval(Role::Kind kind) const noexcept {
  return arrays_->interval(kind);
}
const Letters& Coordinates::letters() const noexcept { return arrays_->letters(); }

std::optional<Rational> Coordinates::time_rate() const {
  if (interval(Role::Kind::time).count == 0) return std::nullopt;
  return (*this)[0].role.rate;
}

namespace {

// Row and column of an entry, both from 1.
std::pair<std::uint32_t, std::uint32_t> indices_of(const NamedArray& a, std::uint64_t entry) {
  const auto inside = static_cast<std::uint32_t>(entry);
  if (a.order == NamedArray::Order::columns) return {inside % a.rows + 1, inside / a.rows + 1};
  return {inside / a.columns + 1, inside % a.columns + 1};
}

}  // namespace

Coordinates::Place Coordinates::place(std::uint64_t position) const {
  const std::uint64_t array = arrays_->array_at(position);
  const auto [row, column] = indices_of((*this)[array], position - start(array));
  return {array, row, column};
}

std::uint64_t Coordinates::position(const Place& p) const {
  const NamedArray a = (*this)[p.array];
  const std::uint64_t row = p.row - 1, column = p.column - 1;
  return start(p.array) +
         (a.order == NamedArray::Order::columns ? column * a.rows + row : row * a.columns + column);
}

std::string Coordinates::name(std::uint64_t position) const {
  const std::uint64_t array = arrays_->array_at(position);
  NamedArray a = (*this)[array];
  if (a.indices == 0) return std::move(a.name);
  const auto [row, column] = indices_of(a, position - start(array));
  std::string text = std::move(a.name) + "[" + std::to_string(row);
  if (a.indices == 2) text += "," + std::to_string(column);
  return text + "]";
}

Names Coordinates::names() const {
  return Names(size(), [self = *this](std::size_t k) { return self.name(k); });
}

std::string Coordinates::declaration(std::uint64_t array) const {
  const NamedArray a = (*this)[array];
  const bool columns = a.order == NamedArray::Order::columns;
  std::string text = a.name + " " + a.shape() + (columns ? " columns " : " rows ");
  switch (a.role.kind) {
    case Role::Kind::parameter:
      return text + "parameter";
    case Role::Kind::velocity:
      return text + "velocity " + (*this)[a.role.of].name;
    case Role::Kind::time:
      break;
  }
  return text + "time " + a.role.rate.to_string();
}

bool operator==(const Coordinates& a, const Coordinates& b) {
  if (a.arrays_ == b.arrays_) return true;
  bool same = a.count() == b.count();
  for (std::uint64_t k = 0; k < a.count() && same; ++k) same = a[k] == b[k];
  return same;
}

}  // namespace abide
