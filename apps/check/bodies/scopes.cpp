// A sum is checked component by component; nothing of a scope is kept but its numbers.
#include "scopes.hpp"

#include "components.hpp"

namespace abide_check {
namespace {
class Scopes final : public Certificate {
 public:
  using Certificate::Certificate;

 protected:
  void statement(const std::string& word, Text& s) override {
    if (word == "component" && !std::exchange(started_, true)) {
      scoped_ = true;
      scope_.reset();
      components_ = components_of(model_);
    }
    started_ = true;
    if (scoped_ && word == "component") return component(s);
    if (scoped_ && word == "whole") return add_up(s);
    if (scope_) return Certificate::statement(word, s);
    demand(scoped_, "the model is a sum: expected 'component 1'");
    about_the_whole(word, s);
  }
  Proved whole() override {
    if (!scoped_ && scope_) return Certificate::whole();
    demand(!scope_, "expected the line 'whole'");
    const Integer shared = model_.time ? 1 : 0;
    Proved all{1, shared, 0, shared, shared, {}, !sums_.empty()};
    for (const Proved& c : sums_) {
      all.independent += c.copies * c.independent;
      all.rank += c.copies * (c.rank < shared ? Integer(0) : Integer(c.rank - shared));
      all.dimension += c.copies * (c.dimension - shared);
      if (!c.rank_above) all.rank_above.reset();
      if (all.rank_above) *all.rank_above += c.copies * (*c.rank_above - shared);
      all.closed = all.closed && c.closed;
    }
    if (!sums_.empty()) return all;
    return {1, model_.dimension(), 0, shared, std::nullopt, {}, false};
  }

 private:
  void component(Text& s) {
    close();
    const u64 most = components_.size(), next = sums_.size() + 1;
    demand(next <= most, "the model has ", counted(most, "different component"));
    s.then().natural("the next component", next, next);
    s.finish();
    const Component& c = components_[next - 1];
    run_.start = text("component ", next, ": ");
    run_.claim(c.copies, c.copies == 1 ? " copy, " : " copies, ",
               counted(c.fields->dimension(), "coordinate"), ", ",
               counted(c.fields->count(), "field"));
    if (run_.listener != nullptr) run_.listener->component(*c.fields, c.copies);
    scope_.emplace(*c.fields, run_);
  }
  void close() {
    if (scope_) sums_.push_back(scope_->proved(components_[sums_.size()].copies));
    scope_.reset();
  }
  void add_up(Text& s) {
    s.finish();
    close();
    run_.start.clear();
    demand(sums_.size() == components_.size(), "expected component ", sums_.size() + 1);
  }
  void about_the_whole(const std::string& word, Text& s) {
    const auto at = run_.words.find(word);
    demand(at != run_.words.end() && at->second.first.kind == Tag::whole,
           "expected a statement about the whole, found ", shown(word));
    demand(std::ranges::count(run_.declared, at->second.second) > 0, "'", word,
           "' needs a rule that the head does not declare");
    demand(!model_.time, "law spaces of components that share a time do not multiply");
    run_.claim(at->second.second->whole(s.then(), sums_));
  }

  std::vector<Component> components_;
  bool started_ = false, scoped_ = false;  // a statement, and a line `component`, was read
  std::vector<Proved> sums_;
};
}  // namespace

std::unique_ptr<Certificate> make_scopes(const Model& model, Run& run) {
  return std::make_unique<Scopes>(model, run);
}
}  // namespace abide_check
