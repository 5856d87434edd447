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

// A word of the format, of the core or of one rule.
struct Tag {
  // A statement before the claims; another one; a line in the section of a `space` statement; a
  // line that follows a statement; a sign inside a line; a statement about the whole of a sum; what
  // is for a later version.
  enum Kind { preamble, statement, line, list, marker, whole, reserved };
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
  // The lines that a line with the marker of the rule stands for.
  virtual void rewrite(const Text&, const std::function<void(Text)>&) {}
};
// What is proved of a model, or of a component, which is there so many times.
struct Proved {
  Integer copies, dimension, independent, rank;
  std::optional<Integer> rank_above;
  std::map<u64, Integer> dimensions;  // of its law spaces, by degree
  bool closed;                        // K + M = D
};
// A row of the table of rules.
struct RuleEntry {
  std::string_view name;  // NAME/VERSION
  std::vector<Tag> tags;
  std::unique_ptr<Rule> (*make)(Scope& scope) = nullptr;
  // A statement about the whole, behind its word; returns what is proved.
  std::string (*whole)(Text& s, const std::vector<Proved>& components) = nullptr;
};
using Rules = std::vector<const RuleEntry*>;  // by name

// Hears what a certificate says while it is checked (abide-check --expand).
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void component(const Fields& fields, const Integer& copies) = 0;  // begins
  virtual void statement(const std::string& line) = 0;
  // A line about a rank, with its pivot; the law if it speaks of one.
  virtual void row(const std::string& line, LawView* law, u32 pivot) = 0;
  virtual void pivot(u64 field, const Monomial& beta, const Monomial& alpha) = 0;
  virtual void element(const Monomial& alpha, const std::vector<Polynomial>& factors) = 0;
};
}  // namespace abide_check
