// The report: a result as plain data, which all formats write. Which laws are listed, and for how
// many others each stands, is decided here: one of each kind, one of each orbit, or all with their
// images and copies.
#include <abide/export.hpp>
#include <algorithm>
#include <map>
#include <tuple>

#include "components/components.hpp"
#include "coordinates/coordinates.hpp"
#include "fields/fields.hpp"
#include "formula.hpp"
#include "json.hpp"
#include "model/model.hpp"
#include "setting.hpp"

namespace abide {

namespace {

constexpr std::size_t most_listed_terms = 1'000'000;

// One law of each group, with the number of laws in it: kinds are those of the whole model.
std::vector<LawGroup> groups_of(const Claims& claims, LawListing listing) {
  std::vector<LawGroup> groups;
  std::map<std::tuple<std::size_t, std::size_t, std::string>, std::size_t> numbers;
  for (std::size_t c = 0; c < claims.components.size(); ++c) {
    const ClaimedComponent& s = claims.components[c];
    for (std::size_t k = 0; s.laws && k < s.laws->laws.size(); ++k) {
      const Law& law = s.laws->laws[k];
      if (!law.generator) continue;
      const auto key = listing == LawListing::kinds
                           ? std::tuple(std::size_t{0}, std::size_t{law.degree}, law.kind)
                           : std::tuple(c + 1, law.orbit, std::string());
      const auto [it, fresh] = numbers.try_emplace(key, groups.size());
      if (fresh) groups.push_back({{c, 0, {k, law.first_nodes()}}, 0, std::nullopt});
      groups[it->second].multiplicity += s.copies() * law.count();
    }
  }
  return groups;
}

// Names of the coordinates of one copy, so that a law is not moved to those of a whole that may be
// huge.
std::string expression_of(const Claims& claims, const PlacedLaw& placed) {
  const ClaimedComponent& s = claims.components[placed.component];
  const Names shown = claims.model->layout().shown();
  const Names names =
      claims.has_one_component() ? shown : names_of(shown, s.component, placed.copy);
  const ElementaryFunction h = s.function_of(placed.law);
  return h.is_polynomial() ? to_string(h.numerator, names) : to_string(h, names);
}

void add_rows(Report& report, const Claims& claims, LawListing listing) {
  std::size_t terms = 0;
  for_each_group(claims, listing, [&](const LawGroup& group) {
    const Law& law = claims.law(group.law);
    terms += law.function.numerator.size();
    report.laws_truncated = terms > most_listed_terms;
    if (!report.laws_truncated)
      report.laws.push_back({expression_of(claims, group.law), law.degree, group.independent,
                             law.kind, group.multiplicity});
    return !report.laws_truncated;
  });
}

template <class Write>
Report::Formula in_all_scripts(const Write& write) {
  return {write(Script::ascii), write(Script::unicode), write(Script::latex)};
}

}  // namespace

Report::Family written(const LawFamily& family) {
  Report::Family out;
  out.matrix = family.is_matrix();
  out.form = in_all_scripts([&](Script script) {
    if (family.elementary)
      return script == Script::latex ? latex_of(*family.elementary, family.arrays)
                                     : to_string(*family.elementary, family.arrays.shown());
    const FormulaWriter writer(family.arrays, script);
    return out.matrix ? writer.matrix(family) : writer.form(family.form);
  });
  out.range = in_all_scripts(
      [&](Script script) { return FormulaWriter(family.arrays, script).range(family.range); });
  out.laws = family.laws;
  out.copies = family.copies;
  out.independent = family.independent;
  out.rank_bound = family.rank_bound();
  out.degree = family.degree;
  out.kind = family.kind;
  return out;
}

void for_each_group(const Claims& claims, LawListing listing,
                    FunctionRef<bool(const LawGroup&)> visit) {
  if (listing == LawListing::all) {
    for (const ListedLaw& law : claims.all_laws())
      if (!visit({law.place(), 1, law.independent()})) return;
    return;
  }
  const IndependentLaws independent(claims);
  for (LawGroup& group : groups_of(claims, listing)) {
    group.independent = independent(group.law);
    if (!visit(group)) return;
  }
}

Report make_summary(const Claims& claims) {
  const Model& model = *claims.model;
  Report report;
  report.model = model.title();
  report.setting = setting_of(*claims.source);
  report.setting.letters = model.layout().letters();
  report.parameters = model.parameters();
  report.coordinates = model.coordinates();
  for (const Terms& p : model.domain()) {
    report.domain.push_back(to_string(p, model.layout().shown()));
    report.setting.domain.push_back(latex_of(p, model.layout()));
  }
  report.laws_known = claims.laws_known;
  if (claims.laws_known) {
    if (!claims.dimensions.empty()) report.within = to_string(claims.degrees.bounds, model);
    for (std::uint32_t d = 1; d <= claims.dimensions.size(); ++d)
      report.law_space.push_back({d, claims.dimensions[d - 1]});
  }
  report.independent_laws = claims.independent_laws;
  // Where only laws were asked for a rank is evidence at most.
  if (claims.lie_known && claims.question != Question::laws) {
    report.lie_lower = claims.lie_lower;
    report.lie_upper = claims.lie_upper;
    report.local_laws = claims.local_laws();
    report.monomial_map = std::ranges::all_of(
        claims.components, [](const ClaimedComponent& c) { return c.by_exponents; });
  }
  report.complete = claims.complete;
  return report;
}

Report make_report(const Claims& claims, LawListing listing) {
  Report report = make_summary(claims);
  report.listing = listing;
  add_rows(report, claims, listing);
  for (const LawFamily& f : law_families(claims)) report.families.push_back(written(f));
  return report;
}

Report make_report(const Result& result, LawListing listing) {
  Report report = make_report(static_cast<const Claims&>(result), listing);
  report.probably = result.probably;
  report.stopped = result.stopped;
  return report;
}

}  // namespace abide
