// Arguments, errors and statuses. Nothing that is thrown leaves: an error that cannot even be told
// for want of memory is its status alone.
#include "calls.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>

#include "status/status.hpp"

namespace abide::c {

namespace {

// A refusal of this interface.
struct Refusal {
  abide_status status;
  std::string message;
};

abide_status status_of(ErrorKind kind) noexcept {
  switch (kind) {
    case ErrorKind::input:
      return ABIDE_BAD_INPUT;
    case ErrorKind::output:
      return ABIDE_NO_CHECKER;  // the only thing here that is written to
    case ErrorKind::limit:
      return ABIDE_LIMIT;
    case ErrorKind::stopped:
      return ABIDE_STOPPED;
    case ErrorKind::internal:
      break;
  }
  return ABIDE_INTERNAL;
}

abide_status fail(abide_error** error, abide_status status, const Location& where,
                  const std::string& message) {
  if (error != nullptr)
    *error = handle_for<abide_error>(std::make_shared<Failure>(Failure{status, where, message}));
  return status;
}

abide_status status_of_exception(abide_error** error) {
  try {
    throw;
  } catch (const Refusal& e) {
    return fail(error, e.status, {}, e.message);
  } catch (const Error& e) {
    return fail(error, status_of(e.kind()), e.where(), e.what());
  } catch (const std::bad_alloc&) {
    return fail(error, ABIDE_NO_MEMORY, {}, "out of memory");
  } catch (const std::length_error&) {
    return fail(error, ABIDE_NO_MEMORY, {}, "out of memory: a text or list is too long");
  } catch (const std::exception& e) {
    return fail(error, ABIDE_INTERNAL, {}, quoted(e.what()));
  }
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto character = character_at(text, at);
    if (!character) return false;
    at += character->bytes;
  }
  return true;
}

}  // namespace

void refuse(abide_status status, const std::string& message) { throw Refusal{status, message}; }

abide_status caught(abide_error** error) noexcept {
  try {
    return status_of_exception(error);
  } catch (const std::bad_alloc&) {
    return ABIDE_NO_MEMORY;
  } catch (...) {
    return ABIDE_INTERNAL;
  }
}

std::string_view text_argument(const char* text, const char* name) {
  return needed_pointer(text, name);
}

std::string label_argument(const char* text, const char* name, const char* otherwise) {
  std::string label = text == nullptr ? otherwise : text;
  const bool plain = std::all_of(label.begin(), label.end(), [](char c) {
    return static_cast<unsigned char>(c) >= ' ' && c != '\x7F';
  });
  if (!plain || !is_utf8(label))
    refuse(ABIDE_BAD_INPUT, "'" + std::string(name) +
                                "': expected UTF-8 without control characters, found '" +
                                quoted(label) + "'");
  return label;
}

std::string_view bytes_argument(const char* text, std::size_t size, const char* name) {
  needed_pointer(text, name);
  check_count(size, 1, "size");
  return {text, size};
}

void check_count(std::size_t count, std::size_t size_of_one, const char* name) {
  if (count > static_cast<std::size_t>(PTRDIFF_MAX) / size_of_one)
    refuse(ABIDE_BAD_ARGUMENT, "'" + std::string(name) + "' is larger than any object");
}

std::shared_ptr<const std::string> text_of(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

abide_outcome outcome_of(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::proved:
      return ABIDE_PROVED;
    case Outcome::refuted:
      return ABIDE_REFUTED;
    case Outcome::open:
      return ABIDE_OPEN;
    case Outcome::stopped:
      break;
  }
  return ABIDE_CUT_SHORT;
}

LawListing listing_argument(const char* listing, LawListing otherwise) {
  if (listing == nullptr) return otherwise;
  const std::string_view word = listing;
  if (word == "kinds") return LawListing::kinds;
  if (word == "orbits") return LawListing::orbits;
  if (word == "all") return LawListing::all;
  throw Error(ErrorKind::input, {"listing", 1, 1},
              "expected 'kinds', 'orbits' or 'all', found '" + quoted(listing) + "'");
}

}  // namespace abide::c
