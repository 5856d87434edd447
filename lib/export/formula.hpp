// Laws and their parts in three scripts. Private to this stage.
#pragma once

#include <abide/export.hpp>
#include <string>

namespace abide {

/// ascii: the language of models, so that it can be read back; unicode: for terminals; latex: in
/// mathematics mode.
enum class Script { ascii, unicode, latex };

/// A sum as abide writes it ("3*U1[1,2]^2 - exp(t)"), in mathematics mode of LaTeX.
std::string latex_of(const std::string& sum);
/// Text that LaTeX prints as it is.
std::string escaped_for_latex(const std::string& text);
/// "U_{1}", "\dot{U}_{1}"; a name of several letters stands upright.
std::string latex_name(const std::string& name);

/// A family in all scripts.
Report::Family written(const LawFamily& family, const Model& model);

class FormulaWriter {
 public:
  FormulaWriter(const Model& model, const Arrays& arrays, Script script)
      : arrays_(arrays), names_(model.names()), time_(model.time()), script_(script) {}
  /// The form, with letters for indices that have one.
  std::string form(const Form& form) const;
  /// The matrix M of a family that is (k,l) ↦ M[k,l].
  std::string matrix(const LawFamily& family) const;
  /// "1 <= k <= l <= 3"; empty for a single law.
  std::string range(const IndexRange& range) const;
  /// "U1[2,l]", "U1[:,k]"
  std::string slice(const Slice& s) const;

 private:
  const Arrays& arrays_;
  Names names_;
  std::optional<TimeCoordinate> time_;
  Script script_;

  std::string scalars(const Monomial& m) const;
  std::string exponential(const Rational& rate) const;
  std::string scaled(const Monomial& common, const std::string& sum) const;
  template <class Write>
  std::string sum(const Form& form, const Write& write) const;
  std::string coefficient(const Rational& size, const std::string& rest) const;
  std::string times() const;
  std::string index(const SliceIndex& i) const;
  std::string name(std::uint32_t array) const;
  std::string product(const Summand& s) const;
  std::string entries(const std::vector<Slice>& slices) const;
  std::string contraction(const Slice& a, const Slice& b) const;
  std::string total(const Slice& s) const;
  std::string power(const std::string& base, std::size_t exponent) const;
  std::string oriented(const Slice& s, bool transposed) const;
  std::string matrix_product(const Summand& s) const;
};

}  // namespace abide
