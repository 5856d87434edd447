/// \file
/// The coordinates of a model as it declares them: whole arrays with shape, storage order and role.
/// Names of entries, their spelling in three scripts and the letters that are free beside them are
/// computed from these; nothing has the length of the model.
///
/// Example (also a test):
///
///     abide::Coordinates x({{"U1", 2, 3, 2}, {"b1", 1, 2}});
///     assert(x.size() == 8 && x.name(2) == "U1[2,1]" && x.name(7) == "b1[2]");
///     assert(x.position({0, 2, 1}) == 2 && x.place(2).row == 2);
///     assert(x.find("b1") == 1U && !x.find("b2"));
///     abide::Coordinates three = abide::Coordinates::sum({{x, 3}});
///     assert(three.size() == 24 && three.name(10) == "c2_U1[2,1]");
///     assert(x.spelled(0, abide::Script::latex) == "U_{1}");
#pragma once

#include <abide/exact.hpp>
#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace abide {

/// ascii: the language of models, so that it can be read back; unicode: for terminals; latex: in
/// mathematics mode.
enum class Script { ascii, unicode, latex };

/// What an array of coordinates is.
struct Role {
  enum class Kind {
    parameter,
    velocity,  ///< of the array number `of`, which has the same shape and order
    time,      ///< a scalar: e^(rate·t), or t itself for rate 0
  };
  Kind kind = Kind::parameter;
  std::uint64_t of = 0;
  Rational rate = {};
  friend bool operator==(const Role&, const Role&) = default;
};

/// A scalar (no index), a vector (one column) or a matrix of coordinates that stand side by side,
/// in the order of its rows or of its columns.
struct ABIDE_API NamedArray {
  enum class Order { rows, columns };
  std::string name;
  std::uint32_t indices = 0;  ///< 0, 1 or 2
  std::uint32_t rows = 1, columns = 1;
  Order order = Order::rows;
  Role role = {};
  std::uint64_t size() const noexcept { return std::uint64_t{rows} * columns; }
  /// "scalar", "3" or "3,2".
  std::string shape() const;
  friend bool operator==(const NamedArray&, const NamedArray&) = default;
};

/// What stands for indices, functions and time in a formula about these coordinates: the usual
/// letter, or another one where an array has it (with or without a number). Greek ones by name.
struct Letters {
  std::array<std::string, 4> index{"k", "l", "p", "q"};  ///< of families of laws
  std::array<std::string, 2> sum{"i", "j"};
  std::string fields = "X", law = "h", map = "phi", parameters = "theta", loss = "E", metric = "M",
              count = "d", time = "t";
  std::string generator = "S", scale = "s";  ///< of a motion
  friend bool operator==(const Letters&, const Letters&) = default;
};
/// A permutation of the coordinates: images[j] is where coordinate j goes.
using Permutation = std::vector<std::uint32_t>;

class CoordinateArrays;

/// Immutable; copies are cheap and share their arrays. Memory: the number of arrays; of a sum that
/// of its summands, each once. Thread safety: const access from any thread.
class ABIDE_API Coordinates {
 public:
  /// Arrays one after the other: time (if any), parameters, velocities. Throws Error{input} for a
  /// name that is none or occurs twice, for another order of roles, for a velocity of another
  /// shape, and for arrays without a parameter; Error{limit} for 2^31 coordinates or more.
  explicit Coordinates(std::vector<NamedArray> arrays);
  /// NAME[1] … NAME[size].
  [[nodiscard]] static Coordinates vector(const std::string& name, std::size_t size);
  [[nodiscard]] static Coordinates scalars(const std::vector<std::string>& names);
  /// Parameters side by side, each summand so many times. Those that are no sums themselves are
  /// leaves, counted from 1 with all repetitions spelled out; the arrays of the K-th one have names
  /// that begin with `cK_`. Throws Error{limit} beyond 2^62 coordinates.
  [[nodiscard]] static Coordinates sum(std::vector<std::pair<Coordinates, std::uint64_t>> summands);
  /// These as parameters, with a velocity for each (NAME_dot), if `velocities`, and a time
  /// coordinate (s, or t for rate 0): the coordinates (time, θ, v) of a phase space. Names are
  /// longer where an array has them already. Throws Error{input} if there are velocities or a time
  /// already.
  [[nodiscard]] Coordinates phase_space(const Rational& rate, bool velocities) const;
  /// Some of the arrays, their numbers increasing; with a velocity also what it is the velocity of.
  [[nodiscard]] Coordinates subset(const std::vector<std::uint64_t>& arrays) const;

  std::size_t size() const noexcept;
  std::uint64_t count() const noexcept;  ///< of arrays
  NamedArray operator[](std::uint64_t array) const;

  struct Place {
    std::uint64_t array = 0;
    std::uint32_t row = 1, column = 1;  ///< from 1
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  /// Where a coordinate stands. Cost: the logarithm of the number of arrays, or the depth of a sum.
  Place place(std::uint64_t position) const;
  /// The coordinate at a place that exists.
  std::uint64_t position(const Place& place) const;
  /// The first coordinate of an array.
  std::uint64_t start(std::uint64_t array) const;
  /// The number of the array that a user calls so.
  std::optional<std::uint64_t> find(std::string_view name) const;

  /// All coordinates of one role: they stand side by side. Of none: 0 from 0 on.
  struct Interval {
    std::uint64_t first = 0, count = 0;
  };
  Interval interval(Role::Kind kind) const noexcept;
  /// e^(rate·t), or t for rate 0, is the first coordinate; nothing: there is no time.
  std::optional<Rational> time_rate() const;

  /// "U1[2,1]": as files, certificates and users call it.
  std::string name(std::uint64_t position) const;
  Names names() const;
  /// As a person reads it: `exp(1/2*t)` in place of the name of a time coordinate.
  Names shown() const;
  /// "U1 3,2 rows parameter", "U1_dot 3,2 rows velocity U1", "s scalar rows time 1/2": the rest of
  /// a line `array` of canonical files and certificates.
  std::string declaration(std::uint64_t array) const;
  const Letters& letters() const noexcept;
  /// An array: "U1_dot", "U̇1", "\dot{U}_{1}".
  std::string spelled(std::uint64_t array, Script script) const;
  /// A part of an array: "U1[2,l]", "(U_{1})_{2,l}" for the indices "2,l".
  std::string spelled(std::uint64_t array, const std::string& indices, Script script) const;
  /// A power of a coordinate: "U1[2,1]^2", "x²", "e^{t/2}". A power of an exponential is one
  /// exponential.
  std::string power(std::uint64_t position, std::uint32_t exponent, Script script) const;

  /// The same arrays. Cost: their number.
  ABIDE_API friend bool operator==(const Coordinates& a, const Coordinates& b);

 private:
  explicit Coordinates(std::shared_ptr<const CoordinateArrays> arrays);
  std::shared_ptr<const CoordinateArrays> arrays_;
};

}  // namespace abide
