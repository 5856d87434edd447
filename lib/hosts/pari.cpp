// For PARI/GP: polynomial laws as formulas, other laws by their gradients without denominators,
// which gp can multiply with the fields exactly; check_laws() lists what is not zero.
#include "writers.hpp"
#include "writing.hpp"

namespace abide {

// gp reads a statement of several lines in braces.
std::string to_pari(const Sheet& sheet) {
  const Formulas f(sheet, {{"\\\\ ", ""}, {'_', "IO"}, "[", "]"});
  std::string text = f.heading(gradients_note) +
                     "\\\\ Long laws may need more memory than gp starts with: gp -s 1G.\n";
  text += wrapped("{coordinates = [" + f.coordinates() + "];}") +
          wrapped("{laws = " + f.polynomial_laws() + ";}") +
          wrapped("{gradients = " + f.gradients() + ";}");
  if (!sheet.fields) return text;
  return text + f.comment(fields_note) + wrapped("{fields = " + f.fields() + ";}") +
         R"(gradient_of(number) =
{
  if (number <= #laws, [deriv(laws[number], name) | name <- coordinates], gradients[number - #laws]);
}
)" + f.comment(check_note) +
         R"(check_laws() =
{
  my(wrong = List(), gradient);
  for (number = 1, #laws + #gradients,
    gradient = gradient_of(number);
    for (index = 1, #fields,
      if (sum(part = 1, #fields[index], fields[index][part][2]*gradient[fields[index][part][1]]) != 0,
        listput(wrong, [number, index]))));
  Vec(wrong);
}
)";
}

}  // namespace abide
