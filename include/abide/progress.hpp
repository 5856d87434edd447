/// \file
/// Limits, cancelling and listening. The library never prints: it tells a
/// Progress what it is doing and asks it whether to go on.
///
/// Example (also a test):
///
///     abide::Progress progress;
///     progress.set_time_limit(10.0);
///     progress.on_event([](const abide::Event& e) { log(e.stage, e.message); });
///     progress.cancel();                       // from another thread or a signal
///     assert(progress.should_stop());
#pragma once

#include <abide/status.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace abide {

/// One thing worth telling a listener.
struct Event {
  std::string stage;    ///< "laws", "lie", ...
  std::string message;  ///< one line, no newline
};

/// Carries limits into a computation and events out of it. A default Progress has
/// no limit and no listener. `cancel` and `should_stop` may be called from any
/// thread and from signal handlers; the setters belong before the computation.
class ABIDE_API Progress {
 public:
  Progress() = default;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Stop after this many seconds from now; must be positive and finite.
  void set_time_limit(double seconds);
  /// Refuse work whose estimated memory exceeds this many bytes; 0: no limit.
  void set_memory_limit(std::size_t bytes) noexcept { memory_limit_ = bytes; }
  void on_event(std::function<void(const Event&)> listener) { listener_ = std::move(listener); }

  /// Asks the computation to stop soon. Async-signal-safe.
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  bool should_stop() const noexcept;
  std::size_t memory_limit() const noexcept { return memory_limit_; }

  /// Throws Error{stopped} when should_stop().
  void check() const;
  /// Throws Error{stopped} when `bytes` more for `what` exceed the memory limit.
  void check_memory(double bytes, const std::string& what) const;
  void tell(const std::string& stage, const std::string& message) const;

 private:
  std::atomic<bool> cancelled_{false};
  bool has_deadline_ = false;
  std::chrono::steady_clock::time_point deadline_{};
  std::size_t memory_limit_ = 0;
  std::function<void(const Event&)> listener_;
};

}  // namespace abide
