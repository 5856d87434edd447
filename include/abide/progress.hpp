/// \file
/// Limits, cancelling and listening. The library never prints: it tells a
/// Progress what it is doing and asks it whether to go on.
///
/// Example (also a test):
///
///     abide::Progress progress;
///     progress.set_time_limit(10.0);
///     progress.on_event([](const abide::Event& e) { log(e.stage, e.message); });
///     progress.doing("Lie rank", 3, 12);       // what activity() gives back
///     assert(progress.activity().done == 3);
///     progress.cancel();                       // from another thread or a signal
///     assert(progress.should_stop());
#pragma once

#include <abide/status.hpp>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace abide {

/// One thing worth telling a listener.
struct Event {
  std::string stage;    ///< "laws", "lie", ...
  std::string message;  ///< one line, no newline
};

/// What a computation is doing now, for whoever watches it from outside.
struct Activity {
  const char* what = nullptr;  ///< "Lie rank"; a literal, or nullptr before anything was said
  std::uint64_t done = 0;      ///< parts that are done
  std::uint64_t of = 0;        ///< of so many; 0: nobody knows
};

/// Carries limits into a computation and events out of it. A default Progress has
/// no limit and no listener. `cancel` and `should_stop` may be called from any
/// thread and from signal handlers; the setters belong before the computation.
class ABIDE_API Progress {
 public:
  Progress() = default;
  /// For a part of a longer work, which must outlive it: stops when `whole` does; memory limit,
  /// probe, threads and listener are those of `whole`. A time limit set here, and memory that is
  /// used up, end this part only.
  explicit Progress(const Progress* whole);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Stop after this many seconds from now; must be positive and finite.
  void set_time_limit(double seconds);
  /// Refuse work whose estimated memory exceeds this many bytes; 0: no limit.
  void set_memory_limit(std::size_t bytes) noexcept { memory_limit_ = bytes; }
  void on_event(std::function<void(const Event&)> listener) { listener_ = std::move(listener); }

  /// How many threads may work at once (default 1). Results do not depend on it.
  void set_threads(std::size_t threads) noexcept { threads_ = threads == 0 ? 1 : threads; }
  /// How much memory the process uses now, in bytes, if the program can tell: checked against
  /// the limit while the work goes on.
  void set_memory_probe(std::function<std::size_t()> probe) { probe_ = std::move(probe); }

  /// Whether whoever runs the process wants to stop: asked at every look, from any thread, so it
  /// must be cheap and must not throw.
  void set_cancel_probe(std::function<bool()> probe) { cancel_probe_ = std::move(probe); }

  /// Asks the computation to stop soon. Async-signal-safe.
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool should_stop() const noexcept;
  std::size_t memory_limit() const noexcept { return memory_limit_; }

  /// Throws Error{stopped} when should_stop(), or when the probe says that memory is used up.
  /// Cheap.
  void check() const;
  /// Throws Error{stopped} when `bytes` more for `what` exceed the memory limit.
  void check_memory(double bytes, const std::string& what) const;
  void tell(const std::string& stage, const std::string& message) const;
  /// Says what is done from here on; `what` must be a literal. Three stores: for inner loops.
  void doing(const char* what, std::uint64_t done = 0, std::uint64_t of = 0) const noexcept;
  /// What was said last; a part of a longer work has an activity of its own. From any thread; while
  /// `doing` is called in another one the numbers may be those of two activities.
  [[nodiscard]] Activity activity() const noexcept;
  std::size_t threads() const noexcept { return threads_; }
  /// work(k) for k = 0 … count − 1, on several threads. The first exception is passed on.
  void for_each(std::size_t count, FunctionRef<void(std::size_t)> work) const;

 private:
  std::atomic<bool> cancelled_{false};
  bool has_deadline_ = false;
  std::chrono::steady_clock::time_point deadline_{};
  std::size_t memory_limit_ = 0;
  std::size_t threads_ = 1;
  const Progress* whole_ = nullptr;
  std::function<std::size_t()> probe_;
  std::function<bool()> cancel_probe_;
  mutable std::atomic<std::int64_t> next_probe_{0};  // on the steady clock
  mutable std::atomic<bool> out_of_memory_{false};
  mutable std::atomic<const char*> what_{nullptr};
  mutable std::atomic<std::uint64_t> done_{0}, of_{0};
  bool is_cancelled() const noexcept;
  bool is_late() const noexcept;
  bool over_memory() const;
  std::function<void(const Event&)> listener_;
};

/// A size in bytes as options of programs say it: "500M", "2G", "1.5GiB", "4096". Nothing for other
/// texts, and for sizes that are 0 or above 10^18.
[[nodiscard]] ABIDE_API std::optional<std::size_t> parse_size(std::string_view text);
/// How much memory this process holds, in bytes, as the system says it: for
/// Progress::set_memory_probe. 0 where it does not say.
[[nodiscard]] ABIDE_API std::size_t process_memory();

}  // namespace abide
