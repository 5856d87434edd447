// Limits, asked for in the midst of the work: cancelled from outside, late, or out of memory. The
// library can only estimate memory before it allocates, or ask the program's probe what the process
// uses.
#include <unistd.h>

#include <abide/progress.hpp>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <locale>

namespace abide {

Progress::Progress(const Progress* whole)
    : memory_limit_(whole->memory_limit_),
      threads_(whole->threads_),
      whole_(whole),
      probe_(whole->probe_),
      listener_(whole->listener_) {}

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

bool Progress::is_cancelled() const noexcept {
  return cancelled_.load(std::memory_order_relaxed) || (cancel_probe_ && cancel_probe_()) ||
         (whole_ != nullptr && whole_->is_cancelled());
}

bool Progress::is_late() const noexcept {
  if (has_deadline_ && std::chrono::steady_clock::now() >= deadline_) return true;
  return whole_ != nullptr && whole_->is_late();
}

bool Progress::should_stop() const noexcept {
  return is_cancelled() || out_of_memory_.load(std::memory_order_relaxed) || is_late();
}

// Asking costs some microseconds: not more often than every millisecond.
bool Progress::over_memory() const {
  if (memory_limit_ == 0 || !probe_) return false;
  if (out_of_memory_.load(std::memory_order_relaxed)) return true;
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  const auto ticks = std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
  if (ticks < next_probe_.load(std::memory_order_relaxed)) return false;
  constexpr std::int64_t between_probes = 1'000'000;
  next_probe_.store(ticks + between_probes, std::memory_order_relaxed);
  if (probe_() >= memory_limit_) out_of_memory_.store(true, std::memory_order_relaxed);
  return out_of_memory_.load(std::memory_order_relaxed);
}

void Progress::check() const {
  if (is_cancelled()) throw Error(ErrorKind::stopped, "interrupted");
  if (over_memory()) throw Error(ErrorKind::stopped, "the memory limit was reached");
  if (is_late()) throw Error(ErrorKind::stopped, "the time limit was reached");
}

void Progress::check_memory(double bytes, const std::string& what) const {
  const double used = probe_ ? static_cast<double>(probe_()) : 0;
  if (memory_limit_ == 0 || used + bytes <= static_cast<double>(memory_limit_)) return;
  char text[160];
  std::snprintf(text, sizeof text, " would need about %.3g MiB; the memory limit is %.3g MiB",
                (used + bytes) / 1048576.0, static_cast<double>(memory_limit_) / 1048576.0);
  throw Error(ErrorKind::stopped, what + text);
}

std::optional<std::size_t> parse_size(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  double factor = 0;
  if (unit.empty() || unit == "B") factor = 1;
  if (unit == "K" || unit == "KiB") factor = 1024.0;
  if (unit == "M" || unit == "MiB") factor = 1048576.0;
  if (unit == "G" || unit == "GiB") factor = 1073741824.0;
  const double bytes = value * factor;
  if (error != std::errc() || !(bytes >= 1) || bytes > 1e18) return std::nullopt;
  return static_cast<std::size_t>(bytes);
}

std::size_t process_memory() {
  std::ifstream statm("/proc/self/statm");
  statm.imbue(std::locale::classic());
  std::size_t pages = 0, resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

void Progress::doing(const char* what, std::uint64_t done, std::uint64_t of) const noexcept {
  what_.store(what, std::memory_order_relaxed);
  done_.store(done, std::memory_order_relaxed);
  of_.store(of, std::memory_order_relaxed);
}

Activity Progress::activity() const noexcept {
  return {what_.load(std::memory_order_relaxed), done_.load(std::memory_order_relaxed),
          of_.load(std::memory_order_relaxed)};
}

void Progress::tell(const std::string& stage, const std::string& message) const {
  if (listener_) listener_(Event{stage, message});
}

}  // namespace abide
