// Rule repetition/1: one line for many.
//
//     LINE | COUNT …
//
// stands for the lines of as many nested loops, one to four: the counter %1 runs from 0 to the
// first count − 1 (outermost), then %2, %3, %4. In such a line every natural number, and every
// COUNT after the first, may be an affine expression {C+S%1-T%2}: an integer C, then at least one
// term, a sign, a positive factor (also 1 is written) and a counter of this line (in a COUNT: of an
// earlier count), counters increasing; its value must be what the plain number would have to be. A
// COUNT is 0 to 2^40; all numbers are below 2^63, so that nothing overflows in 128 bits.
//
// The lines are put together as text and read like any other: there is nothing to prove.
#include "rules.hpp"

namespace abide_check {
namespace {
struct Affine {
  SignedWide constant = 0;
  std::vector<std::pair<size_t, SignedWide>> terms = {};  // counter from 0, factor
  SignedWide at(const std::vector<u64>& counters) const {
    SignedWide sum = constant;
    for (const auto& [counter, factor] : terms)
      sum += factor * static_cast<SignedWide>(counters[counter]);
    return sum;
  }
};

class Repetition final : public Rule {
 public:
  void rewrite(const Text& line, const std::function<void(Text)>& f) override {
    const std::string& whole = line.whole();
    const size_t bar = whole.find(" | ");
    Text counts(whole.substr(bar + 3));
    counts_.clear(), pieces_.assign(1, {});
    do {
      const size_t start = counts.at();
      counts_.push_back(counts.take("{") ? affine(counts, counts_.size())
                                         : Affine{plain(counts, true)});
      if (counts_.size() > 4) counts.expected("at most four counts", start);
    } while (counts.take(" "));
    counts.finish();
    read_pieces(Text(whole.substr(0, bar)));
    counters_.clear();
    loop(f);
  }

 private:
  // A text, and a number that follows it, in all pieces but the last.
  struct Piece {
    std::string before;
    Affine number;
  };
  static SignedWide plain(Text& s, bool zero) {
    const size_t start = s.at();
    const Wide n = s.digits();
    if ((n == 0 && !zero) || n >> 63 != 0) s.expected("a positive number below 2^63", start);
    return static_cast<SignedWide>(n);
  }
  // C+S%1-T%2}, with this many counters.
  static Affine affine(Text& s, size_t counters) {
    Affine result{s.take("-") ? -plain(s, false) : plain(s, true)};
    size_t next = 1;  // counters increase
    do {
      const bool negative = s.take("-");
      if (!negative) s.expect("+");
      const SignedWide factor = plain(s, false);
      const size_t start = s.at();
      s.expect("%");
      const Wide counter = s.digits();
      if (counter < next || counter > counters) s.expected("a later counter of this line", start);
      result.terms.emplace_back(static_cast<size_t>(counter) - 1, negative ? -factor : factor);
      next = static_cast<size_t>(counter) + 1;
    } while (!s.take("}"));
    return result;
  }
  void read_pieces(Text s) {
    while (!s.done()) {
      pieces_.back().before += s.until("{");
      if (!s.take("{")) return;
      const std::string& before = pieces_.back().before;
      const bool alone = !before.empty() && (before.back() < '0' || before.back() > '9');
      pieces_.back().number = affine(s, counts_.size());
      if (!alone || s.digit() || s.rest().starts_with("{"))
        throw Rejected("an expression beside another number");
      pieces_.emplace_back();
    }
  }
  // The loops inside those at work.
  void loop(const std::function<void(Text)>& f) {
    poll();
    const size_t level = counters_.size();
    if (level == counts_.size()) return f(Text(turn()));
    const SignedWide turns = counts_[level].at(counters_);
    if (turns < 0 || turns > SignedWide{1} << 40) throw Rejected("expected a count from 0 to 2^40");
    for (counters_.push_back(0); counters_[level] < static_cast<u64>(turns); ++counters_[level])
      loop(f);
    counters_.pop_back();
  }
  std::string turn() const {
    std::string line;
    for (size_t k = 0; k < pieces_.size(); ++k) {
      line += pieces_[k].before;
      if (k + 1 == pieces_.size()) break;
      const SignedWide n = pieces_[k].number.at(counters_);
      if (n < 0 || n >> 63 != 0)
        throw Rejected("an expression has a value below 0 or from 2^63 on");
      line += std::to_string(static_cast<u64>(n));
    }
    return line;
  }

  std::vector<Affine> counts_;
  std::vector<Piece> pieces_;
  std::vector<u64> counters_;  // of the loops at work
};
}  // namespace

const RuleEntry repetition_rule{
    "repetition/1", {{"|", Tag::marker}}, [](RuledScope&) -> std::unique_ptr<Rule> {
      return std::make_unique<Repetition>();
    }};
}  // namespace abide_check
