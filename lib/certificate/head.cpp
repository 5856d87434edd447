// The claims of a certificate by their keywords. Evidence is skipped: abide-check has read it, and
// what it accepted is what stands here.
#include <abide/certificate.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <utility>

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
  ClaimReader(const std::string& text, const std::string& file) : lines_(text), file_(file) {
    claims_.components.emplace_back();
  }

  CertificateClaims run() {
    if (!next() || line_ != "abide-certificate 2")
      fail("expected 'abide-certificate 2', found '" + quoted(line_.substr(0, 40)) + "'");
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
  CertificateClaims claims_;

  ComponentClaims& scope() { return claims_.components.back(); }

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
    } else if (keyword == "dynamics") {
      claims_.dynamics = rest_;
    } else if (keyword == "metric") {
      claims_.metric = rest_;
    } else if (keyword == "loss") {
      claims_.loss = rest_;
    } else if (keyword == "component") {
      if (std::exchange(claims_.has_scopes, true)) claims_.components.emplace_back();
    } else if (keyword == "law" || keyword == "elementary") {
      scope().laws.push_back(rest_.substr(std::min(rest_.find(' '), rest_.size())));
    } else if (keyword == "independent") {
      scope().independent = numbers<1>()[0];
    } else if (keyword == "lie-rank" || keyword == "exponents") {
      scope().lie_rank = numbers<1>()[0];
    } else if (keyword == "involutive") {
      scope().lie_rank_at_most = rest_ == "single" ? 1 : numbers<1>()[0];
    } else if (keyword == "within") {
      scope().bounds = read_bounds(rest_, {file_, number_, 8});
    } else if (keyword == "space" || keyword == "closed" || keyword == "tensor") {
      const auto [degree, dimension] = numbers<2>();
      if (degree > 64) fail("expected a degree up to 64");
      const auto d = static_cast<std::uint32_t>(degree);
      (keyword == "tensor" ? claims_.tensor : scope().dimensions)[d] = dimension;
      if (keyword != "tensor") scope().degree = std::max(scope().degree, d);
    } else if (keyword == "complete") {
      claims_.complete = true;
    }
  }
};

}  // namespace

CertificateClaims read_certificate_claims(const std::string& text, const std::string& file) {
  return ClaimReader(text, file).run();
}

}  // namespace abide
