// For GAP: polynomial laws and fields as functions of the coordinates, which leaves their names to
// the user; other laws by their gradients without denominators. check_laws() lists what is not
// zero.
#include "writers.hpp"
#include "writing.hpp"

namespace abide {

std::string to_gap(const Sheet& sheet) {
  const Formulas f(sheet, {hash, {'_', ""}, "[", "]"});
  const auto of_coordinates = [&](const std::string& name, const std::string& value) {
    return wrapped(name + " := CallFuncList(function(" + f.coordinates() + ") return " + value +
                   "; end, coordinates);;");
  };
  std::string text = f.heading(gradients_note);
  text += wrapped("coordinates := List(" + quoted_list(f.names()) +
                  ", name -> Indeterminate(Rationals, name : old));;") +
          of_coordinates("laws", f.polynomial_laws()) + of_coordinates("gradients", f.gradients());
  if (!sheet.fields) return text;
  return text + f.comment(fields_note) + of_coordinates("fields", f.fields()) +
         f.comment(check_note) +
         R"(check_laws := function()
  local wrong, number, gradient, index;
  wrong := [];
  for number in [1..Length(laws) + Length(gradients)] do
    if number <= Length(laws) then
      gradient := List(coordinates, x -> Derivative(laws[number], x));
    else
      gradient := gradients[number - Length(laws)];
    fi;
    for index in [1..Length(fields)] do
      if not IsZero(Sum(fields[index], part -> part[2]*gradient[part[1]])) then
        Add(wrong, [number, index]);
      fi;
    od;
  od;
  return wrong;
end;;
)";
}

}  // namespace abide
