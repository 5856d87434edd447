// What is proved of one model: its laws, their independence, the Lie rank, spaces of laws.
// Everything that a rule may ask or say goes through here.
#pragma once
#include <ostream>

#include "section.hpp"

namespace abide_check {
// A certificate that is being read.
struct Run {
  Reader reader;
  std::ostream* claims;  // null: they are not printed
  Listener* listener;
  const Rules& known;
  Rules declared = {};
  std::map<std::string_view, std::pair<Tag, const RuleEntry*>> words = {};
  std::string start = {};  // of every claim
  void claim(const auto&... pieces) {
    if (claims != nullptr) *claims << start << text(pieces..., '\n') << std::flush;
  }
};

class Scope {
 public:
  Scope(const Fields& fields, Run& run);
  void statement(const std::string& word, Text& s);  // one with its lines

  // For rules.
  const Fields& fields() const { return fields_; }
  Laws& laws() { return laws_; }
  Columns& columns() { return *columns_; }
  void use(std::unique_ptr<Columns> columns);  // these, once, before a `space` statement
  LawView& law(Text& s);                       // a reference
  Text next(const std::string& start) { return run_.reader.next(start); }
  // The list lines with this word that come next, exactly as many as stated.
  void lines(std::string_view word, u64 stated, const std::function<void(Text&)>& f);
  // Lines with a row and its pivot, where it must not be zero modulo the earlier ones.
  void rows(std::string_view word, u64 stated, const Modulus& field,
            const std::function<Elimination::Row(Text&)>& read);
  void rank_at_least(u64 k, std::string_view by);
  void rank_at_most(const Integer& k, const std::string& reason);
  void dimension(u64 degree, const Integer& n);  // of all laws up to this degree
  u64 rank() const { return rank_.value_or(0); }
  u64 independent() const { return independent_.value_or(0); }
  const std::string& rank_by() const { return rank_by_; }
  // The independent laws: their numbers, with how many images of each there are.
  const std::map<size_t, u64>& independent_laws() const { return independent_laws_; }
  Listener* listener() const { return run_.listener; }
  template <class Kind>
  Kind* find() const {  // a rule, if a line of it was read
    for (const auto& entry : rules_)
      if (const auto found = dynamic_cast<Kind*>(entry.second.get())) return found;
    return nullptr;
  }

  // For the core.
  const Tag* tag(std::string_view word) const;
  Rule& rule(std::string_view word);  // that has this word; Rejected if it is not declared
  Proved proved(const Integer& copies) const {
    const u64 d = fields_.dimension(), m = independent(), k = rank();
    return {copies, d, m, k, rank_above_, dimensions_, k + m == d};
  }

 private:
  struct AtPoint {
    u64 stated;
    Modulus field;
    Nodes values;
  };
  AtPoint at_point(Text& s) const;
  void each_line(const std::function<void(Text&)>& f);
  void point(Text& s);
  void independent(Text& s);
  void lie_rank(Text& s);
  void space(Text& s);

  const Fields& fields_;
  Run& run_;
  Laws laws_{fields_};
  std::map<const RuleEntry*, std::unique_ptr<Rule>> rules_;
  bool preamble_over_ = false;
  std::unique_ptr<Columns> columns_;
  std::vector<std::vector<std::pair<u32, Integer>>> points_;
  std::optional<u64> independent_, rank_;
  size_t law_number_ = 0;  // of the last reference
  LawView* law_ = nullptr;
  std::map<size_t, u64> independent_laws_;
  std::string rank_by_;
  std::optional<Integer> rank_above_;  // least proved upper bound
  std::map<u64, Integer> dimensions_;
};
}  // namespace abide_check
