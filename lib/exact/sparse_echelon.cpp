// Row echelon form of sparse rows modulo a prime. Rows are reduced from the left as they come, the
// pivot is the first column left; so the row space alone, and not the order of the rows, decides
// which columns are pivots. The kernel is read off by back substitution, each pivot column as a
// combination of the free ones.
#include "exact/exact.hpp"
#include "progress/progress.hpp"

namespace abide {

SparseEchelon::SparseEchelon(std::size_t columns, std::uint64_t prime, const Progress& progress)
    : modulus_(prime) {
  resize(row_of_, columns, progress);
}

namespace {

// target += factor * row, keeping columns increasing and values non-zero.
void add_multiple(SparseRow& target, std::uint64_t factor, const SparseRow& row,
                  const Modulus& modulus, SparseRow& scratch) {
  scratch.clear();
  auto a = target.begin();
  for (const Entry& e : row) {
    while (a != target.end() && a->column < e.column) scratch.push_back(*a++);
    std::uint64_t value = modulus.multiply(factor, e.value);
    if (a != target.end() && a->column == e.column) value = modulus.add(value, (a++)->value);
    if (value != 0) scratch.push_back({e.column, value});
  }
  scratch.insert(scratch.end(), a, target.end());
  target.swap(scratch);
}

}  // namespace

std::optional<std::uint32_t> SparseEchelon::add(const SparseRow& row, const Progress& progress) {
  SparseRow work = row, scratch;
  // Every reduction removes the first column and adds later ones only.
  while (!work.empty() && has_pivot(work.front().column)) {
    progress.check();
    add_multiple(work, modulus_.negate(work.front().value), this->row(work.front().column),
                 modulus_, scratch);
  }
  if (work.empty()) return std::nullopt;
  const std::uint64_t scale = modulus_.inverse(work.front().value);
  for (Entry& e : work) e.value = modulus_.multiply(e.value, scale);
  const std::uint32_t pivot = work.front().column;
  rows_.push_back(std::move(work));
  row_of_[pivot] = static_cast<std::uint32_t>(rows_.size());
  return pivot;
}

std::vector<std::uint32_t> SparseEchelon::free_columns() const {
  std::vector<std::uint32_t> columns;
  for (std::uint32_t c = 0; c < row_of_.size(); ++c)
    if (!has_pivot(c)) columns.push_back(c);
  return columns;
}

std::vector<SparseRow> SparseEchelon::kernel(const Progress& progress) const {
  // solved[c]: the value of column c as a combination of the free columns.
  const std::vector<std::uint32_t> free = free_columns();
  std::vector<SparseRow> solved(row_of_.size());
  std::vector<SparseRow> basis(free.size());
  for (std::size_t k = free.size(); k-- > 0;)
    solved[free[k]] = {{static_cast<std::uint32_t>(k), 1}};
  SparseRow scratch;
  for (auto c = static_cast<std::uint32_t>(row_of_.size()); c-- > 0;) {
    if (!has_pivot(c)) continue;
    SparseRow value;
    for (std::size_t i = 1; i < row(c).size(); ++i) {
      const Entry& e = row(c)[i];
      progress.check();
      add_multiple(value, modulus_.negate(e.value), solved[e.column], modulus_, scratch);
    }
    solved[c] = std::move(value);
  }
  for (std::size_t c = 0; c < solved.size(); ++c)
    for (const Entry& e : solved[c])
      basis[e.column].push_back({static_cast<std::uint32_t>(c), e.value});
  return basis;
}

}  // namespace abide
