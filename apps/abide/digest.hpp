// The name of a text that nobody can forge.
#pragma once

#include <string>

namespace abide::app {

/// SHA-256 in hexadecimal digits.
std::string digest_of(const std::string& text);

}  // namespace abide::app
