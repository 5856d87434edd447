// For Macaulay2: fields and gradients as matrices over the ring of the coordinates, and the product
// of Jacobian and fields, which is zero for laws.
#include <fmt/format.h>

#include "writers.hpp"
#include "writing.hpp"

namespace abide {

namespace {

// The entries of a sparse matrix whose columns are fields or gradients.
std::string entry(const Formulas& f, std::size_t row, std::size_t column, const Terms& p) {
  return fmt::format("({}, {}) => {}", row, column, f.formula(p));
}

std::string field_entries(const Formulas& f, const std::vector<FieldComponents>& fields) {
  std::vector<std::string> entries;
  for (std::size_t i = 0; i < fields.size(); ++i)
    for (const auto& c : fields[i].components)
      entries.push_back(entry(f, c.variable, i, c.coefficient));
  return listed(entries.size(), [&](std::size_t k) { return entries[k]; });
}

std::string gradient_entries(const Formulas& f, const std::vector<const HostLaw*>& laws) {
  std::vector<std::string> entries;
  for (std::size_t k = 0; k < laws.size(); ++k) {
    const std::vector<Terms> gradient = cleared_gradient(laws[k]->function);
    for (std::size_t j = 0; j < gradient.size(); ++j)
      if (!gradient[j].empty()) entries.push_back(entry(f, j, k, gradient[j]));
  }
  return listed(entries.size(), [&](std::size_t k) { return entries[k]; });
}

std::string matrix(const std::string& name, std::size_t rows, std::size_t columns,
                   const std::string& entries) {
  return wrapped(
      fmt::format("{} = map(lawRing^{}, lawRing^{}, {{{}}})", name, rows, columns, entries));
}

}  // namespace

std::string to_macaulay2(const Sheet& sheet) {
  const Formulas f(sheet, {{"-- ", ""}, {'$', ""}, "{", "}"});
  const auto others = laws_of(sheet, false);
  const std::size_t coordinates = sheet.names.size();
  std::string text = f.heading(gradients_note);
  text += wrapped("lawRing = QQ[" + f.coordinates() + "]") +
          wrapped("laws = " + f.polynomial_laws()) +
          matrix("gradients", coordinates, others.size(), gradient_entries(f, others));
  if (!sheet.fields) return text;
  return text + f.comment("One field per column.") +
         matrix("fields", coordinates, sheet.fields->size(), field_entries(f, *sheet.fields)) +
         f.comment(check_note) + R"(checkLaws = () -> (
  ofLaws := if #laws == 0 then map(lawRing^(numrows fields), lawRing^0, 0) else jacobian matrix {laws};
  along := transpose(ofLaws | gradients)*fields;
  for place in (0, 0)..(numrows along - 1, numcols along - 1) list (
    if along_place == 0 then continue;
    (place#0 + 1, place#1 + 1)))
)";
}

}  // namespace abide
