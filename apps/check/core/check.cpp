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
  Certificate(const Model& model, Run& run, const Rules& known)
      : model_(model), fields_(*model.fields), run_(run), known_(known) {
    for (const Tag& tag : core_words()) run_.words[tag.word] = {tag, nullptr};
    for (const RuleEntry* entry : known)
      for (const Tag& tag : entry->tags) run_.words[tag.word] = {tag, entry};
  }
  bool check() {
    head();
    for (;;) {
      Text s = run_.reader.next();
      const std::string word(s.until(" "));
      if (word == "complete" || word == "end") return finish(s, word == "complete");
      s.expect(" ");
      scope_.statement(word, s);
    }
  }

 private:
  void head() {
    run_.reader.next("abide-certificate 2").finish();
    Text rules = run_.reader.next("rules ");
    const std::string names = declare(rules);
    Text s = run_.reader.next("model ");
    const bool canonical = model_.specification.empty(), several = model_.copies > 1;
    s.expect(canonical ? "canonical " + (several ? text("copies ", model_.copies, " ") : "")
                       : model_.specification);
    if (canonical) s.expect(text(fields_.dimension(), " ", fields_.count()));
    for (u32 i = 0; i < fields_.dimension() && canonical; ++i) s.expect(" " + fields_.name(i));
    s.finish();
    const std::string domain = text(", on the domain where ", counted(model_.nonzero, "polynomial"),
                                    model_.nonzero == 1 ? " is" : " are", " not zero");
    run_.claim("model: ", canonical ? "canonical" : model_.specification,
               several ? text(", ", model_.copies, " copies of ") : ", ",
               counted(fields_.dimension(), "coordinate"), ", ", counted(fields_.count(), "field"),
               model_.nonzero == 0 ? "" : domain);
    run_.claim("rules: ", names);
  }
  // The rules that the certificate uses, in alphabetical order.
  std::string declare(Text& s) {
    if (s.take("none")) return s.finish(), "none";
    std::string names;
    do {
      const std::string name(s.until(" "));
      const auto known = std::ranges::find(known_, name, &RuleEntry::name);
      demand(known != known_.end(), "unknown rule ", shown(name));
      demand(run_.declared.empty() || run_.declared.back()->name < name,
             "rules are declared in alphabetical order, once each");
      run_.declared.push_back(*known);
      names += (names.empty() ? "" : ", ") + name;
    } while (s.take(" "));
    return s.finish(), names;
  }
  // `complete`, if present, `end`, and what is open.
  bool finish(Text& s, bool is_complete) {
    const u64 m = scope_.independent(), k = scope_.rank(), most = fields_.dimension() - k,
              n = model_.copies;
    if (is_complete) {
      s.finish();
      demand(m == most, "completeness needs K + M = ", fields_.dimension(), ", found ", k, " + ",
             m);
      run_.claim("complete: proved: every law is locally a function of ",
                 counted(n * m, "independent law"));
      s = run_.reader.next("end");
    }
    s.then().natural("the number of lines", run_.reader.lines(), run_.reader.lines());
    s.finish();
    demand(!run_.reader.more(), "expected nothing after the line 'end'");
    if (is_complete) return true;
    if (scope_.rank_above() == Integer(k) && m < most)
      run_.claim("open: exactly ", counted(n * most, "local law"), ", ", n * m, " of them found");
    else
      run_.claim("open: at least ", n * m, ", at most ", counted(n * most, "independent law"));
    return false;
  }

  const Model& model_;
  const Fields& fields_;
  Run& run_;
  const Rules& known_;
  Scope scope_{fields_, run_, model_.copies};
};
}  // namespace

bool check(const Model& model, Input certificate, std::ostream& claims, const Checks& checks) {
  Run run{Reader(std::move(certificate)), checks.quiet ? nullptr : &claims, checks.listener};
  try {
    return Certificate(model, run, checks.rules).check();
  } catch (const Rejected& e) {
    throw Rejected(text("verdict: rejected: line ", run.reader.line(), ": ", e.what()));
  }
}
}  // namespace abide_check
