#include <abide/export.hpp>

#include <algorithm>
#include <map>

namespace abide {

namespace {

constexpr std::size_t most_terms = 1'000'000;

// The group a law is listed under: its kind, its orbit or itself.
std::string group_of(const Law& law, std::size_t position, LawListing listing) {
  if (listing == LawListing::kinds) return std::to_string(law.degree) + law.kind;
  return std::to_string(listing == LawListing::orbits ? law.orbit : position);
}

void list_laws(Report& report, const LawSpace& space, const Model& model, LawListing listing) {
  std::map<std::string, std::size_t> groups;
  std::size_t terms = 0;
  for (std::size_t k = 0; k < space.laws.size(); ++k) {
    const Law& law = space.laws[k];
    if (!law.generator) continue;
    const auto [it, fresh] = groups.try_emplace(group_of(law, k, listing), report.laws.size());
    if (!fresh) {
      ++report.laws[it->second].multiplicity;
      continue;
    }
    terms += law.polynomial.size();
    if (terms > most_terms) {
      report.laws_truncated = true;
      return;
    }
    const bool independent =
        std::any_of(space.independent.begin(), space.independent.end(),
                    [k](const MinorStep& s) { return s.item == k; });
    report.laws.push_back(
        {to_string(law.polynomial, model.names()), law.degree, independent, law.kind, 1});
  }
}

}  // namespace

Report make_report(const Result& result, LawListing listing) {
  Report report;
  report.model = result.model->title();
  report.parameters = report.coordinates = result.model->coordinates();
  if (result.laws) {
    report.laws_known = true;
    for (std::uint32_t d = 1; d <= result.degree; ++d) {
      report.law_space.push_back({d, std::nullopt});
      if (d <= result.laws->levels.size())
        report.law_space.back().value = result.laws->levels[d - 1].dimension;
    }
    list_laws(report, *result.laws, *result.model, listing);
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

}  // namespace abide
