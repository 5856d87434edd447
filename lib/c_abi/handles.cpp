// The table of live handles. A look-up takes a shared lock for some nanoseconds and gives shared
// ownership, so that a handle may be freed while a call works with what it stands for. The table is
// never destroyed: hosts may free handles while the process ends.
#include "handles.hpp"

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace abide::c {

namespace {

struct Table {
  std::shared_mutex mutex;
  std::unordered_map<Handle, std::shared_ptr<void>> objects;
};

Table& table() {
  static Table* const all = new Table;
  return *all;
}

static_assert(sizeof(Handle) >= sizeof(std::uint64_t), "handles are never used twice");

}  // namespace

std::uint64_t fresh_serial() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

void keep(Handle handle, std::shared_ptr<void> object) {
  Table& all = table();
  const std::unique_lock lock(all.mutex);
  all.objects.emplace(handle, std::move(object));
}

std::shared_ptr<void> find(Handle handle) noexcept {
  Table& all = table();
  const std::shared_lock lock(all.mutex);
  const auto found = all.objects.find(handle);
  return found == all.objects.end() ? nullptr : found->second;
}

// What it stood for is destroyed by the caller, without the lock.
std::shared_ptr<void> take(Handle handle) noexcept {
  Table& all = table();
  const std::unique_lock lock(all.mutex);
  const auto found = all.objects.find(handle);
  if (found == all.objects.end()) return nullptr;
  std::shared_ptr<void> object = std::move(found->second);
  all.objects.erase(found);
  return object;
}

std::size_t live_handles() noexcept {
  Table& all = table();
  const std::shared_lock lock(all.mutex);
  return all.objects.size();
}

}  // namespace abide::c
