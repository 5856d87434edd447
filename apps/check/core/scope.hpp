// What is proved of one model: its laws, their independence, the Lie rank, spaces of laws.
// Everything that a rule may ask or say goes through here.
#pragma once
#include <ostream>

#include "section.hpp"

namespace abide_check {
// Of a law that is needed for a dimension only.
inline std::string lemma(Text& s) { return s.take(" lemma") ? ", lemma" : ""; }

// A certificate that is being read.
struct Run {
  Reader reader;
  std::ostream* claims = nullptr;  // null: they are not printed
  bool brief = false;              // for programs: variables by number, rows, no functions
  Listener* listener = nullptr;
  std::string start = {};  // of every claim
  void claim(const auto&... pieces) {
    if (claims != nullptr) *claims << start << text(pieces..., '\n');
  }
};

// What is proved of a model, or of a component, which is there so many times.
struct Proved {
  Integer copies, dimension, independent, rank;
  std::optional<Integer> rank_above;
  std::map<u64, Integer> dimensions;  // of its law spaces, by degree
  bool closed;                        // K + M = D
};

class Scope {
 public:
  Scope(const Fields& fields, Run& run);
  virtual ~Scope() = default;
  virtual void statement(const std::string& word, Text& s);  // one with its lines
  Proved proved(const Integer& copies) const {
    const u64 d = fields_.dimension(), m = independent_.value_or(0), k = rank_.value_or(0);
    return {copies, d, m, k, rank_above_, dimensions_, k + m == d};
  }
  // The lines of a section come by stages; −1: this is none.
  virtual int stage(std::string_view word) const { return word == "p" ? 3 : word == "e" ? 4 : -1; }
  virtual void line(std::string_view, Text&, Section&) {}  // one that is not of the core

  // For rules.
  const Fields& fields() const { return fields_; }
  size_t law_count() const { return laws_.size(); }
  LawView& law(size_t number) { return *laws_[number - 1]; }                   // from 1
  LawView& law(Text& s);                                                       // a reference
  void add(std::unique_ptr<LawView> law) { laws_.push_back(std::move(law)); }  // proved by a rule
  // Rejected unless Σ a_j g_j is the zero polynomial for every field Σ a_j ∂_j.
  void must_be_law(const Gradient& gradient) const;
  // A polynomial with the names of the model.
  std::string written(const Polynomial& h, const char* before = "", const char* after = "") const;
  // These columns, once, before a `space` statement.
  void use(std::unique_ptr<Columns> columns) {
    demand(columns_->within().empty() && columns_->degree == 0, "too late, or a second time");
    columns_ = std::move(columns);
  }
  std::string name(u32 variable) const {  // in claims
    return run_.brief ? text(variable + u64{1}) : fields_.name(variable);
  }
  Text next(const std::string& start) { return run_.reader.next(start); }
  // The list lines with this word that come next, exactly as many as stated.
  void lines(std::string_view word, u64 stated, const std::function<void(Text&)>& f);
  // Lines with a row and its pivot, where it must not be zero modulo the earlier ones.
  void rows(std::string_view word, u64 stated, const Modulus& field,
            const std::function<Elimination::Row(Text&)>& read);
  // The last law; its function is written if it is wanted.
  void law_proved(const std::string& how, const std::function<std::string()>& function);
  void rank_at_least(u64 k, const char* reason);
  void rank_at_most(const Integer& k, const std::string& reason);
  // What is said of a law behind its number: whether that proves it; else it is multiplied out.
  using Vouch = std::function<bool(const Polynomial&)>;
  // Of the laws up to this degree, or of those within some bounds.
  void dimension(u64 degree, const Integer& n, const std::string& within = "");
  // The independent laws: their numbers, with how many images of each there are.
  const std::map<size_t, u64>& independent_laws() const { return independent_laws_; }
  Listener* listener() const { return run_.listener; }

 protected:
  // Every statement begins so; one of the preamble comes before the claims that use the laws.
  void begin(const std::string& word, bool preamble, const Text& s);
  virtual LawView& image(size_t number, Text&) { return law(number); }  // the rest of a reference
  virtual Vouch vouch(Text&) { return nullptr; }
  virtual Nodes value(Text& s, const Point& p) {  // of the word of a `w` line
    return fields_.value(read_word(s, fields_.count()), p);
  }
  // The lines that a line stands for.
  virtual void rewrite(const Text& line, const std::function<void(Text)>& f) { f(line); }
  Run& run_;

 private:
  // The lines of a statement about a rank at a point: `N P PRIME`, and N rows. Returns N.
  u64 rows_at_point(std::string_view word, Text& s,
                    const std::function<Elimination::Row(Text&, const Point&)>& read);
  void each_line(const std::function<void(Text&)>& f);
  void read_law(Text& s);
  void point(Text& s);
  void independent(Text& s);
  void lie_rank(Text& s);
  void space(Text& s);

  const Fields& fields_;
  std::vector<std::unique_ptr<LawView>> laws_;
  bool preamble_over_ = false;
  std::unique_ptr<Columns> columns_;
  std::vector<std::vector<std::pair<u32, Integer>>> points_;
  std::optional<u64> independent_, rank_;
  size_t law_number_ = 0;  // of the last reference
  LawView* law_ = nullptr;
  std::map<size_t, u64> independent_laws_;
  std::optional<Integer> rank_above_;  // least proved upper bound
  std::map<u64, Integer> dimensions_;
};
}  // namespace abide_check
