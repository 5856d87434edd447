// A form of a family of laws in three scripts: slices of arrays, sums over indices, matrices, and
// factors of time that all summands share. Spelling of names and letters is asked from
// coordinates.
#include "formula.hpp"

#include <fmt/format.h>

#include <abide/export.hpp>

#include "coordinates/coordinates.hpp"
#include "status/status.hpp"

namespace abide {

namespace {

using Kind = Slice::Kind;

// The form without the scalars that all its summands have, and these.
std::pair<Monomial, Form> without_common_factor(Form form) {
  Monomial common = form.empty() || form.size() == 1 ? Monomial() : form.front().factor;
  for (const Summand& s : form)
    if (s.factor != common || s.slices.empty()) common = Monomial();
  if (!common.is_one())
    for (Summand& s : form) s.factor = Monomial();
  return {common, form};
}

}  // namespace

namespace {

// Letters with accents, which LaTeX has in every encoding, and dashes.
bool is_in_every_encoding(std::uint32_t c) {
  const bool is_dash = c == 0x2013 || c == 0x2014, is_letter = c >= 0xC0 && c <= 0xFF;
  const bool is_special =
      c == 0xD0 || c == 0xD7 || c == 0xDE || c == 0xF0 || c == 0xF7 || c == 0xFE;
  return c < 0x80 || is_dash || (is_letter && !is_special);
}

// Other characters in their bytes, as messages show what cannot be shown.
std::string for_every_encoding(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = *character_at(text, at);  // of quoted text
    const std::string character = text.substr(at, c.bytes);
    out += is_in_every_encoding(c.code) ? character : quoted_as_ascii(character);
    at += c.bytes;
  }
  return out;
}

}  // namespace

std::string escaped_for_latex(const std::string& text) {
  std::string out;
  for (const char c : for_every_encoding(quoted(text))) {
    if (c == '\\') {
      out += "\\textbackslash{}";
    } else if (c == '~' || c == '^') {
      out += std::string("\\") + c + "{}";
    } else {
      if (std::string("#$%&_{}").find(c) != std::string::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string tex(const std::string& letter) { return spelled_letter(letter, Script::latex); }

// Behind an accent stands a command, or a letter in braces.
std::string dotted(const std::string& tex, const char* accent) {
  return accent + (tex.front() == '\\' ? tex : "{" + tex + "}");
}

std::string FormulaWriter::times() const {
  return script_ == Script::ascii ? "*" : script_ == Script::unicode ? " " : "\\,";
}

std::string FormulaWriter::letter(std::size_t k) const {
  return spelled_letter(arrays_.letters().index[k], script_);
}

std::string FormulaWriter::index(const SliceIndex& i) const {
  if (!i.letter) return std::to_string(i.value);
  return letter(*i.letter) + (i.shift == 0 ? "" : fmt::format("{:+}", i.shift));
}

// "U1[2,l]", "U1[:,k]"
std::string FormulaWriter::slice(const Slice& s) const {
  if (s.kind == Kind::whole) return arrays_.spelled(s.array, script_);
  const bool tex = script_ == Script::latex;
  const std::string free = tex ? "\\cdot" : ":";
  std::string indices = index(s.indices[0]);
  if (s.kind == Kind::column) indices = free + (tex ? " " : ",") + indices;
  if (s.kind == Kind::row) indices += (tex ? "" : ",") + free;
  if (s.indices.size() == 2) indices += "," + index(s.indices[1]);
  return arrays_.spelled(s.array, indices, script_);
}

std::string FormulaWriter::entries(const std::vector<Slice>& slices) const {
  std::string text;
  for (std::size_t k = 0; k < slices.size();) {
    const std::string entry = slice(slices[k]);
    std::size_t exponent = 1;
    while (k + exponent < slices.size() && slice(slices[k + exponent]) == entry) ++exponent;
    text += (text.empty() ? "" : times()) + raised(entry, exponent, script_);
    k += exponent;
  }
  return text;
}

// A slice as a row or column vector of the language of models, or a matrix.
std::string FormulaWriter::oriented(const Slice& s, bool transposed) const {
  const std::string mark = script_ == Script::ascii     ? "'"
                           : script_ == Script::unicode ? "ᵀ"
                                                        : "^{\\top}";
  const bool brackets = script_ == Script::latex && s.kind != Kind::whole;
  const std::string text = slice(s);
  return transposed ? (brackets ? "{" + text + "}" : text) + mark : text;
}

std::string FormulaWriter::contraction(const Slice& a, const Slice& b) const {
  const std::string x = slice(a), y = slice(b);
  const bool matrices = a.kind == Kind::whole && arrays_[a.array].indices == 2;
  if (script_ == Script::ascii) {
    if (matrices) return "trace(" + x + "'*" + y + ")";
    return oriented(a, a.kind != Kind::row) + "*" + oriented(b, b.kind == Kind::row);
  }
  const bool tex = script_ == Script::latex;
  const std::string frobenius = !matrices ? "" : tex ? "_{F}" : "_F";
  if (x == y)
    return tex ? "\\lVert " + x + " \\rVert" + frobenius + "^{2}" : "‖" + x + "‖" + frobenius + "²";
  return tex ? "\\langle " + x + ", " + y + " \\rangle" + frobenius
             : "⟨" + x + ", " + y + "⟩" + frobenius;
}

// The sum of the entries of a slice.
std::string FormulaWriter::total(const Slice& s) const {
  const NamedArray a = arrays_[s.array];
  const auto& [i, j] = arrays_.letters().sum;
  const bool vector = a.indices == 1, both = s.kind == Kind::whole && !vector;
  const std::uint32_t end = s.kind == Kind::row ? a.columns : a.rows;
  const std::string indices = both                     ? i + "," + j
                              : s.kind == Kind::column ? i + "," + index(s.indices[0])
                              : s.kind == Kind::row    ? index(s.indices[0]) + "," + i
                                                       : i;
  const std::string entry = arrays_.spelled(s.array, indices, script_);
  if (script_ == Script::latex) return "\\sum_{" + i + (both ? "," + j : "") + "} " + entry;
  if (script_ == Script::unicode) {
    const bool usual = i == "i" && j == "j";
    const std::string below = both    ? (usual ? "ᵢⱼ" : "_{" + i + "," + j + "}")
                              : usual ? "ᵢ"
                                      : "_" + i;
    return "Σ" + below + " " + entry;
  }
  const std::string inner =
      both ? "sum(" + j + ", 1.." + std::to_string(a.columns) + ", " + entry + ")" : entry;
  return "sum(" + i + ", 1.." + std::to_string(end) + ", " + inner + ")";
}

std::string FormulaWriter::product(const Summand& s) const {
  const bool contracted = !s.slices.empty() && s.slices[0].kind != Kind::entry;
  std::string text = contracted ? (s.slices.size() == 1 ? total(s.slices[0])
                                                        : contraction(s.slices[0], s.slices[1]))
                                : entries(s.slices);
  if (s.factor.is_one()) return text;
  return scalars(s.factor) + (text.empty() ? "" : times() + text);
}

std::string FormulaWriter::coefficient(const Rational& size, const std::string& rest) const {
  if (rest.empty()) return size.to_string();
  if (size == Rational(1)) return rest;
  const std::string number = size.to_string();
  const std::size_t slash = number.find('/');
  if (script_ == Script::latex && slash != std::string::npos)
    return "\\tfrac{" + number.substr(0, slash) + "}{" + number.substr(slash + 1) + "}\\," + rest;
  return number + times() + rest;
}

template <class Write>
std::string FormulaWriter::sum(const Form& form, const Write& write) const {
  const std::string minus = script_ == Script::unicode ? "−" : "-";
  std::string text;
  for (const Summand& s : form) {
    const bool negative = s.coefficient.sign() < 0;
    text += text.empty() ? (negative ? minus : "") : negative ? " " + minus + " " : " + ";
    text += coefficient(negative ? -s.coefficient : s.coefficient, write(s));
  }
  return text.empty() ? "0" : text;
}

// Powers of single coordinates.
std::string FormulaWriter::scalars(const Monomial& m) const {
  std::string text;
  for (const Power& p : m.powers())
    text += (text.empty() ? "" : times()) + arrays_.power(p.variable, p.exponent, script_);
  return text;
}

std::string FormulaWriter::scaled(const Monomial& common, const std::string& sum) const {
  if (common.is_one()) return sum;
  return scalars(common) + times() +
         (script_ == Script::latex ? "\\bigl(" + sum + "\\bigr)" : "(" + sum + ")");
}

std::string FormulaWriter::form(const Form& form) const {
  const auto [common, rest] = without_common_factor(form);
  return scaled(common, sum(rest, [this](const Summand& s) { return product(s); }));
}

// The factor with the letter k on the left, the other one on the right: AᵀB for ⟨A[:,k], B[:,l]⟩.
std::string FormulaWriter::matrix_product(const Summand& s) const {
  const auto starts = [](const Slice& slice) { return slice.indices[0].letter == std::size_t{0}; };
  std::string text;
  if (s.slices.size() == 1) {
    text = oriented({s.slices[0].array, Kind::whole}, !starts(s.slices[0]));
  } else {
    const Slice& left = starts(s.slices[0]) ? s.slices[0] : s.slices[1];
    const Slice& right = starts(s.slices[0]) ? s.slices[1] : s.slices[0];
    text =
        oriented({left.array, Kind::whole}, left.kind == Kind::column) + times() +
        oriented({right.array, Kind::whole}, right.kind == Kind::row || right.kind == Kind::entry);
  }
  return s.factor.is_one() ? text : scalars(s.factor) + times() + text;
}

std::string FormulaWriter::matrix(const LawFamily& family) const {
  const auto [common, rest] = without_common_factor(family.form);
  return scaled(common, sum(rest, [this](const Summand& s) { return matrix_product(s); }));
}

std::string FormulaWriter::range(const IndexRange& range) const {
  const std::string at_most = script_ == Script::ascii     ? " <= "
                              : script_ == Script::unicode ? " ≤ "
                                                           : " \\le ";
  const auto bounds = [&](std::size_t k) {
    return std::to_string(range.bounds[k].first) + at_most + letter(k) + at_most +
           std::to_string(range.bounds[k].second);
  };
  std::string text;
  switch (range.kind) {
    case IndexRange::Kind::single:
      return "";
    case IndexRange::Kind::interval:
      return bounds(0);
    case IndexRange::Kind::nondecreasing:
    case IndexRange::Kind::increasing:
      return std::to_string(range.bounds[0].first) + at_most + letter(0) +
             (range.kind == IndexRange::Kind::increasing ? " < " : at_most) + letter(1) + at_most +
             std::to_string(range.bounds[0].second);
    case IndexRange::Kind::box:
      for (std::size_t k = 0; k < range.bounds.size(); ++k)
        text += (k == 0 ? "" : ", ") + bounds(k);
      return text;
    case IndexRange::Kind::list:
      break;
  }
  const bool one = range.bounds.size() == 1;
  for (std::size_t k = 0; k < range.bounds.size(); ++k) text += (k == 0 ? "" : ",") + letter(k);
  text = (one ? text : "(" + text + ")") + " = ";
  for (std::size_t t = 0; t < range.tuples.size(); ++t) {
    text += t == 0 ? "" : ", ";
    if (!one) text += "(";
    for (std::size_t k = 0; k < range.tuples[t].size(); ++k)
      text += (k == 0 ? "" : ",") + std::to_string(range.tuples[t][k]);
    if (!one) text += ")";
  }
  return text;
}

}  // namespace abide
