// What the readers of specifications and of canonical files share about networks.
#pragma once

#include <string>
#include <vector>

#include "scanner.hpp"

namespace abide {

/// U1, U2, …, then b1, … row by row.
Coordinates network_arrays(const Network& network);
/// "3,4r,2 hidden" (canonical.md).
Network scan_network_line(Scanner& scanner);

}  // namespace abide
