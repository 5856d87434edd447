// The MODEL argument is a specification or a canonical file; here are the parts of canonical files
// that the core does not know: domains, metrics, drifts, networks and sums.
#include "specification.hpp"

#include <set>

#include "../core/canonical.hpp"
#include "components.hpp"
#include "network_text.hpp"
#include "sum.hpp"
#include "translated.hpp"

namespace abide_check {
namespace {
class AllBodies final : public Canonical {
 public:
  using Canonical::Canonical;
  Metric metric_rows() { return std::move(metric_); }
  bool has_drift() const { return drift_.has_value(); }

 protected:
  void role(const Array& array) override {
    const size_t start = text_.at();
    if (text_.take("velocity ")) {
      const Array& of = known("an array declared before");
      if (!parameters_.contains(of.first) || of.shape != array.shape)
        text_.expected("a parameter of the same shape and order", start);
    } else if (text_.take("time ")) {
      text_.take("-");
      text_.rational();
      if (time_ || array.shape.indices > 0) text_.fail("expected one time, which is a scalar");
      time_ = narrow(array.first);
    } else if (text_.take("parameter")) {
      parameters_.insert(array.first);
    } else {
      for (const char* word : {"constant", "state", "auxiliary"})
        if (text_.take(word)) text_.fail(text("'", word, "' is reserved for a later version"));
      text_.expected("'parameter', 'velocity' or 'time'");
    }
  }
  void surroundings(Model& model) override {
    begin("domain "), domain(model);
    begin("metric "), metric();
    begin("drift"), drift();
  }
  void body(Model& model) override {
    const Text start = text_;
    for (const char* word : {"indexed", "steps", "ideal"})
      if (text_.take(word)) start.fail(text("'", word, "' is reserved for a later version"));
    if (text_.take("network "))
      model.fields = network();
    else if (text_.take("sum "))
      sum_body(model.components, 1, 0);
    else if (text_.take("map "))
      model.fields = written_out(true);
    else if (text_.take("fields "))
      model.fields = written_out(false);
    else
      text_.expected("'map', 'fields', 'network' or 'sum'");
    if (drift_) model.time = time_;
    count_up(model);
    if (model.dimension != high_)
      start.fail(
          text("expected ", counted(model.dimension, "coordinate"), ", the arrays have ", high_));
    const bool fields = start.rest().starts_with("fields ");
    if (!metric_.empty() && (!model.fields || fields))
      start.fail("a metric stands beside 'map' or one 'network' only");
    if (drift_ && !fields) start.fail("a drift stands beside 'fields' only");
  }

 private:
  void domain(Model& model) {
    if (!text_.take("nonzero ")) return text_.expect("all");
    const u64 count = text_.natural("a number of polynomials", 1, UINT32_MAX);
    model.domain = text(", on the domain where ", counted(count, "polynomial"),
                        count == 1 ? " is" : " are", " not zero");
    for (u64 k = 0; k < count; ++k) {
      begin("n ");
      Explicit::Body pieces;
      sum(pieces, 0);
      if (pieces.size() == 1 && pieces[0].monomial.empty())
        text_.expected("a polynomial that is not constant", 2);
    }
  }
  // `diagonal` or `full`, row by row.
  void metric() {
    const bool full = text_.take("full");
    if (!full && !text_.take("diagonal")) return text_.expect("identity");
    for (u64 j = 0; j < high_; ++j) {
      begin(full ? "g" : "g ");
      Explicit::Body pieces;
      if (full)
        pieces = components();
      else if (text_.rest() != "0" || !text_.take("0"))
        sum(pieces, narrow(j));
      auto& row = metric_.emplace_back();
      for (auto& piece : pieces) add_to(row[piece.j], piece.monomial, piece.coefficient);
    }
    for (u32 j = 0; j < metric_.size(); ++j)
      for (const auto& [k, terms] : metric_[j])
        if (const auto at = metric_[k].find(j); at == metric_[k].end() || at->second != terms)
          text_.fail(text("expected a symmetric metric: row ", j + 1, ", column ", k + 1));
  }
  void drift() {
    if (text_.take(" none")) return;
    text_.finish();
    drift_ = components();
    if (drift_->empty()) text_.fail("expected a drift that is not zero, or 'drift none'");
  }
  std::unique_ptr<Explicit> written_out(bool map) {
    auto all = bodies(map);
    if (drift_ && !map) all.push_back(*drift_);
    return std::make_unique<Explicit>(high_ - low_, names(), std::move(all), map);
  }
  std::unique_ptr<Network> network() {
    auto network = parse_network_line(text_);
    network->name_as(names());
    return network;
  }
  // The rest of `sum K` and K items, from a coordinate on; returns the one behind them.
  u64 sum_body(std::vector<Component>& found, const Integer& copies, u64 first, int depth = 0) {
    if (depth > 100) text_.fail("more than 100 sums inside each other");
    const u64 end = high_;
    for (u64 k = text_.natural("a number of summands", 1, UINT32_MAX); k > 0; --k) {
      begin("times ");
      const Integer times = text_.natural("a number of copies", 1, UINT32_MAX);
      const u64 size = text_.take(" ") ? text_.natural("a number of coordinates", 1, end) : 0;
      if (size > end - first) text_.fail("a copy has more coordinates than there are");
      const Text at = text_;
      begin("");
      low_ = first, high_ = size > 0 ? first + size : end;
      u64 one = size;
      if (size == 0 && text_.take("sum ")) {
        one = sum_body(found, copies * times, first, depth + 1) - first;
      } else if (size == 0) {
        text_.expect("network ");
        auto body = network();
        one = body->dimension();
        add_summand(found, std::move(body), copies * times);
      } else {
        const bool map = text_.take("map ");
        if (!map) text_.expect("fields ");
        add_summand(found, written_out(map), copies * times);
      }
      if (times * one > end - first) at.fail("the copies have more coordinates than there are");
      first += (times * one).convert_to<u64>();
      low_ = 0, high_ = end;
    }
    return first;
  }

  std::set<u64> parameters_;  // arrays, by their first coordinate
  std::optional<u32> time_;
  Metric metric_;
  std::optional<Explicit::Body> drift_;
};
}  // namespace

Model read_canonical(Input input, const std::string& file, const Question& question) {
  AllBodies reader(std::move(input), file);
  Model model = reader.read();
  if (reader.has_drift() && question.dynamics.has_drift())
    throw InputError("the dynamics are given twice: the model has a drift");
  ask(model, question, reader.metric_rows());
  return model;
}
Model read_model(const std::string& argument, const Question& question) {
  if (argument.ends_with(".canon"))
    return read_canonical(open_input(argument), shown(argument), question);
  Model model;
  if (argument.find_first_of("+*()") != argument.npos || is_repeated(argument)) {
    model = parse_sum(argument);
  } else {
    model.specification = argument;
    if (argument.starts_with("lora:"))
      model.fields = parse_low_rank(argument);
    else
      model.fields = parse_family(argument);
  }
  ask(model, question, {});
  return model;
}
}  // namespace abide_check
