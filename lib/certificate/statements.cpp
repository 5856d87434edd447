// A certificate's text statement by statement. Evidence is passed over without being looked at:
// only the words of a statement that is asked for are taken apart, and then groups of words are run
// through their loops.
#include <abide/exact.hpp>
#include <array>
#include <charconv>

#include "reading.hpp"

namespace abide {

namespace {

constexpr std::size_t most_words = 100'000'000, most_counters = 4, most_turns = 1U << 24U;
using Counters = std::vector<std::int64_t>;

// "{C+S%1-T%2}" or a plain number.
std::int64_t value_of(std::string_view text, const Counters& counters, const Statements& where) {
  const char *at = text.data(), *end = at + text.size();
  const auto number = [&](std::int64_t& n) {
    const auto [stop, error] = std::from_chars(at, end, n);
    if (error != std::errc())
      where.fail("expected a number, found '" + quoted(std::string(text)) + "'");
    at = stop;
  };
  std::int64_t sum = 0;
  number(sum);
  while (at < end) {
    const bool minus = *at == '-';
    if (*at++ != '+' && !minus) where.fail("expected + or - in braces");
    std::int64_t step = 0, counter = 0;
    number(step);
    if (at == end || *at++ != '%') where.fail("expected a counter %1 … %4");
    number(counter);
    if (counter < 1 || counter > static_cast<std::int64_t>(counters.size()))
      where.fail("expected a counter of this group");
    const Integer turned =
        Integer(sum) +
        Integer(minus ? -step : step) * Integer(counters[static_cast<std::size_t>(counter - 1)]);
    const auto small = turned.to_int64();
    if (!small) where.fail("a number in braces is too large");
    sum = *small;
  }
  return sum;
}

// The word with its braces replaced.
std::string put_in(std::string_view word, const Counters& counters, const Statements& where) {
  std::string out;
  for (std::size_t open; (open = word.find('{')) != std::string_view::npos;) {
    const std::size_t close = word.find('}', open);
    if (close == std::string_view::npos) where.fail("expected }");
    out += word.substr(0, open);
    out += std::to_string(value_of(word.substr(open + 1, close - open - 1), counters, where));
    word.remove_prefix(close + 1);
  }
  return out.append(word);
}

// A group of words with its loops: `(WORD … | COUNT …)`.
class Group {
 public:
  Group(std::vector<std::string_view> words, std::vector<std::string_view> counts,
        const Statements& where)
      : words_(std::move(words)), counts_(std::move(counts)), where_(where) {
    if (counts_.empty() || counts_.size() > most_counters)
      where.fail("expected one to four counts");
  }

  void run(std::vector<std::string>& out) {
    if (counters_.size() == counts_.size()) {
      for (const std::string_view word : words_) {
        if (out.size() == most_words)
          throw Error(ErrorKind::limit, "a law of more than 10^8 terms");
        out.push_back(put_in(word, counters_, where_));
      }
      return;
    }
    const std::string count = put_in(counts_[counters_.size()], counters_, where_);
    const std::int64_t turns = value_of(count, {}, where_);
    counters_.push_back(0);
    for (; counters_.back() < turns; ++counters_.back()) {
      if (++turns_ > most_turns) where_.fail("a group turns more than 2^24 times");
      run(out);
    }
    counters_.pop_back();
  }

 private:
  std::vector<std::string_view> words_, counts_;
  const Statements& where_;
  Counters counters_;
  std::size_t turns_ = 0;  // of all loops
};

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    words.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

}  // namespace

bool Statements::next() {
  const std::size_t start = next_;
  if (start >= text_.size()) return false;
  line_ = lines_ + 1;
  std::size_t end = start - 1;
  do {
    end = std::min(text_.find('\n', end + 1), text_.size());
    ++lines_;
  } while (end < text_.size() && text_.substr(0, end).ends_with(" \\"));
  next_ = end + 1;
  statement_ = text_.substr(start, end - start);
  keyword_ = statement_.substr(0, std::min(statement_.find(' '), statement_.find('\n')));
  return true;
}

std::string Statements::rest() const {
  std::string joined;
  for (std::size_t at = std::min(keyword_.size() + 1, statement_.size()); at < statement_.size();) {
    const std::size_t end = std::min(statement_.find('\n', at), statement_.size());
    std::string_view line = statement_.substr(at, end - at);
    if (line.ends_with(" \\")) line.remove_suffix(1);  // a space is left
    joined += line;
    at = end + 1;
  }
  return joined;
}

std::vector<std::string> Statements::words(std::size_t most) const {
  const std::string text = rest();
  std::vector<std::string> out;
  std::vector<std::string_view> group, counts;
  bool inside = false, counting = false;
  for (std::string_view word : split(text)) {
    if (!inside && word.starts_with('(')) {
      inside = true;
      counting = false;
      group.clear();
      counts.clear();
      word.remove_prefix(1);
    }
    if (!inside) {
      out.emplace_back(word);
      if (out.size() == most) return out;
      continue;
    }
    const bool last = word.ends_with(')');
    if (last) word.remove_suffix(1);
    if (word == "|")
      counting = true;
    else
      (counting ? counts : group).push_back(word);
    if (!last) continue;
    Group(group, counts, *this).run(out);
    inside = false;
  }
  if (inside) fail("expected )");
  return out;
}

void Statements::fail(const std::string& what) const {
  throw Error(ErrorKind::input, {file_, std::max<std::size_t>(line_, 1), 1}, what);
}

}  // namespace abide
