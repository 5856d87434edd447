// Rule repetition/1: one line for many.
//
//     LINE | COUNT …
//     … (TOKEN … | COUNT …) …      a group, in `symmetry`, `law`, `elementary`, `image` and `point`
//
// stands for the lines of as many nested loops, one to four: the counter %1 runs from 0 to the
// first count − 1 (outermost), then %2, %3, %4. In such a line every natural number, and every
// COUNT after the first, may be an affine expression {C+S%1-T%2}: an integer C, then at least one
// term, a sign, a positive factor (also 1 is written) and a counter of this line (in a COUNT: of an
// earlier count), counters increasing; its value must be what the plain number would have to be. A
// COUNT is 0 to 2^40; all numbers are below 2^63, so that nothing overflows in 128 bits. A group
// stands for the tokens that it runs through; there is none inside another. The loops of all groups
// of a statement turn at most 2^24 times, which is seen before anything is written out, and what is
// written out is at most 2^28 bytes long.
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
    read(line.whole());
    loop(UINT64_MAX, [&] { f(Text(turn())); });
  }
  Text written_out(const Text& statement) override {
    const std::string_view whole = statement.whole();
    std::string out;
    size_t at = 0, stop;
    u64 left = u64{1} << 24;
    for (size_t start; (start = whole.find(" (", at)) != whole.npos; at = stop) {
      stop = std::min(whole.find(')', start), whole.size() - 1) + 1;
      const std::string_view group = whole.substr(start + 2, stop - start - 3);
      demand(whole[stop - 1] == ')' && whole.substr(stop, 1).find_first_not_of(' ') == whole.npos &&
                 group.find('(') == group.npos && group.find(" | ") != group.npos,
             "expected a group of tokens, (TOKEN ... | COUNT ...)");
      out += whole.substr(at, start - at);
      read(" " + std::string(group));
      left = loop(left, [] {});
      loop(UINT64_MAX, [&] {
        const std::string tokens = turn();
        demand((out.size() + tokens.size()) >> 28 == 0, "a statement is longer than 2^28 bytes");
        out += tokens;
      });
    }
    out += whole.substr(at);
    demand(out.find('(') == out.npos, "expected a group in the place of a token");
    Text result(std::move(out));
    result.back(statement.at());
    return result;
  }

 private:
  // What is repeated, and how often.
  void read(const std::string& whole) {
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
  }

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
  // The loops inside those at work, which turn at most so many times. Returns how many are left.
  u64 loop(u64 left, const std::function<void()>& f) {
    poll();
    const size_t level = counters_.size();
    if (level == counts_.size()) return f(), left;
    const SignedWide turns = counts_[level].at(counters_);
    if (turns < 0 || turns > SignedWide{1} << 40) throw Rejected("expected a count from 0 to 2^40");
    demand(static_cast<u64>(turns) <= left, "groups that turn more than 2^24 times");
    left -= static_cast<u64>(turns);
    for (counters_.push_back(0); counters_[level] < static_cast<u64>(turns); ++counters_[level])
      left = loop(left, f);
    counters_.pop_back();
    return left;
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
