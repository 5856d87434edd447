// What is proved of one model: its laws, their independence, the Lie rank, spaces of laws.
// Everything that a rule may ask or say goes through here.
#pragma once
#include <ostream>

#include "section.hpp"

namespace abide_check {
// The claims, as they are printed.
class Claims {
 public:
  Claims(std::ostream& out, bool quiet) : out_(out), quiet_(quiet) {}
  bool quiet() const { return quiet_; }
  void start(std::string with) { start_ = std::move(with); }  // every claim from now on
  void add(const auto&... pieces) {
    if (!quiet_) out_ << start_ << text(pieces..., '\n') << std::flush;
  }

 private:
  std::ostream& out_;
  const bool quiet_;
  std::string start_;
};

class Scope {
 public:
  // `known` are all rules of the program, `declared` those of the certificate.
  Scope(const Fields& fields, Reader& reader, const Rules& known, const Rules& declared,
        Claims& claims, Listener* listener);
  void statement(const std::string& word, Text& s);  // one with its lines

  // For rules.
  const Fields& fields() const { return fields_; }
  Laws& laws() { return laws_; }
  Columns& columns() { return *columns_; }
  bool columns_are_fixed() const { return fixed_; }
  void fix_columns() { fixed_ = true; }        // they are used now
  void use(std::unique_ptr<Columns> columns);  // from now on
  std::pair<size_t, LawView&> law(Text& s);    // a reference, and the law it is about
  Text next(const std::string& start) { return reader_.next(start); }
  // The next list lines of a section, or with this word, exactly as many as stated.
  void lines(const std::function<void(std::string_view, Text&)>& f);
  void lines(std::string_view word, u64 stated, const std::function<void(Text&)>& f);
  // Lines with a row and its pivot, where it must not be zero modulo the earlier ones. `heard` gets
  // each line and pivot, if there is a listener.
  void rows(std::string_view word, u64 stated, const Modulus& field,
            const std::function<Elimination::Row(Text&)>& read,
            const std::function<void(const Text&, u32)>& heard);
  void rank_at_least(u64 k, std::string_view by);
  void rank_at_most(const Integer& k, const std::string& reason);
  void dimension(u64 degree, const Integer& n);  // of all laws up to this degree
  u64 rank() const { return rank_.value_or(0); }
  u64 independent() const { return independent_.value_or(0); }
  bool is_closed() const;  // K + M = D, both stated
  const std::string& rank_by() const { return rank_by_; }
  // The independent laws: their numbers, with how many images of each there are.
  const std::map<size_t, u64>& independent_laws() const { return independent_laws_; }
  Listener* listener() const { return listener_; }
  template <class Kind>
  Kind* find() const {  // a rule, if a line of it was read
    for (const auto& entry : rules_)
      if (const auto found = dynamic_cast<Kind*>(entry.second.get())) return found;
    return nullptr;
  }

  // For the core.
  Rule& rule(std::string_view word);  // that has this word; Rejected if it is not declared
  int stage(std::string_view word) const { return tag(word)->stage; }
  std::optional<Integer> rank_above() const { return rank_above_; }

 private:
  const Tag* tag(std::string_view word, const RuleEntry** of = nullptr) const;
  void each_line(const Text& line, const std::function<void(Text&)>& f);
  void point(Text& s);
  void independent(Text& s);
  void lie_rank(Text& s);
  void space(Text& s);
  struct AtPoint {
    u64 stated;
    Modulus field;
    Nodes values;
  };
  AtPoint at_point(Text& s) const;

  const Fields& fields_;
  Reader& reader_;
  const Rules &known_, &declared_;
  Claims& claims_;
  Listener* const listener_;
  Laws laws_;
  std::map<const RuleEntry*, std::unique_ptr<Rule>> rules_;
  bool preamble_over_ = false, fixed_ = false;
  std::unique_ptr<Columns> columns_;
  std::vector<std::vector<std::pair<u32, Integer>>> points_;
  std::optional<u64> independent_, rank_;
  std::map<size_t, u64> independent_laws_;
  std::string rank_by_;
  std::optional<Integer> rank_above_;  // least proved upper bound
};
}  // namespace abide_check
