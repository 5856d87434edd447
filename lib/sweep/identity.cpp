// A row by its content, so that a sweep can go on where it ended and a changed model file is a new
// row; and a file name made of it. The digest keeps rows apart, it is no protection against
// anybody.
#include <abide/sweep.hpp>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace abide {

namespace {

// FNV-1a, as 16 hexadecimal digits.
std::string digest(std::string_view text) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

// Of what cannot be read the row will tell.
std::string version_of(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return " @";
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return " @" + std::to_string(text.size()) + ":" + digest(text);
}

bool stays(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view(",.=_").find(c) != std::string_view::npos;
}

}  // namespace

std::string identity_of(const SweepRow& row) {
  std::string text = quoted(row.model);
  if (text.size() < row.model.size()) text += " " + digest(row.model);  // it was shortened
  if (row.path.ends_with(".toml") || row.path.ends_with(".canon")) text += version_of(row.path);
  if (row.dynamics && !row.dynamics->title().empty()) text += " | " + row.dynamics->title();
  if (!row.degree.empty()) text += " | degree " + quoted(row.degree);
  return text;
}

std::string file_stem(const std::string& identity) {
  constexpr std::size_t longest = 100;
  std::string stem;
  for (const char c : identity.substr(0, longest)) {
    const char kept = stays(c) ? c : '-';
    if (kept != '-' || (!stem.empty() && stem.back() != '-')) stem += kept;
  }
  return stem + "-" + digest(identity);
}

}  // namespace abide
