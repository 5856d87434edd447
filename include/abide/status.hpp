/// \file
/// Outcomes, and the one error type of the library.
///
/// Example (also a test):
///
///     try {
///       throw abide::Error(abide::ErrorKind::input, "unknown family 'linera'");
///     } catch (const abide::Error& e) {
///       assert(e.kind() == abide::ErrorKind::input);
///     }
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#if defined(__GNUC__)
#define ABIDE_API __attribute__((visibility("default")))
#else
#define ABIDE_API
#endif

namespace abide {

/// What became of a question. `open` and `stopped` are never confused: an open
/// question was worked through without an answer; a stopped one was cut short.
enum class Outcome { proved, refuted, open, stopped };

/// "proved", "refuted", "open" or "stopped".
[[nodiscard]] ABIDE_API const char* to_string(Outcome outcome) noexcept;

/// Why an Error was thrown.
enum class ErrorKind {
  input,     ///< the user's text, file or option is wrong
  output,    ///< a result could not be written
  limit,     ///< the answer would not fit into a stated limit; nothing was started
  stopped,   ///< a time limit, a memory limit or a signal ended the work
  internal,  ///< a broken invariant: a bug
};

/// A place in an input text. Lines and columns count from 1; 0 means unknown.
struct Location {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
};

/// The only exception type the library throws on its own account
/// (std::bad_alloc may pass through). Thread safety: a value.
class ABIDE_API Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message);
  /// `what()` reads "file:line:column: message", without the unknown parts.
  Error(ErrorKind kind, const Location& where, const std::string& message);

  ErrorKind kind() const noexcept { return kind_; }
  const Location& where() const noexcept { return where_; }

 private:
  ErrorKind kind_;
  Location where_;
};

/// A reference to something callable, for the length of one call.
template <class Signature>
class FunctionRef;
template <class Result, class... Arguments>
class FunctionRef<Result(Arguments...)> {
 public:
  template <class F>
  requires(!std::is_same_v<std::remove_cvref_t<F>, FunctionRef>) FunctionRef(F&& f)
  noexcept  // NOLINT: a callable is a reference to itself
      : target_(const_cast<void*>(static_cast<const void*>(&f))),
        call_([](void* target, Arguments... arguments) -> Result {
          return (*static_cast<std::remove_reference_t<F>*>(target))(
              std::forward<Arguments>(arguments)...);
        }) {}
  Result operator()(Arguments... arguments) const {
    return call_(target_, std::forward<Arguments>(arguments)...);
  }

 private:
  void* target_;
  Result (*call_)(void*, Arguments...);
};

/// Quotes foreign text for a message: control characters, those that change the direction or have
/// no width, and bytes that are not UTF-8 become `\xNN`, long text is shortened.
[[nodiscard]] ABIDE_API std::string quoted(const std::string& text);
/// The same, and all that is not ASCII becomes `\xNN`.
[[nodiscard]] ABIDE_API std::string quoted_as_ascii(const std::string& text);

}  // namespace abide
