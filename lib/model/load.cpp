// MODEL as the command line means it: the ending of a name decides whether it is a TOML file, a
// canonical file, or a specification. Files are read in one piece up to 1 GiB.
#include <abide/model.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace abide {

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 30U;

std::string read_file(const std::string& name, const Progress& progress) {
  const auto refuse = [&name](const std::string& why) {
    throw Error(ErrorKind::input, {name, 0, 0}, "cannot be read: " + why);
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(name.c_str(), "rb"),
                                                             &std::fclose);
  if (!file) refuse(std::strerror(errno));
  std::string text;
  std::string buffer(1U << 16U, '\0');
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
    progress.check();
    text.append(buffer, 0, n);
    if (text.size() > most_bytes) refuse("it is larger than 1 GiB");
  }
  if (std::ferror(file.get()) != 0) refuse(std::strerror(errno));
  return text;
}

}  // namespace

Model load_model(const std::string& model, const Progress& progress) {
  progress.doing("reading the model");
  if (model.ends_with(".toml")) return read_toml(read_file(model, progress), model, progress);
  if (model.ends_with(".canon")) return read_canonical(read_file(model, progress), model, progress);
  std::error_code none;
  if (model.find(':') == std::string::npos && std::filesystem::exists(model, none))
    throw Error(ErrorKind::input, {model, 0, 0},
                "this file is no model: names of models end in .toml or .canon");
  return make_model(model, progress);
}

}  // namespace abide
