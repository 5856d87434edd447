#include <abide/export.hpp>

#include <fmt/format.h>

#include <cctype>

namespace abide {

namespace {

bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::string escaped(const std::string& text) {
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

// A name of several letters stands upright: U1 would read as a product. Velocities have a dot.
std::string variable(const std::string& base, const std::string& indices) {
  const std::string dot = "_dot";
  if (base.size() > dot.size() && base.ends_with(dot)) {
    const std::string name = variable(base.substr(0, base.size() - dot.size()), "");
    return "\\dot{" + name + "}" + (indices.empty() ? "" : "_{" + indices + "}");
  }
  const std::string name =
      base.size() == 1 ? base : "\\mathrm{" + escaped(base) + "}";
  return indices.empty() ? name : name + "_{" + indices + "}";
}

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

// A sum as abide writes it, in mathematics mode.
std::string formula(const std::string& sum) {
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
      out += variable(base, indices);
    } else if (sum[k] == '^') {
      out += "^{" + exponent_of(sum, k) + "}";
    } else {
      out += sum[k] == '*' ? std::string("\\,") : std::string(1, sum[k]);
      ++k;
    }
  }
  return out;
}

std::string summary_row(const Report& r) {
  std::string rank = "---";
  if (r.lie_lower)
    rank = *r.lie_lower == *r.lie_upper ? fmt::format("{}", *r.lie_lower)
                                        : fmt::format("{}--{}", *r.lie_lower, *r.lie_upper);
  std::string laws = "open";
  if (r.complete) laws = "complete";
  else if (r.local_laws) laws = fmt::format("{} of exactly {}", r.independent_laws, *r.local_laws);
  else if (r.lie_lower) laws = fmt::format("{} to {}", r.independent_laws, r.coordinates - *r.lie_lower);
  return fmt::format("{} & {} & {} & {} & {} \\\\\n", escaped(r.model), r.coordinates,
                     r.independent_laws, rank, laws);
}

}  // namespace

std::string to_latex(const Report& r) {
  std::string text =
      "\\documentclass{article}\n\\usepackage{longtable}\n\\begin{document}\n"
      "\\noindent\\begin{tabular}{lrrrl}\n"
      "model & $D$ & independent laws & Lie rank & laws \\\\ \\hline\n";
  text += summary_row(r) + "\\end{tabular}\n\n\\bigskip\\noindent\n";
  for (const std::string& p : r.domain) text += fmt::format("Where ${} \\neq 0$.\\\\\n", formula(p));
  if (!r.within.empty()) text += fmt::format("Of degrees within {}:\\\\\n", escaped(r.within));
  for (const auto& d : r.law_space)
    text += d.value ? fmt::format("Laws of degree at most {}: dimension {}, proved.\\\\\n", d.degree,
                                  *d.value)
                    : fmt::format("Laws of degree at most {}: not determined.\\\\\n", d.degree);
  if (!r.laws.empty()) {
    text += "\n\\begin{longtable}{rp{0.65\\linewidth}l}\n & conserved & kind \\\\ \\hline\n";
    for (std::size_t k = 0; k < r.laws.size(); ++k)
      text += fmt::format("{} & \\raggedright ${}$ & {}{} \\\\\n", k + 1,
                          formula(r.laws[k].expression), escaped(r.laws[k].kind),
                          r.laws[k].multiplicity > 1
                              ? fmt::format(" ($\\times {}$)", r.laws[k].multiplicity)
                              : "");
    text += "\\end{longtable}\n";
  }
  return text + "\\end{document}\n";
}

}  // namespace abide
