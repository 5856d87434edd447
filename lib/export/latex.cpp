#include "formula.hpp"

#include <abide/export.hpp>

#include <fmt/format.h>

namespace abide {

namespace {

std::string summary_row(const Report& r) {
  std::string rank = "---";
  if (r.lie_lower)
    rank = *r.lie_lower == *r.lie_upper ? fmt::format("{}", *r.lie_lower)
                                        : fmt::format("{}--{}", *r.lie_lower, *r.lie_upper);
  std::string laws = "open";
  if (r.complete) laws = "complete";
  else if (r.local_laws) laws = fmt::format("{} of exactly {}", r.independent_laws, *r.local_laws);
  else if (r.lie_lower) laws = fmt::format("{} to {}", r.independent_laws, r.coordinates - *r.lie_lower);
  return fmt::format("{} & {} & {} & {} & {} \\\\\n", escaped_for_latex(r.model), r.coordinates,
                     r.independent_laws, rank, laws);
}

}  // namespace

std::string to_latex(const Report& r) {
  std::string text =
      "\\documentclass{article}\n\\usepackage{longtable}\n\\begin{document}\n"
      "\\noindent\\begin{tabular}{lrrrl}\n"
      "model & $D$ & independent laws & Lie rank & laws \\\\ \\hline\n";
  text += summary_row(r) + "\\end{tabular}\n\n\\bigskip\\noindent\n";
  for (const std::string& p : r.domain) text += fmt::format("Where ${} \\neq 0$.\\\\\n", latex_of(p));
  if (!r.within.empty()) text += fmt::format("Of degrees within {}:\\\\\n", escaped_for_latex(r.within));
  for (const auto& d : r.law_space)
    text += d.value ? fmt::format("Laws of degree at most {}: dimension {}, proved.\\\\\n", d.degree,
                                  *d.value)
                    : fmt::format("Laws of degree at most {}: not determined.\\\\\n", d.degree);
  if (!r.laws.empty()) {
    text += "\n\\begin{longtable}{rp{0.65\\linewidth}l}\n & conserved & kind \\\\ \\hline\n";
    for (std::size_t k = 0; k < r.laws.size(); ++k)
      text += fmt::format("{} & \\raggedright ${}$ & {}{} \\\\\n", k + 1,
                          latex_of(r.laws[k].expression), escaped_for_latex(r.laws[k].kind),
                          r.laws[k].multiplicity > 1
                              ? fmt::format(" ($\\times {}$)", r.laws[k].multiplicity)
                              : "");
    text += "\\end{longtable}\n";
  }
  return text + "\\end{document}\n";
}

}  // namespace abide
