// Values of many words on all threads, passed on in the order of the words. Each thread has an
// evaluator of its own, because evaluators write into memory that they keep; words go to them in
// turn, batch by batch, and elimination sees the rows of a batch when all are there. So results do
// not depend on the number of threads.
#include <algorithm>

#include "stages.hpp"

namespace abide {

WordValues::WordValues(const Distribution& x, const Point& point, const Modulus& modulus,
                       const Progress& progress)
    : progress_(progress) {
  for (std::size_t t = 0; t < std::max<std::size_t>(progress.threads(), 1); ++t)
    evaluators_.emplace_back(x, point, modulus);
}

void WordValues::evaluate(std::size_t count, FunctionRef<Word(std::size_t)> word,
                          FunctionRef<bool(std::size_t, Word&, const SparseRow&)> row) const {
  constexpr std::size_t per_thread = 512;
  const std::size_t batch = per_thread * evaluators_.size();
  std::vector<Word> words;
  std::vector<SparseRow> values;
  for (std::size_t start = 0; start < count; start += batch) {
    progress_.check();
    words.clear();
    for (std::size_t k = start; k < std::min(count, start + batch); ++k) words.push_back(word(k));
    values.resize(words.size());
    progress_.for_each(evaluators_.size(), [&](std::size_t t) {
      for (std::size_t k = t; k < words.size(); k += evaluators_.size())
        values[k] = evaluators_[t].value(words[k], progress_);
    });
    for (std::size_t k = 0; k < words.size(); ++k)
      if (!row(start + k, words[k], values[k])) return;
  }
}

}  // namespace abide
