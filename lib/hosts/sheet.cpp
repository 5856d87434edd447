#include <abide/hosts.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace abide {

namespace {

constexpr std::size_t most_law_terms = 1'000'000, most_field_terms = 200'000;

ElementaryFunction polynomial(Terms terms, std::size_t coordinates) {
  return {std::move(terms), {{Monomial(), Rational(1)}}, static_cast<std::uint32_t>(coordinates)};
}

// `x` has the fields of one of so many copies.
std::optional<std::vector<FieldComponents>> fields_of(const Distribution& x, std::uint32_t copies) {
  const std::uint64_t most = most_field_terms / copies;
  if (x.size() > most || x.count_terms(most) > most) return std::nullopt;
  std::vector<FieldComponents> fields;
  for (std::uint32_t copy = 0; copy < copies; ++copy)
    for (std::uint64_t i = 0; i < x.size(); ++i)
      fields.push_back(components_of(shifted(x.field(i), copy * static_cast<std::uint32_t>(x.coordinates()))));
  return fields;
}

Sheet empty_sheet(Report summary, const Model& model, const Distribution& x, std::uint32_t copies) {
  summary.laws.clear();
  summary.families.clear();
  return {std::move(summary), model.names(), std::make_shared<Arrays>(model),
          model.time() ? model.shown_names()[0] : "", {}, fields_of(x, copies)};
}

Terms shifted(Terms h, std::uint32_t by) {
  for (Term& t : h) t.monomial = t.monomial.renamed([by](std::uint32_t v) { return v + by; });
  return h;
}

// Adds laws until they have too many terms.
class LawList {
 public:
  explicit LawList(Sheet& sheet) : sheet_(sheet) {}

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

// The law and those of its nodes that matter.
std::array<std::uint64_t, 3> key_of(const LawSpace& space, const LawRef& ref) {
  const std::uint32_t nodes = space.laws[ref.law].images ? space.laws[ref.law].images->nodes : 0;
  return {ref.law, nodes > 0 ? ref.nodes[0] : 0, nodes > 1 ? ref.nodes[1] : 0};
}

// One law for each value of the key that a listing goes by, with the number of laws that share it.
struct Group {
  LawRef law;
  std::uint64_t count = 0;
};
std::vector<Group> groups_of(const LawSpace& space, std::uint32_t copies, LawListing listing) {
  std::vector<Group> groups;
  std::map<std::pair<std::size_t, std::string>, std::size_t> known;
  for (std::size_t k = 0; k < space.laws.size(); ++k) {
    const Law& law = space.laws[k];
    if (!law.generator) continue;
    const auto key = listing == LawListing::kinds ? std::pair(std::size_t{law.degree}, law.kind)
                                                  : std::pair(law.orbit, std::string());
    const auto [it, fresh] = known.try_emplace(key, groups.size());
    if (fresh) groups.push_back({{k, {0, 1}}, 0});
    groups[it->second].count += copies * law.count();
  }
  return groups;
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

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t k = text.find(what); k != std::string::npos; k = text.find(what, k + by.size()))
    text.replace(k, what.size(), by);
  return text;
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
  const Error refusal(ErrorKind::input, {file, 0, 0},
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

Sheet make_sheet(const Result& result, LawListing listing) {
  const std::uint32_t copies = result.model->copies();
  Sheet sheet = empty_sheet(make_report(result, LawListing::kinds), *result.model, *result.fields, copies);
  if (!result.laws) return sheet;
  const LawSpace& space = *result.laws;
  std::set<std::array<std::uint64_t, 3>> independent;
  for (const GradientStep& s : space.independent) independent.insert(key_of(space, s.law));
  LawList list(sheet);
  const auto add = [&](const LawRef& ref, std::uint32_t copy, std::uint64_t multiplicity) {
    const Law& law = space.laws[ref.law];
    const auto first = copy * static_cast<std::uint32_t>(result.fields->coordinates());
    HostLaw row{law.elementary ? *law.elementary
                               : polynomial(shifted(polynomial_of(space, *result.fields, ref), first), sheet.names.size()),
                law.kind, multiplicity, std::nullopt};
    if (space.independence_known) row.independent = independent.contains(key_of(space, ref));
    return list.add(std::move(row));
  };
  if (listing != LawListing::all) {
    for (const Group& g : groups_of(space, copies, listing))
      if (!add(g.law, 0, g.count)) break;
    polynomials_first(sheet);
    return sheet;
  }
  for (std::size_t k = 0; k < space.laws.size(); ++k)
    for (std::uint32_t copy = 0; copy < copies && space.laws[k].generator && !sheet.summary.laws_truncated; ++copy)
      for_each_image(space, k, [&](const LawRef& ref) { return add(ref, copy, 1); });
  polynomials_first(sheet);
  return sheet;
}

Sheet make_sheet(const Report& report, const std::string& file) {
  const Model model = model_of(report, file);
  const Distribution x(model);
  Sheet sheet = empty_sheet(report, model, x, 1);
  const bool truncated = report.laws_truncated;
  LawList list(sheet);
  for (std::size_t k = 0; k < report.laws.size(); ++k) {
    const Report::Row& row = report.laws[k];
    const std::string source = file + ": law " + std::to_string(k + 1);
    const std::string text = sheet.time.empty() ? row.expression : replaced(row.expression, sheet.time, sheet.names[0]);
    HostLaw law{parse_law(text, sheet.names, source), row.kind, row.multiplicity, row.independent};
    if (!is_exportable(law.function))
      throw Error(ErrorKind::input, {source, 0, 0},
                  "expected a denominator of one term, and logarithms only multiplied by numbers");
    if (law.function.is_polynomial() ? violation(x, law.function.numerator) : violation(x, law.function))
      throw Error(ErrorKind::input, {source, 0, 0}, "it is no law of this model");
    if (!list.add(std::move(law))) break;
  }
  sheet.summary.laws_truncated |= truncated;
  polynomials_first(sheet);
  return sheet;
}

}  // namespace abide
