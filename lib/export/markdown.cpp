// A page in Markdown: a table of numbers, laws as code in the language of models, and the same
// statements as the text for terminals. What a user wrote is escaped.
#include <fmt/format.h>

#include <abide/export.hpp>
#include <algorithm>
#include <string_view>

#include "words.hpp"

namespace abide {

namespace {

// What the user wrote as plain text; a sign that could mean something is escaped.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) continue;  // no control characters
    if (std::string_view("\\`*_{}[]<>()#+-.!|~&").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

// A formula; only a JSON result that abide has not written has signs that could end it.
std::string code(const std::string& formula) {
  std::string out = formula;
  std::replace_if(
      out.begin(), out.end(),
      [](char c) { return c == '`' || static_cast<unsigned char>(c) < ' '; }, '?');
  return "`" + out + "`";
}

std::string row(const std::string& what, const std::string& value) {
  return "| " + what + " | " + value + " |\n";
}

std::string table(const Report& r) {
  std::string text = "| | |\n|---|---|\n" + row("coordinates", std::to_string(r.coordinates));
  const std::string within = r.within.empty() ? "" : " within " + plain(r.within);
  const std::string proved = r.stated_in.empty() ? ", proved" : "";
  for (const auto& d : r.law_space)
    text += row(fmt::format("laws of degree at most {}{}", d.degree, within),
                d.value ? fmt::format("dimension {}{}", *d.value, proved) : "not determined");
  if (r.laws_known) text += row("independent laws", std::to_string(r.independent_laws));
  if (r.lie_lower)
    text += row("Lie rank", fmt::format("{} of {}", rank_of(r, " to "), r.coordinates));
  if (r.complete)
    text += row("complete", "yes" + proved);
  else if (r.laws_known && r.lie_lower && !finds_all_local_laws(r))
    text += row("complete", "open");
  if (r.local_laws) text += row("local laws", fmt::format("exactly {}", *r.local_laws));
  if (claims_nothing(r)) text += row("claims", "none");
  if (!r.certificate.empty() && r.stated_in.empty())
    text += row("certificate", plain(r.certificate));
  if (!r.probably.empty()) text += row("remark", plain(r.probably));
  if (!r.stopped.empty()) text += row("stopped early", plain(r.stopped));
  return text;
}

std::string family(const Report::Family& f) {
  std::string text = code(f.form.ascii) + " (" + plain(f.kind);
  if (!f.range.ascii.empty())
    text += (f.matrix ? ": entries " : ": ") + code(f.range.ascii) + ", " + counted(f.laws, "law");
  if (f.independent && *f.independent < f.laws)
    text += fmt::format(", {} of them independent", *f.independent);
  if (f.copies > 1) text += fmt::format(", as in each of {} copies", f.copies);
  if (f.rank_bound) text += fmt::format("; the rank is at most {}", *f.rank_bound);
  return text + ")";
}

std::string single(const Report::Row& law) {
  return code(law.expression) + " (" + plain(law.kind) +
         (law.multiplicity > 1 ? fmt::format(", {} of this kind", law.multiplicity) : "") +
         (law.independent.value_or(true) ? "" : ", depends on the others") + ")";
}

}  // namespace

std::string to_markdown(const Report& r) {
  std::string text = "# Conservation laws of " + plain(r.model) + "\n\n";
  if (!r.stated_in.empty())
    text += "As stated in " + plain(r.stated_in) + " (not proved here).\n\n";
  text += table(r);
  for (const std::string& p : r.domain) text += "\nWhere " + code(p) + " is not 0.\n";
  if (!r.laws.empty()) text += "\nConserved:\n\n";
  const bool in_families = r.listing == LawListing::kinds && !r.families.empty();
  std::size_t number = 0;
  const auto add = [&](const std::string& law) { text += fmt::format("{}. {}\n", ++number, law); };
  if (in_families) {
    for (const Report::Family& f : r.families) add(family(f));
  } else {
    for (const Report::Row& law : r.laws) add(single(law));
    if (r.laws_truncated) text += "\nAnd more laws, not listed.\n";
  }
  return text;
}

}  // namespace abide
