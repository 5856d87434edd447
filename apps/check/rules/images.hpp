// The rule images, for rules that rely on its symmetries.
#pragma once
#include "node_images.hpp"
#include "rules.hpp"
#include "symmetry.hpp"

namespace abide_check {
class Images final : public Rule {
 public:
  explicit Images(Scope& scope);
  ~Images() override;
  std::string statement(std::string_view word, Text& s) override;
  LawView& image(size_t law, Text& s) override;
  Scope::Vouch vouch(std::string_view word, Text& s) override;
  const std::vector<Symmetry>& symmetries() const { return symmetries_; }

 private:
  NetworkView network() const;  // Rejected if there is none
  void symmetry(Text& s);
  void check_symmetry(Symmetry& t, u64 field) const;

  Scope& scope_;
  std::vector<Symmetry> symmetries_;
  std::multimap<std::pair<u32, Monomial>, u64> by_least_;  // fields by their least term
  Polynomial image_;                                       // of the law asked last
  std::unique_ptr<NodeImage> at_hand_;
};
}  // namespace abide_check
