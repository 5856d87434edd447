/// \file
/// Laws as an author writes them: inner products of rows and columns, sums, and families of laws
/// over indices.
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("linear:3,2,4"), {});
///     std::vector<abide::LawFamily> families = abide::law_families(r);
///     assert(families.size() == 1);              // U1'*U1 - U2*U2'
///     assert(families[0].laws == 3);             // its entries 1 <= k <= l <= 2
///     assert(families[0].form.size() == 2 && families[0].form[0].slices.size() == 2);
#pragma once

#include <abide/claims.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace abide {

/// An index of a slice: a number, or a letter that runs through a range, plus a shift.
struct SliceIndex {
  std::uint32_t value = 1;
  std::optional<std::size_t> letter = {};  ///< 0, 1, … : k, l, …
  std::int64_t shift = 0;                  ///< the value minus that of the letter
};
/// One entry of an array, or its entries along one free index (of a vector or matrix as a whole:
/// along all).
struct Slice {
  enum class Kind { entry, row, column, whole };
  std::uint32_t array = 0;
  Kind kind = Kind::entry;
  std::vector<SliceIndex> indices = {};  ///< those that are not free
};
/// coefficient · factor · (slices): of one slice the sum of its entries, of two their inner
/// product, of entries the product.
struct Summand {
  Rational coefficient;
  Monomial factor;  ///< of scalars, such as a time factor
  std::vector<Slice> slices;
};
using Form = std::vector<Summand>;

/// h by its slices: whole arrays first, then rows and columns, then single entries. Expanded again
/// and compared, so it is h.
[[nodiscard]] ABIDE_API Form recognize(const Terms& h, const Coordinates& arrays);
/// The numbers of the indices put in.
[[nodiscard]] ABIDE_API Terms expand(const Form& form, const Coordinates& arrays);

/// The values that the letters of a family run through.
struct IndexRange {
  enum class Kind {
    single,         ///< no letters
    interval,       ///< low ≤ k ≤ high
    nondecreasing,  ///< low ≤ k ≤ l ≤ high
    increasing,     ///< low ≤ k < l ≤ high
    box,            ///< every letter in its own interval
    list,           ///< the tuples listed
  };
  Kind kind = Kind::single;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> bounds;  ///< by letter
  std::vector<std::vector<std::uint32_t>> tuples;               ///< of a list
};

/// Laws of one form: the form with numbers is the first of them.
struct ABIDE_API LawFamily {
  Coordinates arrays;  ///< what the numbers of arrays in the form mean
  Form form = {};      ///< empty for a law that is no polynomial
  std::optional<ElementaryFunction> elementary = {};
  IndexRange range = {};
  PlacedLaw first = {};
  std::uint64_t laws = 0;
  std::uint64_t copies = 1;  ///< as many laws of this form in each of so many copies of a component
  std::optional<std::uint64_t> independent =
      {};  ///< how many of the maximal independent set chosen
  std::uint32_t degree = 0;
  std::string kind = {};
  /// Is it (k,l) ↦ M[k,l] for a matrix M: are all summands products in which k and l stand at the
  /// two ends?
  bool is_matrix() const;
  /// The rank that M = AᵀA − BBᵀ + … has at most, by the widths of its factors, if that is less
  /// than its size: then all minors of that size + 1 vanish, which is the relation among the laws.
  std::optional<std::uint32_t> rank_bound() const;
};
/// The generators of the law space in families, in their order; of a sum those of one copy of each
/// component (of one component with at most 24 copies: of every copy). Cost: linear in the terms of
/// the laws; one law of each kind of image in models at scale.
[[nodiscard]] ABIDE_API std::vector<LawFamily> law_families(const Claims& claims);

}  // namespace abide
