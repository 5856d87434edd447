// Files that end in .zst (zstd); without the library they are refused.
#pragma once

#include "files.hpp"

namespace abide::app {

/// Passes what `produce` writes, compressed, to `sink`.
void compress(FunctionRef<void(Sink)> produce, Sink sink);
/// Throws Error{input} when the text is not zstd data, Error{stopped}: a short text may be long
/// when it is unpacked.
std::string decompressed(const std::string& text, const std::string& name,
                         const Progress& progress);

}  // namespace abide::app
