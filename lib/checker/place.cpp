// Finds abide-check from where this code was loaded: the folders of an installation keep their
// places to each other wherever it was moved, and so do those of a build.
#include "place.hpp"

#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <filesystem>

namespace abide {

namespace {

// The file that holds this function: the library, or the program that it is linked into.
std::filesystem::path loaded_from() {
  Dl_info info{};
  if (::dladdr(reinterpret_cast<void*>(&loaded_from), &info) != 0 && info.dli_fname != nullptr &&
      info.dli_fname[0] == '/')
    return info.dli_fname;
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error);
}

}  // namespace

std::string place_of_checker() {
  static constexpr const char* name = "abide-check";
  if (const char* said = std::getenv("ABIDE_CHECK"); said != nullptr && *said != '\0') return said;
  const std::filesystem::path folder = loaded_from().parent_path();
  // Installed; built as a library, and as a program that has it inside.
  const std::array<const char*, 4> folders{"", ABIDE_PROGRAMS, "../apps/check", "../check"};
  for (const char* beside : folders) {
    const std::filesystem::path file = folder / beside / name;
    std::error_code error;
    if (!folder.empty() && std::filesystem::is_regular_file(file, error)) return file;
  }
  return name;
}

}  // namespace abide
