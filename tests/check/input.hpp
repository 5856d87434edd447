// A text as the input of the checker.
#pragma once
#include <cstdio>
#include <new>
#include <string>

#include "../../apps/check/core/reader.hpp"

inline abide_check::Input text_input(const std::string& bytes) {
  std::FILE* file = fmemopen(nullptr, bytes.size() + 1, "w+");
  if (file == nullptr) throw std::bad_alloc();
  abide_check::Input input(file, std::fclose);
  if (std::fwrite(bytes.data(), 1, bytes.size(), file) < bytes.size()) throw std::bad_alloc();
  std::rewind(file);
  return input;
}
