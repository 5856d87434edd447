// What a rule of the format is, and how the core meets with rules.
//
// A rule may rewrite a line into lines; give a row that is the value of a Lie element or a
// gradient; give a law; give a set of columns with its size; give a bound. Counts, completeness and
// what is printed belong to the core alone.
#pragma once
#include "../core/scope.hpp"

namespace abide_check {
class RuledScope;

// A word of the format, of the core or of one rule.
struct Tag {
  // A statement before the claims; another one; a line in the section of a `space` statement; a
  // line that follows a statement; a sign inside a line; a word behind the number of a `law`; a
  // statement about the whole of a sum.
  enum Kind { preamble, statement, line, list, marker, qualifier, whole };
  std::string_view word;
  Kind kind;
  int stage = 0;  // of a line: those of lower stages come first; those of stage 0 are not repeated
};

class Rule {
 public:
  virtual ~Rule() = default;
  // A statement, behind its word. Returns what is proved, if the core does not say it.
  virtual std::string statement(std::string_view, Text&) { return ""; }
  virtual void line(std::string_view, Text&, Section&) {}
  // A reference to a law that goes on at the marker of the rule.
  virtual LawView& image(size_t, Text&) { throw Rejected("no image"); }
  // What stands behind a word in a `law` line says of the law.
  virtual Scope::Vouch vouch(std::string_view, Text&) { return nullptr; }
  // The value of a word that begins with the marker of the rule.
  virtual Nodes value(Text&, const Point&) { throw Rejected("no word"); }
  // The lines that a line with the marker of the rule stands for, and the statement.
  virtual void rewrite(const Text&, const std::function<void(Text)>&) {}
  virtual Text written_out(const Text& statement) { return statement; }
};
// A row of the table of rules.
struct RuleEntry {
  std::string_view name;  // NAME/VERSION
  std::vector<Tag> tags;
  std::unique_ptr<Rule> (*make)(RuledScope& scope) = nullptr;
  // A statement about the whole, behind its word; returns what is proved.
  std::string (*whole)(Text& s, const std::vector<Proved>& components) = nullptr;
};
using Rules = std::vector<const RuleEntry*>;  // by name

// A scope whose certificate declares these rules.
class RuledScope final : public Scope {
 public:
  RuledScope(const Fields& fields, Run& run, const Rules& declared)
      : Scope(fields, run), declared_(declared) {}
  void statement(const std::string& word, Text& s) override;
  int stage(std::string_view word) const override;
  void line(std::string_view word, Text& s, Section& section) override;
  template <class Kind>
  Kind* find() const {  // a rule, if a line of it was read
    for (const auto& entry : rules_)
      if (const auto found = dynamic_cast<Kind*>(entry.second.get())) return found;
    return nullptr;
  }

 protected:
  LawView& image(size_t law, Text& s) override;
  Vouch vouch(Text& s) override;
  Nodes value(Text& s, const Point& p) override;
  void rewrite(const Text& line, const std::function<void(Text)>& f) override;

 private:
  Rule& rule(std::string_view word);  // that has this word; Rejected if it is not declared

  const Rules& declared_;
  std::map<const RuleEntry*, std::unique_ptr<Rule>> rules_;
};
}  // namespace abide_check
