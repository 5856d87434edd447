// Reader of data and labels: exact numbers between commas, one sample on a line
// (data/format/hypothesis.md). Every refusal has its line and column.
#include <abide/hypothesis.hpp>

namespace abide {

namespace {

constexpr std::size_t most_numbers = 1'000'000;
constexpr std::size_t most_digits = 1'000;

// One number or row after the other, with its place.
class SampleReader {
 public:
  SampleReader(std::string_view text, const std::string& file, std::size_t columns)
      : text_(text), file_(file), columns_(columns) {}

  Samples run() {
    Samples samples;
    for (; at_ < text_.size(); ++line_) {
      line_start_ = at_;
      if (row()) samples.push_back(std::move(row_));
    }
    if (samples.empty())
      fail("expected a row of " + std::to_string(columns_) + " numbers, found none");
    return samples;
  }

 private:
  std::string_view text_;
  const std::string& file_;
  std::size_t columns_;
  std::size_t at_ = 0, line_ = 1, line_start_ = 0, count_ = 0;
  std::vector<Rational> row_;

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorKind::input, {file_, line_, at_ - line_start_ + 1}, what);
  }
  [[noreturn]] void expected(const std::string& what) const {
    if (ends()) fail("expected " + what + ", found the end of the line");
    fail("expected " + what + ", found '" + quoted(std::string(1, text_[at_])) + "'");
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\n'; }
  bool ends() const { return peek() == '\n' || peek() == '#'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void skip_spaces() {
    while (take(' ') || take('\t') || take('\r')) {
    }
  }
  void skip_line() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    take('\n');
  }

  // Whether the line is not blank.
  bool row() {
    row_.clear();
    skip_spaces();
    const bool found = !ends();
    if (found) numbers();
    skip_line();
    return found;
  }

  void numbers() {
    do {
      skip_spaces();
      if (row_.size() == columns_)
        fail("expected " + std::to_string(columns_) + " numbers in a row, found more");
      if (++count_ > most_numbers)
        throw Error(ErrorKind::limit, {file_, line_, 0}, "more than 10^6 numbers");
      row_.push_back(number());
      skip_spaces();
    } while (take(','));
    if (!ends()) expected("',' or the end of the line");
    if (row_.size() < columns_)
      fail("expected " + std::to_string(columns_) + " numbers in a row, found " +
           std::to_string(row_.size()));
  }

  std::string digits() {
    const std::size_t start = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    if (at_ == start) expected("a digit");
    if (at_ - start > most_digits) fail("a number of more than 1000 digits");
    return std::string(text_.substr(start, at_ - start));
  }

  // -3, 2/5 or 0.25.
  Rational number() {
    const bool negative = take('-');
    std::string numerator = digits(), denominator = "1";
    if (take('.')) {
      const std::string fraction = digits();
      numerator += fraction;
      denominator.append(fraction.size(), '0');
    } else if (take('/')) {
      denominator = digits();
    }
    const Integer below = Integer::parse(denominator).value();
    if (below.is_zero()) fail("division by zero");
    const Rational value(Integer::parse(numerator).value(), below);
    return negative ? -value : value;
  }
};

}  // namespace

Samples read_samples(std::string_view text, const std::string& file, std::size_t columns) {
  return SampleReader(text, file, columns).run();
}

}  // namespace abide
