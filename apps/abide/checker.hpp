// abide-check as a process: nothing is exported that it did not accept.
#pragma once

#include <abide/abide.hpp>
#include <string>
#include <string_view>

namespace abide::app {

// What `abide-check --claims` prints of a certificate of this model, which it gets by `name`: from
// these very bytes, through a pipe. Throws Error{input} if it does not accept them, and
// Error{stopped}: then that process is ended, too.
std::string checked_claims(const Model& model, const std::string& name, std::string_view text,
                           const std::string& file, const Progress& progress);

}  // namespace abide::app
