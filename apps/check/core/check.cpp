// The head, the statements in their order, completeness, and the end.
#include "check.hpp"

namespace abide_check {
namespace {
// The words of the core.
std::vector<Tag> core_words() {
  std::vector<Tag> all{
      {"p", Tag::line, 3}, {"e", Tag::line, 4}, {"i", Tag::list}, {"w", Tag::list}};
  for (const char* word : {"law", "point"}) all.push_back({word, Tag::preamble});
  for (const char* word : {"independent", "lie-rank", "space"})
    all.push_back({word, Tag::statement});
  for (const char* word : {"base", "cofactor", "lemma", "reachable-rank"})
    all.push_back({word, Tag::reserved});
  return all;
}
}  // namespace

Integer Model::total(u64 (Fields::*number)() const) const {
  const u64 shared = time ? 1 : 0;
  Integer sum = fields ? (*fields.*number)() : shared;
  for (const auto& c : components) sum += c.copies * ((*c.fields.*number)() - shared);
  return sum;
}

bool Certificate::check() {
  head();
  if (model_.fields) scope_.emplace(*model_.fields, run_);
  Text s = run_.reader.next();
  std::string word(s.until(" "));
  for (; word != "complete" && word != "end"; word = s.until(" ")) {
    statement(word, s);
    s = run_.reader.next();
  }
  const Proved all = whole();
  const Integer most = all.dimension - all.rank;
  if (word == "complete") {
    s.finish();
    demand(all.closed, "completeness needs K + M = D in each component, found ", all.rank, " + ",
           all.independent, ", D = ", all.dimension);
    run_.claim("complete: proved: every law is locally a function of ",
               counted(all.independent, "independent law"));
    s = run_.reader.next("end");
  }
  s.then().natural("the number of lines", run_.reader.lines(), run_.reader.lines());
  s.finish();
  demand(!run_.reader.more(), "expected nothing after the line 'end'");
  if (word == "complete" || all.closed) return word == "complete";  // else nothing is open
  if (all.rank_above == all.rank)
    run_.claim("open: exactly ", counted(most, "local law"), ", ", all.independent,
               " of them found");
  else
    run_.claim("open: at least ", all.independent, ", at most ", counted(most, "independent law"));
  return false;
}
void Certificate::statement(const std::string& word, Text& s) { scope_->statement(word, s.then()); }
Proved Certificate::whole() { return scope_->proved(1); }

void Certificate::head() {
  run_.reader.next("abide-certificate 2").finish();
  Text rules = run_.reader.next("rules ");
  const std::string names = declare(rules);
  if (run_.reader.ahead() == "title") {
    const Text title = run_.reader.next("title ");
    const bool quoted = title.rest().starts_with("\"") && title.rest().ends_with("\"");
    demand(quoted && title.rest().size() > 1, "expected a title in quotes");
    demand(std::ranges::all_of(title.rest(), [](char c) { return c >= ' ' && c <= '~'; }),
           "expected a title in printable ASCII");
  }
  question("model ", model_.specification);
  for (const auto& line : model_.arrays) question("array ", line.substr(6));
  question("dynamics ", model_.dynamics);
  question("metric ", model_.metric);
  question("loss ", model_.loss);
  demand(!run_.reader.next("asked ").done(), "expected what was asked");
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
void Certificate::question(const char* key, const std::string& ours) {
  const Text line = run_.reader.next(key);
  demand(line.rest() == ours, "the certificate is for ", key, shown(line.rest()), ", not ",
         shown(ours));
}
// The rules that the certificate uses, in alphabetical order.
std::string Certificate::declare(Text& s) {
  std::string names = s.take("none") ? "none" : "";
  for (bool more = names.empty(); more; more = s.take(" ")) {
    const std::string name(s.until(" "));
    const auto known = std::ranges::find(run_.known, name, &RuleEntry::name);
    demand(known != run_.known.end(), "unknown rule ", shown(name));
    demand(run_.declared.empty() || run_.declared.back()->name < name,
           "rules are declared in alphabetical order, once each");
    run_.declared.push_back(*known);
    names += (names.empty() ? "" : ", ") + name;
  }
  return s.finish(), names;
}

bool check(const Model& model, Input certificate, std::ostream* claims, const Checks& checks) {
  Run run{Reader(std::move(certificate)), claims, checks.listener, checks.rules};
  for (const Tag& tag : core_words()) run.words[tag.word] = {tag, nullptr};
  for (const RuleEntry* entry : checks.rules)
    for (const Tag& tag : entry->tags) run.words[tag.word] = {tag, entry};
  try {
    const auto all =
        checks.make ? checks.make(model, run) : std::make_unique<Certificate>(model, run);
    return all->check();
  } catch (const Rejected& e) {
    throw Rejected(text("verdict: rejected: line ", run.reader.line(), ": ", e.what()));
  }
}
}  // namespace abide_check
