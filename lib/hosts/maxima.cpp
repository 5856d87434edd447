// For Maxima: laws and fields as formulas; check_laws() differentiates, simplifies rational
// functions and lists the laws that are not constant along a field.
#include "writers.hpp"
#include "writing.hpp"

namespace abide {

std::string to_maxima(const Sheet& sheet) {
  const Formulas f(sheet, {{"/* ", " */"}, {'_', ""}, "[", "]", "log(abs(", "))"});
  std::string text = f.heading("fractions and logarithms are expressions as any other");
  text += wrapped("coordinates: [" + f.coordinates() + "]$") + wrapped("laws: " + f.laws() + "$");
  if (!sheet.fields) return text;
  return text + f.comment(fields_note) + wrapped("fields: " + f.fields() + "$") +
         f.comment(check_note) +
         R"(derivative_along(field, gradient) :=
  ratsimp(apply("+", map(lambda([part], part[2]*gradient[part[1]]), field)))$
check_laws() := block([wrong: [], gradient],
  for number thru length(laws) do (
    gradient: map(lambda([name], diff(laws[number], name)), coordinates),
    for index thru length(fields) do
      if derivative_along(fields[index], gradient) # 0 then wrong: endcons([number, index], wrong)),
  wrong)$
)";
}

}  // namespace abide
