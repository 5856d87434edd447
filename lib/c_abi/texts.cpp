// The library itself, errors and texts.
#include <abide/version.hpp>
#include <string_view>

#include "calls.hpp"

namespace abide::c {

namespace {

constexpr std::string_view features[] = {
#ifdef ABIDE_HAVE_TBB
    "threads",
#endif
#ifdef ABIDE_HAVE_BLISS
    "symmetry",
#endif
#ifdef ABIDE_HAVE_FFLAS
    "fflas",
#endif
#ifdef ABIDE_HAVE_ZSTD
    "zstd",
#endif
#ifdef ABIDE_NATIVE
    "native",
#endif
    "",  // for a build that has none of these
};

}  // namespace

}  // namespace abide::c

using namespace abide::c;

extern "C" {

const char* abide_version(void) { return ABIDE_VERSION; }
int abide_abi_version(void) { return ABIDE_ABI_VERSION; }

int abide_has_feature(const char* name) {
  if (name == nullptr || *name == '\0') return 0;
  for (const std::string_view feature : features)
    if (feature == name) return 1;
  return 0;
}

const char* abide_status_name(int status) {
  switch (status) {
    case ABIDE_OK:
      return "ok";
    case ABIDE_BAD_INPUT:
      return "bad input";
    case ABIDE_BAD_HANDLE:
      return "bad handle";
    case ABIDE_BAD_ARGUMENT:
      return "bad argument";
    case ABIDE_END:
      return "end";
    case ABIDE_LIMIT:
      return "limit";
    case ABIDE_NO_MEMORY:
      return "no memory";
    case ABIDE_NO_CHECKER:
      return "no checker";
    case ABIDE_STOPPED:
      return "stopped";
    case ABIDE_INTERNAL:
      return "internal error";
    default:
      return "unknown status";
  }
}

size_t abide_live_handles(void) { return live_handles(); }

const char* abide_error_message(const abide_error* error) {
  const auto failure = object_of<Failure>(error);
  return failure ? failure->message.c_str() : nullptr;
}
const char* abide_error_file(const abide_error* error) {
  const auto failure = object_of<Failure>(error);
  return failure ? failure->where.file.c_str() : nullptr;
}
uint64_t abide_error_line(const abide_error* error) {
  const auto failure = object_of<Failure>(error);
  return failure ? failure->where.line : 0;
}
uint64_t abide_error_column(const abide_error* error) {
  const auto failure = object_of<Failure>(error);
  return failure ? failure->where.column : 0;
}
abide_status abide_error_status(const abide_error* error) {
  const auto failure = object_of<Failure>(error);
  return failure ? failure->status : ABIDE_BAD_HANDLE;
}
void abide_error_free(abide_error* error) { release(error); }

const char* abide_text_data(const abide_text* text) {
  const auto bytes = object_of<std::string>(text);
  return bytes ? bytes->c_str() : nullptr;
}
size_t abide_text_size(const abide_text* text) {
  const auto bytes = object_of<std::string>(text);
  return bytes ? bytes->size() : 0;
}
void abide_text_free(abide_text* text) { release(text); }

}  // extern "C"
