// The two inputs, and the check of one against the other.
#pragma once
#include "scope.hpp"

namespace abide_check {
// Fields on variables of their own, so many times.
struct Component {
  std::shared_ptr<const Fields> fields;
  Integer copies = 1;
};
// Everything that is asked about, as the head of a certificate states it.
struct Model {
  std::shared_ptr<const Fields> fields = {};  // of the whole; null for a sum of several
  std::vector<Component> components = {};     // the different summands of a sum
  std::string specification = {};             // `canonical D d` for a canonical file
  std::vector<std::string> arrays = {};       // its lines about arrays
  std::string dynamics = "gradient-flow", metric = "identity", loss = "spanning";
  u64 nonzero = 0;               // how many polynomials are not zero on the domain
  std::optional<u32> time = {};  // the variable that all components share and the last field moves
  // How many coordinates, or fields, the whole has with all copies.
  Integer total(u64 (Fields::*number)() const) const;
  Integer dimension() const { return total(&Fields::dimension); }
  Integer count() const { return total(&Fields::count); }
};

// The check of a certificate of one model; of a sum, by a class derived from this one.
class Certificate {
 public:
  Certificate(const Model& model, Run& run) : model_(model), run_(run) {}
  virtual ~Certificate() = default;
  bool check();  // whether completeness is proved

 protected:
  virtual void statement(const std::string& word, Text& s);
  virtual Proved whole();  // what everything adds up to; `closed` if K + M = D throughout
  const Model& model_;
  Run& run_;
  std::optional<Scope> scope_;

 private:
  void head();
  void question(const char* key, const std::string& ours);
  std::string declare(Text& s);
};

struct Checks {
  Rules rules = {};  // those that this program knows, by name
  std::unique_ptr<Certificate> (*make)(const Model& model, Run& run) = nullptr;
  Listener* listener = nullptr;
};
// Writes the claims, if they are wanted, and returns whether completeness is proved. Rejected has
// the verdict as its text.
bool check(const Model& model, Input certificate, std::ostream* claims, const Checks& checks);
}  // namespace abide_check
