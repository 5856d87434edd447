// The head, the statements in their order, what they add up to, and the end.
#include "check.hpp"

namespace abide_check {
namespace {
// The words of the core.
std::vector<Tag> core_words() {
  std::vector<Tag> all{{"p", Tag::line, 3}, {"e", Tag::line, 4}};
  for (const char* word : {"law", "point"}) all.push_back({word, Tag::preamble});
  for (const char* word : {"independent", "lie-rank", "space"})
    all.push_back({word, Tag::statement});
  for (const char* word : {"i", "w"}) all.push_back({word, Tag::list});
  for (const char* word : {"base", "cofactor", "lemma", "reachable-rank"})
    all.push_back({word, Tag::reserved});
  return all;
}

class Certificate {
 public:
  Certificate(const Model& model, Run& run, const Checks& checks)
      : model_(model), run_(run), checks_(checks) {
    for (const Tag& tag : core_words()) run_.words[tag.word] = {tag, nullptr};
    for (const RuleEntry* entry : checks.rules)
      for (const Tag& tag : entry->tags) run_.words[tag.word] = {tag, entry};
  }
  bool check() {
    head();
    if (model_.fields) scope_.emplace(*model_.fields, run_);
    for (bool first = true;; first = false) {
      Text s = run_.reader.next();
      const std::string word(s.until(" "));
      if (word == "complete" || word == "end") return finish(s, word == "complete");
      if ((word == "component" && first) || scoped_) {
        word == "component" ? component(s) : word == "whole" ? whole(s) : statement(word, s);
      } else {
        demand(scope_.has_value(), "the model is a sum: expected 'component 1'");
        scope_->statement(word, s.then());
      }
    }
  }

 private:
  void head() {
    run_.reader.next("abide-certificate 2").finish();
    Text rules = run_.reader.next("rules ");
    const std::string names = declare(rules);
    if (run_.reader.ahead() == "title") title(run_.reader.next("title "));
    question("model ", model_.specification);
    for (const auto& line : model_.arrays) question("array ", line.substr(6));
    question("dynamics ", model_.dynamics);
    question("metric ", model_.metric);
    question("loss ", model_.loss);
    asked(run_.reader.next("asked "));
    const bool canonical = model_.specification.starts_with("canonical ");
    const std::string domain = text(", on the domain where ", counted(model_.nonzero, "polynomial"),
                                    model_.nonzero == 1 ? " is" : " are", " not zero");
    run_.claim("model: ", canonical ? "canonical" : model_.specification, ", ",
               counted(model_.dimension(), "coordinate"), ", ", counted(model_.count(), "field"),
               model_.nonzero == 0 ? "" : domain);
    run_.claim("dynamics: ", model_.dynamics, ", metric: ", model_.metric, ", loss: ", model_.loss);
    run_.claim("rules: ", names);
  }
  // A line of the head must ask about the model at hand.
  void question(const char* key, const std::string& ours) {
    const Text line = run_.reader.next(key);
    demand(line.rest() == ours, "the certificate is for ", key, shown(line.rest()), ", not ",
           shown(ours));
  }
  // The rules that the certificate uses, in alphabetical order.
  std::string declare(Text& s) {
    if (s.take("none")) return s.finish(), "none";
    std::string names;
    do {
      const std::string name(s.until(" "));
      const auto known = std::ranges::find(checks_.rules, name, &RuleEntry::name);
      demand(known != checks_.rules.end(), "unknown rule ", shown(name));
      demand(run_.declared.empty() || run_.declared.back()->name < name,
             "rules are declared in alphabetical order, once each");
      run_.declared.push_back(*known);
      names += (names.empty() ? "" : ", ") + name;
    } while (s.take(" "));
    return s.finish(), names;
  }
  // A label in quotes, printable ASCII with \" and \\; and what was asked. Neither is a claim.
  static void title(Text s) {
    s.expect("\"");
    while (!s.take("\"")) {
      const bool escaped = s.take("\\");
      const char c = s.done() ? '\0' : s.rest()[0];
      if (c < ' ' || c > '~' || (escaped && c != '"' && c != '\\')) s.expected("a quoted text");
      s.back(s.at() + 1);
    }
    s.finish();
  }
  static void asked(Text s) {
    if (!s.take("certify") && !s.take("laws") && !s.take("rank"))
      s.expected("'certify', 'laws' or 'rank'");
    if (s.take(" degree ")) s.natural("a degree", 1, 64), s.finish();
    if (!s.take(" degrees ")) return s.finish();
    do {
      if (s.until(":, ").empty()) s.expected("a group");
      s.expect(":");
      s.natural("a degree", 0, 64);
    } while (s.take(","));
    s.finish();
  }

  // `component C`: the statements that follow speak of it, in its own variables and fields.
  void component(Text& s) {
    demand(checks_.components != nullptr, "components are not known here");
    if (!std::exchange(scoped_, true)) {
      scope_.reset();
      components_ = checks_.components(model_);
    }
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
    if (scope_) sums_.push_back(scope_->proved(scoped_ ? components_[sums_.size()].copies : 1));
    scope_.reset();
  }
  void whole(Text& s) {
    s.finish();
    close();
    run_.start.clear();
    demand(sums_.size() == components_.size(), "expected component ", sums_.size() + 1);
  }
  void statement(const std::string& word, Text& s) {
    if (scope_) return scope_->statement(word, s.then());
    const auto at = run_.words.find(word);
    demand(at != run_.words.end() && at->second.first.kind == Tag::whole,
           "expected a statement about the whole, found ", shown(word));
    demand(std::ranges::count(run_.declared, at->second.second) > 0, "'", word,
           "' needs a rule that the head does not declare");
    demand(!model_.time, "law spaces of components that share a time do not multiply");
    run_.claim(at->second.second->whole(s.then(), sums_));
  }
  // `complete`, if present, `end`, and what is open. Laws and Lie ranks of components add up.
  //
  // Proof. Without a drift, a field of one copy has coefficients and directions in its variables
  // only, so fields of different copies commute: the Lie algebra of the whole is the direct sum of
  // those of the copies, and ranks add up. Gradients of laws of different copies have no variable
  // in common: independent laws add up, too. With a drift X_0 = f(t) ∂_t + Σ_C (its part in C) the
  // brackets of fields of different copies are zero and those with X_0 stay in a copy: the Lie
  // algebra is spanned by X_0, the only one with a component along t, and a sum of ideals I_C,
  // where I_C has rank K_C − 1. A combination of laws of all copies whose gradient vanishes at a
  // point but for ∂_t vanishes there, since X_0 maps it to 0: so in each copy the combination is 0,
  // and independent laws add up. ∎
  bool finish(Text& s, bool is_complete) {
    demand(!scoped_ || !scope_, "expected the line 'whole'");
    close();
    const Integer shared = scoped_ && model_.time ? 1 : 0;
    Integer m = 0, k = shared, d = shared, above = shared;
    bool bounded = !sums_.empty(), closed = !sums_.empty();
    for (const Proved& c : sums_) {
      m += c.copies * c.independent;
      k += c.copies * (c.rank < shared ? Integer(0) : Integer(c.rank - shared));
      d += c.copies * (c.dimension - shared);
      if (c.rank_above) above += c.copies * (*c.rank_above - shared);
      bounded = bounded && c.rank_above;
      closed = closed && c.independent + c.rank == c.dimension;
    }
    if (sums_.empty()) d = model_.dimension();
    if (is_complete) {
      s.finish();
      demand(closed, "completeness needs K + M = ", d, sums_.size() > 1 ? " in each component" : "",
             ", found ", k, " + ", m);
      run_.claim("complete: proved: every law is locally a function of ",
                 counted(m, "independent law"));
      s = run_.reader.next("end");
    }
    s.then().natural("the number of lines", run_.reader.lines(), run_.reader.lines());
    s.finish();
    demand(!run_.reader.more(), "expected nothing after the line 'end'");
    if (is_complete || closed) return is_complete;  // else nothing is open, though not claimed
    if (bounded && above == k)
      run_.claim("open: exactly ", counted(Integer(d - k), "local law"), ", ", m, " of them found");
    else
      run_.claim("open: at least ", m, ", at most ", counted(Integer(d - k), "independent law"));
    return false;
  }

  const Model& model_;
  Run& run_;
  const Checks& checks_;
  std::vector<Component> components_;
  bool scoped_ = false;  // a line `component` was read
  std::optional<Scope> scope_;
  std::vector<Proved> sums_;
};
}  // namespace

Integer Model::dimension() const {
  Integer sum = fields ? fields->dimension() : time ? 1 : 0;
  for (const auto& c : components) sum += c.copies * (c.fields->dimension() - (time ? 1 : 0));
  return sum;
}
Integer Model::count() const {
  Integer sum = fields ? fields->count() : time ? 1 : 0;
  for (const auto& c : components) sum += c.copies * (c.fields->count() - (time ? 1 : 0));
  return sum;
}
bool check(const Model& model, Input certificate, std::ostream* claims, const Checks& checks) {
  Run run{Reader(std::move(certificate)), claims, checks.listener};
  try {
    return Certificate(model, run, checks).check();
  } catch (const Rejected& e) {
    throw Rejected(text("verdict: rejected: line ", run.reader.line(), ": ", e.what()));
  }
}
}  // namespace abide_check
