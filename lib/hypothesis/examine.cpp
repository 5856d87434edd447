// The examination: bounds of the generic rank of W_φ, then cell after cell: rank of W, laws and Lie
// rank by `certify`, and whether the laws hold for every input. Cells with equal numbers are
// counted as one kind, with the first one as the example (mathematics.md, section 8).
#include <algorithm>
#include <tuple>

#include "stages.hpp"

namespace abide {

namespace {

constexpr std::size_t most_parameters = 2'000;
constexpr double most_terms = 1U << 20U;
constexpr std::uint32_t most_cells = 1'000'000;

std::size_t parameters_of(const Architecture& g) {
  std::size_t count = 0;
  for (const Architecture::Layer& l : g.layers()) {
    count = std::max<std::size_t>(count, l.weight(l.inputs - 1, l.outputs - 1) + std::size_t{1});
    if (l.bias) count = std::max<std::size_t>(count, *l.bias + std::size_t{l.outputs});
  }
  return count;
}

class Examination {
 public:
  Examination(const Model& model, const Architecture& g, const HypothesisOptions& options,
              const Progress& progress)
      : model_(model), g_(g), options_(options), progress_(progress) {
    check();
    report_.model = model.title();
    report_.parameters = model.coordinates();
    report_.names = model.names();
    report_.loss = options.loss;
    report_.with_data = !options.inputs.empty();
    report_.with_labels = !options.labels.empty();
  }

  Hypothesis run() {
    try {
      if (!report_.with_data) bound_map();
      cells();
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::stopped) throw;
      stop(e.what());
    }
    return std::move(report_);
  }

 private:
  const Model& model_;
  const Architecture& g_;
  const HypothesisOptions& options_;
  const Progress& progress_;
  Hypothesis report_;
  std::optional<Distribution> map_;  // fields of φ along the loss

  void check() const {
    const auto refuse = [](const std::string& why) { throw Error(ErrorKind::input, why); };
    if (options_.cells == 0 || options_.cells > most_cells)
      refuse("the number of cells must be 1 to 1000000");
    if (!model_.is_settled())
      refuse("the hypothesis is about gradient flow of the model, with no other dynamics");
    const bool differences = options_.loss == Dynamics::Loss::cross_entropy;
    if (differences && g_.outputs() < 2)
      refuse("cross-entropy needs a network with two outputs or more");
    if (differences && !options_.labels.empty())
      refuse("labels are for squared error, not for cross-entropy");
    if (options_.inputs.empty() && !options_.labels.empty()) refuse("labels need data");
    if (!options_.labels.empty() && options_.labels.size() != options_.inputs.size())
      refuse("there are " + std::to_string(options_.inputs.size()) + " inputs and " +
             std::to_string(options_.labels.size()) + " labels");
    const auto check_rows = [&](const Samples& samples, std::size_t columns,
                                const std::string& what) {
      for (const auto& row : samples)
        if (row.size() != columns)
          refuse(what + " of " + std::to_string(row.size()) + " numbers, expected " +
                 std::to_string(columns));
    };
    check_rows(options_.inputs, g_.inputs(), "an input");
    check_rows(options_.labels, g_.outputs(), "a label");
    if (parameters_of(g_) != model_.coordinates())
      throw Error(ErrorKind::internal,
                  "the architecture does not have the parameters of the model");
    check_size();
  }

  void check_size() const {
    const std::size_t d = model_.coordinates();
    if (d > most_parameters)
      throw Error(ErrorKind::limit,
                  std::to_string(d) +
                      " parameters; the limit for a model written out cell by cell "
                      "is " +
                      std::to_string(most_parameters));
    const double paths = count_paths(g_);
    const double inputs = static_cast<double>(options_.inputs.empty() ? d : options_.inputs.size());
    if (paths * inputs * (options_.labels.empty() ? 1 : paths) > most_terms)
      throw Error(ErrorKind::limit,
                  "the polynomials of one activation cell may have more than 2^20 terms");
  }

  void bound_map() {
    Dynamics dynamics;
    dynamics.loss = options_.loss;
    map_.emplace(on_phase_space(model_.with(dynamics), progress_), progress_);
    progress_.doing("rank of W_phi");
    report_.map_rank = generic_rank(*map_, options_.seed, progress_);
    progress_.tell("hypothesis", "rank of W_phi: " + std::to_string(report_.map_rank->lower) +
                                     " to " + std::to_string(report_.map_rank->upper));
  }

  void stop(const std::string& reason) { report_.stopped = reason; }

  void cells() {
    const CellSearch search(g_, model_.coordinates(),
                            map_ ? report_.map_rank->upper : model_.coordinates(), options_);
    // In batches: results of cells that are like an earlier one need not be kept.
    const std::size_t batch = 4 * progress_.threads();
    for (std::size_t start = 0; start < options_.cells && report_.stopped.empty(); start += batch) {
      std::vector<Draw> draws(std::min<std::size_t>(batch, options_.cells - start));
      progress_.for_each(draws.size(),
                         [&](std::size_t k) { draws[k] = examine_draw(search, start + k); });
      for (Draw& draw : draws) count(std::move(draw));
    }
    sort();
  }

  // What became of a draw: a cell, none, or an early end.
  struct Draw {
    std::optional<ActivationCell> cell;
    std::string stopped;
  };

  Draw examine_draw(const CellSearch& search, std::size_t number) const {
    try {
      return {examine_cell(search, number), {}};
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::stopped) throw;
      return {{}, e.what()};
    }
  }

  void count(Draw draw) {
    if (!draw.stopped.empty()) return stop(draw.stopped);
    ++report_.drawn;
    if (draw.cell) keep(std::move(*draw.cell));
  }

  std::optional<ActivationCell> examine_cell(const CellSearch& search, std::size_t number) const {
    progress_.doing("activation cell", number + 1, options_.cells);
    std::optional<ActivationCell> cell = search.draw(number, progress_);
    if (!cell) return cell;
    const Model model(model_.title() + ", activation cell " + std::to_string(number + 1), "",
                      model_.layout(), search.map_of(*cell));
    Options options = options_.search;
    options.question = Question::certify;
    const Progress part(&progress_);
    cell->result = std::make_shared<const Result>(certify(model, options, part));
    if (!cell->result->stopped.empty() && !cell->result->complete)
      throw Error(ErrorKind::stopped, cell->result->stopped);
    if (report_.with_data) {
      cell->laws_hold = true;
    } else {
      hold_for_every_input(*cell);
    }
    progress_.tell("hypothesis", "cell " + std::to_string(number + 1) + ": rank W " +
                                     std::to_string(cell->rank) + ", " +
                                     std::to_string(cell->result->independent_laws) + " laws");
    return cell;
  }

  bool is_whole(const ActivationCell& cell) const {
    return map_ && cell.rank == report_.map_rank->upper;
  }

  bool hold(const Result& cell, const Distribution& fields) const {
    for (const ListedLaw& law : cell.all_laws()) {
      const ElementaryFunction h = law.function();
      if (h.is_polynomial() ? violation(fields, h.numerator, progress_)
                            : violation(fields, h, progress_))
        return false;
    }
    return true;
  }

  // Laws of φ hold for every input. Other ones are tried on all patterns that can occur.
  void hold_for_every_input(ActivationCell& cell) const {
    if (is_whole(cell)) cell.rank_upper = cell.rank;
    cell.laws_hold = hold(*cell.result, *map_);
    if (cell.rank_upper && cell.laws_hold) return;
    const auto possible = possible_patterns(g_, cell.weights, progress_);
    if (!possible) return;
    PolynomialMap map =
        on_every_input(g_, possible->patterns, cell.weights.size(), options_.loss, progress_);
    if (!cell.rank_upper)
      cell.rank_upper = std::min(exact_rank(map, cell.weights), report_.map_rank->upper);
    if (map.entries.empty()) map.entries.emplace_back();
    const Model model("", "", model_.layout(), std::move(map));
    cell.laws_hold = cell.laws_hold || hold(*cell.result, Distribution(model, progress_));
  }

  static auto key(const ActivationCell& c) {
    return std::tuple(c.rank, c.rank_upper, c.result->independent_laws, c.result->lie_lower,
                      c.result->lie_upper, c.complete());
  }

  void keep(ActivationCell cell) {
    ++report_.found;
    const auto same =
        std::find_if(report_.kinds.begin(), report_.kinds.end(),
                     [&](const CellKind& kind) { return key(kind.example) == key(cell); });
    if (same != report_.kinds.end()) {
      ++same->count;
    } else {
      const bool whole = is_whole(cell);
      report_.kinds.push_back({1, std::move(cell), whole, {}});
    }
  }

  void sort() {
    std::stable_sort(report_.kinds.begin(), report_.kinds.end(),
                     [](const CellKind& a, const CellKind& b) {
                       const auto rank = [](const CellKind& k) {
                         return std::tuple(k.whole, k.example.rank, k.example.complete());
                       };
                       return rank(a) > rank(b);
                     });
  }
};

}  // namespace

std::size_t Hypothesis::whole() const noexcept {
  std::size_t count = 0;
  for (const CellKind& kind : kinds) count += kind.whole ? kind.count : 0;
  return count;
}

Outcome Hypothesis::outcome() const noexcept {
  if (!stopped.empty()) return Outcome::stopped;
  const bool proved = std::any_of(kinds.begin(), kinds.end(),
                                  [](const CellKind& k) { return k.example.complete(); });
  return proved ? Outcome::proved : Outcome::open;
}

Hypothesis examine(const Model& model, const Architecture& architecture,
                   const HypothesisOptions& options, const Progress& progress) {
  return Examination(model, architecture, options, progress).run();
}

Hypothesis examine(std::string_view specification, const HypothesisOptions& options) {
  const Architecture g = make_architecture(specification);
  return examine(make_model(specification), g, options);
}

}  // namespace abide
