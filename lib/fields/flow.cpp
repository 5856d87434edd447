// Powers of ad along a flow (mathematics.md, 4.14). x(t) is found term by
// term, x_{k+1} = A_k / (k + 1) with A(x(t)) = Σ A_k t^k; then y_0 = B(x(t)) and y_{n+1} = y_n' −
// ∂A·y_n, each one term shorter, with ∂A·y_n as the dual part of A(x(t) + ε y_n). So the series are
// never longer than what is still asked of them.
#include <algorithm>

#include "word_values.hpp"

namespace abide {

namespace {

// x + ε y, from series of the lengths `of_x` and `of_y`, with `length` terms of each.
DualVector moved(const DualVector& x, std::size_t of_x, const DualVector& y, std::size_t of_y,
                 std::size_t length) {
  DualVector result;
  for (std::size_t i = 0, k = 0; i < x.at.size() || k < y.at.size();) {
    const bool from_x = i < x.at.size() && (k == y.at.size() || x.at[i] <= y.at[k]);
    const bool from_y = k < y.at.size() && (i == x.at.size() || y.at[k] <= x.at[i]);
    result.at.push_back(from_x ? x.at[i] : y.at[k]);
    result.values.resize(result.at.size() * 2 * length, 0);
    std::uint64_t* to = &result.values[result.values.size() - 2 * length];
    if (from_x) std::copy_n(&x.values[i++ * of_x], length, to);
    if (from_y) std::copy_n(&y.values[k++ * of_y], length, to + length);
  }
  return result;
}

// y' − u, both with one term less than y.
DualVector derivative_minus(const DualVector& y, std::size_t of_y, const DualVector& u,
                            const Modulus& modulus) {
  const std::size_t length = of_y - 1;
  DualVector derivative{y.at, {}};
  derivative.values.reserve(y.at.size() * length);
  for (std::size_t i = 0; i < y.at.size(); ++i)
    for (std::size_t k = 1; k < of_y; ++k)
      derivative.values.push_back(modulus.multiply(k, y.values[i * of_y + k]));
  return difference(derivative, u, length, modulus);
}

// A at the point of a backend, whose series have this length.
class Along {
 public:
  Along(const Evaluator::Backend& backend, const FlowField& a, const Progress& progress)
      : backend_(backend), a_(a), progress_(progress) {}

  DualVector value(std::size_t length) const {
    DualVector value = WordAtPoint(backend_, progress_).of(a_.start);
    if (!a_.slope) return value;
    const DualRing ring = backend_.ring(0);
    const DualVector slope = WordAtPoint(backend_, progress_).of(*a_.slope);
    Gathered sums;
    add(sums, value, ring, length, 0);
    add(sums, slope, ring, length, 1);
    return sums.take(ring.stride());
  }

 private:
  const Evaluator::Backend& backend_;
  const FlowField& a_;
  const Progress& progress_;

  // sums += t^by · v.
  static void add(Gathered& sums, const DualVector& v, const DualRing& ring, std::size_t length,
                  std::size_t by) {
    const std::size_t stride = ring.stride();
    for (std::size_t i = 0; i < v.at.size(); ++i) {
      std::uint64_t* sum = sums.at(v.at[i], stride);
      for (std::size_t part = 0; part < stride; part += length)
        for (std::size_t k = by; k < length; ++k)
          sum[part + k] = ring.modulus().add(sum[part + k], v.values[i * stride + part + k - by]);
    }
  }
};

SparseRow at_zero(const DualVector& y, std::size_t length) {
  SparseRow row;
  for (std::size_t i = 0; i < y.at.size(); ++i)
    if (y.values[i * length] != 0) row.push_back({y.at[i], y.values[i * length]});
  return row;
}

}  // namespace

struct Flow::Series {
  DualVector x;
};

Flow::Flow(const Distribution& x, Point point, const Modulus& modulus, FlowField a,
           std::size_t length, const Progress& progress)
    : distribution_(x),
      point_(std::move(point)),
      modulus_(modulus),
      a_(std::move(a)),
      length_(length) {
  constexpr std::size_t longest = 4'096;
  if (length == 0 || length > longest || length > modulus.prime())
    throw Error(ErrorKind::internal, "a flow has 1 to 4096 terms, and no more than its prime");
  const auto backend = x.source().at(point_, modulus);
  backend->listen(progress);
  DualVector now = residues_of(point_, modulus);
  for (std::size_t k = 1; k < length; ++k) {
    progress.check();
    backend->move_to(now, DualRing(modulus, 0, k));
    const DualVector speed = Along(*backend, a_, progress).value(k);
    const std::uint64_t scale = modulus.inverse(k);
    Gathered next;
    for (std::size_t i = 0; i < now.at.size(); ++i)
      std::copy_n(&now.values[i * k], k, next.at(now.at[i], k + 1));
    for (std::size_t i = 0; i < speed.at.size(); ++i)
      next.at(speed.at[i], k + 1)[k] = modulus.multiply(scale, speed.values[i * k + k - 1]);
    now = next.take(k + 1);
  }
  series_ = std::make_unique<const Series>(Series{std::move(now)});
}
Flow::~Flow() = default;

std::vector<SparseRow> Flow::powers(const Word& b, const Progress& progress) const {
  const DualVector& x = series_->x;
  const auto backend = distribution_.source().at(point_, modulus_);
  backend->listen(progress);
  backend->move_to(x, DualRing(modulus_, 0, length_));
  DualVector y = WordAtPoint(*backend, progress).of(b);
  std::vector<SparseRow> rows{at_zero(y, length_)};
  for (std::size_t length = length_ - 1; length > 0; --length) {
    progress.check();
    const DualRing ring(modulus_, 1, length);
    backend->move_to(moved(x, length_, y, length + 1, length), ring);
    const DualVector value = Along(*backend, a_, progress).value(length);
    DualVector u{value.at, {}};
    for (std::size_t i = 0; i < value.at.size(); ++i) {
      const std::uint64_t* upper = &value.values[i * ring.stride() + length];
      u.values.insert(u.values.end(), upper, upper + length);
    }
    y = derivative_minus(y, length + 1, u, modulus_);
    rows.push_back(at_zero(y, length));
  }
  return rows;
}

}  // namespace abide
