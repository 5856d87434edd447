// What a computation knows of the process that it runs in.
#pragma once

#include <abide/progress.hpp>

namespace abide::app {

// Signals cancel it, and it is told how much memory the process uses.
void attend(Progress& progress);

}  // namespace abide::app
