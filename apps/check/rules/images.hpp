// Symmetries of explicit models, for rules that rely on them.
#pragma once
#include "rules.hpp"

namespace abide_check {
// T replaces θ_i by c θ_j; variables without a move stay.
struct Symmetry {
  std::unordered_map<u32, std::pair<Integer, u32>> moves = {};
  std::vector<u64> fields = {};  // the number of the field to which T*X_i is proportional
  std::pair<Integer, u32> of(u32 i) const;
  Term of(const Monomial& m) const;                          // m(Tθ)
  std::map<u32, Sum> of(const std::map<u32, Sum>& x) const;  // T*X
};

class Images final : public Rule {
 public:
  explicit Images(Scope& scope);
  ~Images() override;
  std::string statement(std::string_view word, Text& s) override;
  LawView& image(size_t law, Text& s) override;
  const std::vector<Symmetry>& symmetries() const { return symmetries_; }

 private:
  void symmetry(Text& s);
  void check_symmetry(Symmetry& t, u64 field) const;

  Scope& scope_;
  std::vector<Symmetry> symmetries_;
  std::multimap<std::pair<u32, Monomial>, u64> by_least_;  // fields by their least term
  Polynomial image_;                                       // of the law asked last
  class NodeImage;
  std::unique_ptr<NodeImage> at_hand_;
};
}  // namespace abide_check
