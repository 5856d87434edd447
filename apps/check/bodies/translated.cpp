// The variables are those of W, row by row, then those of the network. Its values are taken at the
// part of a point that lies in these.
#include "translated.hpp"

#include "window.hpp"

namespace abide_check {
namespace {
class Translated final : public Fields {
 public:
  Translated(std::unique_ptr<const Network> below, const std::vector<u32>& widths)
      : below_(std::move(below)),
        first_(narrow(below_->count())),
        window_{first_, narrow(below_->dimension())} {
    dimension_ = u64{first_} + window_.count, count_ = first_;
    homogeneous_ = false;
    rows_ = {
        {"W[", first_, widths[2]}, {"B[", widths[0] * widths[1], widths[1]}, {"A[", 0, widths[2]}};
  }
  std::string name(u32 v) const override {
    size_t k = 0;
    while (k < 2 && v >= rows_[k].count) v -= rows_[k++].count;
    return text(rows_[k].start, v / rows_[k].columns + 1, ",", v % rows_[k].columns + 1, "]");
  }
  void terms(u64 field, const Monomial& beta, u64 lack, const OfTerm& f) const override {
    f(narrow(field), {}, 1);
    below_->terms(
        field, window_.take(beta), lack,
        [&](u32 j, const Monomial& a, const Rational& c) { f(first_ + j, window_.moved(a), c); });
  }
  void prepare(Nodes& v) const override { window_.prepare(*below_, v, dimension_); }
  bool known_law(const Polynomial& h) const override {
    Polynomial part = h;
    for (auto& t : part)
      for (auto& q : t.monomial) {
        if (q.variable < first_) return false;
        q.variable -= first_;
      }
    return below_->known_law(part);
  }
  u64 block() const override { return below_->block(); }
  void add_value(u64 field, const Nodes& weights, const Point& p, Sums& sums) const override {
    below_->add_value(field, weights, window_.seen(p, dimension_), part_);
    for (const auto& [k, e] : weights) p.ring().add(sums.at(narrow(field) + k), e);
    for (const auto& [j, e] : part_.take()) p.ring().add(sums.at(first_ + j), e);
  }

 private:
  // A matrix of so many entries, row by row.
  struct Matrix {
    const char* start;
    u32 count, columns;
  };
  const std::unique_ptr<const Network> below_;
  const u32 first_;  // of the network
  const Window window_;
  std::vector<Matrix> rows_;
  mutable Sums part_;
};
}  // namespace

std::unique_ptr<Fields> parse_low_rank(const std::string& specification) {
  Text text(specification, 1, shown(specification));
  text.expect("lora:");
  std::vector<u32> widths;
  for (const char* what : {"the number of inputs", "the rank", "the number of outputs"}) {
    if (!widths.empty()) text.expect(",");
    widths.push_back(narrow(text.natural(what, 1, 100'000)));
  }
  text.finish();
  auto network = std::make_unique<const Network>(widths, std::vector<bool>(3), Bias::none);
  if (network->count() + network->dimension() > u64{1} << 27)
    throw InputError("more than 2^27 coordinates");
  return std::make_unique<Translated>(std::move(network), widths);
}
}  // namespace abide_check
