// List lines whose numbers change by equal steps become one line with loops, and tokens of a
// statement one group (certificate.md, "Repetition"). It knows nothing of what the lines mean. Each
// level looks at the items that come: those of one shape whose numbers, and whose inner counts,
// differ by constant steps are turns of one more loop; the finished loops go on to the next level.
// So one pass finds nested loops, without keeping the list. A few turns are written one by one,
// since two lines have equal steps by chance, and few terms are easier to read than a group.
#include <algorithm>
#include <utility>

#include "lines.hpp"

namespace abide {

namespace {

constexpr std::size_t most_loops = 3;
constexpr std::int64_t fewest_lines = 3;   // two lines have equal steps by chance
constexpr std::int64_t fewest_tokens = 8;  // a few terms are easier to read
using Numbers = std::vector<std::int64_t>;

// One loop: how the numbers change with its counter, and how often it runs, which may change with
// the counters of outer loops.
struct Loop {
  Numbers step;  // empty: it has run once so far, any step fits
  std::int64_t count = 1;
  Numbers count_steps;  // by outer loops, innermost of them first
};

// Lines with `loops.size()` nested loops, innermost first.
struct Item {
  std::string shape;
  Numbers base;
  std::vector<Loop> loops;
};

Numbers difference(const Numbers& a, const Numbers& b) {
  Numbers d(a.size());
  for (std::size_t k = 0; k < a.size(); ++k) d[k] = a[k] - b[k];
  return d;
}

// Could both be turns of one loop around them: do they differ in the start and in counts only?
bool are_alike(const Item& a, const Item& b) {
  if (a.shape != b.shape || a.base.size() != b.base.size()) return false;
  for (std::size_t k = 0; k < a.loops.size(); ++k) {
    const Loop &l = a.loops[k], &m = b.loops[k];
    if (!l.step.empty() && !m.step.empty() && l.step != m.step) return false;
    if (l.count_steps != m.count_steps) return false;
  }
  return true;
}

Numbers count_differences(const Item& a, const Item& b) {
  Numbers d;
  for (std::size_t k = 0; k < a.loops.size(); ++k) d.push_back(a.loops[k].count - b.loops[k].count);
  return d;
}

std::string affine(std::int64_t base, const Numbers& steps) {
  std::string text = std::to_string(base);
  bool varies = false;
  for (std::size_t k = 0; k < steps.size(); ++k) {
    if (steps[k] == 0) continue;
    varies = true;
    text += (steps[k] > 0 ? "+" : "") + std::to_string(steps[k]) + '%' + std::to_string(k + 1);
  }
  return varies ? "{" + text + "}" : text;
}

bool runs_once(const Loop& loop) {
  return loop.count == 1 && std::all_of(loop.count_steps.begin(), loop.count_steps.end(),
                                        [](std::int64_t s) { return s == 0; });
}

// Counters are numbered from the outermost.
void write(const Item& item, Repetition::Of of, Lines& lines) {
  std::vector<std::size_t> live;  // positions of loops, outermost first
  for (std::size_t k = item.loops.size(); k-- > 0;)
    if (!runs_once(item.loops[k])) live.push_back(k);
  std::string text;
  std::size_t next = 0;
  for (const char c : item.shape) {
    if (c != ListLine::open) {
      text += c;
      continue;
    }
    Numbers steps;
    for (const std::size_t k : live)
      steps.push_back(item.loops[k].step.empty() ? 0 : item.loops[k].step[next]);
    text += affine(item.base[next++], steps);
  }
  const bool group = of == Repetition::Of::tokens && !live.empty();
  if (group) text.insert(0, "(");
  if (!live.empty()) {
    text += " |";
    lines.repeats();
  }
  for (std::size_t i = 0; i < live.size(); ++i) {
    const Loop& loop = item.loops[live[i]];
    Numbers steps;
    // count_steps[j] belongs to the j-th loop around this one.
    for (std::size_t o = 0; o < i; ++o) {
      const std::size_t around = live[o] - live[i] - 1;
      steps.push_back(around < loop.count_steps.size() ? loop.count_steps[around] : 0);
    }
    text += " " + affine(loop.count, steps);
  }
  if (group) text += ")";
  if (of == Repetition::Of::tokens) return lines.token(text);
  lines.begin(text);
  lines.end();
}

}  // namespace

// Joins neighbouring items into turns of one more loop and passes the result on.
class Repetition::Level {
 public:
  Level(Lines& lines, Of of, Level* next)
      : lines_(lines),
        of_(of),
        fewest_turns_(of == Of::lines ? fewest_lines : fewest_tokens),
        next_(next) {}

  void add(Item item) {
    if (count_ == 0) return start(std::move(item));
    if (count_ == 1 && are_alike(first_, item)) {
      step_ = difference(item.base, first_.base);
      count_steps_ = count_differences(item, first_);
      learn_steps(item);
      last_ = std::move(item);
      count_ = 2;
      return;
    }
    if (count_ > 1 && are_alike(first_, item) && difference(item.base, last_.base) == step_ &&
        count_differences(item, last_) == count_steps_) {
      learn_steps(item);
      last_ = std::move(item);
      ++count_;
      return;
    }
    if (count_ < fewest_turns_ && count_ > 1) {
      start(single_turns());
      return add(std::move(item));
    }
    pass_on();
    start(std::move(item));
  }

  void flush() {
    if (count_ < fewest_turns_ && count_ > 1) start(single_turns());
    if (count_ > 0) pass_on();
    count_ = 0;
    if (next_ != nullptr) next_->flush();
  }

 private:
  Lines& lines_;
  const Of of_;
  const std::int64_t fewest_turns_;
  Level* next_;
  Item first_, last_;
  std::vector<Loop> first_loops_;  // of the first turn, before it learned steps from others
  Numbers step_, count_steps_;
  std::int64_t count_ = 0;

  void start(Item item) {
    first_ = std::move(item);
    first_loops_ = first_.loops;
    count_ = 1;
  }
  // Of a few turns that may have met by chance each is passed on alone, but for the last one, which
  // is returned.
  Item single_turns() {
    Item last = std::move(last_), next = first_;
    first_.loops = std::move(first_loops_);
    for (std::int64_t left = std::exchange(count_, 1); left > 1; --left) {
      pass_on();
      for (std::size_t k = 0; k < next.base.size(); ++k) next.base[k] += step_[k];
      for (std::size_t k = 0; k < next.loops.size(); ++k) next.loops[k].count += count_steps_[k];
      first_ = next;
    }
    return last;
  }
  void learn_steps(const Item& item) {
    for (std::size_t k = 0; k < item.loops.size(); ++k)
      if (first_.loops[k].step.empty()) first_.loops[k].step = item.loops[k].step;
  }
  void pass_on() {
    Item item = std::move(first_);
    for (std::size_t k = 0; k < item.loops.size(); ++k)
      item.loops[k].count_steps.push_back(count_ > 1 ? count_steps_[k] : 0);
    Loop loop;
    loop.count = count_;
    if (count_ > 1) loop.step = step_;
    item.loops.push_back(std::move(loop));
    if (next_ != nullptr) {
      next_->add(std::move(item));
    } else {
      write(item, of_, lines_);
    }
  }
};

Repetition::Repetition(Lines& lines, Of of) {
  for (std::size_t k = 0; k < most_loops; ++k)
    levels_.push_back(std::make_unique<Level>(lines, of, k == 0 ? nullptr : levels_.back().get()));
}

Repetition::~Repetition() { levels_.back()->flush(); }

void Repetition::add(const ListLine& line) {
  levels_.back()->add({line.shape(), line.numbers(), {}});
}

}  // namespace abide
