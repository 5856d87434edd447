#include "formula.hpp"

#include <fmt/format.h>

#include <abide/export.hpp>
#include <algorithm>
#include <cctype>
#include <map>

namespace abide {

namespace {

using Kind = Slice::Kind;

bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
constexpr const char* letters[] = {"k", "l", "p", "q"};
const std::string dot_suffix = "_dot";

// The digits of a power; k is at the sign ^ and then behind them.
std::string exponent_of(const std::string& sum, std::size_t& k) {
  const std::size_t start = ++k;
  while (k < sum.size() && is_digit(sum[k])) ++k;
  return sum.substr(start, k - start);
}

// e^{t/2} for exp(1/2*t); k is behind "exp(" and then behind ")".
std::string exponential(const std::string& sum, std::size_t& k) {
  const std::size_t end = sum.find(')', k);
  std::string exponent = sum.substr(k, end - k);
  k = end + 1;
  if (const std::size_t times = exponent.find('*'); times != std::string::npos) {
    std::string rate = exponent.substr(0, times), below;
    if (const std::size_t slash = rate.find('/'); slash != std::string::npos) {
      below = rate.substr(slash);
      rate.resize(slash);
    }
    if (rate == "1" || rate == "-1") rate.pop_back();
    exponent = rate + "t" + below;
  }
  if (k == sum.size() || sum[k] != '^') return "e^{" + exponent + "}";
  return "(e^{" + exponent + "})^{" + exponent_of(sum, k) + "}";
}

bool is_greek(const std::string& base) {
  static const char* const names[] = {"alpha", "beta",  "gamma", "delta", "epsilon", "zeta",
                                      "eta",   "theta", "iota",  "kappa", "lambda",  "mu",
                                      "nu",    "xi",    "pi",    "rho",   "sigma",   "tau",
                                      "phi",   "chi",   "psi",   "omega"};
  return std::find(std::begin(names), std::end(names), base) != std::end(names);
}

// "U" and "12" of "U12".
std::pair<std::string, std::string> with_number(const std::string& name) {
  std::size_t digits = name.size();
  while (digits > 1 && is_digit(name[digits - 1])) --digits;
  return {name.substr(0, digits), name.substr(digits)};
}

// An entry, row or column: numbered names in parentheses.
std::string subscripted(const std::string& name, const std::string& indices) {
  const std::string tex = latex_name(name);
  return (tex.find('_') == std::string::npos ? tex : "(" + tex + ")") + "_{" + indices + "}";
}

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

std::string escaped_for_latex(const std::string& text) {
  std::string out;
  for (const char c : quoted(text)) {
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

std::string latex_name(const std::string& name) {
  if (name.size() > dot_suffix.size() && name.ends_with(dot_suffix)) {
    const std::string base = latex_name(name.substr(0, name.size() - dot_suffix.size()));
    const std::size_t number = base.find("_{");
    return "\\dot{" + base.substr(0, number) + "}" +
           (number == std::string::npos ? "" : base.substr(number));
  }
  const auto [base, number] = with_number(name);
  const std::string letter = base.size() == 1 ? base
                             : is_greek(base) ? "\\" + base
                                              : "\\mathrm{" + escaped_for_latex(base) + "}";
  return number.empty() ? letter : letter + "_{" + number + "}";
}

std::string latex_of(const std::string& sum) {
  std::string out;
  for (std::size_t k = 0; k < sum.size();) {
    if (std::isalpha(static_cast<unsigned char>(sum[k])) != 0) {
      const std::size_t start = k;
      while (k < sum.size() && (is_alnum(sum[k]) || sum[k] == '_')) ++k;
      const std::string base = sum.substr(start, k - start);
      if (base == "log" && k < sum.size() && sum[k] == '|') {
        out += "\\log";
        continue;
      }
      if (base == "exp" && k < sum.size() && sum[k] == '(') {
        out += exponential(sum, ++k);
        continue;
      }
      std::string indices;
      if (k < sum.size() && sum[k] == '[') {
        const std::size_t end = sum.find(']', k);
        indices = sum.substr(k + 1, end - k - 1);
        k = end + 1;
      }
      out += indices.empty() ? latex_name(base) : subscripted(base, indices);
    } else if (sum[k] == '^') {
      out += "^{" + exponent_of(sum, k) + "}";
    } else {
      out += sum[k] == '*' ? std::string("\\,") : std::string(1, sum[k]);
      ++k;
    }
  }
  return out;
}

std::string FormulaWriter::times() const {
  return script_ == Script::ascii ? "*" : script_ == Script::unicode ? " " : "\\,";
}

std::string FormulaWriter::index(const SliceIndex& i) const {
  if (!i.letter) return std::to_string(i.value);
  const std::string shift = i.shift == 0 ? "" : fmt::format("{:+}", i.shift);
  return letters[*i.letter] + shift;
}

std::string FormulaWriter::name(std::uint32_t array) const {
  const std::string& name = arrays_[array].name;
  if (script_ == Script::latex) return latex_name(name);
  if (script_ == Script::ascii || name.size() <= dot_suffix.size() || !name.ends_with(dot_suffix))
    return name;
  return name.substr(0, 1) + "\u0307" + name.substr(1, name.size() - dot_suffix.size() - 1);
}

std::string FormulaWriter::power(const std::string& base, std::size_t exponent) const {
  if (exponent == 1) return base;
  if (script_ == Script::latex) return base + "^{" + std::to_string(exponent) + "}";
  const std::string digits = std::to_string(exponent);
  if (script_ == Script::ascii) return base + "^" + digits;
  static const char* const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = base;
  for (const char c : digits) text += raised[c - '0'];
  return text;
}

// "U1[2,l]", "U1[:,k]"
std::string FormulaWriter::slice(const Slice& s) const {
  if (s.kind == Kind::whole) return name(s.array);
  const bool tex = script_ == Script::latex;
  const std::string free = tex ? "\\cdot" : ":";
  std::string indices = index(s.indices[0]);
  if (s.kind == Kind::column) indices = free + (tex ? " " : ",") + indices;
  if (s.kind == Kind::row) indices += (tex ? "" : ",") + free;
  if (s.indices.size() == 2) indices += "," + index(s.indices[1]);
  return tex ? subscripted(arrays_[s.array].name, indices) : name(s.array) + "[" + indices + "]";
}

std::string FormulaWriter::entries(const std::vector<Slice>& slices) const {
  std::string text;
  for (std::size_t k = 0; k < slices.size();) {
    const std::string entry = slice(slices[k]);
    std::size_t exponent = 1;
    while (k + exponent < slices.size() && slice(slices[k + exponent]) == entry) ++exponent;
    text += (text.empty() ? "" : times()) + power(entry, exponent);
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
  const NamedArray& a = arrays_[s.array];
  const bool vector = a.indices == 1, both = s.kind == Kind::whole && !vector;
  const std::uint32_t end = s.kind == Kind::row ? a.columns : a.rows;
  std::string entry = both                     ? "i,j"
                      : s.kind == Kind::column ? "i," + index(s.indices[0])
                      : s.kind == Kind::row    ? index(s.indices[0]) + ",i"
                                               : "i";
  if (script_ == Script::latex)
    return (both ? "\\sum_{i,j} " : "\\sum_{i} ") + subscripted(a.name, entry);
  entry = name(s.array) + "[" + entry + "]";
  if (script_ == Script::unicode) return (both ? "Σᵢⱼ " : "Σᵢ ") + entry;
  const std::string inner =
      both ? "sum(j, 1.." + std::to_string(a.columns) + ", " + entry + ")" : entry;
  return "sum(i, 1.." + std::to_string(end) + ", " + inner + ")";
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

// exp(t/2), e^{t/2}
std::string FormulaWriter::exponential(const Rational& rate) const {
  const Rational top(rate.numerator(), Integer(1));
  std::string exponent = top == Rational(1) ? "t"
                         : top == Rational(-1)
                             ? "-t"
                             : top.to_string() + (script_ == Script::ascii ? "*t" : "t");
  if (!rate.is_integer()) exponent += "/" + rate.denominator().to_string();
  return script_ == Script::latex ? "e^{" + exponent + "}" : "exp(" + exponent + ")";
}

// Powers of single coordinates; the time factor e^(rate t) to a power is one exponential.
std::string FormulaWriter::scalars(const Monomial& m) const {
  std::string text;
  for (const Power& p : m.powers()) {
    const bool factor = time_ && p.variable == 0 && !time_->rate.is_zero();
    const std::string name =
        script_ == Script::latex ? latex_of(names_[p.variable]) : names_[p.variable];
    text += text.empty() ? "" : times();
    text += factor ? exponential(time_->rate * Rational(std::int64_t{p.exponent}))
                   : power(name, p.exponent);
  }
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
    return std::to_string(range.bounds[k].first) + at_most + letters[k] + at_most +
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
      return std::to_string(range.bounds[0].first) + at_most + "k" +
             (range.kind == IndexRange::Kind::increasing ? " < " : at_most) + "l" + at_most +
             std::to_string(range.bounds[0].second);
    case IndexRange::Kind::box:
      for (std::size_t k = 0; k < range.bounds.size(); ++k)
        text += (k == 0 ? "" : ", ") + bounds(k);
      return text;
    case IndexRange::Kind::list:
      break;
  }
  const bool one = range.bounds.size() == 1;
  for (std::size_t k = 0; k < range.bounds.size(); ++k)
    text += (k == 0 ? "" : ",") + std::string(letters[k]);
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
