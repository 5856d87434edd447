// Certificates of sums: scopes of components, and what they add up to.
//
//     component C      C = 1, 2, … in order; what follows speaks of component C, in its own
//                      variables and fields, as if it were the model; numbering begins again
//     whole            behind the last component; then statements about the whole, and `complete`
//
// With K_c, M_c, D_c of the components, which are there so many times: M = Σ copies·M_c, and
// without a drift K = Σ copies·K_c, D = Σ copies·D_c. With a drift all share the time: K − 1 = Σ
// copies·(K_c − 1), D − 1 = Σ copies·(D_c − 1). Completeness is that of each component.
//
// Proof. Without a drift, a field of one copy has coefficients and directions in its variables
// only, so fields of different copies commute: the Lie algebra of the whole is the direct sum of
// those of the copies, and ranks add up. Gradients of laws of different copies have no variable in
// common: independent laws add up, too. With a drift X_0 = f(t) ∂_t + Σ_C (its part in C), f not
// zero, the brackets of fields of different copies are zero and those with X_0 stay in a copy: the
// Lie algebra is spanned by X_0, the only one with a component along t, and a sum of ideals I_C,
// where I_C has rank K_C − 1. A law of a copy is one of the whole, since X_0 acts on it as the
// drift of the copy. A combination of gradients of laws of all copies that vanishes but for ∂_t is
// killed by X_0, so it vanishes; and then so does its part in each copy: independent laws add up. ∎
#pragma once
#include "components.hpp"

namespace abide_check {
class Scopes : public Certificate {
 public:
  using Certificate::Certificate;

 protected:
  void statement(const std::string& word, Text& s) override;
  Proved whole() override;
  // A statement behind `whole`; returns what is proved.
  virtual std::string about_the_whole(const std::string& word, Text& s,
                                      const std::vector<Proved>& sums) = 0;

 private:
  void component(Text& s);
  void close();
  void add_up(Text& s);

  std::vector<Component> components_;
  bool started_ = false, scoped_ = false;  // a statement, and a line `component`, was read
  std::vector<Proved> sums_;
};
}  // namespace abide_check
