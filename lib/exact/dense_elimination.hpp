// Block elimination of dense rows, over any arithmetic with a fast matrix product.
//
// Rows are halved: the reduced echelon form of the upper half eliminates the lower one by one
// product, and that of the lower half reduces the upper one by another. Free and pivot columns
// are kept apart, so n rows of n columns cost n^3/3 multiplications, as many as an LU
// decomposition, nearly all of them in large products; the reduced form comes for free.
// Everything happens in place. Columns and rows keep their order: the pivots are those of row
// by row elimination (the rank profile matrix), whatever the sizes of blocks and batches.
// Source: J.-G. Dumas, C. Pernet, Z. Sultan, Computing the rank profile matrix, ISSAC 2015.
#pragma once

#include <algorithm>
#include <cstring>
#include <numeric>

#include "dense.hpp"
#include "large_memory.hpp"

namespace abide {

// Arithmetic has
//   Value                                one entry
//   std::uint64_t prime()
//   Value from(std::uint64_t), std::uint64_t to(Value), bool is_zero(Value)
//   Value inverse(Value)
//   scale(x, n, c)                       x *= c
//   subtract_combination(x, n, c, k, rows, stride)
//                                        x -= c_1 row_1 + … + c_k row_k; the c_i lie apart from x
//   subtract_product(c, a, b, m, k, n, stride)
//                                        C -= A B (m×k by k×n), the three in rows of one stride
// Values are reduced before and after each of these.
template <class Arithmetic>
class DenseElimination final : public DenseBasis {
 public:
  using Value = typename Arithmetic::Value;

  DenseElimination(std::size_t columns, Arithmetic arithmetic)
      : arithmetic_(std::move(arithmetic)), columns_(columns), free_(columns), saved_(columns) {
    std::iota(free_.begin(), free_.end(), 0U);
  }

  const std::vector<std::uint32_t>& pivots() const noexcept override { return pivots_; }
  const std::vector<std::uint32_t>& free_columns() const noexcept override { return free_; }
  std::uint64_t at(std::size_t i, std::size_t k) const noexcept override {
    return arithmetic_.to(basis_.values[i * columns_ + k]);
  }

  std::vector<ModMatrix::Pivot> add(const std::uint64_t* rows, std::size_t count,
                                    const Progress& progress) override {
    progress_ = &progress;
    // Slices of a tall batch need no more room than the basis may take.
    const std::size_t slice = std::max<std::size_t>(columns_, 256);
    std::vector<ModMatrix::Pivot> pivots;
    for (std::size_t first = 0; first < count && !free_.empty(); first += slice)
      add_slice(rows + first * columns_, first, std::min(slice, count - first), pivots);
    return pivots;
  }

 private:
  // So few rows are eliminated one by one.
  static constexpr std::size_t few = 16;
  // So many products of numbers between two looks at limits, but rows enough that the product of a
  // panel is as fast as that of all.
  static constexpr std::size_t between_looks = std::size_t{1} << 30U;
  static constexpr std::size_t least_panel = 128;

  // Room for so many rows, each columns_ long however much of it is in use.
  struct Rows {
    LargeArray<Value> values;
    std::size_t capacity = 0;
  };

  // Of some rows in place: the first pivots.size() rows hold the entries at the free columns.
  struct Echelon {
    std::vector<std::size_t> rows;            // where the basis rows come from, increasing
    std::vector<std::uint32_t> pivots, free;  // columns; the latter increasing
  };

  Arithmetic arithmetic_;
  const Progress* progress_ = nullptr;  // of the call of add
  std::size_t columns_;
  std::vector<std::uint32_t> pivots_, free_;
  Rows basis_;
  std::vector<Value> saved_;  // while columns of a row change places

  Rows room(std::size_t count) const {
    check_dense_size(count, columns_);
    return {large_array<Value>(count * columns_), count};
  }

  static std::vector<std::uint32_t> selected(const std::vector<std::uint32_t>& from,
                                             const std::vector<std::uint32_t>& places) {
    std::vector<std::uint32_t> result;
    result.reserve(places.size());
    for (const std::uint32_t k : places) result.push_back(from[k]);
    return result;
  }

  void add_slice(const std::uint64_t* rows, std::size_t first, std::size_t count,
                 std::vector<ModMatrix::Pivot>& pivots) {
    Rows batch = converted(rows, count);
    Value* const work = batch.values.get();
    const std::size_t rank = pivots_.size(), width = free_.size();
    subtract(work, work + width, basis_.values.get(), count, rank, width);
    const Echelon found = reduce(work, count, width);
    const std::size_t more = found.pivots.size(), left = found.free.size();
    if (more == 0) return;
    if (Value* const basis = basis_.values.get(); rank != 0) {
      part(basis, rank, found);
      subtract(basis, basis + left, work, rank, more, left);
    }
    if (rank == 0 && more > count / 2) {
      basis_ = std::move(batch);
    } else {
      if (rank + more > basis_.capacity) enlarge_basis(rank + more);
      move_rows(work, more, basis_.values.get() + rank * columns_, left);
    }
    for (std::size_t i = 0; i < more; ++i) {
      pivots_.push_back(free_[found.pivots[i]]);
      pivots.push_back({first + found.rows[i], pivots_.back()});
    }
    free_ = selected(free_, found.free);
  }

  void enlarge_basis(std::size_t least) {
    Rows larger = room(std::max(least, std::min(2 * basis_.capacity, columns_)));
    move_rows(basis_.values.get(), pivots_.size(), larger.values.get(), free_.size());
    basis_ = std::move(larger);
  }

  void move_rows(const Value* from, std::size_t count, Value* to, std::size_t n) const {
    for (std::size_t i = 0; i < count; ++i) std::copy_n(from + i * columns_, n, to + i * columns_);
  }

  // Neighbouring columns: begin, end.
  using Run = std::pair<std::uint32_t, std::uint32_t>;
  static std::vector<Run> runs(const std::vector<std::uint32_t>& columns) {
    std::vector<Run> result;
    for (const std::uint32_t column : columns) {
      if (result.empty() || result.back().second != column) result.push_back({column, column});
      ++result.back().second;
    }
    return result;
  }

  // The rows with the free columns first, then the pivots.
  Rows converted(const std::uint64_t* rows, std::size_t count) const {
    progress_->check();
    Rows batch = room(count);
    const std::uint64_t p = arithmetic_.prime();
    const std::vector<Run> free_runs = runs(free_);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t* source = rows + i * columns_;
      Value* target = batch.values.get() + i * columns_;
      if (std::any_of(source, source + columns_, [p](std::uint64_t x) { return x >= p; }))
        throw Error(ErrorKind::internal, "an entry of a dense row is not reduced");
      for (const auto& [begin, end] : free_runs)
        for (std::uint32_t j = begin; j < end; ++j) *target++ = arithmetic_.from(source[j]);
      for (const std::uint32_t column : pivots_) *target++ = arithmetic_.from(source[column]);
    }
    return batch;
  }

  // Moves the free columns of the rows to the front, then the pivots, both in order.
  void part(Value* rows, std::size_t count, const Echelon& columns) {
    const std::vector<Run> free_runs = runs(columns.free);
    for (std::size_t i = 0; i < count; ++i) {
      Value* row = rows + i * columns_;
      Value* saved = saved_.data();
      for (const std::uint32_t column : columns.pivots) *saved++ = row[column];
      Value* target = row;
      for (const auto& [begin, end] : free_runs) {
        std::memmove(target, row + begin, (end - begin) * sizeof(Value));
        target += end - begin;
      }
      std::copy(saved_.data(), saved, target);
    }
  }

  // C -= A B, the three in rows of this length.
  void subtract(Value* c, const Value* a, const Value* b, std::size_t m, std::size_t k,
                std::size_t n) {
    if (m == 0 || k == 0 || n == 0) return;
    if (m > 2 && k > 2) {
      const std::size_t panel = std::max<std::size_t>(between_looks / (k * n), least_panel);
      for (std::size_t first = 0; first < m; first += panel) {
        progress_->check();
        arithmetic_.subtract_product(c + first * columns_, a + first * columns_, b,
                                     std::min(panel, m - first), k, n, columns_);
      }
      return;
    }
    for (std::size_t i = 0; i < m; ++i)
      arithmetic_.subtract_combination(c + i * columns_, n, a + i * columns_, k, b, columns_);
  }

  Echelon reduce(Value* rows, std::size_t m, std::size_t n) {
    if (m <= few) return reduce_few(rows, m, n);
    const std::size_t half = (m / 2 + few - 1) / few * few;
    Echelon upper = reduce(rows, half, n);
    const std::size_t rank = upper.pivots.size(), width = upper.free.size();
    if (width == 0) return upper;
    Value* lower_rows = rows + half * columns_;
    part(lower_rows, m - half, upper);
    subtract(lower_rows, lower_rows + width, rows, m - half, rank, width);
    const Echelon lower = reduce(lower_rows, m - half, width);
    const std::size_t more = lower.pivots.size(), left = lower.free.size();
    if (more == 0) return upper;
    part(rows, rank, lower);
    subtract(rows, rows + left, lower_rows, rank, more, left);
    if (rank < half) move_rows(lower_rows, more, rows + rank * columns_, left);
    for (std::size_t i = 0; i < more; ++i) {
      upper.rows.push_back(half + lower.rows[i]);
      upper.pivots.push_back(upper.free[lower.pivots[i]]);
    }
    upper.free = selected(upper.free, lower.free);
    return upper;
  }

  Echelon reduce_few(Value* rows, std::size_t m, std::size_t n) {
    progress_->check();
    Echelon found;
    Value factors[few];
    for (std::size_t i = 0; i < m && found.pivots.size() < n; ++i) {
      Value* row = rows + i * columns_;
      const std::size_t rank = found.pivots.size();
      for (std::size_t k = 0; k < rank; ++k) factors[k] = row[found.pivots[k]];
      arithmetic_.subtract_combination(row, n, factors, rank, rows, columns_);
      std::size_t pivot = 0;
      while (pivot < n && arithmetic_.is_zero(row[pivot])) ++pivot;
      if (pivot == n) continue;
      arithmetic_.scale(row, n, arithmetic_.inverse(row[pivot]));
      for (std::size_t k = 0; k < rank; ++k) {
        const Value factor = rows[k * columns_ + pivot];
        if (!arithmetic_.is_zero(factor))
          arithmetic_.subtract_combination(rows + k * columns_, n, &factor, 1, row, columns_);
      }
      if (rank < i) std::copy_n(row, n, rows + rank * columns_);
      found.rows.push_back(i);
      found.pivots.push_back(static_cast<std::uint32_t>(pivot));
    }
    std::vector<bool> is_pivot(n);
    for (const std::uint32_t column : found.pivots) is_pivot[column] = true;
    for (std::uint32_t column = 0; column < n; ++column)
      if (!is_pivot[column]) found.free.push_back(column);
    part(rows, found.pivots.size(), found);
    return found;
  }
};

}  // namespace abide
