// What a rule of the format is to the core.
//
// A rule may rewrite a line into lines; give a row that is the value of a Lie element or a
// gradient; give a law; give a set of columns with its size; give a bound. Counts, completeness and
// what is printed belong to the core alone.
#pragma once
#include "laws.hpp"

namespace abide_check {
class Scope;
class Section;
class Columns;

// A word of the format that belongs to one rule.
struct Tag {
  enum Kind {
    preamble,   // a statement before the claims
    statement,  // another statement
    line,       // a line in the section of a `space` statement
    list,       // a line that follows a statement of the rule
    marker,     // a sign inside a line
    whole       // a statement about the whole, behind those about its components
  };
  std::string_view word;
  Kind kind;
  int stage = 0;  // of a line: those of lower stages come first; `p` has 3, `e` has 4
};

class Rule {
 public:
  virtual ~Rule() = default;
  // A statement, behind its word. Returns what is proved, if the core does not say it.
  virtual std::string statement(std::string_view word, Text& s);
  virtual void line(std::string_view word, Text& s, Section& section);
  // A reference to a law that goes on at the marker of the rule.
  virtual LawView& image(size_t law, Text& s);
  // The lines that a line with the marker of the rule stands for.
  virtual void rewrite(const Text& line, const std::function<void(Text)>& f);
};
// A component, for statements about the whole.
struct KnownComponent {
  Integer copies;
  const std::map<u64, Integer>* dimensions;  // of its law spaces that were proved, by degree
};
// A row of the table of rules.
struct RuleEntry {
  std::string_view name;  // NAME/VERSION
  std::vector<Tag> tags;
  std::unique_ptr<Rule> (*make)(Scope& scope) = nullptr;
  // A statement about the whole, behind its word; returns what is proved.
  std::string (*whole)(Text& s, const std::vector<KnownComponent>& components) = nullptr;
};
using Rules = std::vector<const RuleEntry*>;  // by name

// Is told what is accepted, in words of the core alone (abide-check --expand).
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void statement(const std::string& line) = 0;    // or list line, as it is
  virtual void gradient(LawView& law, u32 variable) = 0;  // an `i` line
  virtual void pivot(u64 field, const Monomial& beta, const Monomial& alpha) = 0;
  virtual void element(const Monomial& alpha, const std::vector<Polynomial>& factors) = 0;
  virtual void rank_at_ones(u64 k, u64 prime) = 0;     // `w` lines at the point where all is 1
  virtual void left_out(const std::string& what) = 0;  // what has no such words
};
}  // namespace abide_check
