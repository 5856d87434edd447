// How the terms of the fields are held: written out, as a layered graph, or as a layer over one.
// Private to this stage.
#pragma once

#include "dual.hpp"

namespace abide {

class PathClasses;

class FieldSource {
 public:
  virtual ~FieldSource() = default;
  virtual std::uint64_t size() const noexcept = 0;
  virtual Field field(std::uint64_t i) const = 0;
  virtual void terms_of(std::uint32_t variable, TermVisit visit) const = 0;
  virtual std::optional<std::uint64_t> some_field_of(std::uint32_t variable,
                                                     std::uint64_t random) const = 0;
  /// The classes of a network; null otherwise.
  virtual const PathClasses* classes() const noexcept { return nullptr; }
  /// Of a layer over a network; null otherwise.
  virtual const Overlay* overlay() const noexcept { return nullptr; }
  virtual std::uint64_t count_terms_of(std::uint32_t variable) const = 0;
  virtual void some_terms_of(std::uint32_t variable, std::size_t most, std::size_t salt,
                             TermVisit visit) const = 0;
  virtual void terms_within(std::uint64_t field, const Monomial& beta, std::uint32_t missing,
                            TermVisit visit) const = 0;
  virtual bool is_monomial_map() const noexcept = 0;
  virtual Monomial exponents(std::uint64_t i) const = 0;
  virtual bool is_homogeneous() const noexcept = 0;
  virtual bool usable(std::uint64_t prime) const = 0;
  virtual std::vector<std::uint32_t> dead_coordinates() const = 0;
  virtual std::uint64_t degree() const noexcept = 0;
  /// Are all coefficients integers below 2^31?
  virtual bool has_small_coefficients() const noexcept = 0;
  /// Is h a law by a criterion that need not visit the fields? False: not known.
  virtual bool is_evident_law(const Terms& h, const Progress& progress) const = 0;
  virtual std::unique_ptr<Evaluator::Backend> at(const Point& point,
                                                 const Modulus& modulus) const = 0;
};

/// The sources: fields or map entries written out, path sums, and layers over these.
/// So many terms may all fields have together when they are written out.
inline constexpr std::uint64_t most_field_terms = std::uint64_t{1} << 26U;
std::unique_ptr<const FieldSource> make_explicit_source(const Model& model,
                                                        const Progress& progress);
std::unique_ptr<const FieldSource> make_path_source(const Network& network);
/// The phase space of a network with the identity as its metric.
std::unique_ptr<const FieldSource> make_phase_source(const Model& model);
/// Of W + the entries of a linear network.
std::unique_ptr<const FieldSource> make_translated_source(const Network& network);

}  // namespace abide
