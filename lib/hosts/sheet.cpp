// What all systems get: laws, fields, names and the summary, from a result, or from a JSON result,
// whose laws are read again and proved again first. What would be too long to be of use is left
// out, and the heading says so. The one source of this room that asks the fields: it writes them
// out, and derives laws along them; the writers know the sheet only (tests/layers.py).
#include <abide/hosts.hpp>
#include <algorithm>
#include <utility>

#include "fields/fields.hpp"

namespace abide {

namespace {

constexpr std::size_t most_law_terms = 1'000'000, most_field_terms = 200'000;

// Of the whole: a field of a copy of a component, in the coordinates of the whole.
Field placed(Field field, const Component& component, std::uint64_t copy) {
  const auto to = [&](std::uint32_t v) {
    return static_cast<std::uint32_t>(component.place(copy, v));
  };
  for (FieldTerm& t : field) {
    t.variable = to(t.variable);
    t.monomial = t.monomial.renamed(to);
  }
  return collect(std::move(field));
}

std::optional<std::vector<FieldComponents>> fields_of(const Distribution& x) {
  if (x.size() > most_field_terms || x.count_terms(most_field_terms) > most_field_terms)
    return std::nullopt;
  std::vector<FieldComponents> fields;
  for (std::uint64_t i = 0; i < x.size(); ++i) fields.push_back(components_of(x.field(i)));
  return fields;
}

// One drift, the last field, moves all copies.
std::optional<std::vector<FieldComponents>> fields_of(const Claims& claims) {
  std::uint64_t terms = 0;
  for (const ClaimedComponent& s : claims.components) {
    const std::uint64_t most = most_field_terms / s.copies();
    if (s.fields().size() > most || s.fields().count_terms(most) > most) return std::nullopt;
    terms += s.copies() * std::max(s.fields().size(), s.fields().count_terms(most));
    if (terms > most_field_terms) return std::nullopt;
  }
  std::vector<FieldComponents> fields;
  Field drift;
  const bool moves = claims.model->has_time();
  for (const ClaimedComponent& s : claims.components)
    for (std::uint64_t copy = 0; copy < s.copies(); ++copy)
      for (std::uint64_t i = 0; i < s.fields().size(); ++i) {
        Field field = placed(s.fields().field(i), s.component, copy);
        if (!moves || i + 1 < s.fields().size()) {
          fields.push_back(components_of(std::move(field)));
          continue;
        }
        if (!drift.empty())  // the time moves once
          std::erase_if(field, [](const FieldTerm& t) { return t.variable == 0; });
        drift.insert(drift.end(), field.begin(), field.end());
      }
  if (moves) fields.push_back(components_of(collect(std::move(drift))));
  return fields;
}

Sheet empty_sheet(Report summary, const Model& model,
                  std::optional<std::vector<FieldComponents>> fields) {
  summary.laws.clear();
  summary.families.clear();
  return {std::move(summary), model.layout(), {}, std::move(fields)};
}

// Adds laws until they have too many terms.
class SheetLaws {
 public:
  explicit SheetLaws(Sheet& sheet) : sheet_(sheet) {}

  bool add(HostLaw law) {
    terms_ += law.function.numerator.size();
    sheet_.summary.laws_truncated = terms_ > most_law_terms;
    if (!sheet_.summary.laws_truncated) sheet_.laws.push_back(std::move(law));
    return !sheet_.summary.laws_truncated;
  }

 private:
  Sheet& sheet_;
  std::size_t terms_ = 0;
};

// Some systems have lists of polynomials only; numbers are the same in all.
void polynomials_first(Sheet& sheet) {
  std::stable_partition(sheet.laws.begin(), sheet.laws.end(),
                        [](const HostLaw& law) { return law.function.is_polynomial(); });
}

// Is the denominator one term, and are logarithms only multiplied by numbers?
bool is_exportable(const ElementaryFunction& h) {
  if (h.denominator.size() != 1) return false;
  return std::all_of(h.numerator.begin(), h.numerator.end(), [&h](const Term& t) {
    if (t.monomial.is_one() || t.monomial.powers().back().variable < h.coordinates) return true;
    const Monomial logarithm = Monomial::variable(t.monomial.powers().back().variable);
    return t.monomial == h.denominator[0].monomial.times(logarithm);
  });
}

void add_to(Dynamics& dynamics, const std::string& part) {
  const std::string mirror = "mirror momentum ";
  if (part == "cross-entropy") {
    dynamics.loss = Dynamics::Loss::cross_entropy;
  } else if (part.starts_with(mirror)) {
    dynamics.mirror = parse_mirror(part.substr(mirror.size()), {});
  } else {
    dynamics = parse_dynamics(part, {});
  }
}

// A title that is a specification, and then maybe what Dynamics::title says.
Model titled_model(const std::string& title) {
  const std::string comma = ", ";
  Dynamics dynamics;
  std::size_t end = title.find(comma);
  const Model model = make_model(title.substr(0, end));
  while (end != std::string::npos) {
    const std::size_t start = end + comma.size();
    end = title.find(comma, start);
    add_to(dynamics, title.substr(start, end == std::string::npos ? end : end - start));
  }
  return on_phase_space(model.with(dynamics));
}

Model model_of(const Report& report, const std::string& file) {
  const Error refusal(
      ErrorKind::input, {file, 0, 0},
      "a JSON result does not tell the coordinates of the model '" + quoted(report.model) +
          "': expected a specification, or the certificate in place of the JSON result");
  try {
    Model model = titled_model(report.model);
    if (model.coordinates() == report.coordinates && model.title() == report.model) return model;
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::input) throw;
  }
  throw refusal;
}

}  // namespace

Sheet make_sheet(const Claims& claims, LawListing listing) {
  Sheet sheet = empty_sheet(make_summary(claims), *claims.model, fields_of(claims));
  SheetLaws list(sheet);
  for_each_group(claims, listing, [&](const LawGroup& group) {
    const Law& law = claims.law(group.law);
    return list.add(
        {function_of(claims, group.law), law.kind, group.multiplicity, group.independent});
  });
  polynomials_first(sheet);
  return sheet;
}

Sheet make_sheet(const Report& report, const std::string& file) {
  const Model model = model_of(report, file);
  const Distribution x(model);
  Sheet sheet = empty_sheet(report, model, fields_of(x));
  const bool truncated = report.laws_truncated;
  SheetLaws list(sheet);
  for (std::size_t k = 0; k < report.laws.size(); ++k) {
    const Report::Row& row = report.laws[k];
    const std::string source = file + ": law " + std::to_string(k + 1);
    HostLaw law{parse_law(row.expression, sheet.layout, source), row.kind, row.multiplicity,
                row.independent};
    if (!is_exportable(law.function))
      throw Error(ErrorKind::input, {source, 0, 0},
                  "expected a denominator of one term, and logarithms only multiplied by numbers");
    if (law.function.is_polynomial() ? violation(x, law.function.numerator)
                                     : violation(x, law.function))
      throw Error(ErrorKind::input, {source, 0, 0}, "it is no law of this model");
    if (!list.add(std::move(law))) break;
  }
  sheet.summary.laws_truncated |= truncated;
  polynomials_first(sheet);
  return sheet;
}

}  // namespace abide
