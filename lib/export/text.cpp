// A report for a terminal: dimensions, laws in families or one by one, independent laws, the Lie
// rank and the verdict.
#include <fmt/format.h>

#include <abide/export.hpp>
#include <algorithm>
#include <vector>

#include "words.hpp"

namespace abide {

std::string shortened(const std::string& sum) {
  constexpr std::size_t longest = 400, shown_first = 3, shown_last = 2;
  if (sum.size() <= longest) return sum;
  std::vector<std::size_t> starts;  // of the signs between terms
  for (const char* sign : {" + ", " - ", " \u2212 "})
    for (std::size_t k = sum.find(sign); k != std::string::npos; k = sum.find(sign, k + 1))
      starts.push_back(k);
  std::sort(starts.begin(), starts.end());
  if (starts.size() <= shown_first + shown_last) return sum;
  return sum.substr(0, starts[shown_first - 1]) + " + …" +
         sum.substr(starts[starts.size() - shown_last]) +
         fmt::format(" ({} terms)", starts.size() + 1);
}

namespace {

const std::string& in_script(const Report::Formula& f, bool ascii) {
  return ascii ? f.ascii : f.unicode;
}

std::string in_copies(const Report::Family& f) {
  return f.copies > 1 ? fmt::format(", as in each of {} copies", f.copies) : "";
}

// "3 laws, 2 of them independent"
std::string count_of(const Report::Family& f) {
  std::string text = counted(f.laws, "law");
  if (f.independent && *f.independent < f.laws)
    text += fmt::format(", {} of them independent", *f.independent);
  return text + in_copies(f);
}

}  // namespace

std::string family_lines(const Report::Family& f, bool ascii) {
  std::string text = "  " + shortened(in_script(f.form, ascii)) + " = const    (" + f.kind;
  const std::string range = in_script(f.range, ascii);
  if (!range.empty())
    text += (f.matrix ? ": entries " : ": ") + range + ", " + count_of(f);
  else
    text += (f.independent == 0U ? ", depends on the others" : "") + in_copies(f);
  text += ")\n";
  if (f.rank_bound)
    text += fmt::format(
        "    relation: this matrix has rank {} {}, so all its minors of size {} are 0\n",
        ascii ? "<=" : "≤", *f.rank_bound, *f.rank_bound + 1);
  return text;
}

namespace {

// What a reader looks for first, marked by the colours of a terminal.
struct Marks {
  bool colors;
  std::string in(const char* code, const std::string& text) const {
    return colors ? "\x1b[" + std::string(code) + "m" + text + "\x1b[0m" : text;
  }
  std::string title(const std::string& text) const { return in("1", text); }
  std::string proved(const std::string& text) const { return in("1;32", text); }
  std::string open(const std::string& text) const { return in("1;33", text); }
};

std::string row_line(const Report::Row& row) {
  return "  " + shortened(row.expression) + " = const" +
         fmt::format("    ({}{}{})\n", row.kind,
                     row.multiplicity > 1 ? fmt::format(", {} of this kind", row.multiplicity) : "",
                     row.independent.value_or(true) ? "" : ", depends on the others");
}

std::string law_lines(const Report& r, bool ascii, const Marks& mark) {
  std::string text;
  const std::string within = r.within.empty() ? "" : " within " + r.within;
  for (const auto& d : r.law_space)
    text += d.value ? fmt::format("laws of degree <= {}{}: dimension {}{}\n", d.degree, within,
                                  *d.value, r.stated_in.empty() ? ", proved" : "")
                    : fmt::format("laws of degree <= {}{}: {}\n", d.degree, within,
                                  mark.open("not determined"));
  if (r.listing == LawListing::kinds && !r.families.empty()) {
    for (const auto& family : r.families) text += family_lines(family, ascii);
  } else {
    for (const auto& row : r.laws) text += row_line(row);
    if (r.laws_truncated) text += "  … and more laws, not listed\n";
  }
  return text + counted(r.independent_laws, "independent law") + "\n";
}

std::string rank_lines(const Report& r, const Marks& mark) {
  if (*r.lie_lower == *r.lie_upper)
    return fmt::format("Lie rank {} of {}\n", *r.lie_lower, r.coordinates);
  std::string text = fmt::format("Lie rank {} {} and {} of {}\n", mark.open("between"),
                                 *r.lie_lower, *r.lie_upper, r.coordinates);
  if (!r.probably.empty()) text += r.probably + "\n";
  return text;
}

// Of laws that are missing: they are independent of those found, and so of all polynomial ones up
// to the degree of the largest law space that is known.
std::string others(const Report& r) {
  if (!r.within.empty()) return "";
  for (auto d = r.law_space.rbegin(); d != r.law_space.rend(); ++d)
    if (d->value) return fmt::format("; the others are no polynomials of degree <= {}", d->degree);
  return "";
}

std::string verdict(const Report& r, const Marks& mark) {
  if (r.complete)
    return mark.proved("complete") + ": every law is locally a function of " +
           counted(r.independent_laws, "independent law") + "\n";
  if (!r.stopped.empty() || !r.laws_known || !r.lie_lower) return "";
  if (finds_all_local_laws(r))
    return fmt::format("{} {}, {} found\n", mark.proved("exactly"),
                       counted(*r.local_laws, "local law"), r.independent_laws);
  const std::string open = mark.open("open");
  if (r.local_laws)
    return fmt::format("{}: exactly {}, {} of them found{}\n", open,
                       counted(*r.local_laws, "local law"), r.independent_laws, others(r));
  return fmt::format("{}: at least {}, at most {}; {}\n", open, r.independent_laws,
                     counted(r.coordinates - *r.lie_lower, "independent law"),
                     "more laws or a larger Lie rank may exist");
}

}  // namespace

std::string to_text(const Report& r, const ReportStyle& style) {
  const Marks mark{style.colors};
  std::string text =
      mark.title(quoted(r.model)) + ": " + counted(r.coordinates, "coordinate") + "\n";
  if (!r.stated_in.empty()) text += "as stated in " + quoted(r.stated_in) + " (not proved here)\n";
  for (const std::string& p : r.domain) text += "where " + shortened(p) + " is not 0\n";
  if (r.laws_known) text += law_lines(r, style.ascii, mark);
  if (r.lie_lower) text += rank_lines(r, mark);
  text += verdict(r, mark);
  if (claims_nothing(r)) text += "nothing is claimed\n";
  if (!r.stopped.empty())
    text += mark.open("stopped early") +
            std::string(r.stated_in.empty() ? ", the above is proved" : "") + ": " + r.stopped +
            "\n";
  return text;
}

}  // namespace abide
