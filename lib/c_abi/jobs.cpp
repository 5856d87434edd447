// Jobs. Cancelling is a store into a table that is never locked and never moves, so that a signal
// handler may do it: the slot is found from the handle, and says whose it is. A cancelled slot
// holds the serial number of the job, not a flag: a late call for a job that is gone does nothing
// to the next one.
#include <array>
#include <atomic>
#include <cstring>

#include "calls.hpp"

namespace abide::c {

namespace {

constexpr std::uint64_t slot_count = 4096;

struct Slot {
  std::atomic<bool> used{false};
  std::atomic<std::uint64_t> owner{0};      // whose handle is alive
  std::atomic<std::uint64_t> cancelled{0};  // the last one that was
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

constinit std::array<Slot, slot_count> slots{};

Slot& slot_of(std::uint64_t serial) noexcept { return slots[serial % slot_count]; }

// A number whose slot is free.
std::uint64_t claim_slot() {
  for (std::uint64_t k = 0; k < slot_count; ++k) {
    const std::uint64_t serial = fresh_serial();
    if (slot_of(serial).used.exchange(true)) continue;
    slot_of(serial).owner.store(serial);
    return serial;
  }
  refuse(ABIDE_LIMIT, "4096 jobs are alive");
}

}  // namespace

Job::Job() : serial_(claim_slot()) {}

Job::~Job() {
  slot_of(serial_).owner.store(0);
  slot_of(serial_).used.store(false);
}

Handle Job::handle() const noexcept { return handle_of(serial_, Type::job); }

bool Job::is_cancelled() const noexcept {
  return slot_of(serial_).cancelled.load(std::memory_order_relaxed) == serial_;
}

void Job::listen(abide_listener listener, void* user) {
  const std::scoped_lock lock(calling_);
  listener_ = listener;
  user_ = user;
}

void Job::tell(const std::string& stage, const std::string& message) {
  {
    const std::scoped_lock lock(last_mutex_);
    last_ = stage + ": " + message;
    ++events_;
  }
  const std::scoped_lock lock(calling_);
  if (listener_ != nullptr) listener_(user_, stage.c_str(), message.c_str());
}

std::pair<std::string, std::uint64_t> Job::last() const {
  const std::scoped_lock lock(last_mutex_);
  return {last_, events_};
}

}  // namespace abide::c

using namespace abide::c;

extern "C" {

abide_status abide_job_create(abide_job** out, abide_error** error) {
  if (out != nullptr) *out = nullptr;
  return call(error, [&] {
    if (out == nullptr) refuse(ABIDE_BAD_ARGUMENT, "'out' is NULL");
    const auto job = std::make_shared<Job>();
    keep(job->handle(), job);
    *out = reinterpret_cast<abide_job*>(job->handle());
  });
}

abide_status abide_job_listen(abide_job* job, abide_listener listener, void* user) {
  return call(nullptr, [&] { needed<Job>(job, "job")->listen(listener, user); });
}

abide_status abide_job_progress(const abide_job* job, char* buffer, size_t size, uint64_t* events) {
  return call(nullptr, [&] {
    if (buffer != nullptr && size > 0) *buffer = '\0';
    if (events != nullptr) *events = 0;
    const auto [text, count] = needed<Job>(job, "job")->last();
    if (events != nullptr) *events = count;
    if (size == 0) return;
    needed_pointer(buffer, "buffer");
    const std::size_t copied = std::min(size - 1, text.size());
    std::memcpy(buffer, text.data(), copied);
    buffer[copied] = '\0';
  });
}

// Async-signal-safe: neither a lock nor memory.
abide_status abide_cancel(const abide_job* job) {
  if (!has_type(job)) return ABIDE_BAD_HANDLE;
  const std::uint64_t serial = number_of(job) >> type_bits;
  Slot& slot = slot_of(serial);
  if (serial == 0 || slot.owner.load() != serial) return ABIDE_BAD_HANDLE;
  std::uint64_t last = slot.cancelled.load();
  while (last < serial && !slot.cancelled.compare_exchange_weak(last, serial)) continue;
  return ABIDE_OK;
}

int abide_job_is_cancelled(const abide_job* job) {
  const auto object = object_of<Job>(job);
  return object && object->is_cancelled() ? 1 : 0;
}

void abide_job_free(abide_job* job) {
  if (!has_type(job)) return;
  const std::shared_ptr<void> object = take(number_of(job));
  if (!object) return;
  slot_of(number_of(job) >> type_bits).owner.store(0);
  static_cast<void>(
      call(nullptr, [&] { std::static_pointer_cast<Job>(object)->listen(nullptr, nullptr); }));
}

}  // extern "C"
