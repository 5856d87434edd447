// Rules are found by the first word of a line, or by a sign inside it: one table of words, from the
// table of rules, says whose each is and where in a certificate it may stand. A rule that the head
// does not declare is refused, though it is known; one that is declared is made when it is first
// met.
#include "rule.hpp"

#include "../bodies/scopes.hpp"
#include "rules.hpp"

namespace abide_check {
namespace {
using Known = std::pair<Tag, const RuleEntry*>;
const Known* find_word(std::string_view word) {
  static const auto words = [] {
    std::map<std::string_view, Known> all;
    for (const RuleEntry* entry : all_rules())
      for (const Tag& tag : entry->tags) all[tag.word] = {tag, entry};
    return all;
  }();
  const auto at = words.find(word);
  return at == words.end() ? nullptr : &at->second;
}
bool is(std::string_view word, Tag::Kind kind) {
  const Known* const known = find_word(word);
  return known != nullptr && known->first.kind == kind;
}
const RuleEntry* declared(std::string_view word, const Rules& rules) {
  const RuleEntry* const entry = find_word(word)->second;
  demand(std::ranges::count(rules, entry) > 0, "the head does not declare the rule ", entry->name,
         " of '", word, "'");
  return entry;
}

// Certificates with rules: of one model or of a sum.
class Ruled final : public Scopes {
 public:
  using Scopes::Scopes;

 protected:
  std::unique_ptr<Scope> open(const Fields& fields) override {
    return std::make_unique<RuledScope>(fields, run_, declared_);
  }
  // The rules that the certificate uses, in alphabetical order.
  std::string declare(Text& s) override {
    std::string names = s.take("none") ? "none" : "";
    for (bool more = names.empty(); more; more = s.take(" ")) {
      const std::string name(s.until(" "));
      const auto known = std::ranges::find(all_rules(), name, &RuleEntry::name);
      demand(known != all_rules().end(), "unknown rule ", shown(name));
      demand(declared_.empty() || declared_.back()->name < name,
             "rules are declared in alphabetical order, once each");
      declared_.push_back(*known);
      names += (names.empty() ? "" : ", ") + name;
    }
    return names;
  }
  std::string about_the_whole(const std::string& word, Text& s,
                              const std::vector<Proved>& sums) override {
    demand(is(word, Tag::whole), "expected a statement about the whole, found ", shown(word));
    const RuleEntry* const entry = declared(word, declared_);
    demand(!model_.time, "law spaces of components that share a time do not multiply");
    return entry->whole(s.then(), sums);
  }

 private:
  Rules declared_;
};
}  // namespace

std::unique_ptr<Certificate> make_ruled(const Model& model, Run& run) {
  return std::make_unique<Ruled>(model, run);
}

Rule& RuledScope::rule(std::string_view word) {
  const RuleEntry* const entry = declared(word, declared_);
  auto& made = rules_[entry];
  if (!made) made = entry->make(*this);
  return *made;
}
void RuledScope::statement(const std::string& word, Text& s) {
  const bool may_repeat = is(word, Tag::preamble) || word == "law" || word == "point";
  if (may_repeat && s.rest().find('(') != std::string::npos) s = rule("|").written_out(s);
  if (!is(word, Tag::preamble) && !is(word, Tag::statement)) return Scope::statement(word, s);
  begin(word, is(word, Tag::preamble), s);
  const std::string claim = rule(word).statement(word, s);
  if (!claim.empty()) run_.claim(claim);
}
int RuledScope::stage(std::string_view word) const {
  return is(word, Tag::line) ? find_word(word)->first.stage : Scope::stage(word);
}
void RuledScope::line(std::string_view word, Text& s, Section& section) {
  rule(word).line(word, s, section);
}
LawView& RuledScope::image(size_t law, Text& s) {
  const std::string_view sign = s.rest().substr(0, 1);
  if (!is(sign, Tag::marker)) return Scope::image(law, s);
  Rule& images = rule(sign);
  s.expect(sign);
  return images.image(law, s);
}
Scope::Vouch RuledScope::vouch(Text& s) {
  const size_t start = s.at();
  const std::string_view word = s.take(" ") ? s.until(" ") : "";
  if (is(word, Tag::qualifier)) return rule(word).vouch(word, s.then());
  s.back(start);
  return Scope::vouch(s);
}
Nodes RuledScope::value(Text& s, const Point& p) {
  return s.take("ad ") ? rule("ad").value(s, p) : Scope::value(s, p);
}
void RuledScope::rewrite(const Text& line, const std::function<void(Text)>& f) {
  const bool repeats = stage(Text(line).until(" ")) != 0;
  if (repeats && line.whole().find(" | ") != std::string::npos)
    rule("|").rewrite(line, [&](const Text& one) { rewrite(one, f); });
  else if (line.whole().starts_with("w ad "))
    rule("ad").rewrite(line, f);
  else
    f(line);
}
}  // namespace abide_check
