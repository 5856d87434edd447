// Images of laws of a network under permutations of the nodes of one layer (images.cpp).
#pragma once
#include "../bodies/window.hpp"

namespace abide_check {
// The image of the law at hand under nodes. Its gradient is zero away from the non-zero coordinates
// at these nodes if every weight touches the layer and every term has two or more.
class NodeImage final : public LawView {
 public:
  explicit NodeImage(const NetworkView& network) : network_(network) {}
  // The nodes of a reference, behind its marker.
  void look_at(size_t number, LawView& law, Text& s);
  const Polynomial& terms() override;
  Elimination::Row gradient(const Point& p) override;

 private:
  void index(size_t number, LawView& law, size_t layer);
  Term moved(Term t) const;

  const NetworkView network_;
  std::vector<u32> nodes_;
  size_t number_ = 0, layer_ = 0;
  LawView* law_ = nullptr;
  std::vector<std::pair<u32, size_t>> index_;  // variable of the law, term
  u32 touched_ = 0;                            // the last node that it touches, from 1
  bool local_ = true;
  Polynomial image_;
};
// Whether they are one polynomial, in any order of terms.
bool same(const Polynomial& a, const Polynomial& b);
// Rejected unless the law touches each of the first nodes of the layer, so many, and no other node
// of it, and every permutation of these leaves it as it is.
void must_have_images(const NetworkView& network, const Polynomial& h, size_t layer, u64 count);
}  // namespace abide_check
