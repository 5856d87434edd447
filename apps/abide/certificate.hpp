// The certificate of a result as a file, and its model beside it.
#pragma once

#include "files.hpp"

#include <abide/abide.hpp>

namespace abide::app {

// Whether it was written: a limit or a signal leaves no file; what was proved stays proved.
bool write_certificate(Result& result, bool all_laws, const Progress& progress, const std::string& name);

}  // namespace abide::app
