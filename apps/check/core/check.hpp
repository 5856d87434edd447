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
  std::string domain = {};       // how claims speak of one that is not all
  std::optional<u32> time = {};  // the variable that all components share and the last field moves
  Integer dimension = 0, count = 0;  // coordinates and fields of the whole, with all copies
};

// The check of a certificate of one model; of a sum, and with rules, by a class derived from this
// one.
class Certificate {
 public:
  Certificate(const Model& model, Run& run) : model_(model), run_(run) {}
  virtual ~Certificate() = default;
  bool check();  // whether completeness is proved

 protected:
  virtual void statement(const std::string& word, Text& s) { scope_->statement(word, s.then()); }
  // What everything adds up to; `closed` if K + M = D throughout.
  virtual Proved whole() { return scope_->proved(1); }
  virtual std::unique_ptr<Scope> open(const Fields& fields) {
    return std::make_unique<Scope>(fields, run_);
  }
  // The rules that the certificate uses; the core has none.
  virtual std::string declare(Text& s) {
    if (!s.take("none")) throw Rejected("unknown rule " + shown(s.until(" ")));
    return "none";
  }
  const Model& model_;
  Run& run_;
  std::unique_ptr<Scope> scope_;

 private:
  void head();
  void question(const char* key, const std::string& ours);
};

using MakeCheck = std::unique_ptr<Certificate> (*)(const Model& model, Run& run);
// Writes the claims, if they are wanted, and returns whether completeness is proved. Rejected has
// the verdict as its text. Without `make`: no rules, one model.
bool check(const Model& model, Run run, MakeCheck make);
}  // namespace abide_check
