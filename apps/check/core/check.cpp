// The head, the statements in their order, what they add up to, and the end.
#include "check.hpp"

namespace abide_check {
namespace {
// What is proved of one component.
struct Proved {
  Integer dimension, copies, independent, rank;
  std::optional<Integer> rank_above;
  std::map<u64, Integer> dimensions;  // of law spaces, by degree
};

class Certificate {
 public:
  Certificate(Model& model, Input certificate, std::ostream& claims, const Checks& checks)
      : model_(model),
        checks_(checks),
        reader_(std::move(certificate)),
        claims_(claims, checks.quiet) {}
  size_t line() const { return reader_.line(); }

  bool run() {
    head();
    if (model_.fields) open(*model_.fields, 1);
    for (bool started = false;; started = true) {
      Text s = reader_.next();
      const std::string word(s.until(" "));
      if (word == "complete" || word == "end") return finish(s, word == "complete");
      if (word == "component" && (!started || scoped_)) {
        component(s);
      } else if (word == "whole" && scoped_) {
        s.finish();
        close();
        if (sums_.size() < components_.size())
          throw Rejected(text("expected component ", sums_.size() + 1));
        claims_.start("");
      } else {
        s.expect(" ");
        statement(word, s);
      }
    }
  }

 private:
  void open(const Fields& fields, const Integer& copies) {
    copies_ = copies;
    scope_ = std::make_unique<Scope>(fields, reader_, checks_.rules, declared_, claims_,
                                     checks_.listener);
  }
  void close() {
    if (!scope_) return;
    sums_.push_back({scope_->fields().dimension(), copies_, scope_->independent(), scope_->rank(),
                     scope_->rank_above(), scope_->columns().dimensions});
    scope_.reset();
  }
  // `component C`: the statements that follow speak of it, in its own variables and fields.
  void component(Text& s) {
    s.expect(" ");
    if (!scoped_) {
      if (checks_.components == nullptr) throw Rejected("components are not known here");
      if (checks_.listener != nullptr) throw InputError("components have no expansion");
      scope_.reset();
      scoped_ = true;
      components_ = checks_.components(model_);
    }
    close();
    if (sums_.size() == components_.size())
      throw Rejected(text("the model has ", counted(components_.size(), "different component")));
    const u64 number = s.natural("the next component", sums_.size() + 1, sums_.size() + 1);
    s.finish();
    const Component& c = components_[number - 1];
    claims_.start(text("component ", number, ": "));
    claims_.add(text(c.copies, c.copies == 1 ? " copy" : " copies"), ", ",
                counted(c.fields->dimension(), "coordinate"), ", ",
                counted(c.fields->count(), "field"));
    open(*c.fields, c.copies);
  }
  void statement(const std::string& word, Text& s) {
    if (scope_) return scope_->statement(word, s);
    for (const RuleEntry* entry : declared_)
      for (const Tag& tag : entry->tags)
        if (tag.word == word && tag.kind == Tag::whole) return claims_.add(whole(*entry, s));
    throw Rejected(scoped_ ? "expected a statement about the whole, found " + shown(word)
                           : "the model is a sum: expected 'component 1'");
  }
  std::string whole(const RuleEntry& entry, Text& s) {
    std::vector<KnownComponent> known;
    for (const Proved& c : sums_) known.push_back({c.copies, &c.dimensions});
    return entry.whole(s, known);
  }
  void head() {
    reader_.next("abide-certificate 2").finish();
    Text rules = reader_.next("rules ");
    const std::string names = declare(rules);
    Text s = reader_.next("model ");
    const bool canonical = model_.specification.empty();
    const Integer d = model_.dimension(), count = model_.count();
    s.expect(canonical ? text("canonical ", d, " ", count) : model_.specification);
    for (u32 i = 0; model_.fields && canonical && i < d; ++i)
      s.expect(" " + model_.fields->name(i));
    s.finish();
    const std::string domain = counted(model_.nonzero, "polynomial") +
                               (model_.nonzero == 1 ? " is" : " are") + " not zero";
    claims_.add("model: ", canonical ? "canonical" : model_.specification, ", ",
                counted(d, "coordinate"), ", ", counted(count, "field"),
                model_.nonzero == 0 ? "" : ", on the domain where " + domain);
    claims_.add("rules: ", names);
  }
  // The rules that the certificate uses, in alphabetical order.
  std::string declare(Text& s) {
    std::string names;
    if (!s.take("none")) do {
        const std::string name(s.until(" "));
        const auto known = std::ranges::find(checks_.rules, name, &RuleEntry::name);
        if (known == checks_.rules.end()) throw Rejected("unknown rule " + shown(name));
        if (!declared_.empty() && declared_.back()->name >= name)
          throw Rejected("rules are declared in alphabetical order, once each");
        declared_.push_back(*known);
        names += (names.empty() ? "" : ", ") + name;
      } while (s.take(" "));
    s.finish();
    return names.empty() ? "none" : names;
  }
  // `complete`, if present, `end`, and what is open. Laws and Lie ranks of components add up.
  //
  // Proof. A field of one copy has coefficients and directions in its variables only, so fields of
  // different copies commute: the Lie algebra of the whole is the direct sum of those of the
  // copies, and ranks add up. Gradients of laws of different copies have no variable in common:
  // independent laws add up, too. ∎
  bool finish(Text& s, bool is_complete) {
    if (scoped_ && scope_) throw Rejected("expected the line 'whole'");
    close();
    Integer m, k, most, above;
    bool known_above = true, closed = !sums_.empty();
    for (const Proved& c : sums_) {
      m += c.copies * c.independent, k += c.copies * c.rank;
      most += c.copies * (c.dimension - c.rank);
      known_above = known_above && c.rank_above.has_value();
      if (c.rank_above) above += c.copies * *c.rank_above;
      closed = closed && c.independent + c.rank == c.dimension;
    }
    if (is_complete) {
      s.finish();
      if (!closed)
        throw Rejected(text("completeness needs K + M = ", model_.dimension(),
                            sums_.size() > 1 ? " in every component" : "", ", found ", k, " + ",
                            m));
      claims_.add("complete: proved: every law is locally a function of ",
                  counted(m, "independent law"));
      if (checks_.listener != nullptr) checks_.listener->statement("complete");
      s = reader_.next("end");
    }
    s.then().natural("the number of lines", reader_.lines(), reader_.lines());
    s.finish();
    if (reader_.more()) throw Rejected("expected nothing after the line 'end'");
    if (is_complete) return true;
    if (closed) return false;  // nothing is open, although completeness is not claimed
    if (sums_.empty()) most = model_.dimension();
    if (known_above && !sums_.empty() && above == k)
      claims_.add("open: exactly ", counted(most, "local law"), ", ", m, " of them found");
    else
      claims_.add("open: at least ", m, ", at most ", counted(most, "independent law"));
    return false;
  }

  Model& model_;
  const Checks& checks_;
  Reader reader_;
  Claims claims_;
  Rules declared_;
  std::vector<Component> components_;
  bool scoped_ = false;  // a line `component` was read
  Integer copies_;       // of the component at hand
  std::unique_ptr<Scope> scope_;
  std::vector<Proved> sums_;
};
}  // namespace

bool check(Model& model, Input certificate, std::ostream& claims, const Checks& checks) {
  Certificate statements(model, std::move(certificate), claims, checks);
  try {
    return statements.run();
  } catch (const Rejected& e) {
    throw Rejected(text("verdict: rejected: line ", statements.line(), ": ", e.what()));
  }
}
}  // namespace abide_check
