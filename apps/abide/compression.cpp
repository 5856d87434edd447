// Certificates as .zst files: compressed piece by piece as they are written, so that none is in
// memory as a whole, and unpacked as a whole, as an export digests, checks and reads the same
// bytes. A file that ends too early is refused. Without zstd all of them are.
#include "compression.hpp"

#ifdef ABIDE_HAVE_ZSTD
#include <zstd.h>

#include <memory>
#endif

namespace abide::app {

#ifdef ABIDE_HAVE_ZSTD

namespace {

constexpr int level = 3;

void check(std::size_t code, ErrorKind kind, const std::string& name) {
  if (ZSTD_isError(code) != 0)
    throw Error(kind, {name, 0, 0}, std::string("zstd: ") + ZSTD_getErrorName(code));
}

}  // namespace

void compress(FunctionRef<void(Sink)> produce, Sink sink) {
  const std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(),
                                                                        &ZSTD_freeCCtx);
  if (!context) throw std::bad_alloc();
  check(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level), ErrorKind::internal,
        "");
  std::string buffer(ZSTD_CStreamOutSize(), '\0');
  const auto feed = [&](std::string_view text, ZSTD_EndDirective mode) {
    ZSTD_inBuffer in{text.data(), text.size(), 0};
    for (bool more = true; more;) {
      ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
      const std::size_t rest = ZSTD_compressStream2(context.get(), &out, &in, mode);
      check(rest, ErrorKind::internal, "");
      sink(std::string_view(buffer).substr(0, out.pos));
      more = mode == ZSTD_e_end ? rest != 0 : in.pos < in.size;
    }
  };
  produce([&](std::string_view text) { feed(text, ZSTD_e_continue); });
  feed({}, ZSTD_e_end);
}

std::string decompressed(const std::string& text, const std::string& name,
                         const Progress& progress) {
  const std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(),
                                                                        &ZSTD_freeDCtx);
  if (!context) throw std::bad_alloc();
  std::string result, buffer(ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer in{text.data(), text.size(), 0};
  std::size_t rest = 1;
  while (in.pos < in.size) {
    progress.check();
    // A text that does not fit is copied once more when it grows.
    if (result.size() + buffer.size() > result.capacity())
      progress.check_memory(2.0 * static_cast<double>(result.capacity()), "the text of " + name);
    ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
    rest = ZSTD_decompressStream(context.get(), &out, &in);
    check(rest, ErrorKind::input, name);
    result.append(buffer, 0, out.pos);
  }
  if (rest != 0) throw Error(ErrorKind::input, {name, 0, 0}, "zstd: the data end too early");
  return result;
}

#else

namespace {

[[noreturn]] void refuse(const std::string& name) {
  throw Error(ErrorKind::input, {name, 0, 0}, "this build knows no compression (.zst)");
}

}  // namespace

void compress(FunctionRef<void(Sink)>, Sink) { refuse(""); }
std::string decompressed(const std::string&, const std::string& name, const Progress&) {
  refuse(name);
}

#endif

}  // namespace abide::app
