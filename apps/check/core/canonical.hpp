// The reader of canonical files (canonical.md). The core knows models that are written out; other
// domains, metrics, drifts and bodies are read by a class derived from this one.
#pragma once
#include "check.hpp"

namespace abide_check {
class Canonical {
 public:
  Canonical(Input input, std::string file) : reader_(std::move(input), std::move(file), 1 << 24) {}
  virtual ~Canonical() = default;
  Model read();  // InputError when the model is not accepted

 protected:
  struct Array {
    std::string name;
    u64 first;
    // Sizes, and how far it is to the next row and to the next column.
    struct Shape {
      int indices = 0;
      u64 rows = 1, columns = 1, down = 1, across = 1;
      bool operator==(const Shape&) const = default;
    } shape = {};
  };
  const Array& known(const char* expected);                       // the array whose name comes next
  virtual void role(const Array&) { text_.expect("parameter"); }  // at the end of its line
  virtual void surroundings(Model&);                              // domain, metric and drift
  virtual void body(Model& model);
  // The line at hand must be at its end; the next one becomes the line at hand.
  void begin(std::string_view start);
  std::string_view ahead() { return reader_.ahead(); }
  // A SUM other than 0, up to the end of the line; its pieces get the component j.
  void sum(Explicit::Body& pieces, u32 j);
  Explicit::Body components();  // lines `c NAME SUM`
  // The rest of `map d`, without constants and with component 0, or of `fields d`.
  std::vector<Explicit::Body> bodies(bool map);
  std::function<std::string(u32)> names() const;  // of the variables that are spoken of

  Text text_;               // the line at hand
  u64 low_ = 0, high_ = 0;  // the variables that are spoken of

 private:
  void array();
  u32 variable(u64 least);

  Reader reader_;
  std::vector<Array> arrays_;
  std::unordered_map<std::string, size_t> numbers_;  // of arrays
  Model model_;
};
}  // namespace abide_check
