// The papers that texts cite. Private to this stage.
#pragma once

#include <abide/export.hpp>
#include <vector>

namespace abide {

struct Source {
  const char* key;
  const char* bibtex;  ///< an entry
  const char* item;    ///< of a bibliography that needs no other program, behind \\bibitem
};
/// Those that a report names and that are known.
std::vector<Source> sources_of(const Report& report);

}  // namespace abide
