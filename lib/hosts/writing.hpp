// What programs in all languages are made of. Private to this stage.
#pragma once

#include <abide/hosts.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "names.hpp"

namespace abide {

/// "item 0, item 1, …", each written by `item(k)`.
template <class Item>
std::string listed(std::size_t count, const Item& item, const char* between = ", ") {
  std::string text;
  for (std::size_t k = 0; k < count; ++k) {
    if (k > 0) text += between;
    text += item(k);
  }
  return text;
}

/// Broken at spaces into lines of about 100 characters, later ones indented; ends with a newline.
std::string wrapped(const std::string& text);

/// How comments begin and end.
struct CommentStyle {
  std::string begin, end;
};
inline const CommentStyle hash{"# ", ""};
/// The laws and what is proved of them, for a person: to_text of the summary, the certificate, the
/// laws by kind, the time coordinate.
std::vector<std::string> heading(const Sheet& sheet);
/// The same for systems that check laws: whether the fields are there, and `of_others`, a remark on
/// laws that are no polynomials, if there are some.
std::vector<std::string> heading(const Sheet& sheet, const std::string& of_others);
/// One comment per line; nothing that a user wrote can end it.
std::string comments(const std::vector<std::string>& lines, const CommentStyle& style);

/// G with G_j = RM ∂h/∂θ_j, polynomials: M is the denominator of h, R the product of the variables
/// of M and of the logarithms (data/format/certificate.md, `elementary`). For all j.
std::vector<Terms> cleared_gradient(const ElementaryFunction& h);

/// A language in which polynomials are formulas.
struct Language {
  CommentStyle comment;
  Spelling spelling;
  std::string open, close;                       ///< lists
  std::string logarithm = "log(", behind = ")";  ///< of |x|
};

/// A sheet in such a language.
class Formulas {
 public:
  Formulas(const Sheet& sheet, Language language);

  std::string comment(const std::string& line) const { return comments({line}, language_.comment); }
  /// The heading and the names that were changed, as comments.
  std::string heading(const std::string& of_others) const;
  const Names& names() const { return names_; }
  std::string coordinates() const;  ///< their names, separated by commas
  std::string formula(const Terms& p) const { return to_string(p, names_); }
  /// A list of lists of pairs, a position from 1 and a polynomial.
  std::string fields() const;
  /// Of all laws, fractions and logarithms included.
  std::string laws() const;
  std::string polynomial_laws() const;
  /// cleared_gradient of the other laws: lists of polynomials.
  std::string gradients() const;

 private:
  const Sheet& sheet_;
  Language language_;
  Names names_, with_logarithms_;

  std::string in_brackets(const std::string& items) const {
    return language_.open + items + language_.close;
  }
  std::string formula(const ElementaryFunction& h) const;
};

/// Comments that all systems get.
inline const std::string fields_note =
    "Each field: its components, as pairs of a position in the list of coordinates and a "
    "polynomial.";
inline const std::string check_note =
    "The pairs of a law and a field, from 1, for which the derivative of the law along the field "
    "is not zero: if there "
    "are none, all laws are proved.";

/// The laws that are polynomials, or the others.
std::vector<const HostLaw*> laws_of(const Sheet& sheet, bool polynomial);
/// The remark on them in systems where only the gradients of can be written.
inline const std::string gradients_note =
    "laws that are no polynomials come after the others, as gradients, times products of powers "
    "that clear "
    "denominators";

/// A language in which polynomials are lists of terms: for systems that are slow to read long
/// formulas.
struct TermStyle {
  std::string quote;  ///< around fractions
  const char *fraction, *open, *close,
      *power;           ///< 3/2 or 3//2; a monomial: {0: 2, 3: 1} or [1=>2, 4=>1]
  std::uint32_t first;  ///< the position of the first coordinate
};
std::string term_list(const Terms& p, const TermStyle& style);
/// One field per line, the pairs of a position and a term list.
std::string term_fields(const std::vector<FieldComponents>& fields, const TermStyle& style);

/// The names of a table, in its order.
template <class Table>
std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const auto& row : table) names.emplace_back(row.name);
  return names;
}
/// The row of this name. Throws Error{input} with the names there are.
template <class Table>
const auto& row_named(const Table& table, const std::string& name, const std::string& what) {
  std::string known;
  for (const auto& row : table) {
    if (name == row.name) return row;
    known += (known.empty() ? "" : ", ") + std::string(row.name);
  }
  throw Error(ErrorKind::input,
              "unknown " + what + " '" + quoted(name) + "': expected one of " + known);
}

/// Names as a list of strings.
std::string quoted_list(const Names& names);

}  // namespace abide
