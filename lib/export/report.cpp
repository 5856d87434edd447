#include "formula.hpp"
#include "setting.hpp"

#include <abide/export.hpp>

#include <array>
#include <map>
#include <set>

namespace abide {

namespace {

constexpr std::size_t most_terms = 1'000'000;

// Lists laws, or one of each group with its number.
class Listing {
 public:
  Listing(Report& report, const Result& result, LawListing listing)
      : report_(report), space_(*result.laws), x_(*result.fields), names_(result.model->shown_names()),
        copies_(result.model->copies()), listing_(listing) {
    for (const GradientStep& s : space_.independent) independent_.insert(key(s.law));
  }

  void run() {
    for (std::size_t k = 0; k < space_.laws.size() && !report_.laws_truncated; ++k) {
      const Law& law = space_.laws[k];
      if (!law.generator) continue;
      if (listing_ == LawListing::all) {
        list_all(k);
        continue;
      }
      const auto [it, fresh] = groups_.try_emplace(group_of(law), report_.laws.size());
      if (fresh) {
        add({k, {0, 1}}, 0, copies_ * law.count());
      } else {
        report_.laws[it->second].multiplicity += copies_ * law.count();
      }
    }
  }

 private:
  Report& report_;
  const LawSpace& space_;
  const Distribution& x_;
  Names names_;
  std::uint32_t copies_;
  LawListing listing_;
  std::set<std::array<std::uint64_t, 3>> independent_;
  std::map<std::string, std::size_t> groups_;
  std::size_t terms_ = 0;

  std::array<std::uint64_t, 3> key(const LawRef& ref) const {
    if (!space_.laws[ref.law].images) return {ref.law, 0, 0};
    return {ref.law, ref.nodes[0], space_.laws[ref.law].images->nodes == 1 ? 0 : ref.nodes[1]};
  }
  std::string group_of(const Law& law) const {
    return listing_ == LawListing::kinds ? std::to_string(law.degree) + law.kind
                                         : std::to_string(law.orbit);
  }
  Names names_of(std::uint32_t copy) const {
    if (copies_ == 1) return names_;
    const std::size_t count = x_.coordinates();
    return {count, [names = names_, first = copy * count](std::size_t k) { return names[first + k]; }};
  }
  // The images of a law in every copy.
  void list_all(std::size_t law) {
    for (std::uint32_t copy = 0; copy < copies_ && !report_.laws_truncated; ++copy)
      for_each_image(space_, law, [&](const LawRef& ref) { return add(ref, copy, 1); });
  }
  bool add(const LawRef& ref, std::uint32_t copy, std::uint64_t multiplicity) {
    const Law& law = space_.laws[ref.law];
    const Terms h = law.elementary ? law.elementary->numerator : polynomial_of(space_, x_, ref);
    terms_ += h.size();
    if (terms_ > most_terms) {
      report_.laws_truncated = true;
      return false;
    }
    std::optional<bool> independent;
    if (space_.independence_known) independent = independent_.contains(key(ref));
    const Names names = names_of(copy);
    report_.laws.push_back(
        {law.elementary ? to_string(*law.elementary, names) : to_string(h, names), law.degree, independent, law.kind,
         multiplicity});
    return true;
  }
};

template <class Write>
Report::Formula in_all_scripts(const Write& write) {
  return {write(Script::ascii), write(Script::unicode), write(Script::latex)};
}

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
  out.range = in_all_scripts([&](Script script) { return FormulaWriter(model, *family.arrays, script).range(family.range); });
  out.laws = family.laws;
  out.copies = family.copies;
  out.independent = family.independent;
  out.rank_bound = family.rank_bound();
  out.degree = family.degree;
  out.kind = family.kind;
  return out;
}

std::vector<Report::Family> written_families(const Result& result) {
  std::vector<Report::Family> families;
  for (const LawFamily& f : law_families(result)) families.push_back(written(f, *result.model));
  return families;
}

}  // namespace

Report make_report(const Result& result, LawListing listing) {
  Report report;
  report.model = result.model->title();
  report.setting = setting_of(*result.source);
  report.parameters = result.model->parameters();
  report.coordinates = result.model->coordinates();
  for (const Terms& p : result.model->domain()) report.domain.push_back(to_string(p, result.model->names()));
  if (result.laws) {
    report.laws_known = true;
    report.monomial_map = result.fields->is_monomial_map();
    report.within = to_string(result.degrees.bounds, *result.model);
    for (std::uint32_t d = 1; d <= result.degrees.degree; ++d) {
      report.law_space.push_back({d, std::nullopt});
      if (d <= result.laws->levels.size())
        report.law_space.back().value = result.laws->levels[d - 1].dimension;
    }
    Listing(report, result, listing).run();
    report.families = written_families(result);
  }
  report.listing = listing;
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

}  // namespace abide
