// The name of a text that nobody can forge.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace abide::app {

/// SHA-256 of a text that comes in pieces.
class Digest {
 public:
  Digest();
  ~Digest();
  void add(std::string_view piece);
  /// In hexadecimal digits; once, at the end.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};
std::string digest_of(std::string_view text);

}  // namespace abide::app
