#include <abide/progress.hpp>

#include <cmath>
#include <cstdio>

namespace abide {

void Progress::set_time_limit(double seconds) {
  // A limit beyond a century is no limit; it must not overflow the clock.
  constexpr double century = 3.2e9;
  if (!(seconds > 0) || !std::isfinite(seconds))
    throw Error(ErrorKind::input, "a time limit must be a positive number of seconds");
  const auto span = std::chrono::duration<double>(seconds < century ? seconds : century);
  deadline_ = std::chrono::steady_clock::now() +
              std::chrono::duration_cast<std::chrono::steady_clock::duration>(span);
  has_deadline_ = true;
}

bool Progress::should_stop() const noexcept {
  if (cancelled_.load(std::memory_order_relaxed)) return true;
  return has_deadline_ && std::chrono::steady_clock::now() >= deadline_;
}

void Progress::check() const {
  if (cancelled_.load(std::memory_order_relaxed))
    throw Error(ErrorKind::stopped, "stopped: cancelled");
  if (should_stop()) throw Error(ErrorKind::stopped, "stopped: the time limit was reached");
  constexpr std::uint32_t between_probes = 4;
  if (memory_limit_ != 0 && probe_ &&
      checks_.fetch_add(1, std::memory_order_relaxed) % between_probes == 0 &&
      probe_() >= memory_limit_)
    throw Error(ErrorKind::stopped, "stopped: the memory limit was reached");
}

void Progress::check_memory(double bytes, const std::string& what) const {
  const double used = probe_ ? static_cast<double>(probe_()) : 0;
  if (memory_limit_ == 0 || used + bytes <= static_cast<double>(memory_limit_)) return;
  char text[160];
  std::snprintf(text, sizeof text, " would need about %.3g MiB; the memory limit is %.3g MiB",
                (used + bytes) / 1048576.0, static_cast<double>(memory_limit_) / 1048576.0);
  throw Error(ErrorKind::stopped, what + text);
}

void Progress::tell(const std::string& stage, const std::string& message) const {
  if (listener_) listener_(Event{stage, message});
}

}  // namespace abide
