// A sum is checked component by component; nothing of a scope is kept but its numbers, so the
// memory is that of one component. They are multiplied by the copies and added up at the end
// (scopes.hpp).
#include "scopes.hpp"

namespace abide_check {
void Scopes::statement(const std::string& word, Text& s) {
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
  run_.claim(about_the_whole(word, s, sums_));
}
Proved Scopes::whole() {
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
  return {1, model_.dimension, 0, shared, std::nullopt, {}, false};
}
void Scopes::component(Text& s) {
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
  scope_ = open(*c.fields);
}
void Scopes::close() {
  if (scope_) sums_.push_back(scope_->proved(components_[sums_.size()].copies));
  scope_.reset();
}
void Scopes::add_up(Text& s) {
  s.finish();
  close();
  run_.start.clear();
  demand(sums_.size() == components_.size(), "expected component ", sums_.size() + 1);
}

}  // namespace abide_check
