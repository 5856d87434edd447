#include <abide/exact.hpp>

#include <algorithm>

namespace abide {

DenseEchelon::DenseEchelon(std::size_t columns, std::uint64_t prime)
    : modulus_(prime), columns_(columns) {
  if (prime >> 31U != 0) throw Error(ErrorKind::internal, "the prime is too large for dense rows");
}

std::optional<std::uint32_t> DenseEchelon::add(std::vector<std::uint64_t> row) {
  const std::uint64_t p = modulus_.prime();
  const std::uint64_t lift = p << 32U;  // a multiple of p above every product
  for (const auto& [pivot, normalized] : rows_) {
    row[pivot] %= p;
    if (row[pivot] == 0) continue;
    const std::uint64_t factor = p - row[pivot];
    // Entries stay below `lift` < 2^63 and products below 2^62: no sum overflows.
    for (std::size_t j = pivot; j < columns_; ++j) {
      const std::uint64_t sum = row[j] + factor * normalized[j - pivot];
      row[j] = std::min(sum, sum - lift);
    }
  }
  for (std::uint32_t j = 0; j < columns_; ++j) {
    row[j] %= p;
    if (row[j] == 0) continue;
    const std::uint64_t inverse = modulus_.inverse(row[j]);
    std::vector<std::uint32_t> normalized(columns_ - j);
    for (std::size_t k = j; k < columns_; ++k)
      normalized[k - j] = static_cast<std::uint32_t>(modulus_.multiply(row[k] % p, inverse));
    rows_.emplace_back(j, std::move(normalized));
    return j;
  }
  return std::nullopt;
}

}  // namespace abide
