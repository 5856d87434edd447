// Long words by powers of ad (mathematics.md, 4.14): y_n = (−ad_A)^n B for a random combination A
// of the fields and several random combinations B. A constant A comes first; where its powers
// stagnate, A = A_0 + t A_1, which mixes words of two letters, and then another one.
//
// As soon as one power of B lies in the span of the earlier ones and of all powers of earlier B's,
// all later powers do. So longer powers are worth their cost, which grows with the cube, only if
// the longest one still added something: then their number is doubled.
#include <algorithm>

#include "stages.hpp"

namespace abide {

namespace {

constexpr std::size_t longest = 4'096;
constexpr std::size_t most_at_once = 8;  // B's
constexpr std::size_t doubts = 2;        // flows in a row that add nothing

class Powers {
 public:
  Powers(const PowerSearch& search, AddRows add, const Progress& progress)
      : search_(search), add_(add), progress_(progress), seed_(search.seed), rank_(search.rank) {}

  std::size_t run() {
    std::size_t length = std::clamp(search_.length, std::size_t{2}, longest);
    bool slope = false;
    for (std::size_t idle = 0; idle < doubts && !complete();) {
      const Gain gain = along(slope, length);
      idle = gain.rows == 0 ? idle + 1 : 0;
      if (gain.rows > 0 && gain.cut && length < longest)
        length = std::min(2 * length, longest);
      else
        slope = true;
    }
    return length;
  }

 private:
  // How many rows enlarged the span; did the longest power of some B?
  struct Gain {
    std::size_t rows = 0;
    bool cut = false;
  };
  const PowerSearch& search_;
  AddRows add_;
  const Progress& progress_;
  std::uint64_t seed_;
  std::size_t rank_;

  std::size_t missing() const { return search_.target - std::min(search_.target, rank_); }
  bool complete() const { return rank_ >= search_.target; }
  Word combination() { return Word::combination(++seed_); }

  void check_memory(std::size_t length, std::size_t words) const {
    const auto numbers = static_cast<double>(search_.x.coordinates() * length);
    const auto threads = static_cast<double>(progress_.threads());
    constexpr double bytes_of_series = 8 * 8, bytes_of_row = 24;
    progress_.check_memory(
        numbers * (threads * bytes_of_series + static_cast<double>(words) * bytes_of_row),
        "powers of ad along a flow");
  }

  // B after B, until those of a batch add nothing.
  Gain along(bool slope, std::size_t length) {
    check_memory(length, 1);
    FlowField a{combination()};
    if (slope) a.slope = combination();
    const Flow flow(search_.x, search_.point, search_.modulus, std::move(a), length, progress_);
    Gain all;
    for (bool more = true; more && !complete();) {
      const Gain gain = batch(flow);
      more = gain.rows > 0;
      all.rows += gain.rows;
      if (more) all.cut = gain.cut;
    }
    progress_.tell("lie", "rank " + std::to_string(rank_) + " with powers of ad up to " +
                              std::to_string(length - 1) + (slope ? " along A + tB" : " along A"));
    return all;
  }

  Gain batch(const Flow& flow) {
    const std::size_t length = flow.length();
    const std::size_t count = std::min((missing() + length - 1) / length, most_at_once);
    check_memory(length, count);
    std::vector<WordStep> steps;
    std::vector<Word> words;
    for (std::size_t k = 0; k < count; ++k) words.push_back(combination());
    std::vector<std::vector<SparseRow>> values(count);
    progress_.for_each(count, [&](std::size_t k) { values[k] = flow.powers(words[k], progress_); });
    std::vector<SparseRow> rows;
    for (std::size_t k = 0; k < count; ++k)
      for (std::uint32_t n = 0; n < length; ++n) {
        steps.push_back({words[k], 0, AdPower{flow.field(), n}});
        rows.push_back(std::move(values[k][n]));
      }
    Gain gain;
    for (const std::size_t kept : add_(std::move(steps), rows)) {
      ++gain.rows;
      gain.cut = gain.cut || kept % length == length - 1;
    }
    rank_ += gain.rows;
    progress_.doing("Lie rank", rank_, search_.target);
    return gain;
  }
};

}  // namespace

std::size_t add_powers(const PowerSearch& search, AddRows add, const Progress& progress) {
  return Powers(search, add, progress).run();
}

}  // namespace abide
