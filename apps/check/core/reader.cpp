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
  for (const unsigned char c : text.substr(0, most))
    out += c >= 0x20 && c <= 0x7e ? std::string(1, static_cast<char>(c))
                                  : abide_check::text("\\x", hex[c / 16], hex[c % 16]);
  return out + "'" + (text.size() > most ? "... (" + std::to_string(text.size()) + " bytes)" : "");
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
u64 Text::seed(u64 count) {
  if (count >> 26 != 0) fail("'~' for more than 2^26 numbers");
  return natural("a seed", 0, INT64_MAX);
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
Rational Text::rational() {
  const size_t start = at_;
  const Integer p = number();
  const bool fraction = take("/");
  const Integer q = fraction ? number() : Integer(1);
  if (fraction && (q < 2 || mp::gcd(p, q) != 1)) expected("a fraction in lowest terms", start);
  return {p, q};
}
std::string Text::name() {
  constexpr const char* bytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
  const size_t start = at_, stop = std::min(text_.find_first_not_of(bytes, at_), text_.size());
  if (digit() || text_[at_] == '_' || stop == start || stop > start + 200)
    expected("a name of at most 200 bytes");
  return text_.substr(start, (at_ = stop) - start);
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

Input open_input(const std::string& path) {
  Input input(path == "-" ? stdin : std::fopen(path.c_str(), "rb"), std::fclose);
  if (!input) poll(), throw InputError("cannot open " + shown(path) + ": " + std::strerror(errno));
  return input;
}
Text Reader::next(std::string_view start) {
  if (!more()) Text("", read_ + 1, place_).fail("the file ends before its 'end' line");
  lines_ = read_;
  Text line = *std::exchange(ahead_, std::nullopt);
  return line.expect(start), line;
}
std::string_view Reader::ahead() {
  if (!more()) return {};
  const std::string_view line = ahead_->rest();
  return line.substr(0, line.find(' '));
}
int Reader::byte() {
  const int c = getc_unlocked(input_.get());
  if (c < 0) poll();  // a signal interrupts a read
  if (c < 0 && std::ferror(input_.get()))
    throw InputError(std::string("cannot read: ") + std::strerror(errno));
  return c;
}
void Reader::load() {
  if (ahead_ || ended_) return;
  line_ = read_ + 1;
  for (std::string text;;) {
    poll();
    const size_t start = text.size(), most = start + longest_line_ - 1;
    int c = byte();
    ended_ = c < 0;
    if (ended_ && read_ + 1 == line_) return;
    for (; c >= 0 && c != '\n' && text.size() < most; c = byte()) text += static_cast<char>(c);
    ++read_;
    const char* const wrong = ended_                   ? "the file ends after a continuation mark"
                              : c < 0                  ? "the file ends in the middle of a line"
                              : c != '\n'              ? "a line is too long"
                              : text.size() >> 28 != 0 ? "a statement is longer than 2^28 bytes"
                                                       : nullptr;
    const bool goes_on = place_.empty() && text.size() > start + 1 && text.ends_with(" \\");
    if (goes_on) text.pop_back();  // the space stays, as the separator
    if (goes_on && wrong == nullptr) continue;
    ahead_.emplace(std::move(text), line_, place_);
    return wrong == nullptr ? void() : ahead_->fail(wrong);
  }
}
}  // namespace abide_check
