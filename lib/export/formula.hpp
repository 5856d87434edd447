// Laws and their parts in three scripts. Private to this stage.
#pragma once

#include <abide/export.hpp>
#include <string>

namespace abide {

/// Text that LaTeX prints as it is.
std::string escaped_for_latex(const std::string& text);

/// A letter in mathematics mode, and with a dot.
std::string tex(const std::string& letter);
std::string dotted(const std::string& tex, const char* accent = "\\dot");

/// A family in all scripts.
Report::Family written(const LawFamily& family);

class FormulaWriter {
 public:
  FormulaWriter(Coordinates arrays, Script script) : arrays_(std::move(arrays)), script_(script) {}
  /// The form, with letters for indices that have one.
  std::string form(const Form& form) const;
  /// The matrix M of a family that is (k,l) ↦ M[k,l].
  std::string matrix(const LawFamily& family) const;
  /// "1 <= k <= l <= 3"; empty for a single law.
  std::string range(const IndexRange& range) const;
  /// "U1[2,l]", "U1[:,k]"
  std::string slice(const Slice& s) const;

 private:
  Coordinates arrays_;
  Script script_;

  std::string scalars(const Monomial& m) const;
  std::string scaled(const Monomial& common, const std::string& sum) const;
  template <class Write>
  std::string sum(const Form& form, const Write& write) const;
  std::string coefficient(const Rational& size, const std::string& rest) const;
  std::string times() const;
  std::string index(const SliceIndex& i) const;
  std::string product(const Summand& s) const;
  std::string entries(const std::vector<Slice>& slices) const;
  std::string contraction(const Slice& a, const Slice& b) const;
  std::string total(const Slice& s) const;
  std::string letter(std::size_t k) const;
  std::string oriented(const Slice& s, bool transposed) const;
  std::string matrix_product(const Summand& s) const;
};

}  // namespace abide
