// What the programs in all languages are made of: headings and comments in which nothing a user
// wrote can end a comment, lists, polynomials as formulas or as lists of terms, and gradients
// without denominators for systems that know polynomials only.
#include "writing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

namespace abide {

std::string wrapped(const std::string& text) {
  constexpr std::size_t width = 100;
  std::string result;
  for (std::size_t start = 0; start < text.size();) {
    std::size_t end = std::min(start + width, text.size());
    if (end < text.size()) {
      const std::size_t space = text.rfind(' ', end);
      end = space != std::string::npos && space > start
                ? space
                : std::min(text.find(' ', end), text.size());
    }
    result += (start > 0 ? "  " : "") + text.substr(start, end - start) + "\n";
    start = end + 1;
  }
  return result;
}

namespace {

// What is said of a law beside its formula.
std::string remarks(const HostLaw& law) {
  std::string text = law.kind;
  if (law.multiplicity > 1) text += fmt::format(", one of {} of this kind", law.multiplicity);
  if (!law.independent.value_or(true)) text += ", depends on the others";
  return text;
}

void add_kinds(const Sheet& sheet, std::vector<std::string>& lines) {
  for (std::size_t first = 0, last = 0; first < sheet.laws.size(); first = last + 1) {
    last = first;
    const std::string text = remarks(sheet.laws[first]);
    while (last + 1 < sheet.laws.size() && remarks(sheet.laws[last + 1]) == text) ++last;
    lines.push_back(first == last ? fmt::format("law {}: {}", first + 1, text)
                                  : fmt::format("laws {} to {}: {}", first + 1, last + 1, text));
  }
}

// In some languages comments nest, in others a backslash at the end continues them, or only ASCII
// is read.
std::string harmless(const std::string& line) {
  std::string text;
  for (const char c : line) {
    const bool star = c == '*' || (!text.empty() && text.back() == '*');
    const bool edge =
        std::string_view("()/").find(c) != std::string_view::npos ||
        (!text.empty() && std::string_view("()/").find(text.back()) != std::string_view::npos);
    if (star && edge) text += ' ';
    text += static_cast<unsigned char>(c) < 0x80 ? c : '.';
  }
  if (text.ends_with('\\') || text.ends_with('/')) text += '.';
  return text;
}

}  // namespace

std::vector<std::string> heading(const Sheet& sheet) {
  std::vector<std::string> lines;
  std::istringstream summary(to_text(sheet.summary));
  for (std::string line; std::getline(summary, line);) lines.push_back(line);
  if (!sheet.summary.stated_in.empty()) lines.push_back("the laws below were proved again");
  if (!sheet.summary.certificate.empty() && sheet.summary.stated_in.empty())
    lines.push_back("certificate: '" + quoted(sheet.summary.certificate) + "'");
  add_kinds(sheet, lines);
  if (!sheet.time.empty())
    lines.push_back(
        (sheet.time == sheet.names[0] ? "t" : sheet.names[0] + " is " + sheet.time + ", where t") +
        " is the time: a coordinate as any other");
  return lines;
}

std::vector<std::string> heading(const Sheet& sheet, const std::string& of_others) {
  std::vector<std::string> lines = heading(sheet);
  if (!sheet.fields) {
    lines.push_back(
        "the vector fields are left out: they have more than 200000 terms; nothing can be checked "
        "here");
  } else if (!sheet.time.empty()) {
    lines.push_back(fmt::format("field {} is the drift", sheet.fields->size()));
  }
  if (!laws_of(sheet, false).empty()) lines.push_back(of_others);
  return lines;
}

std::string comments(const std::vector<std::string>& lines, const CommentStyle& style) {
  std::string text;
  for (const std::string& line : lines) {
    std::istringstream pieces(wrapped(line));
    for (std::string piece; std::getline(pieces, piece);)
      text += style.begin + harmless(piece) + style.end + "\n";
  }
  return text;
}

namespace {

// R in cleared_gradient.
Monomial radical(const ElementaryFunction& h) {
  std::set<std::uint32_t> variables;
  for (const Power& p : h.denominator[0].monomial.powers()) variables.insert(p.variable);
  for (const std::uint32_t j : h.logarithms()) variables.insert(j);
  std::vector<Power> powers;
  for (const std::uint32_t j : variables) powers.push_back({j, 1});
  return Monomial(powers);
}

}  // namespace

std::vector<Terms> cleared_gradient(const ElementaryFunction& h) {
  const Monomial &below = h.denominator[0].monomial, r = radical(h);
  std::vector<Terms> gradient(h.coordinates);
  const auto add = [&](std::uint32_t j, const Monomial& m, const Rational& c) {
    if (!c.is_zero()) gradient[j].push_back({m.times(r).divided_by(Monomial::variable(j)), c});
  };
  for (const Term& t : h.numerator) {
    const auto powers = t.monomial.powers();
    if (!powers.empty() && powers.back().variable >= h.coordinates) {
      add(powers.back().variable - h.coordinates, below, t.coefficient);
      continue;
    }
    for (const Power& p : below.powers())
      add(p.variable, t.monomial, t.coefficient * -Rational(p.exponent));
    for (const Power& p : powers) add(p.variable, t.monomial, t.coefficient * Rational(p.exponent));
  }
  for (Terms& g : gradient) g = collect(std::move(g));
  return gradient;
}

Formulas::Formulas(const Sheet& sheet, Language language)
    : sheet_(sheet),
      language_(std::move(language)),
      names_(spelled(sheet.names, language_.spelling)),
      with_logarithms_(2 * names_.size(), [names = names_, l = language_](std::size_t k) {
        return k < names.size() ? names[k] : l.logarithm + names[k - names.size()] + l.behind;
      }) {}

std::string Formulas::heading(const std::string& of_others) const {
  std::vector<std::string> lines = abide::heading(sheet_, of_others);
  std::string changed;
  for (std::size_t k = 0; k < names_.size(); ++k)
    if (names_[k] != sheet_.names[k])
      changed += (changed.empty() ? "names: " : ", ") + names_[k] + " for " + sheet_.names[k];
  if (!changed.empty()) lines.push_back(changed);
  return comments(lines, language_.comment);
}

std::string Formulas::coordinates() const {
  return listed(names_.size(), [this](std::size_t k) { return names_[k]; });
}

std::string Formulas::fields() const {
  const auto& fields = *sheet_.fields;
  return in_brackets(listed(fields.size(), [&](std::size_t i) {
    const auto& components = fields[i].components;
    return in_brackets(listed(components.size(), [&](std::size_t k) {
      return in_brackets(std::to_string(components[k].variable + 1) + ", " +
                         formula(components[k].coefficient));
    }));
  }));
}

std::string Formulas::formula(const ElementaryFunction& h) const {
  const std::string above = to_string(h.numerator, with_logarithms_);
  return h.has_denominator() ? "(" + above + ")/(" + to_string(h.denominator, names_) + ")" : above;
}

std::string Formulas::laws() const {
  return in_brackets(listed(sheet_.laws.size(),
                            [this](std::size_t k) { return formula(sheet_.laws[k].function); }));
}

std::string Formulas::polynomial_laws() const {
  const auto laws = laws_of(sheet_, true);
  return in_brackets(
      listed(laws.size(), [&](std::size_t k) { return formula(laws[k]->function.numerator); }));
}

std::string Formulas::gradients() const {
  const auto laws = laws_of(sheet_, false);
  return in_brackets(listed(laws.size(), [&](std::size_t k) {
    const std::vector<Terms> gradient = cleared_gradient(laws[k]->function);
    return in_brackets(
        listed(gradient.size(), [&](std::size_t j) { return formula(gradient[j]); }));
  }));
}

std::vector<const HostLaw*> laws_of(const Sheet& sheet, bool polynomial) {
  std::vector<const HostLaw*> laws;
  for (const HostLaw& law : sheet.laws)
    if (law.function.is_polynomial() == polynomial) laws.push_back(&law);
  return laws;
}

std::string term_list(const Terms& p, const TermStyle& style) {
  const auto coefficient = [&style](const Rational& c) {
    if (c.is_integer()) return c.to_string();
    return style.quote + c.numerator().to_string() + style.fraction + c.denominator().to_string() +
           style.quote;
  };
  return "[" +
         listed(p.size(),
                [&](std::size_t k) {
                  const auto powers = p[k].monomial.powers();
                  return "(" + coefficient(p[k].coefficient) + ", " + style.open +
                         listed(powers.size(),
                                [&](std::size_t j) {
                                  return std::to_string(powers[j].variable + style.first) +
                                         style.power + std::to_string(powers[j].exponent);
                                }) +
                         style.close + ")";
                }) +
         "]";
}

std::string term_fields(const std::vector<FieldComponents>& fields, const TermStyle& style) {
  std::string text;
  for (const FieldComponents& field : fields) {
    const auto& components = field.components;
    text += wrapped("    [" +
                    listed(components.size(),
                           [&](std::size_t k) {
                             return "(" + std::to_string(components[k].variable + style.first) +
                                    ", " + term_list(components[k].coefficient, style) + ")";
                           }) +
                    "],");
  }
  return text;
}

std::string quoted_list(const Names& names) {
  return "[" + listed(names.size(), [&](std::size_t k) { return "\"" + names[k] + "\""; }) + "]";
}

}  // namespace abide
