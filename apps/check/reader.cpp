#include "reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unordered_set>

#include "errors.hpp"

namespace abide_check {
volatile std::sig_atomic_t stop_requested = 0;

std::string shown(std::string_view text) {
  constexpr std::size_t most = 60;
  constexpr char hex[] = "0123456789abcdef";
  std::string out = "'";
  for (const char c : text.substr(0, most)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte <= 0x7e)
      out += c;
    else
      out += {'\\', 'x', hex[byte / 16], hex[byte % 16]};
  }
  out += '\'';
  if (text.size() > most) out += "... (" + std::to_string(text.size()) + " bytes)";
  return out;
}

std::string counted(const std::string& number, const std::string& noun) {
  return number + " " + noun + (number == "1" ? "" : "s");
}

Input Input::open(const std::string& path) {
  Input input;
  input.name_ = shown(path);
  input.file_.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (!input.file_) throw InputError("cannot open " + input.name_ + ": " + std::strerror(errno));
  return input;
}

Input Input::text(std::string bytes) {
  Input input;
  input.buffer_ = std::move(bytes);
  return input;
}

bool Input::refill() {
  if (!file_) return false;
  buffer_.resize(65536);
  errno = 0;
  const std::size_t n = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
  const int error = errno;
  poll();  // a signal interrupts the read
  if (std::ferror(file_.get())) throw InputError("cannot read " + name_ + ": " + std::strerror(error));
  buffer_.resize(n);
  at_ = 0;
  return n > 0;
}

int Input::next_byte() {
  if (at_ == buffer_.size() && !refill()) return -1;
  return static_cast<unsigned char>(buffer_[at_]);
}

const char* Input::line(std::string& out, std::size_t limit) {
  out.clear();
  while (next_byte() >= 0) {
    const std::size_t stop = std::min(buffer_.find('\n', at_), buffer_.size());
    out.append(buffer_, at_, stop - at_);
    at_ = stop;
    if (out.size() >= limit) return "a line is too long";
    if (stop < buffer_.size()) return ++at_, nullptr;
  }
  return out.empty() ? "end" : "the file ends in the middle of a line";
}

void Text::fail(const std::string& what) const {
  const std::string column = std::to_string(at_ + 1);
  if (place_.empty()) throw Rejected(what);
  throw InputError(place_ + ":" + std::to_string(line_) + ":" + column + ": " + what);
}

void Text::expected(const std::string& what) const {
  const std::size_t stop = done() ? at_ : std::min(text_.find(' ', at_ + 1), text_.size());
  const std::string found = done() ? "the end of the line" : shown(std::string_view(text_).substr(at_, stop - at_));
  fail("expected " + what + ", found " + found);
}

std::string_view Text::until(std::string_view stops) {
  const std::size_t start = at_;
  at_ = std::min(text_.find_first_of(stops, at_), text_.size());
  return std::string_view(text_).substr(start, at_ - start);
}

Integer Text::number() {
  const std::size_t stop = std::min(text_.find_first_not_of("0123456789", at_), text_.size());
  const std::string digits = text_.substr(at_, stop - at_);
  if (digits.empty() || (digits.size() > 1 && digits[0] == '0')) expected("a number without leading zeros");
  if (digits.size() > digits_max) fail("a number has more than 10000 digits");
  at_ = stop;
  return Integer(digits);
}

Integer Text::integer() {
  if (!take("-")) return number();
  if (follows("0")) expected("a positive number after '-'");
  return -number();
}

std::uint64_t Text::natural(const char* what, std::uint64_t low, std::uint64_t high) {
  const std::size_t start = at_;
  const Integer n = number();
  if (n >= low && n <= high) return static_cast<std::uint64_t>(n);
  at_ = start;
  expected(std::string(what) + " from " + std::to_string(low) + " to " + std::to_string(high));
}

std::uint64_t Text::prime() {
  const std::size_t start = at_;
  const std::uint64_t p = natural("an odd prime", 3, (std::uint64_t{1} << 62) - 1);
  if (!is_prime(p)) back(start), expected("an odd prime");
  return p;
}

std::uint32_t Text::variable(std::uint64_t dimension, std::uint64_t least) {
  return static_cast<std::uint32_t>(natural("a variable", least, dimension) - 1);
}

Monomial Text::monomial(std::uint64_t dimension) {
  Monomial m;
  if (take("0")) return m;
  do {
    const std::uint32_t v = variable(dimension, m.empty() ? 1 : m.back().variable + 2);
    m.push_back({v, take("^") ? exponent() : 1});
  } while (take("."));
  return m;
}

Polynomial Text::polynomial(std::uint64_t dimension) {
  Polynomial h;
  std::unordered_set<Monomial, MonomialHash> seen;
  if (take("0")) return h;
  do {
    const std::size_t start = at_;
    Integer c = integer();
    if (c.is_zero()) back(start), expected("a non-zero coefficient");
    expect(":");
    h.push_back({monomial(dimension), std::move(c)});
    if (!seen.insert(h.back().monomial).second) back(start), expected("a new monomial");
  } while (!follows(" ;") && take(" "));
  return h;
}

std::unique_ptr<Word> Text::word(std::uint64_t fields, int depth) {
  auto w = std::make_unique<Word>();
  if (!take("[")) {
    w->field = field(fields);
    return w;
  }
  if (depth == 12) fail("a word is nested more than 12 deep");
  w->left = word(fields, depth + 1);
  expect(",");
  w->right = word(fields, depth + 1);
  expect("]");
  return w;
}

void Reader::load() {
  if (loaded_ || ended_) return;
  constexpr std::size_t statement_max = std::size_t{1} << 28;
  line_ = read_ + 1;
  std::string text, piece;
  for (bool more = true; more;) {
    poll();
    const char* wrong = input_.line(piece, 65536);
    ended_ = wrong != nullptr && std::strcmp(wrong, "end") == 0;
    if (ended_ && text.empty()) return;
    if (ended_) throw Rejected("the file ends after a continuation mark");
    if (wrong != nullptr) throw Rejected(wrong);
    ++read_;
    more = piece.size() >= 2 && piece.compare(piece.size() - 2, 2, " \\") == 0;
    if (more) piece.pop_back();  // the space stays, as the separator
    text += piece;
    if (text.size() > statement_max) throw Rejected("a statement is longer than 2^28 bytes");
  }
  ahead_ = Text(std::move(text), line_);
  loaded_ = true;
}

Text Reader::next() {
  if (!more()) throw Rejected("the file ends before its 'end' line");
  loaded_ = false;
  lines_ = read_;
  return std::move(ahead_);
}
}  // namespace abide_check
