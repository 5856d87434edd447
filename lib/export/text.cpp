#include <abide/export.hpp>

#include <fmt/format.h>

namespace abide {

namespace {

std::string counted(std::uint64_t n, const std::string& noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

std::string law_lines(const Report& r) {
  std::string text;
  for (const auto& d : r.law_space)
    text += d.value ? fmt::format("laws of degree <= {}: dimension {}, proved\n", d.degree, *d.value)
                    : fmt::format("laws of degree <= {}: not determined\n", d.degree);
  for (const auto& row : r.laws) {
    text += "  " + row.expression + " = const";
    text += fmt::format("    ({}{}{})\n", row.kind,
                        row.multiplicity > 1 ? fmt::format(", {} of this kind", row.multiplicity) : "",
                        row.independent ? "" : ", depends on the others");
  }
  if (r.laws_truncated) text += "  … and more laws, not listed\n";
  return text + counted(r.independent_laws, "independent law") + "\n";
}

std::string rank_lines(const Report& r) {
  if (*r.lie_lower == *r.lie_upper)
    return fmt::format("Lie rank {} of {}\n", *r.lie_lower, r.coordinates);
  std::string text = fmt::format("Lie rank between {} and {} of {}\n", *r.lie_lower, *r.lie_upper,
                                 r.coordinates);
  if (!r.probably.empty()) text += r.probably + "\n";
  return text;
}

std::string verdict(const Report& r) {
  if (r.complete)
    return "complete: every law is locally a function of " +
           counted(r.independent_laws, "independent law") + "\n";
  if (!r.stopped.empty() || !r.laws_known || !r.lie_lower) return "";
  if (r.local_laws)
    return fmt::format("open: exactly {} local laws, {} of them found\n", *r.local_laws,
                       r.independent_laws);
  return fmt::format("open: at least {}, at most {} independent laws; {}\n", r.independent_laws,
                     r.coordinates - *r.lie_lower, "more laws or a larger Lie rank may exist");
}

}  // namespace

std::string to_text(const Report& r) {
  std::string text = quoted(r.model) + ": " + counted(r.coordinates, "coordinate") + "\n";
  if (r.laws_known) text += law_lines(r);
  if (r.lie_lower) text += rank_lines(r);
  text += verdict(r);
  if (!r.stopped.empty()) text += "stopped early, the above is proved: " + r.stopped + "\n";
  return text;
}

}  // namespace abide
