// What every function of the C interface does around its work: arguments are looked at, handles
// become objects, and whatever is thrown becomes a status and an error.
#pragma once

#include <abide/progress.hpp>
#include <abide/status.hpp>
#include <string>
#include <string_view>

#include "objects.hpp"

namespace abide::c {

[[noreturn]] void refuse(abide_status status, const std::string& message);

// The status of what is being thrown, with its handle in `error` unless that is null.
abide_status caught(abide_error** error) noexcept;

// Runs work, which returns a status or nothing.
template <class Work>
abide_status call(abide_error** error, const Work& work) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      return ABIDE_OK;
    } else {
      return work();
    }
  } catch (...) {
    return caught(error);
  }
}

// The same for functions that give a handle.
template <class T, class Work>
abide_status give(T** out, abide_error** error, const Work& work) noexcept {
  if (out != nullptr) *out = nullptr;
  return call(error, [&] {
    if (out == nullptr) refuse(ABIDE_BAD_ARGUMENT, "'out' is NULL");
    *out = handle_for<T>(work());
  });
}

// An object, or a refusal.
template <class Object, class T>
std::shared_ptr<Object> needed(const T* handle, const char* what) {
  std::shared_ptr<Object> object = object_of<Object>(handle);
  if (!object)
    refuse(ABIDE_BAD_HANDLE, std::string("no ") + what +
                                 (handle == nullptr ? ": NULL" : ": freed, or of another type"));
  return object;
}
// The same for arguments that may be NULL.
template <class Object, class T>
std::shared_ptr<Object> maybe(const T* handle, const char* what) {
  return handle == nullptr ? nullptr : needed<Object>(handle, what);
}

template <class T>
const T* needed_pointer(const T* pointer, const char* name) {
  if (pointer == nullptr) refuse(ABIDE_BAD_ARGUMENT, "'" + std::string(name) + "' is NULL");
  return pointer;
}
// A C string; those for messages and titles must be UTF-8.
std::string_view text_argument(const char* text, const char* name);
std::string label_argument(const char* text, const char* name, const char* otherwise);
// Bytes; a size that no object has is refused.
std::string_view bytes_argument(const char* text, std::size_t size, const char* name);
void check_count(std::size_t count, std::size_t size_of_one, const char* name);

std::shared_ptr<const std::string> text_of(std::string text);

// For functions that give a text or, when there is none, ABIDE_END: work returns an optional one.
template <class Work>
abide_status give_text_or_end(abide_text** out, abide_error** error, const Work& work) noexcept {
  if (out != nullptr) *out = nullptr;
  return call(error, [&] {
    std::optional<std::string> text = work();
    needed_pointer(out, "out");
    if (!text) return ABIDE_END;
    *out = handle_for<abide_text>(text_of(std::move(*text)));
    return ABIDE_OK;
  });
}

abide_outcome outcome_of(Outcome outcome) noexcept;
LawListing listing_argument(const char* listing, LawListing otherwise);

Settings settings_of(const abide_options* options);

// Limits, cancelling and listening of one call.
class CallProgress : public Progress {
 public:
  CallProgress(const Settings& settings, std::shared_ptr<Job> job);
};

}  // namespace abide::c
