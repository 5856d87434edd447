// The claims of a certificate by their keywords. Evidence is skipped: abide-check has read it, and
// what it accepted is what stands here.
#include <abide/certificate.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

namespace abide {

namespace {

// The items FIRST-LAST:BOUND of a line `within`.
std::vector<DegreeBound> read_bounds(const std::string& items, const Location& where) {
  std::vector<DegreeBound> bounds;
  std::istringstream in(items);
  for (std::string item; in >> item;) {
    std::istringstream parts(item);
    DegreeBound b;
    char dash = 0, colon = 0;
    if (!(parts >> b.first >> dash >> b.last >> colon >> b.bound) || dash != '-' || colon != ':' ||
        b.first < 1 || b.last < b.first)
      throw Error(ErrorKind::input, where,
                  "expected FIRST-LAST:BOUND, found '" + quoted(item) + "'");
    bounds.push_back({b.first - 1, b.last - 1, b.bound});
  }
  return bounds;
}

class ClaimReader {
 public:
  ClaimReader(const std::string& text, const std::string& file) : lines_(text), file_(file) {}

  CertificateClaims run() {
    if (!next() || line_ != "abide-certificate 1")
      fail("expected 'abide-certificate 1', found '" + quoted(line_.substr(0, 40)) + "'");
    bool has_model = false;
    while (next()) {
      const std::size_t space = std::min(line_.find(' '), line_.size());
      const std::string keyword = line_.substr(0, space);
      rest_ = space < line_.size() ? line_.substr(space + 1) : "";
      has_model = has_model || keyword == "model";
      read(keyword);
    }
    if (!has_model) fail("expected a line 'model …'");
    return std::move(claims_);
  }

 private:
  std::istringstream lines_;
  const std::string& file_;
  std::size_t number_ = 0;  // of the first physical line of `line_`
  std::size_t last_ = 0;    // of the last one
  std::string line_, rest_;
  bool copies_ = false;  // but for `tensor`, dimensions are those of one copy
  CertificateClaims claims_;

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorKind::input, {file_, std::max<std::size_t>(number_, 1), 1}, what);
  }

  // The next line with those that continue it: what they begin with is no keyword.
  bool next() {
    number_ = last_ + 1;
    if (!std::getline(lines_, line_)) return false;
    for (++last_; line_.ends_with(" \\"); ++last_) {
      line_.pop_back();
      std::string more;
      if (!std::getline(lines_, more)) break;
      line_ += more;
    }
    return true;
  }

  // The first numbers of the statement.
  template <std::size_t Count>
  std::array<std::uint64_t, Count> numbers() const {
    std::array<std::uint64_t, Count> numbers{};
    const char *at = rest_.data(), *end = at + rest_.size();
    for (std::uint64_t& n : numbers) {
      const auto [stop, error] = std::from_chars(at, end, n);
      if (error != std::errc()) fail("expected a number below 2^64");
      at = stop == end ? end : stop + 1;
    }
    return numbers;
  }

  void read(const std::string& keyword) {
    if (keyword == "model") {
      if (!rest_.starts_with("canonical ")) claims_.specification = rest_;
      copies_ = rest_.starts_with("canonical copies ");
    } else if (keyword == "law" || keyword == "elementary") {
      claims_.laws.push_back(rest_.substr(std::min(rest_.find(' '), rest_.size())));
    } else if (keyword == "independent") {
      claims_.independent = numbers<1>()[0];
    } else if (keyword == "lie-rank" || keyword == "exponents") {
      claims_.lie_rank = numbers<1>()[0];
    } else if (keyword == "involutive") {
      claims_.lie_rank_at_most = rest_ == "single" ? 1 : numbers<1>()[0];
    } else if (keyword == "within") {
      claims_.bounds = read_bounds(rest_, {file_, number_, 8});
    } else if (keyword == "space" || keyword == "closed" || keyword == "tensor") {
      dimension(keyword);
    } else if (keyword == "complete") {
      claims_.complete = true;
    }
  }

  // Those of parts, and of one of several copies, are evidence for `tensor`.
  void dimension(const std::string& keyword) {
    const auto [degree, dimension] = numbers<2>();
    if (degree > 64) fail("expected a degree up to 64");
    claims_.degree = std::max(claims_.degree, static_cast<std::uint32_t>(degree));
    const bool of_part = keyword == "space" && rest_.find(" part ") != std::string::npos;
    if (keyword == "tensor" || !(of_part || copies_))
      claims_.dimensions[static_cast<std::uint32_t>(degree)] = dimension;
  }
};

}  // namespace

CertificateClaims read_certificate_claims(const std::string& text, const std::string& file) {
  return ClaimReader(text, file).run();
}

}  // namespace abide
