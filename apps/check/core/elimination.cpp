// A row is reduced over the columns that it touches, so the cost is that of entries, whatever the
// width. The stored rows that it calls for wait in a heap, the oldest first, as later ones never
// call for it again. Sums are reduced modulo p only when they would overflow. Two widths of words,
// since small primes need half of the memory and time.
#include "elimination.hpp"

#include <deque>
#include <functional>
#include <queue>

namespace abide_check {
namespace {
// Residues are stored as Value and accumulated as Double, without reduction: an
// accumulator stays below half of the range of Double, a product of residues below a quarter.
template <class Value, class Double>
class Eliminator final : public Elimination {
 public:
  explicit Eliminator(const Modulus& field)
      : field_(field), p_(static_cast<Value>(field.p())), fold_(half / p_ * p_) {}
  bool add(const Row& row, u32 pivot) override {
    sum(pivot);
    for (const auto& [column, value] : row) sum(column) = static_cast<Value>(value);
    // A stored row subtracted later never calls for an earlier one: it is zero at all earlier
    // pivots.
    while (!pending_.empty()) {
      poll();
      const u32 k = pending_.top();
      pending_.pop();
      if (const Value at = residue(std::exchange(sum(pivots_[k]), 0)); at != 0)
        subtract(k, p_ - at);
    }
    const Value head = residue(sum(pivot));
    if (head != 0) store(pivot, field_.inverse(head));
    for (const auto column : touched_) columns_[column].slot = none;
    touched_.clear(), sums_.clear();
    return head != 0;
  }

 private:
  static constexpr Double half = Double{1} << (sizeof(Double) * 8 - 1);
  static constexpr u32 none = UINT32_MAX;
  struct Column {
    u32 row = none, slot = none;  // the stored row with this pivot; the sum of the row at hand
  };
  struct Entry {
    u32 column;
    Value value;
  };
  Value residue(Double a) const { return static_cast<Value>(a % p_); }
  // A column of the row at hand; the stored row that it calls for is noted.
  Double& sum(u32 column) {
    if (column >= columns_.size()) columns_.resize(column + size_t{1});
    Column& c = columns_[column];
    if (c.slot != none) return sums_[c.slot];
    c.slot = narrow(touched_.size());
    touched_.push_back(column);
    if (c.row != none) pending_.push(c.row);
    return sums_.emplace_back(0);
  }
  void subtract(size_t k, Value factor) {
    auto e = entries_.begin() + starts_[k];
    for (const auto stop = entries_.begin() + starts_[k + 1]; e != stop; ++e) {
      const u32 slot = columns_[e->column].slot;
      Double& to = slot != none ? sums_[slot] : sum(e->column);
      const Double next = to + static_cast<Double>(factor) * e->value;
      to = next - (next >= half ? fold_ : 0);
    }
  }
  // Keeps the row scaled to 1 at its pivot, without this 1.
  void store(u32 pivot, u64 scale) {
    for (size_t i = 0; i < sums_.size(); ++i)
      if (const Value v = residue(sums_[i]); v != 0 && touched_[i] != pivot)
        entries_.push_back(
            {touched_[i], scale == 1 ? v : static_cast<Value>(field_.mul(v, scale))});
    if (entries_.size() >> 28 != 0) throw Stopped("the elimination needs more than 2^28 values");
    columns_[pivot].row = narrow(rows());
    pivots_.push_back(pivot);
    starts_.push_back(narrow(entries_.size()));
  }

  const Modulus field_;
  const Value p_;
  const Double fold_;  // the largest multiple of p up to `half`
  std::vector<Column> columns_;
  // The stored rows: entries from starts_[k] to starts_[k + 1]; a deque grows without a copy.
  std::vector<u32> starts_{0};
  std::deque<Entry> entries_;
  // The row at hand: sums by slot, the columns of the slots, the stored rows to subtract.
  std::vector<Double> sums_;
  std::vector<u32> touched_;
  std::priority_queue<u32, std::vector<u32>, std::greater<>> pending_;
};
}  // namespace

std::unique_ptr<Elimination> Elimination::make(const Modulus& field) {
  if (field.p() >> 31 == 0) return std::make_unique<Eliminator<u32, u64>>(field);
  return std::make_unique<Eliminator<u64, Wide>>(field);
}
}  // namespace abide_check
