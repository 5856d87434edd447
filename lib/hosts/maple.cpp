// For Maple: laws and fields as formulas; check_laws() differentiates, normalizes and lists the
// laws that are not constant along a field.
#include "writers.hpp"
#include "writing.hpp"

namespace abide {

std::string to_maple(const Sheet& sheet) {
  const Formulas f(sheet, {hash, {'_', "DIO"}, "[", "]", "ln(", ")"});
  std::string text = f.heading("ln(x) stands for log |x|: they have the same derivative");
  text +=
      wrapped("law_variables := [" + f.coordinates() + "]:") + wrapped("laws := " + f.laws() + ":");
  if (!sheet.fields) return text;
  return text + f.comment(fields_note) + wrapped("fields := " + f.fields() + ":") +
         f.comment(check_note) +
         R"(check_laws := proc()
  local wrong, law_number, field_number, derivatives, component, along;
  wrong := [];
  for law_number from 1 to nops(laws) do
    derivatives := [seq(diff(laws[law_number], law_variables[component]), component = 1..nops(law_variables))];
    for field_number from 1 to nops(fields) do
      along := 0;
      for component in fields[field_number] do along := along + component[2]*derivatives[component[1]] od;
      if normal(along) <> 0 then wrong := [op(wrong), [law_number, field_number]] fi
    od
  od;
  wrong
end:
)";
}

}  // namespace abide
