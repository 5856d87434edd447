// Physical lines: tokens joined by single spaces, long statements continued, list lines with their
// numbers left open for repetition.cpp. The text goes out in pieces of about a megabyte, so a
// certificate of any size takes the memory of one piece.
#include "lines.hpp"

namespace abide {

namespace {

constexpr std::size_t longest_line = 65'000;  // the format allows 65,536 bytes
constexpr std::size_t piece = std::size_t{1} << 20U;

}  // namespace

void Lines::begin(const std::string& keyword) {
  text_ += keyword;
  length_ = keyword.size();
}

void Lines::token(const std::string& token) {
  if (length_ + token.size() > longest_line) {
    text_ += " \\\n";
    ++lines_;
    length_ = 0;
  } else {
    text_ += ' ';
  }
  text_ += token;
  length_ += token.size() + 1;
}

void Lines::end() {
  text_ += '\n';
  ++lines_;
  if (text_.size() < piece) return;
  sink_(text_);
  text_.clear();
}

void Lines::finish() {
  begin("end");
  number(lines_ + 1);
  end();
  sink_(text_);
  text_.clear();
}

std::string ListLine::written() const {
  std::string text;
  std::size_t next = 0;
  for (const char c : shape_) {
    if (c == open)
      text += std::to_string(numbers_[next++]);
    else
      text += c;
  }
  return text;
}

ListLine& ListLine::monomial(const Monomial& m) {
  if (m.is_one()) return text('0');
  bool first = true;
  for (const Power& p : m.powers()) {
    if (!first) text('.');
    first = false;
    number(p.variable + std::uint64_t{1});
    if (p.exponent > 1) text('^').number(p.exponent);
  }
  return *this;
}

ListLine& ListLine::word(const Word& w) {
  if (w.is_field()) return number(w.field_number() + 1);
  if (!w.is_bracket()) return text('~').number(w.seed());
  text('[').word(w.left()).text(',').word(w.right());
  return text(']');
}

}  // namespace abide
