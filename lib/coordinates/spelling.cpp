// How coordinates look in three scripts. The role decides: a velocity has a dot and a time is an
// exponential, whatever they are called, and nothing else is either.
#include <algorithm>
#include <cctype>
#include <utility>

#include "coordinates/coordinates.hpp"
#include "exact/exact.hpp"

namespace abide {

namespace {

struct Greek {
  const char *name, *unicode;
};
constexpr Greek greek[] = {
    {"alpha", "α"}, {"beta", "β"},  {"gamma", "γ"}, {"delta", "δ"}, {"epsilon", "ε"}, {"zeta", "ζ"},
    {"eta", "η"},   {"theta", "θ"}, {"iota", "ι"},  {"kappa", "κ"}, {"lambda", "λ"},  {"mu", "μ"},
    {"nu", "ν"},    {"xi", "ξ"},    {"pi", "π"},    {"rho", "ρ"},   {"sigma", "σ"},   {"tau", "τ"},
    {"phi", "φ"},   {"chi", "χ"},   {"psi", "ψ"},   {"omega", "ω"}};

const Greek* greek_of(std::string_view name) {
  const auto* found = std::find_if(std::begin(greek), std::end(greek),
                                   [name](const Greek& g) { return g.name == name; });
  return found == std::end(greek) ? nullptr : found;
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// "U" and "12" of "U12".
std::pair<std::string, std::string> with_number(const std::string& name) {
  std::size_t digits = name.size();
  while (digits > 1 && is_digit(name[digits - 1])) --digits;
  return {name.substr(0, digits), name.substr(digits)};
}

std::string without_underscores(const std::string& name) {
  std::string out;
  for (const char c : name) out += (c == '_' ? "\\" : "") + std::string(1, c);
  return out;
}

// "U_{1}"; a name of several letters stands upright.
std::string latex_name(const std::string& name, bool dotted) {
  const auto [base, number] = with_number(name);
  std::string letter = base.size() == 1            ? base
                       : greek_of(base) != nullptr ? "\\" + base
                                                   : "\\mathrm{" + without_underscores(base) + "}";
  if (dotted) letter = "\\dot{" + letter + "}";
  return number.empty() ? letter : letter + "_{" + number + "}";
}

// exp(t/2), e^{t/2}
std::string exponential(const Rational& rate, const std::string& time, Script script) {
  const Rational top(rate.numerator(), Integer(1));
  std::string exponent = top == Rational(1) ? time
                         : top == Rational(-1)
                             ? "-" + time
                             : top.to_string() + (script == Script::ascii ? "*" : "") + time;
  if (!rate.is_integer()) exponent += "/" + rate.denominator().to_string();
  return script == Script::latex ? "e^{" + exponent + "}" : "exp(" + exponent + ")";
}

TermNotation latex_notation(const Coordinates& coordinates) {
  TermNotation notation;
  notation.power = [&coordinates](std::uint32_t variable, std::uint32_t exponent) {
    return coordinates.power(variable, exponent, Script::latex);
  };
  notation.raised = [](const std::string& base, std::uint32_t exponent) {
    return raised(base, exponent, Script::latex);
  };
  notation.times = "\\,";
  notation.logarithm = "\\log";
  return notation;
}

}  // namespace

std::string spelled_letter(const std::string& letter, Script script) {
  const Greek* found = greek_of(letter);
  if (script == Script::unicode && found != nullptr) return found->unicode;
  if (script != Script::latex) return letter;
  return letter == "phi" ? "\\varphi" : latex_name(letter, false);
}

std::string raised(const std::string& base, std::uint64_t exponent, Script script) {
  if (exponent == 1) return base;
  const std::string digits = std::to_string(exponent);
  if (script == Script::latex) return base + "^{" + digits + "}";
  if (script == Script::ascii) return base + "^" + digits;
  static const char* const signs[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = base;
  for (const char c : digits) text += signs[c - '0'];
  return text;
}

std::string Coordinates::spelled(std::uint64_t array, Script script) const {
  const NamedArray a = (*this)[array];
  const bool dotted = script != Script::ascii && a.role.kind == Role::Kind::velocity;
  const std::string name = dotted ? (*this)[a.role.of].name : a.name;
  if (script == Script::latex) return latex_name(name, dotted);
  // The letter may have a summand's prefix: c1_U2 is U2 of the first one.
  const auto [base, number] = with_number(name);
  return dotted ? base + "\u0307" + number : name;
}

std::string Coordinates::spelled(std::uint64_t array, const std::string& indices,
                                 Script script) const {
  const std::string name = spelled(array, script);
  if (script != Script::latex) return name + "[" + indices + "]";
  return (name.find('_') == std::string::npos ? name : "(" + name + ")") + "_{" + indices + "}";
}

std::string Coordinates::power(std::uint64_t position, std::uint32_t exponent,
                               Script script) const {
  const Place p = place(position);
  const NamedArray a = (*this)[p.array];
  if (a.role.kind == Role::Kind::time && !a.role.rate.is_zero())
    return exponential(a.role.rate * Rational(std::int64_t{exponent}),
                       spelled_letter(letters().time, script), script);
  if (a.indices == 0) return raised(spelled(p.array, script), exponent, script);
  const std::string indices =
      std::to_string(p.row) + (a.indices == 2 ? "," + std::to_string(p.column) : "");
  return raised(spelled(p.array, indices, script), exponent, script);
}

Names Coordinates::shown() const {
  const std::optional<Rational> rate = time_rate();
  if (!rate || rate->is_zero()) return names();
  std::string text = "exp(";
  if (!(*rate == Rational(1))) text += rate->to_string() + "*";
  text += letters().time + ")";
  return Names(size(),
               [self = *this, text](std::size_t k) { return k == 0 ? text : self.name(k); });
}

std::string latex_of(const Terms& terms, const Coordinates& coordinates) {
  return to_string(terms, latex_notation(coordinates));
}

std::string latex_of(const ElementaryFunction& h, const Coordinates& coordinates) {
  return to_string(h, latex_notation(coordinates));
}

}  // namespace abide
