#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>

#include "arithmetic.hpp"
#include "errors.hpp"

namespace abide_check {
namespace {
constexpr std::uint32_t none = UINT32_MAX;
constexpr std::size_t values_max = std::size_t{1} << 28;

// Residues are stored as Value and accumulated as Double, without reduction: an
// accumulator stays below half of the range of Double, a product of residues below a quarter.
template <class Value, class Double>
class Eliminator final : public Elimination {
 public:
  Eliminator(const Modulus& field, bool dense) : field_(field), dense_(dense) {
    const Double p = static_cast<Value>(field.p());
    fold_ = half / p * p;
  }
  std::size_t rows() const override { return stored_.size(); }
  bool add(const Row& row, std::uint32_t pivot) override {
    load(row, pivot);
    for (std::size_t k = 0; (k = next(k)) < stored_.size(); ++k) {
      poll();
      const Value at = residue(scratch_[stored_[k].pivot]);
      if (at != 0) subtract(k, static_cast<Value>(field_.p() - at));
    }
    const Value head = residue(scratch_[pivot]);
    if (head != 0) store(pivot, field_.inverse(head));
    clear();
    return head != 0;
  }

 private:
  static constexpr Double half = Double{1} << (sizeof(Double) * 8 - 1);

  // A reduced row scaled to 1 at its pivot; dense when `columns` is empty.
  struct Stored {
    std::uint32_t pivot;
    std::vector<std::uint32_t> columns;
    std::vector<Value> values;
  };
  Value residue(Double a) const { return static_cast<Value>(a % static_cast<Value>(field_.p())); }
  void load(const Row& row, std::uint32_t pivot) {
    std::uint32_t most = pivot;
    for (const auto& entry : row) most = std::max(most, entry.first);
    if (most >= scratch_.size()) {
      scratch_.resize(std::size_t{most} + 1, 0);
      order_.resize(scratch_.size(), none);
      marked_.resize(scratch_.size(), 0);
    }
    for (const auto& [column, value] : row) {
      touch(column);
      scratch_[column] = static_cast<Value>(value);
    }
  }

  // Notes a column of the sparse row at hand, and the stored row it calls for.
  void touch(std::uint32_t column) {
    if (marked_[column]) return;
    marked_[column] = 1;
    touched_.push_back(column);
    if (order_[column] != none) pending_.push(order_[column]);
  }

  // The first stored row ≥ k that may have to be subtracted. A row subtracted
  // later never calls for an earlier one: it is zero at all earlier pivots.
  std::size_t next(std::size_t k) {
    if (full_) return k;
    if (pending_.empty()) return stored_.size();
    const std::size_t first = pending_.top();
    pending_.pop();
    return first;
  }
  void subtract(std::size_t k, Value factor) {
    const Stored& s = stored_[k];
    if (s.columns.empty()) {
      if (!full_) {
        touched_.resize(scratch_.size());
        std::iota(touched_.begin(), touched_.end(), 0u);
      }
      full_ = true;
      const Value* values = s.values.data();
      Double* to = scratch_.data();
      for (std::size_t c = 0; c < s.values.size(); ++c) accumulate(to[c], factor, values[c]);
      return;
    }
    for (std::size_t i = 0; i < s.columns.size(); ++i) {
      if (!full_) touch(s.columns[i]);
      accumulate(scratch_[s.columns[i]], factor, s.values[i]);
    }
  }
  void accumulate(Double& sum, Value factor, Value value) const {
    const Double next = sum + static_cast<Double>(factor) * value;
    sum = next - (next >= half ? fold_ : 0);
  }
  void store(std::uint32_t pivot, std::uint64_t scale) {
    Stored s{pivot, {}, {}};
    for (const auto column : touched_)
      if (const Value v = residue(scratch_[column]); v != 0) {
        s.columns.push_back(column);
        s.values.push_back(static_cast<Value>(field_.mul(v, scale)));
      }
    if (dense_ && s.columns.size() > scratch_.size() / 4) {
      std::vector<Value> all(scratch_.size(), 0);
      for (std::size_t i = 0; i < s.columns.size(); ++i) all[s.columns[i]] = s.values[i];
      s = {pivot, {}, std::move(all)};
    }
    held_ += s.values.size();
    if (held_ > values_max) throw Stopped("the elimination needs more than 2^28 values");
    order_[pivot] = static_cast<std::uint32_t>(stored_.size());
    stored_.push_back(std::move(s));
  }
  void clear() {
    for (const auto column : touched_) scratch_[column] = 0, marked_[column] = 0;
    touched_.clear();
    pending_ = {};
    full_ = false;
  }
  const Modulus field_;
  const bool dense_;
  Double fold_;  // the largest multiple of p up to `half`
  std::vector<Stored> stored_;
  std::size_t held_ = 0;
  std::vector<Double> scratch_;      // the row at hand
  std::vector<std::uint32_t> order_;  // by column: the stored row with this pivot
  std::vector<char> marked_;
  std::vector<std::uint32_t> touched_;
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> pending_;
  bool full_ = false;  // a dense row was subtracted: all columns and pivots count
};
}  // namespace

std::unique_ptr<Elimination> Elimination::make(const Modulus& field, bool dense) {
  if (field.p() < (std::uint64_t{1} << 31)) return std::make_unique<Eliminator<std::uint32_t, std::uint64_t>>(field, dense);
  return std::make_unique<Eliminator<std::uint64_t, Wide>>(field, dense);
}
}  // namespace abide_check
