// The report: a result as plain data, which all formats write. Which laws are listed, and for how
// many others each stands, is decided here: one of each kind, one of each orbit, or all with their
// images and copies.
#include <abide/export.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "components/components.hpp"
#include "coordinates/coordinates.hpp"
#include "fields/fields.hpp"
#include "formula.hpp"
#include "model/model.hpp"
#include "setting.hpp"

namespace abide {

namespace {

constexpr std::size_t most_terms = 1'000'000;

// The image of a law by the nodes that matter.
using Key = std::array<std::uint64_t, 3>;
Key key_of(const LawSpace& space, const LawRef& ref) {
  const std::uint32_t nodes = space.laws[ref.law].images ? space.laws[ref.law].images->nodes : 0;
  return {ref.law, nodes > 0 ? ref.nodes[0] : 0, nodes > 1 ? ref.nodes[1] : 0};
}

// One law of each group, with the number of laws in it: kinds are those of the whole model.
std::vector<ListedLaw> groups_of(const Result& result, LawListing listing) {
  std::vector<ListedLaw> groups;
  std::map<std::tuple<std::size_t, std::size_t, std::string>, std::size_t> numbers;
  for (std::size_t c = 0; c < result.components.size(); ++c) {
    const Solved& s = result.components[c];
    for (std::size_t k = 0; s.laws && k < s.laws->laws.size(); ++k) {
      const Law& law = s.laws->laws[k];
      if (!law.generator) continue;
      const auto key = listing == LawListing::kinds
                           ? std::tuple(std::size_t{0}, std::size_t{law.degree}, law.kind)
                           : std::tuple(c + 1, law.orbit, std::string());
      const auto [it, fresh] = numbers.try_emplace(key, groups.size());
      if (fresh) groups.push_back({{c, 0, {k, {0, 1}}}, 0, std::nullopt});
      groups[it->second].multiplicity += s.copies() * law.count();
    }
  }
  return groups;
}

std::string expression_of(const Result& result, const PlacedLaw& placed) {
  const Solved& s = result.components[placed.component];
  const Law& law = s.laws->laws[placed.law.law];
  const Names shown = result.model->layout().shown();
  const Names names =
      result.has_one_component() ? shown : names_of(shown, s.component, placed.copy);
  return law.elementary ? to_string(*law.elementary, names)
                        : to_string(polynomial_of(*s.laws, s.fields(), placed.law), names);
}

void add_row(Report& report, const Result& result, const ListedLaw& listed) {
  const Law& law = result.components[listed.law.component].laws->laws[listed.law.law.law];
  report.laws.push_back({expression_of(result, listed.law), law.degree, listed.independent,
                         law.kind, listed.multiplicity});
}

void add_rows(Report& report, const Result& result, LawListing listing) {
  std::size_t terms = 0;
  for_each_listed(result, listing, [&](const ListedLaw& listed) {
    const Law& law = result.components[listed.law.component].laws->laws[listed.law.law.law];
    terms += law.elementary ? law.elementary->numerator.size() : law.polynomial.size();
    report.laws_truncated = terms > most_terms;
    if (!report.laws_truncated) add_row(report, result, listed);
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

void for_each_listed(const Result& result, LawListing listing,
                     FunctionRef<bool(const ListedLaw&)> visit) {
  std::vector<std::set<Key>> independent;
  for (const Solved& s : result.components) {
    auto& keys = independent.emplace_back();
    if (s.laws)
      for (const GradientStep& step : s.laws->independent) keys.insert(key_of(*s.laws, step.law));
  }
  const auto tell = [&](ListedLaw listed) {
    const LawSpace& space = *result.components[listed.law.component].laws;
    if (space.independence_known)
      listed.independent =
          independent[listed.law.component].contains(key_of(space, listed.law.law));
    return visit(listed);
  };
  if (listing == LawListing::all)
    return for_each_law(result, [&](const PlacedLaw& law) { return tell({law, 1, std::nullopt}); });
  for (const ListedLaw& group : groups_of(result, listing))
    if (!tell(group)) return;
}

Report make_summary(const Result& result) {
  Report report;
  report.model = result.model->title();
  report.setting = setting_of(*result.source);
  report.setting.letters = result.model->layout().letters();
  report.parameters = result.model->parameters();
  report.coordinates = result.model->coordinates();
  for (const Terms& p : result.model->domain()) {
    report.domain.push_back(to_string(p, result.model->layout().shown()));
    report.setting.domain.push_back(latex_of(p, result.model->layout()));
  }
  report.laws_known = result.laws_known;
  if (result.laws_known) {
    report.monomial_map = std::all_of(result.components.begin(), result.components.end(),
                                      [](const Solved& c) { return c.fields().is_monomial_map(); });
    report.within = to_string(result.degrees.bounds, *result.model);
    for (std::uint32_t d = 1; d <= result.dimensions.size(); ++d)
      report.law_space.push_back({d, result.dimensions[d - 1]});
  }
  report.independent_laws = result.independent_laws;
  if (result.lie_known) {
    report.lie_lower = result.lie_lower;
    report.lie_upper = result.lie_upper;
  }
  report.local_laws = result.local_laws();
  report.complete = result.complete;
  report.probably = result.probably;
  if (result.stopped) report.stopped = result.stop_reason;
  return report;
}

Report make_report(const Result& result, LawListing listing) {
  Report report = make_summary(result);
  report.listing = listing;
  add_rows(report, result, listing);
  for (const LawFamily& f : law_families(result)) report.families.push_back(written(f));
  return report;
}

}  // namespace abide
