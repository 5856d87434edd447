// Files of this program: nothing half-written is left behind.
#pragma once

#include <abide/progress.hpp>
#include <abide/status.hpp>
#include <string>
#include <string_view>

namespace abide::app {

using Sink = FunctionRef<void(std::string_view)>;

// Writes through a fresh file beside the target, synced and renamed; to anything that is
// not a regular file directly; compressed when the name ends in .zst. Throws Error{output}; nothing
// is left behind.
void write_file(const std::string& name, FunctionRef<void(Sink)> produce);
void write_file(const std::string& name, const std::string& text);
// All of the text to a file that is open; `name` is for messages. Throws Error{output}.
void write_all(int fd, const std::string& name, std::string_view text);
// FILE.canon, the model beside a certificate FILE or FILE.zst.
std::string canonical_name(const std::string& certificate);
// A word as a shell reads it back: in quotes where it must be.
std::string shell_word(const std::string& text);
// Standard output; throws Error{output} when it fails.
void print(const std::string& text);
// The text of a file, unpacked when the name ends in .zst. Throws Error{input}, Error{stopped}.
std::string read_file(const std::string& name, const Progress& progress);

}  // namespace abide::app
