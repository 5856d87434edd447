// A proposition with its proof, from the report alone: setting, laws by families, completeness or
// what is open, and the reason in the words of mathematics.md, sections 2 and 3. Long sums are
// broken into lines by the length they have on paper. Also tables of sweeps, and whole documents.
#include <fmt/format.h>

#include <abide/export.hpp>
#include <algorithm>

#include "formula.hpp"
#include "sources.hpp"
#include "words.hpp"

namespace abide {

namespace {

constexpr std::size_t most_families = 40;
constexpr std::size_t longest_word = 24;  // that is not broken
constexpr std::size_t longest_line = 64;  // of what is seen of a formula, in letters

std::string counted_in_words(std::uint64_t n, const std::string& noun) {
  return n == 1 ? "one " + noun : std::to_string(n) + " " + noun + "s";
}

// How long a formula is on paper, roughly: commands and braces take no room.
std::size_t length_of(std::string_view tex) {
  std::size_t length = 0;
  for (std::size_t k = 0; k < tex.size(); ++k) {
    if (tex[k] == '\\') {
      while (k + 1 < tex.size() && std::isalpha(static_cast<unsigned char>(tex[k + 1])) != 0) ++k;
      ++length;
    } else if (std::string_view("{}^_ ").find(tex[k]) == std::string_view::npos) {
      ++length;
    }
  }
  return length;
}

// The summands of a formula, each with its sign.
std::vector<std::string> summands_of(const std::string& tex) {
  std::vector<std::string> summands(1);
  int depth = 0;
  for (std::size_t k = 0; k < tex.size(); ++k) {
    depth += tex[k] == '{' || tex[k] == '(' ? 1 : tex[k] == '}' || tex[k] == ')' ? -1 : 0;
    const bool sign = depth == 0 && k + 2 < tex.size() && tex[k] == ' ' &&
                      (tex[k + 1] == '+' || tex[k + 1] == '-') && tex[k + 2] == ' ';
    if (sign) summands.emplace_back();
    summands.back() += tex[k];
  }
  return summands;
}

// Long sums in several lines.
std::string in_lines(const std::string& tex) {
  if (length_of(tex) <= longest_line) return tex;
  std::string text = "\\begin{aligned}[t]\n    &";
  std::size_t length = 0;
  for (const std::string& summand : summands_of(tex)) {
    if (length > 0 && length + length_of(summand) > longest_line) {
      text += " \\\\\n    &\\quad";
      length = 0;
    }
    text += summand;
    length += length_of(summand);
  }
  return text + "\n  \\end{aligned}";
}

// "3 laws, the entries $1 \le k \le l \le 2$"
std::string note_of(const Report::Family& f) {
  const std::string copies =
      f.copies > 1 ? fmt::format(" in each of {} equal parts", f.copies) : "";
  if (f.range.latex.empty()) return copies.empty() ? "" : "one law" + copies;
  return fmt::format("{}{}, {}${}$", counted_in_words(f.laws, "law"), copies,
                     f.matrix ? "entries " : "", f.range.latex);
}

std::string families_of(const Report& r) {
  std::string text = "\\begin{gather*}\n";
  for (std::size_t k = 0; k < r.families.size() && k < most_families; ++k) {
    const std::string note = note_of(r.families[k]);
    text += "  " + in_lines(r.families[k].form.latex);
    const bool fits = length_of(r.families[k].form.latex) + length_of(note) <= longest_line;
    if (!note.empty())
      text += std::string(fits ? " \\qquad" : " \\\\\n ") + " \\text{(" + note + ")}";
    text += k + 1 < std::min(most_families, r.families.size()) ? ", \\\\\n" : ".\n";
  }
  text += "\\end{gather*}\n";
  if (r.families.size() > most_families)
    text += fmt::format("{} more families of laws are in the certificate.\n",
                        r.families.size() - most_families);
  return text;
}

std::string domain_of(const Report& r) {
  std::string text;
  for (const std::string& p : r.setting.domain)
    text += (text.empty() ? "" : ", ") + ("$" + p + " \\neq 0$");
  return text.empty() ? "" : " Everything is said of the domain where " + text + ".";
}

std::string theta_of(const Report& r) { return tex(r.setting.letters.parameters); }

std::string setting_of(const Report& r) {
  const Report::Setting& s = r.setting;
  const std::string theta = theta_of(r);
  std::string text = s.parameters.empty()
                         ? fmt::format("Let ${}$ be the parameters", theta)
                         : fmt::format("Let ${}$ consist of {}", theta, s.parameters);
  if (s.map.empty())
    return text +
           fmt::format(", and let ${0}_1, \\dots, {0}_{1}$ be the vector fields of the model.",
                       tex(s.letters.fields), tex(s.letters.count)) +
           domain_of(r);
  text += fmt::format(", and let\n\\[ {}. \\]\n", s.map);
  text += fmt::format("Consider every trajectory of\n\\[ {} \\]\n", s.flow);
  if (!s.remark.empty()) text += s.remark + ",\n";
  return text +
         fmt::format("where ${}$ depends on ${}$ through ${}({})$ only.", tex(s.letters.loss),
                     theta, tex(s.letters.map), theta) +
         domain_of(r);
}

std::string nearly_everywhere(const Report& r) {
  const std::string theta = theta_of(r), time = tex(r.setting.letters.time);
  const std::string space = r.coordinates == 2 * r.parameters + 1
                                ? fmt::format(" of all $({}, {}, {})$", time, theta, dotted(theta))
                            : r.coordinates == r.parameters + 1
                                ? fmt::format(" of all $({}, {})$", time, theta)
                                : "";
  return fmt::format("near every point of a dense open set of $\\mathbb{{R}}^{{{}}}${}",
                     r.coordinates, space);
}

std::string everywhere(const Report& r) {
  return nearly_everywhere(r) + ", every $C^1$ function that is constant along all " +
         (r.setting.map.empty() ? "trajectories of these fields" : "these trajectories");
}

std::string completeness_of(const Report& r) {
  const std::string locally = nearly_everywhere(r);
  if (r.complete)
    return "There are no other laws: " + everywhere(r) + " is a function of " +
           (r.independent_laws == 1 ? "this one" : fmt::format("these {}", r.independent_laws)) +
           ".\n";
  if (finds_all_local_laws(r)) return "";  // completeness is not claimed
  if (r.local_laws)
    return fmt::format(
        "There {} exactly {} {}; here are {} of them.\n", *r.local_laws == 1 ? "is" : "are",
        counted(*r.local_laws, "independent local law"), locally, r.independent_laws);
  if (!r.lie_lower) return "";
  return fmt::format("There are at least {} and at most {} independent local laws {}.\n",
                     r.independent_laws, r.coordinates - *r.lie_lower, locally);
}

// Where nothing is said of laws.
std::string rank_in_words(const Report& r) {
  return fmt::format(
      "Then the Lie algebra that the fields generate has dimension {}${}$ at a generic point.\n",
      r.lie_lower == r.lie_upper ? "" : "at least ", *r.lie_lower);
}

// What is said of the model, for a proposition or a statement.
std::string claims_of(const Report& r) {
  const Letters& letters = r.setting.letters;
  const std::string where =
      r.setting.map.empty()
          ? fmt::format("The following functions satisfy ${}_{} {} = 0$ for every field",
                        tex(letters.fields), tex(letters.sum[0]), tex(letters.law))
          : "Then the following are constant along it";
  std::string text = setting_of(r) + "\n";
  if (!r.laws_known && r.lie_lower) return text + rank_in_words(r);
  if (r.families.empty() && r.independent_laws > 0) {
    text += fmt::format("Then there are at least {}.\n",
                        counted_in_words(r.independent_laws, "independent law"));
  } else if (r.families.empty()) {
    if (r.complete)
      return text + "Then there is no conservation law: " + everywhere(r) + " is constant.\n";
    text += "Then no polynomial law was found.\n";
  } else {
    text += where + ":\n" + families_of(r);
    std::uint64_t laws = 0;
    for (const auto& f : r.families) laws += f.laws * f.copies;
    if (laws != r.independent_laws && r.independent_laws > 0)
      text += fmt::format("Of these {}, {} are independent.\n", counted_in_words(laws, "law"),
                          r.independent_laws);
    else if (laws == r.independent_laws && laws > 1)
      text += fmt::format("These {} laws are independent.\n", laws);
    if (std::any_of(r.families.begin(), r.families.end(),
                    [](const auto& f) { return f.degree == 0; }))
      text += "Functions with denominators or logarithms are laws where they are defined.\n";
    for (const auto& f : r.families)
      if (f.rank_bound)
        text += fmt::format(
            "The matrix ${}$ has rank at most ${}$, so that its minors of size ${}$ vanish: these "
            "are relations "
            "among its entries.\n",
            f.form.latex, *f.rank_bound, *f.rank_bound + 1);
  }
  return text + completeness_of(r);
}

// In typewriter letters, where two dashes stay two; long words may be broken.
std::string typewriter(const std::string& text) {
  std::string out = "\\texttt{";
  std::size_t letters = 0;
  for (std::size_t k = 0; k < text.size(); ++k) {
    out += escaped_for_latex(std::string(1, text[k]));
    if (text[k] == '-') out += "{}";
    letters = text[k] == ' ' ? 0 : letters + 1;
    const bool is_long =
        letters > 0 && letters - 1 + std::min(text.find(' ', k), text.size()) - k > longest_word;
    if (is_long && letters % 8 == 0 && k + 1 < text.size()) out += "\\allowbreak ";
  }
  return out + "}";
}

std::string footnote(const Report& r) {
  std::string text;
  if (!r.certificate.empty()) text += "Certificate: " + typewriter(r.certificate);
  if (!r.digest.empty()) text += ", SHA-256 " + typewriter(r.digest);
  if (!text.empty()) text += ". ";
  if (!r.command.empty()) text += "Computed again by " + typewriter(r.command) + ".";
  return text.empty() ? "" : "\\footnote{" + text + "}";
}

std::string cited(const Report& r) {
  std::string keys;
  for (const Source& source : sources_of(r))
    keys += (keys.empty() ? "" : ",") + std::string(source.key);
  return keys.empty() ? "" : "~\\cite{" + keys + "}";
}

std::string proof(const Report& r) {
  std::string text = "\\begin{proof}\n";
  if (!r.families.empty())
    text +=
        "That these functions are laws is verified by expanding the derivative along every vector "
        "field exactly. ";
  if (r.lie_lower) {
    text += fmt::format(
        "The Lie algebra that the fields generate has dimension at least ${}$ at a generic point: ",
        *r.lie_lower);
    text += r.monomial_map
                ? fmt::format(
                      "all entries of ${}$ are monomials, so that the fields are constant up to "
                      "factors in the "
                      "coordinates ${}_j^2/2$, and the matrix of the exponents has at least "
                      "rank ${}$. ",
                      tex(r.setting.letters.map), theta_of(r), *r.lie_lower)
                : fmt::format(
                      "at a rational point so many values of fields and their brackets are "
                      "independent. ");
    if (r.independent_laws > 0)
      text += fmt::format(
          "All brackets are tangent to the level sets of {}, so that it is at most ${} - {} = "
          "{}$. ",
          counted_in_words(r.independent_laws, "independent law"), r.coordinates,
          r.independent_laws, r.coordinates - r.independent_laws);
    if (r.complete)
      text += (r.independent_laws > 0 ? "The two bounds meet, and"
                                      : "This is the dimension of the whole space, and") +
              std::string(" Frobenius' theorem gives the claim") + cited(r) + ".";
    else if (finds_all_local_laws(r))
      text += "The two bounds meet.";
    else if (r.local_laws)
      text += "It is also closed under brackets at this rank" +
              (r.laws_known
                   ? ": by Frobenius' theorem" + cited(r) + " the number of local laws is exact."
                   : ".");
    else if (r.laws_known)
      text += "Between the two bounds the number of local laws is open" + cited(r) + ".";
  }
  return text + footnote(r) + "\n\\end{proof}\n";
}

std::string title_of(const Report& r) {
  return (r.laws_known ? "Conservation laws of \\texttt{" : "Lie rank of \\texttt{") +
         escaped_for_latex(r.model) + "}";
}

std::string proposition(const Report& r) {
  return "\\begin{proposition}[" + title_of(r) + "]\n" + claims_of(r) + "\\end{proposition}\n" +
         proof(r);
}

// What a file says and nothing proves: no theorem, no proof, no certificate.
std::string statement(const Report& r) {
  const std::string command =
      r.command.empty() ? "" : "Computed again by " + typewriter(r.command) + ".\n";
  return "\\paragraph{" + title_of(r) + ".}\n" + typewriter(r.stated_in) +
         " states (not proved here):\n\\begin{quote}\n" + claims_of(r) + "\\end{quote}\n" + command;
}

std::string body(const Report& r) {
  if (claims_nothing(r))
    return "Nothing is claimed of \\texttt{" + escaped_for_latex(r.model) + "}." +
           (r.stated_in.empty() ? footnote(r) : "") + "\n";
  return r.stated_in.empty() ? proposition(r) : statement(r);
}

std::string summary_table(const Report& r) {
  std::string text = "\\begin{center}\n\\begin{tabular}{lr}\n\\toprule\n" +
                     std::string(r.stated_in.empty() ? "certified of" : "stated of") +
                     " \\texttt{" + escaped_for_latex(r.model) + "} & \\\\\n\\midrule\n";
  text += fmt::format("coordinates $D$ & {} \\\\\n", r.coordinates);
  for (const auto& d : r.law_space)
    text += fmt::format("polynomial laws of degree $\\le {}${} & {} \\\\\n", d.degree,
                        r.within.empty() ? "" : " within " + escaped_for_latex(r.within),
                        d.value ? "dimension " + std::to_string(*d.value) : "---");
  if (r.laws_known) text += fmt::format("independent laws $m$ & {} \\\\\n", r.independent_laws);
  if (r.lie_lower) text += fmt::format("Lie rank $K$ & {} \\\\\n", rank_of(r, " to "));
  if (r.complete)
    text += "complete & $m + K = D$ \\\\\n";
  else if (r.laws_known && r.lie_lower && !finds_all_local_laws(r))
    text += "complete & open \\\\\n";
  return text + "\\bottomrule\n\\end{tabular}\n\\end{center}\n";
}

std::string bibliography(const Report& r) {
  std::string text = "\\begin{thebibliography}{9}\n";
  for (const Source& source : sources_of(r))
    text += std::string("\\bibitem{") + source.key + "} S.~Marcotte, R.~Gribonval, G.~Peyr\\'e. " +
            source.item + "\n";
  return text + "\\end{thebibliography}\n";
}

// A document with what all of these texts need.
std::string document(const std::string& body) {
  return "\\documentclass[11pt]{article}\n\\usepackage[T1]{fontenc}\n\\usepackage{lmodern}"
         "\n\\usepackage[a4paper,margin=28mm]{geometry}\n"
         "\\usepackage{amsmath,amssymb,amsthm,booktabs,longtable}\n\\emergencystretch="
         "3em\n\\newtheorem{proposition}{Proposition}\n"
         "\\begin{document}\n" +
         body + "\\end{document}\n";
}

std::string table_row(const RowReport& row) {
  const std::string name = typewriter(row.model) + " & " +
                           escaped_for_latex(row.dynamics == "gradient-flow" ? "" : row.dynamics);
  if (!row.result)
    return name + " & & & & " + (row.error.empty() ? "stopped" : "error") + " \\\\\n";
  const Report& r = *row.result;
  return fmt::format("{} & {} & {} & {} & {} \\\\\n", name, r.coordinates, r.independent_laws,
                     r.lie_lower ? rank_of(r, "--") : "---",
                     !r.stopped.empty() ? "stopped"
                     : r.complete       ? "complete"
                                        : "open");
}

}  // namespace

std::string to_latex(const std::vector<RowReport>& rows, bool standalone) {
  std::string table =
      "\\begin{longtable}{llrrrl}\n\\toprule\nmodel & dynamics & $D$ & laws $m$ & Lie rank $K$ & "
      "\\\\\n\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n";
  for (const RowReport& row : rows) table += table_row(row);
  table += "\\end{longtable}\n";
  if (const std::string files = stated_in(rows); !files.empty())
    table = "As stated in " + typewriter(files) + " (not proved here):\n" + table;
  return standalone ? document(table) : "% Needs booktabs and longtable.\n" + table;
}

std::string to_latex(const Report& r, bool standalone) {
  if (!standalone)
    return "% Needs amsmath, amssymb, amsthm, \\newtheorem{proposition}{Proposition}, and the "
           "BibTeX entries of --to bibtex.\n" +
           body(r);
  return document(body(r) + summary_table(r) + (sources_of(r).empty() ? "" : bibliography(r)));
}

}  // namespace abide
