// Lines of the two kinds of files, and the pieces of a line.
#pragma once
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_set>

#include "polynomial.hpp"

namespace abide_check {
// A file or standard input, line by line.
class Input {
 public:
  explicit Input(std::FILE* file) : file_(file) {}
  static Input open(const std::string& path) {  // "-" is standard input
    Input input(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
    if (!input.file_) throw InputError("cannot open " + shown(path) + ": " + std::strerror(errno));
    return input;
  }
  // Appends the next line without its '\n', which is at most `limit` bytes long with it. Returns
  // what is wrong (an unterminated or too long line), "end" at the end, nullptr if all is well.
  const char* line(std::string& out, size_t limit) {
    const size_t start = out.size();
    for (int c; (c = take_byte()) >= 0; out += static_cast<char>(c)) {
      if (c == '\n') return nullptr;
      if (out.size() - start + 1 >= limit) return "a line is too long";
    }
    return out.size() == start ? "end" : "the file ends in the middle of a line";
  }
  int next_byte() {
    return std::ungetc(take_byte(), file_.get());
  }  // without taking it; -1 at the end
 private:
  int take_byte() {
    const int c = getc_unlocked(file_.get());
    if (c >= 0) return c;
    poll();  // a signal interrupts a read
    if (std::ferror(file_.get()))
      throw InputError(std::string("cannot read: ") + std::strerror(errno));
    return c;
  }
  struct Close {
    void operator()(std::FILE* f) const { f == stdin ? 0 : std::fclose(f); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

// A Lie bracket expression in the fields: a field, a combination of all, or [left, right].
struct Word {
  u64 number = 0;  // the field from 0, or the seed, when there is no left
  bool combination = false;
  std::unique_ptr<Word> left, right;
};

// A line and a position in it. Whatever does not fit is refused with what was found
// and what was expected: Rejected in a certificate, InputError in a model, whose `place` is the
// name of the file.
class Text {
 public:
  explicit Text(std::string text = {}, size_t line = 0, std::string place = {})
      : text_(std::move(text)), place_(std::move(place)), line_(line), end_(text_.size()) {}
  size_t at() const { return at_; }
  void back(size_t at) { at_ = at; }
  std::string_view rest() const { return std::string_view(text_).substr(at_, end_ - at_); }
  bool done() const { return at_ == end_; }
  bool digit(size_t k = 0) const {
    return k < end_ - at_ && text_[at_ + k] >= '0' && text_[at_ + k] <= '9';
  }
  bool take(std::string_view s) { return rest().starts_with(s) && (at_ += s.size(), true); }
  void expect(std::string_view s) {
    take(s) ? void() : expected(s == " " ? "a space" : "'" + std::string(s) + "'");
  }
  Text& then() { return expect(" "), *this; }
  void finish() const { done() ? void() : expected("the end of the line"); }
  [[noreturn]] void fail(const std::string& what) const {
    if (place_.empty()) throw Rejected(what);
    throw InputError(text(place_, ":", line_, ":", at_ + 1, ": ", what));
  }
  [[noreturn]] void expected(const std::string& what) const {
    const std::string_view found = rest().substr(0, std::max<size_t>(1, rest().find(' ', 1)));
    fail("expected " + what + ", found " + (done() ? "the end of the line" : shown(found)));
  }
  [[noreturn]] void expected(const std::string& what, size_t at) { back(at), expected(what); }

  std::string_view until(std::string_view stops) {  // the longest piece without these bytes
    const std::string_view piece = rest().substr(0, rest().find_first_of(stops));
    at_ += piece.size();
    return piece;
  }
  // A number below 2^63, or 2^63 for all larger ones.
  Wide digits() {
    if (!digit() || (text_[at_] == '0' && digit(1))) expected("a number without leading zeros");
    Wide n = 0;
    for (; digit(); ++at_)
      n = std::min<Wide>(n * 10 + static_cast<unsigned>(text_[at_] - '0'), u64{1} << 63);
    return n;
  }
  // A number, or in a repeated line an affine expression of its counters.
  u64 natural(const char* what, u64 low, u64 high) {
    const size_t start = at_;
    const SignedWide n = take("{") ? affine() : static_cast<SignedWide>(digits());
    if (n >= low && n <= high) return static_cast<u64>(n);
    expected(text(what, " from ", low, " to ", high), start);
  }
  Integer number() {  // natural, of at most 10,000 digits
    const size_t start = at_;
    const auto small = static_cast<u64>(digits());
    if (at_ - start > digits_max) fail("a number has more than 10000 digits");
    return at_ - start < 19 ? Integer(small) : Integer(text_.substr(start, at_ - start));
  }
  Integer integer() {
    const bool negative = take("-");
    if (negative && rest().starts_with("0")) expected("a positive number after '-'");
    return negative ? Integer(-number()) : number();
  }
  u64 prime() {
    const size_t start = at_;
    const u64 p = natural("an odd prime", 3, (u64{1} << 62) - 1);
    if (!is_prime(p)) expected("an odd prime", start);
    return p;
  }
  u32 exponent() { return take("^") ? narrow(natural("an exponent", 2, exponent_max)) : 1; }
  u32 variable(u64 dimension, u64 least = 1) {  // returned from 0
    return narrow(natural("a variable", least, dimension) - 1);
  }
  Monomial monomial(u64 dimension) {
    Monomial m;
    if (take("0")) return m;
    do {
      const u32 v = variable(dimension, m.empty() ? 1 : m.back().variable + 2);
      m.push_back({v, exponent()});
    } while (take("."));
    return m;
  }
  Polynomial polynomial(u64 dimension) {  // up to the end or to " ;"
    Polynomial h;
    std::unordered_set<Monomial, MonomialHash> seen;
    if (take("0")) return h;
    do {
      const size_t start = at_;
      const Integer c = integer();
      if (c.is_zero()) expected("a non-zero coefficient", start);
      expect(":");
      h.push_back({monomial(dimension), c});
      if (!seen.insert(h.back().monomial).second) expected("a new monomial", start);
    } while (!rest().starts_with(" ;") && take(" "));
    return h;
  }
  Word word(u64 fields, int depth = 0) {
    Word w;
    if (take("[")) {
      if (depth == 12) fail("a word is nested more than 12 deep");
      w.left = std::make_unique<Word>(word(fields, depth + 1));
      expect(",");
      w.right = std::make_unique<Word>(word(fields, depth + 1));
      expect("]");
    } else if (take("~")) {
      if (fields >> 26 != 0) fail("a combination of more than 2^26 fields");
      w.combination = true;
      w.number = natural("a seed", 0, INT64_MAX);
    } else {
      w.number = natural("a field", 1, fields) - 1;
    }
    return w;
  }
  // A list line: `f` at its start, once for every line that it stands for. Its counts after " | "
  // are nested loops.
  void repeat(const std::function<void()>& f) {
    const size_t body = std::min(text_.find(" | "), text_.size());
    if (std::count(text_.begin() + static_cast<std::ptrdiff_t>(body), text_.end(), ' ') > 5)
      fail("more than four counts");
    loop(body, body + 2, f);
  }

 private:
  // The loops whose counts start behind the position `count`; the outer ones are at work.
  void loop(size_t body, size_t count, const std::function<void()>& f) {
    poll();
    at_ = count + 1;
    if (at_ > text_.size()) return at_ = 0, end_ = body, f();
    end_ = std::min(text_.find(' ', at_), text_.size());
    const u64 turns = natural("a count", 0, u64{1} << 40);
    const size_t next = (finish(), end_), level = counters_.size();
    for (counters_.push_back(0); counters_[level] < turns; ++counters_[level]) loop(body, next, f);
    counters_.pop_back();
  }
  // C+Sa-Tb}: numbers are below 2^63 and counters below 2^40, so that nothing overflows.
  SignedWide affine() {
    const auto number = [&](bool positive) {
      const size_t start = at_;
      const Wide n = digits();
      if ((n == 0 && positive) || n >> 63 != 0) expected("a positive number below 2^63", start);
      return static_cast<SignedWide>(n);
    };
    SignedWide sum = take("-") ? -number(true) : number(false);
    size_t letter = 0;  // letters increase
    do {
      const bool negative = take("-");
      if (!negative) expect("+");
      const SignedWide factor = number(true);
      while (letter < counters_.size() && !take(std::string(1, static_cast<char>('a' + letter))))
        ++letter;
      if (letter == counters_.size()) expected("a later counter of this line");
      const SignedWide term = factor * static_cast<SignedWide>(counters_[letter++]);
      sum += negative ? -term : term;
    } while (!take("}"));
    return sum;
  }

  std::string text_, place_;
  size_t line_ = 0, at_ = 0, end_ = 0;
  std::vector<u64> counters_;  // those that an expression may use here
};

// The statements of a certificate in order, continuation lines joined.
class Reader {
 public:
  explicit Reader(Input input) : input_(std::move(input)) {}
  bool more() { return load(), ahead_.has_value(); }
  Text next(const std::string& start = "") {  // behind its start; Rejected at the end of the input
    if (!more()) throw Rejected("the file ends before its 'end' line");
    lines_ = read_;
    Text line = *std::exchange(ahead_, std::nullopt);
    return line.expect(start), line;
  }
  // f(line, letter), behind the letter, for the list lines that come next and start with one of
  // these letters and a space; repetitions are expanded.
  void list(std::string_view letters, const std::function<void(Text&, char)>& f) {
    while (more() && ahead_->rest().find(' ') == 1 &&
           letters.find(ahead_->rest()[0]) != letters.npos) {
      Text line = next();
      const char kind = line.rest()[0];
      const auto one = [&] { line.back(2), f(line, kind), line.finish(); };
      kind == 's' ? one() : line.repeat(one);
    }
  }
  size_t lines() const { return lines_; }  // physical lines of the statements taken
  size_t line() const { return line_; }    // where the statement at hand starts
 private:
  void load() {
    constexpr size_t statement_max = size_t{1} << 28;
    if (ahead_ || ended_) return;
    line_ = read_ + 1;
    for (std::string text;;) {
      poll();
      const size_t start = text.size();
      const char* wrong = input_.line(text, 65536);
      ended_ = wrong != nullptr && std::strcmp(wrong, "end") == 0;
      if (ended_ && read_ + 1 == line_) return;
      if (wrong != nullptr)
        throw Rejected(ended_ ? "the file ends after a continuation mark" : wrong);
      ++read_;
      if (text.size() > statement_max) throw Rejected("a statement is longer than 2^28 bytes");
      if (text.size() < start + 2 || !text.ends_with(" \\"))
        return void(ahead_.emplace(std::move(text), line_));
      text.pop_back();  // the space stays, as the separator
    }
  }

  Input input_;
  std::optional<Text> ahead_;
  bool ended_ = false;
  size_t read_ = 0, lines_ = 0, line_ = 1;
};
}  // namespace abide_check
