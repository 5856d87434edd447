/// \file
/// What is claimed, without the evidence: the one input of every text, table, picture and program
/// that leaves abide. A result is claims with what proves them; a certificate that abide-check
/// accepted gives the same claims back (read_certificate in certificate.hpp).
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("linear:3,2,3"), {});
///     std::size_t laws = 0;
///     for (const abide::ListedLaw& law : r.all_laws())
///       if (law.independent() == true && law.function().is_polynomial()) ++laws;
///     assert(laws == 3);  // in order, one at a time
///     assert(r.complete && r.coordinates() == 12 && r.lie_lower == 9);
#pragma once

#include <abide/components.hpp>
#include <abide/laws.hpp>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace abide {

/// What is asked for.
enum class Question { certify, laws, rank };

/// What is claimed of one component, in its own coordinates; its copies are alike.
struct ABIDE_API ClaimedComponent {
  Component component;
  std::shared_ptr<const LawList> laws;    ///< null: nothing is claimed of laws
  std::vector<std::uint64_t> dimensions;  ///< of the spaces of polynomial laws of degree 1, 2, …
  std::uint64_t independent_laws = 0;     ///< m
  std::uint64_t lie_lower = 0;
  std::uint64_t lie_upper = 0;  ///< the smaller of D − m and an involutivity bound
  bool by_exponents = false;    ///< is lie_lower the rank of a matrix of exponents?
  const Distribution& fields() const noexcept { return *component.fields; }
  std::uint64_t copies() const noexcept { return component.place.copies(); }
  /// A law of `laws`, or an image of one, in the coordinates of a copy.
  [[nodiscard]] ElementaryFunction function_of(const LawRef& law) const;
};

/// A law of the whole: in which copy of which component (from 0).
struct PlacedLaw {
  std::size_t component = 0;
  std::uint64_t copy = 0;
  LawRef law;
  friend bool operator==(const PlacedLaw&, const PlacedLaw&) = default;
};

class LawRange;

/// Everything that is claimed. Numbers are those of the whole model: without a drift laws and ranks
/// of components add up and law spaces are tensor products; with one, K − 1 and laws add up
/// (data/format/mathematics.md, section 4.13). Thread safety: const access from any thread.
struct ABIDE_API Claims {
  std::shared_ptr<const Model> source;  ///< as it was given
  std::shared_ptr<const Model> model;   ///< on its phase space: names and number of coordinates
  /// That a certificate states and its canonical file holds: `source`, with its dynamics, where
  /// abide-check can make the fields, else `model`.
  std::shared_ptr<const Model> stated;
  Question question = Question::certify;
  LawDegrees degrees;                        ///< asked for
  std::vector<ClaimedComponent> components;  ///< by their first coordinates
  /// Of the law spaces of degree 1 … N; nothing where it was not determined. Empty for several
  /// components that share the time: their law spaces do not multiply.
  std::vector<std::optional<std::uint64_t>> dimensions;
  std::uint64_t independent_laws = 0;  ///< m
  std::uint64_t lie_lower = 0;
  std::uint64_t lie_upper = 0;  ///< from those of the components
  bool laws_known = false;      ///< is anything claimed of laws?
  bool lie_known = false;       ///< is anything claimed of the Lie rank?
  bool complete = false;        ///< no other laws, of any kind, near a generic point

  std::uint64_t coordinates() const noexcept { return model->coordinates(); }
  /// One component, with one copy? Then its coordinates and numbers are those of the whole.
  bool has_one_component() const noexcept {
    return components.size() == 1 && components.front().copies() == 1;
  }
  /// The one component there is. Throws Error{internal} if there are more, or copies.
  const ClaimedComponent& only() const;
  const Law& law(const PlacedLaw& placed) const {
    return components[placed.component].laws->laws[placed.law.law];
  }
  /// D − K when the Lie rank is exact but laws are missing.
  std::optional<std::uint64_t> local_laws() const;
  /// Every generator in every copy, images included: component by component, law by law; of fields
  /// that are written out in the order of listed_before, whether they fall into components or not.
  /// Refers to the claims. Memory: that of one law (of written out components: of the order), and
  /// 24 bytes for each independent one.
  LawRange all_laws() const;
  /// How many those are. Cost: linear in the laws that are kept.
  std::uint64_t count_laws() const noexcept;
  /// Independent laws and both bounds of the Lie rank of the whole, from those of the components.
  void add_up();
};
/// The same questions with the same answers? Laws are compared as functions, with their images.
ABIDE_API bool operator==(const Claims& a, const Claims& b);

/// The law as a function of the coordinates of the whole, of which there are less than 2^31
/// (Error{limit}).
[[nodiscard]] ABIDE_API ElementaryFunction function_of(const Claims& claims, const PlacedLaw& law);

/// Is a law among the chosen independent ones? Of those of all components.
class ABIDE_API IndependentLaws {
 public:
  explicit IndependentLaws(const Claims& claims);
  /// Nothing where it was not determined.
  std::optional<bool> operator()(const PlacedLaw& law) const;

 private:
  struct Key {
    std::uint64_t law = 0, first = 0, second = 0;  // with the nodes that matter
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct OfComponent {
    const LawList* list = nullptr;
    std::vector<Key> keys;  // increasing
  };
  std::vector<OfComponent> components_;
  static Key key_of(const LawList& list, const LawRef& ref);
};

/// One law of a range. Refers to the claims and lives as long as the step of the loop.
class ABIDE_API ListedLaw {
 public:
  const PlacedLaw& place() const noexcept { return place_; }
  /// Throws like function_of.
  ElementaryFunction function() const { return function_of(*claims_, place_); }
  const Law& law() const { return claims_->law(place_); }
  const std::string& kind() const { return law().kind; }
  /// In the maximal independent set that was chosen? Nothing where it was not determined.
  std::optional<bool> independent() const { return (*independent_)(place_); }

 private:
  friend class LawRange;
  const Claims* claims_ = nullptr;
  const IndependentLaws* independent_ = nullptr;
  PlacedLaw place_;
};

/// The laws of Claims::all_laws, one after the other.
class ABIDE_API LawRange {
 public:
  class ABIDE_API iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = ListedLaw;
    using difference_type = std::ptrdiff_t;
    using pointer = const ListedLaw*;
    using reference = const ListedLaw&;
    reference operator*() const noexcept { return law_; }
    pointer operator->() const noexcept { return &law_; }
    iterator& operator++();
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& a, const iterator& b) noexcept {
      return a.number_ == b.number_;
    }

   private:
    friend class LawRange;
    const LawRange* range_ = nullptr;
    ListedLaw law_;
    std::uint64_t number_ = 0;
  };
  iterator begin() const;
  iterator end() const;
  /// How many laws: images and copies included. Cost: none.
  std::uint64_t size() const noexcept { return size_; }

 private:
  friend struct Claims;
  explicit LawRange(const Claims& claims);
  const Claims* claims_;
  IndependentLaws independent_;
  std::vector<PlacedLaw> order_;  // of written out components, else empty
  std::uint64_t size_ = 0;
  void sort();
  bool next(PlacedLaw& place) const;
  bool start_law(PlacedLaw& place) const;
};

}  // namespace abide
