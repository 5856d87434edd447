// The head, the statements in their order, what they add up to, and the end.
#include "check.hpp"

namespace abide_check {
namespace {
class Certificate {
 public:
  Certificate(const Model& model, Input certificate, std::ostream& claims, const Checks& checks)
      : model_(model),
        fields_(*model.fields),
        checks_(checks),
        reader_(std::move(certificate)),
        claims_(claims, checks.quiet),
        scope_(fields_, reader_, checks.rules, declared_, claims_, checks.listener, model.copies) {}
  size_t line() const { return reader_.line(); }

  bool run() {
    head();
    for (;;) {
      Text s = reader_.next();
      const std::string word(s.until(" "));
      if (word == "complete" || word == "end") return finish(s, word == "complete");
      s.expect(" ");
      scope_.statement(word, s);
    }
  }

 private:
  void head() {
    reader_.next("abide-certificate 2").finish();
    Text rules = reader_.next("rules ");
    const std::string names = declare(rules);
    Text s = reader_.next("model ");
    const bool canonical = model_.specification.empty(), several = model_.copies > 1;
    s.expect(canonical ? "canonical " + (several ? text("copies ", model_.copies, " ") : "")
                       : model_.specification);
    if (canonical) s.expect(text(fields_.dimension(), " ", fields_.count()));
    for (u32 i = 0; i < fields_.dimension() && canonical; ++i) s.expect(" " + fields_.name(i));
    s.finish();
    const std::string domain = counted(model_.nonzero, "polynomial") +
                               (model_.nonzero == 1 ? " is" : " are") + " not zero";
    claims_.add("model: ", canonical ? "canonical" : model_.specification,
                several ? text(", ", model_.copies, " copies of ") : ", ",
                counted(fields_.dimension(), "coordinate"), ", ", counted(fields_.count(), "field"),
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
  // `complete`, if present, `end`, and what is open.
  bool finish(Text& s, bool is_complete) {
    const u64 m = scope_.independent(), k = scope_.rank(), most = fields_.dimension() - k,
              n = model_.copies;
    if (is_complete) {
      s.finish();
      if (m != most)
        throw Rejected(
            text("completeness needs K + M = ", fields_.dimension(), ", found ", k, " + ", m));
      claims_.add("complete: proved: every law is locally a function of ",
                  counted(n * m, "independent law"));
      if (checks_.listener != nullptr) checks_.listener->statement("complete");
      s = reader_.next("end");
    }
    s.then().natural("the number of lines", reader_.lines(), reader_.lines());
    s.finish();
    if (reader_.more()) throw Rejected("expected nothing after the line 'end'");
    if (is_complete) return true;
    if (scope_.rank_above() && *scope_.rank_above() == k && m < most)
      claims_.add("open: exactly ", counted(n * most, "local law"), ", ", n * m, " of them found");
    else
      claims_.add("open: at least ", n * m, ", at most ", counted(n * most, "independent law"));
    return false;
  }

  const Model& model_;
  const Fields& fields_;
  const Checks& checks_;
  Reader reader_;
  Claims claims_;
  Rules declared_;
  Scope scope_;
};
}  // namespace

bool check(const Model& model, Input certificate, std::ostream& claims, const Checks& checks) {
  Certificate statements(model, std::move(certificate), claims, checks);
  try {
    return statements.run();
  } catch (const Rejected& e) {
    throw Rejected(text("verdict: rejected: line ", statements.line(), ": ", e.what()));
  }
}
}  // namespace abide_check
