// The certificate of a result as a file, and its model beside it.
#pragma once

#include <abide/abide.hpp>
#include <optional>
#include <string>

#include "files.hpp"

namespace abide::app {

// The digest of its text if it was written: a limit or a signal leaves no file; what was proved
// stays proved.
std::optional<std::string> write_certificate(Result& result, bool all_laws,
                                             const Progress& progress, const std::string& name);

// MODEL and the options that its dynamics need on a command line, for both programs.
std::string question_of(const Claims& claims, const std::string& name);
// The command that checks it.
std::string check_command(const Claims& claims, const std::string& name);

}  // namespace abide::app
