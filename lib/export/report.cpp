// The report: a result as plain data, which all formats write. Which laws are listed, and for how
// many others each stands, is decided here: one of each kind, one of each orbit, or all with their
// images and copies.
#include <abide/export.hpp>
#include <array>
#include <map>
#include <set>

#include "formula.hpp"
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

// One law of each group, with the number of laws in it.
std::vector<ListedLaw> groups_of(const LawSpace& space, std::uint32_t copies, LawListing listing) {
  std::vector<ListedLaw> groups;
  std::map<std::pair<std::size_t, std::string>, std::size_t> numbers;
  for (std::size_t k = 0; k < space.laws.size(); ++k) {
    const Law& law = space.laws[k];
    if (!law.generator) continue;
    const auto key = listing == LawListing::kinds ? std::pair(std::size_t{law.degree}, law.kind)
                                                  : std::pair(law.orbit, std::string());
    const auto [it, fresh] = numbers.try_emplace(key, groups.size());
    if (fresh) groups.push_back({{k, {0, 1}}, 0, 0, std::nullopt});
    groups[it->second].multiplicity += copies * law.count();
  }
  return groups;
}

// The images of every law in every copy.
void for_each_law(const LawSpace& space, std::uint32_t copies,
                  FunctionRef<bool(const ListedLaw&)> visit) {
  bool more = true;
  for (std::size_t k = 0; k < space.laws.size(); ++k)
    for (std::uint32_t copy = 0; copy < copies && space.laws[k].generator && more; ++copy)
      for_each_image(space, k, [&](const LawRef& ref) {
        return more = visit({ref, copy, 1, std::nullopt});
      });
}

void add_row(Report& report, const Result& result, const ListedLaw& listed) {
  const LawSpace& space = *result.laws;
  const Law& law = space.laws[listed.law.law];
  const Names names = result.model->copies() == 1 ? result.model->shown_names()
                                                  : copy_of(*result.model, listed.copy).names();
  report.laws.push_back({law.elementary
                             ? to_string(*law.elementary, names)
                             : to_string(polynomial_of(space, *result.fields, listed.law), names),
                         law.degree, listed.independent, law.kind, listed.multiplicity});
}

void add_rows(Report& report, const Result& result, LawListing listing) {
  std::size_t terms = 0;
  for_each_listed(result, listing, [&](const ListedLaw& listed) {
    const Law& law = result.laws->laws[listed.law.law];
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

Report::Family written(const LawFamily& family, const Model& model) {
  Report::Family out;
  out.matrix = family.is_matrix();
  out.form = in_all_scripts([&](Script script) {
    if (family.elementary) {
      const std::string h = to_string(*family.elementary, model.shown_names());
      return script == Script::latex ? latex_of(h) : h;
    }
    const FormulaWriter writer(model, *family.arrays, script);
    return out.matrix ? writer.matrix(family) : writer.form(family.form);
  });
  out.range = in_all_scripts([&](Script script) {
    return FormulaWriter(model, *family.arrays, script).range(family.range);
  });
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
  if (!result.laws) return;
  const LawSpace& space = *result.laws;
  std::set<Key> independent;
  for (const GradientStep& s : space.independent) independent.insert(key_of(space, s.law));
  const auto tell = [&](ListedLaw listed) {
    if (space.independence_known)
      listed.independent = independent.contains(key_of(space, listed.law));
    return visit(listed);
  };
  if (listing == LawListing::all) return for_each_law(space, result.model->copies(), tell);
  for (const ListedLaw& group : groups_of(space, result.model->copies(), listing))
    if (!tell(group)) return;
}

Report make_summary(const Result& result) {
  Report report;
  report.model = result.model->title();
  report.setting = setting_of(*result.source);
  report.parameters = result.model->parameters();
  report.coordinates = result.model->coordinates();
  for (const Terms& p : result.model->domain())
    report.domain.push_back(to_string(p, result.model->names()));
  if (result.laws) {
    report.laws_known = true;
    report.monomial_map = result.fields->is_monomial_map();
    report.within = to_string(result.degrees.bounds, *result.model);
    for (std::uint32_t d = 1; d <= result.degrees.degree; ++d) {
      report.law_space.push_back({d, std::nullopt});
      if (d <= result.laws->levels.size())
        report.law_space.back().value = result.laws->levels[d - 1].dimension;
    }
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
  for (const LawFamily& f : law_families(result))
    report.families.push_back(written(f, *result.model));
  return report;
}

}  // namespace abide
