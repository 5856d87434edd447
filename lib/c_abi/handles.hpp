// Handles: numbers that are never used twice, and the objects that they stand for.
#pragma once

#include <abide/abide.h>

#include <cstdint>
#include <memory>

namespace abide::c {

enum class Type : std::uintptr_t { error = 1, text, model, options, job, result, laws, verdict };

// Which handle is of which type.
template <class Handle>
inline constexpr Type type_of = Type::error;
template <>
inline constexpr Type type_of<abide_text> = Type::text;
template <>
inline constexpr Type type_of<abide_model> = Type::model;
template <>
inline constexpr Type type_of<abide_options> = Type::options;
template <>
inline constexpr Type type_of<abide_job> = Type::job;
template <>
inline constexpr Type type_of<abide_result> = Type::result;
template <>
inline constexpr Type type_of<abide_laws> = Type::laws;
template <>
inline constexpr Type type_of<abide_verdict> = Type::verdict;

using Handle = std::uintptr_t;
constexpr unsigned type_bits = 4;
constexpr Handle handle_of(std::uint64_t serial, Type type) {
  return serial << type_bits | static_cast<Handle>(type);
}

// Numbers 1, 2, … that nobody else gets.
std::uint64_t fresh_serial() noexcept;
// The object is alive as long as its handle, and as long as somebody works with it.
void keep(Handle handle, std::shared_ptr<void> object);
// Null for a handle that is none (any more).
std::shared_ptr<void> find(Handle handle) noexcept;
// The same, and the handle is none any more.
std::shared_ptr<void> take(Handle handle) noexcept;
std::size_t live_handles() noexcept;

template <class T>
Handle number_of(const T* handle) noexcept {
  return reinterpret_cast<Handle>(handle);
}
template <class T>
bool has_type(const T* handle) noexcept {
  return (number_of(handle) & ((Handle{1} << type_bits) - 1)) == static_cast<Handle>(type_of<T>);
}
// The object of a handle; null for a bad one.
template <class Object, class T>
std::shared_ptr<Object> object_of(const T* handle) noexcept {
  return has_type(handle) ? std::static_pointer_cast<Object>(find(number_of(handle))) : nullptr;
}
// Gives a new handle.
template <class T, class Object>
T* handle_for(std::shared_ptr<Object> object) {
  const Handle handle = handle_of(fresh_serial(), type_of<T>);
  keep(handle, std::const_pointer_cast<std::remove_const_t<Object>>(std::move(object)));
  return reinterpret_cast<T*>(handle);
}
template <class T>
void release(const T* handle) noexcept {
  if (has_type(handle)) take(number_of(handle));
}

}  // namespace abide::c
