// What was found in activation cells, as text and as JSON (data/format/hypothesis.md): one
// paragraph or object for each kind of cells, with an example that can be computed again.
#include <fmt/format.h>

#include "json.hpp"
#include "words.hpp"

namespace abide {

namespace {

// So many weights or inputs fill a few lines; JSON has all of them.
constexpr std::size_t most_shown = 60;

std::string rank_of_map(const Hypothesis& h) {
  if (!h.map_rank) return "";
  const RankBounds& r = *h.map_rank;
  if (r.lower == r.upper) return fmt::format("rank of W_phi: {}, proved\n", r.lower);
  return fmt::format("rank of W_phi: between {} and {}; {}\n", r.lower, r.upper, r.reason);
}

std::string comparison(const Hypothesis& h, const CellKind& kind) {
  const ActivationCell& cell = kind.example;
  if (!h.map_rank) return fmt::format("  rank of the gradients {}\n", cell.rank);
  const std::string most = cell.rank_upper == cell.rank ? "" : "at least ";
  const std::string rank =
      fmt::format("  rank of W {}{} of {}: ", most, cell.rank, h.map_rank->upper);
  if (kind.whole) return rank + "W = W_phi in the cell, proved\n";
  if (cell.rank_upper && *cell.rank_upper < h.map_rank->lower)
    return rank + "smaller than that of W_phi, proved\n";
  if (cell.rank == h.map_rank->lower) return rank + "probably W = W_phi\n";
  return rank + "W = W_phi is not proved\n";
}

std::string conclusion(const Hypothesis& h, const ActivationCell& cell) {
  const Result& r = *cell.result;
  std::string text = "  " + counted(r.independent_laws, "independent law") + ", Lie rank ";
  text += std::to_string(r.lie_lower);
  if (r.lie_lower != r.lie_upper) text += fmt::format(" to {}", r.lie_upper);
  text += fmt::format(" of {}: ", h.parameters);
  const std::string scope = h.with_labels ? "for this data with these labels"
                            : h.with_data ? "for this data, whatever the labels"
                                          : "of the model";
  if (cell.complete())
    return text + "these are all conserved functions " + scope + " in the cell, proved\n";
  if (r.complete)
    return text +
           "every conserved function of the model in the cell is a function of these, proved; "
           "whether "
           "these hold for all inputs is open\n";
  return text + "open, there may be more\n";
}

std::string numbers(const std::vector<Rational>& row) {
  std::string text;
  for (const Rational& x : row) text += (text.empty() ? "" : ", ") + x.to_string();
  return "(" + text + ")";
}

std::string place(const Hypothesis& h, const ActivationCell& cell) {
  std::string text = fmt::format("  cell {}, weights", cell.draw + 1);
  for (std::size_t j = 0; j < cell.weights.size() && j < most_shown; ++j)
    text += fmt::format("{} {} = {}", j == 0 ? "" : ",", h.names[j], cell.weights[j]);
  if (cell.weights.size() > most_shown) text += ", …";
  if (h.with_data) return text + "\n";
  text += cell.inputs.empty() ? "\n  no input has a gradient" : "\n  inputs";
  for (std::size_t k = 0; k < cell.inputs.size() && k < most_shown; ++k)
    text += " " + numbers(cell.inputs[k]);
  return text + (cell.inputs.size() > most_shown ? " …\n" : "\n");
}

std::string kind_lines(const Hypothesis& h, std::size_t k) {
  const CellKind& kind = h.kinds[k];
  std::string text =
      fmt::format("kind {}: {} of {}\n", k + 1, kind.count, counted(h.found, "cell"));
  text += comparison(h, kind) + conclusion(h, kind.example);
  for (const auto& family : make_report(*kind.example.result, LawListing::kinds).families)
    text += "  " + family_lines(family, false);
  return text + place(h, kind.example);
}

Json bounds(std::size_t lower, const std::optional<std::size_t>& upper) {
  return {{"lower", lower}, {"upper", upper ? Json(*upper) : Json(nullptr)}};
}

Json json_of(const Samples& samples) {
  Json rows = Json::array();
  for (const auto& sample : samples) {
    Json row = Json::array();
    for (const Rational& x : sample) row.push_back(x.to_string());
    rows.push_back(std::move(row));
  }
  return rows;
}

Json json_of(const Hypothesis& h, const CellKind& kind) {
  const ActivationCell& cell = kind.example;
  const Result& r = *cell.result;
  Json j;
  j["cells"] = kind.count;
  j["rank"] = bounds(cell.rank, cell.rank_upper);
  j["whole"] = kind.whole;
  j["independent_laws"] = r.independent_laws;
  j["lie_rank"] = bounds(r.lie_lower, r.lie_upper);
  j["laws_hold"] = cell.laws_hold;
  j["complete"] = cell.complete();
  j["laws"] = Json::array();
  for (const auto& row : make_report(r, LawListing::kinds).laws)
    j["laws"].push_back({{"expression", row.expression},
                         {"degree", degree_or_null(row.degree)},
                         {"kind", row.kind},
                         {"multiplicity", row.multiplicity}});
  Json weights = Json::object();
  for (std::size_t k = 0; k < cell.weights.size(); ++k) weights[h.names[k]] = cell.weights[k];
  j["example"] = {
      {"cell", cell.draw + 1}, {"weights", std::move(weights)}, {"inputs", json_of(cell.inputs)}};
  j["certificate"] = kind.certificate.empty() ? Json(nullptr) : Json(kind.certificate);
  return j;
}

Json json_of(const Hypothesis& h) {
  Json j;
  j["model"] = h.model;
  j["parameters"] = h.parameters;
  j["loss"] = h.loss == Dynamics::Loss::spanning ? "spanning" : "cross-entropy";
  j["data"] = h.with_labels ? "labels" : h.with_data ? "inputs" : "all";
  j["map_rank"] = h.map_rank ? bounds(h.map_rank->lower, h.map_rank->upper) : Json(nullptr);
  j["drawn"] = h.drawn;
  j["cells"] = h.found;
  j["whole"] = h.whole();
  j["kinds"] = Json::array();
  for (const CellKind& kind : h.kinds) j["kinds"].push_back(json_of(h, kind));
  j["outcome"] = to_string(h.outcome());
  if (h.map_rank && !h.map_rank->reason.empty()) j["probably"] = h.map_rank->reason;
  if (!h.stopped.empty()) j["stopped"] = h.stopped;
  return j;
}

}  // namespace

std::string to_text(const Hypothesis& h) {
  std::string text =
      quoted(h.model) + ": " + counted(h.parameters, "parameter") + "\n" + rank_of_map(h);
  text += counted(h.drawn, "draw") + " of weights, " + counted(h.found, "activation cell") + "\n";
  if (h.found == 0 && h.stopped.empty())
    text += "no activation cell was found: every draw had a pre-activation that is zero\n";
  for (std::size_t k = 0; k < h.kinds.size(); ++k) text += kind_lines(h, k);
  if (h.map_rank && h.found > 0)
    text += fmt::format("W = W_phi in {} of {}, proved\n", h.whole(), counted(h.found, "cell"));
  if (!h.stopped.empty()) text += "stopped early, the above is proved: " + h.stopped + "\n";
  return text;
}

std::string to_json(const std::vector<Hypothesis>& hypotheses) {
  Json j;
  j["format"] = "abide-hypothesis";
  j["version"] = 1;
  j["models"] = Json::array();
  for (const Hypothesis& h : hypotheses) j["models"].push_back(json_of(h));
  return j.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace abide
