// For Mathematica and the Wolfram language: laws and fields as formulas; checkLaws[] differentiates
// and brings together, and lists the laws that are not constant along a field.
#include "writers.hpp"
#include "writing.hpp"

namespace abide {

// Symbols of the system begin with a capital letter or $, and none has a $ inside.
std::string to_mathematica(const Sheet& sheet) {
  const Formulas f(sheet, {{"(* ", " *)"}, {'$', "CDEIKNO"}, "{", "}", "Log[", "]"});
  std::string text = f.heading("Log[x] stands for log |x|: they have the same derivative");
  text += wrapped("coordinates = {" + f.coordinates() + "};") + wrapped("laws = " + f.laws() + ";");
  if (!sheet.fields) return text;
  return text + f.comment(fields_note) + wrapped("fields = " + f.fields() + ";") +
         f.comment(check_note) +
         R"(derivativeAlong[field_, gradient_] :=
  Together[Total[Function[part, part[[2]]*gradient[[First[part]]]] /@ field]];
checkLaws[] := Flatten[Table[
    With[{gradient = D[laws[[number]], {coordinates}]},
      Table[If[derivativeAlong[fields[[index]], gradient] === 0, Nothing, {number, index}],
        {index, Length[fields]}]],
    {number, Length[laws]}], 1];
)";
}

}  // namespace abide
