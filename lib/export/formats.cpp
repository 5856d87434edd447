// The formats of a report by their names: one table for every program.
#include <abide/export.hpp>
#include <array>

namespace abide {

namespace {

struct ReportFormat {
  const char* name;
  std::string (*write)(const Report&, const ReportStyle&);
};
constexpr std::array<ReportFormat, 5> formats{{
    {"text", [](const Report& r, const ReportStyle& s) { return to_text(r, s); }},
    {"json", [](const Report& r, const ReportStyle&) { return to_json(r); }},
    {"latex", [](const Report& r, const ReportStyle& s) { return to_latex(r, s.standalone); }},
    {"bibtex", [](const Report& r, const ReportStyle&) { return to_bibtex(r); }},
    {"markdown", [](const Report& r, const ReportStyle&) { return to_markdown(r); }},
}};

}  // namespace

const std::vector<std::string>& report_formats() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const ReportFormat& f : formats) list.emplace_back(f.name);
    return list;
  }();
  return names;
}

std::string to_format(const Report& report, const std::string& format, const ReportStyle& style) {
  for (const ReportFormat& f : formats)
    if (format == f.name) return f.write(report, style);
  throw Error(ErrorKind::input, "unknown format '" + quoted(format) + "'");
}

}  // namespace abide
