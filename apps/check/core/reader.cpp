// Files are read forward only, byte by byte: a line is refused as soon as it is too long. Numbers,
// monomials and polynomials have one spelling each.
#include "reader.hpp"

#include <cerrno>
#include <cstring>
#include <unordered_set>

namespace abide_check {
std::string shown(std::string_view text) {
  constexpr size_t most = 60;
  constexpr char hex[] = "0123456789abcdef";
  std::string out = "'";
  for (const char c : text.substr(0, most))
    if (c >= 0x20 && c <= 0x7e)
      out += c;
    else
      out += {'\\', 'x', hex[static_cast<unsigned char>(c) / 16],
              hex[static_cast<unsigned char>(c) % 16]};
  return out + "'" + (text.size() > most ? "... (" + std::to_string(text.size()) + " bytes)" : "");
}

void Text::expect(std::string_view s) {
  if (!take(s)) expected(s == " " ? "a space" : "'" + std::string(s) + "'");
}
void Text::finish() const {
  if (!done()) expected("the end of the line");
}
void Text::fail(const std::string& what) const {
  if (place_.empty()) throw Rejected(what);
  throw InputError(text(place_, ":", line_, ":", at_ + 1, ": ", what));
}
void Text::expected(const std::string& what) const {
  const std::string_view found = rest().substr(0, std::max<size_t>(1, rest().find(' ', 1)));
  fail("expected " + what + ", found " + (done() ? "the end of the line" : shown(found)));
}

std::string_view Text::until(std::string_view stops) {
  const std::string_view piece = rest().substr(0, rest().find_first_of(stops));
  at_ += piece.size();
  return piece;
}
Wide Text::digits() {
  if (!digit() || (text_[at_] == '0' && digit(1))) expected("a number without leading zeros");
  Wide n = 0;
  for (; digit(); ++at_)
    n = std::min<Wide>(n * 10 + static_cast<unsigned>(text_[at_] - '0'), u64{1} << 63);
  return n;
}
u64 Text::natural(const char* what, u64 low, u64 high) {
  const size_t start = at_;
  const Wide n = digits();
  if (n >= low && n <= high) return static_cast<u64>(n);
  expected(text(what, " from ", low, " to ", high), start);
}
Integer Text::number() {
  const size_t start = at_;
  const auto small = static_cast<u64>(digits());
  if (at_ - start > digits_max) fail("a number has more than 10000 digits");
  return at_ - start < 19 ? Integer(small) : Integer(text_.substr(start, at_ - start));
}
Integer Text::integer() {
  const bool negative = take("-");
  if (negative && rest().starts_with("0")) expected("a positive number after '-'");
  return negative ? Integer(-number()) : number();
}
u64 Text::prime() {
  const size_t start = at_;
  const u64 p = natural("an odd prime", 3, (u64{1} << 62) - 1);
  if (!is_prime(p)) expected("an odd prime", start);
  return p;
}
u32 Text::exponent() { return take("^") ? narrow(natural("an exponent", 2, exponent_max)) : 1; }
u32 Text::variable(u64 dimension, u64 least) {
  return narrow(natural("a variable", least, dimension) - 1);
}
Monomial Text::monomial(u64 dimension) {
  Monomial m;
  if (take("0")) return m;
  do {
    const u32 v = variable(dimension, m.empty() ? 1 : m.back().variable + u64{2});
    m.push_back({v, exponent()});
  } while (take("."));
  return m;
}
Polynomial Text::polynomial(u64 dimension) {
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

Input Input::open(const std::string& path) {
  Input input(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (!input.file_) throw InputError("cannot open " + shown(path) + ": " + std::strerror(errno));
  return input;
}
const char* Input::line(std::string& out, size_t limit) {
  const size_t start = out.size();
  for (int c; (c = take_byte()) >= 0; out += static_cast<char>(c)) {
    if (c == '\n') return nullptr;
    if (out.size() - start + 1 >= limit) return "a line is too long";
  }
  return out.size() == start ? "end" : "the file ends in the middle of a line";
}
int Input::next_byte() { return std::ungetc(take_byte(), file_.get()); }
int Input::take_byte() {
  const int c = getc_unlocked(file_.get());
  if (c >= 0) return c;
  poll();  // a signal interrupts a read
  if (std::ferror(file_.get()))
    throw InputError(std::string("cannot read: ") + std::strerror(errno));
  return c;
}

Text Reader::next(const std::string& start) {
  if (!more()) throw Rejected("the file ends before its 'end' line");
  lines_ = read_;
  Text line = *std::exchange(ahead_, std::nullopt);
  return line.expect(start), line;
}
std::string_view Reader::ahead() {
  if (!more()) return {};
  const std::string_view line = ahead_->rest();
  return line.substr(0, line.find(' '));
}
void Reader::load() {
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
}  // namespace abide_check
