// Rule images/1: laws as images of earlier ones.
//
//     symmetry S MOVE …        S = 1, 2, … in order; a MOVE is i>j or i>c:j with an integer c ≠ 0
//     image L J S              law L is h_J∘T_S, J < L, where law J is a polynomial
//     L@l:v_1,…,v_s            where a law is referred to (networks only)
//
// Symmetries. The substitution T replaces θ_i by c·θ_j; variables without a MOVE stay; the targets
// of all variables must be a permutation. In MOVEs, i is increasing, no move is trivial, and c = 1
// is not written. Claim: for every field X, the field T*X = Σ_i (1/c_i) a_i(Tθ) ∂_{target(i)} is a
// non-zero constant times a field of the list (or X is zero). Then h∘T is a law whenever h is.
// Proof. T*X (h∘T) = (Xh)∘T, and T* permutes the lines spanned by the fields. ∎
//
// Images under nodes. L@l:v_1,…,v_s (1 ≤ s, v distinct nodes of layer l) is the image of law L
// under a permutation of the nodes of layer l that sends node k to v_k for k ≤ s. It is allowed
// when law L touches no node of layer l beyond s, which makes the image unique. A monomial
// *touches* the end nodes of its weights (a bias touches the node it enters). Signs and
// coefficients stay as they are in L. Proof. Permutations of nodes permute the fields
// (bodies/network.hpp), and their images of laws are laws. ∎
#include "images.hpp"

#include <set>

#include "../bodies/network.hpp"
#include "written_out.hpp"

namespace abide_check {
namespace {
// h∘T for an earlier law. Only its origin is kept, since all images together may be far larger than
// the certificate.
class SymmetryImage final : public LawView {
 public:
  SymmetryImage(LawView& law, const std::vector<Symmetry>& symmetries, size_t symmetry,
                Polynomial& image)
      : law_(law), symmetries_(symmetries), symmetry_(symmetry), image_(image) {}
  const Polynomial& terms() override {
    const Polynomial& h = law_.terms();
    Polynomial next;
    for (const auto& term : h) {
      poll();
      Term& moved = next.emplace_back(symmetries_[symmetry_].of(term.monomial));
      moved.coefficient = power(moved.coefficient * term.coefficient, 1);
    }
    return image_ = std::move(next);
  }
  Elimination::Row gradient(const Point& p) override { return gradient_of(terms(), p); }

 private:
  LawView& law_;
  const std::vector<Symmetry>& symmetries_;
  const size_t symmetry_;
  Polynomial& image_;  // shared: of the view asked last
};
std::pair<u32, Monomial> least_term(const VectorField& x) {
  return {x.begin()->first,
          std::ranges::min_element(x.begin()->second, {}, &Sum::value_type::first)->first};
}
}  // namespace

// The image of the law at hand under nodes. Its gradient is zero away from the non-zero coordinates
// at these nodes if every variable touches the layer and no term is of degree 1.
class Images::NodeImage final : public LawView {
 public:
  explicit NodeImage(const Network& network) : network_(network) {}
  void look_at(size_t number, LawView& law, Text& s) {
    const size_t layer = s.natural("a layer", 0, network_.widths().size() - 1);
    s.expect(":");
    nodes_.clear();
    do nodes_.push_back(narrow(s.natural("a node", 1, network_.widths()[layer]) - 1));
    while (s.take(","));
    if (std::set(nodes_.begin(), nodes_.end()).size() < nodes_.size())
      throw Rejected("a node comes twice");
    if (number_ != number || layer_ != layer) index(number, law, layer);
    if (touched_ > nodes_.size())
      throw Rejected(text("the law touches node ", touched_, " of the layer"));
  }
  const Polynomial& terms() override {
    image_.clear();
    for (const auto& t : law_->terms()) image_.push_back(moved(t));
    return image_;
  }
  // Terms with two zero factors have no gradient: in the local case only the terms with a non-zero
  // variable at the nodes are visited.
  Elimination::Row gradient(const Point& p) override {
    std::map<u32, u64> sums;
    const Polynomial& h = law_->terms();
    std::set<size_t> visited;
    for (size_t k = 0; k < h.size() && !local_; ++k) add_gradient(moved(h[k]), p, sums);
    for (u32 k = 0; k < nodes_.size() && local_; ++k)
      network_.edges_at(p, layer_, nodes_[k], [&](u32 v) {
        const u32 original =
            network_.moved(v, [&](size_t layer, u32 node) { return layer == layer_ ? k : node; });
        for (auto i = std::ranges::lower_bound(index_, std::pair{original, size_t{0}});
             i != index_.end() && i->first == original; ++i)
          if (visited.insert(i->second).second) add_gradient(moved(h[i->second]), p, sums);
      });
    return {sums.begin(), sums.end()};
  }

 private:
  void index(size_t number, LawView& law, size_t layer) {
    number_ = number, layer_ = layer, law_ = &law, touched_ = 0, local_ = true;
    index_.clear();
    const Polynomial& h = law.terms();
    for (size_t k = 0; k < h.size(); ++k) {
      if (degree(h[k].monomial) == 1) local_ = false;
      for (const auto& q : h[k].monomial) {
        index_.emplace_back(q.variable, k);
        const auto e = network_.edge(q.variable);
        if (e.layer == layer_)
          touched_ = std::max(touched_, e.to + 1);
        else if (!e.bias && e.layer == layer_ + 1)
          touched_ = std::max(touched_, e.from + 1);
        else
          local_ = false;
      }
    }
    std::ranges::sort(index_);
  }
  Term moved(Term t) const {
    for (auto& q : t.monomial)
      q.variable = network_.moved(q.variable, [&](size_t layer, u32 node) {
        return layer == layer_ ? nodes_[node] : node;
      });
    std::ranges::sort(t.monomial);
    return t;
  }

  const Network& network_;
  std::vector<u32> nodes_;
  size_t number_ = 0, layer_ = 0;
  LawView* law_ = nullptr;
  std::vector<std::pair<u32, size_t>> index_;  // variable of the law, term
  u32 touched_ = 0;                            // the last node that it touches, from 1
  bool local_ = true;
  Polynomial image_;
};

Images::Images(Scope& scope) : scope_(scope) {}
Images::~Images() = default;

std::string Images::statement(std::string_view word, Text& s) {
  Laws& laws = scope_.laws();
  if (word == "symmetry") {
    symmetry(s);
    return text("symmetry ", symmetries_.size(), ": proved");
  }
  s.next_number(laws.count());
  LawView& law = laws[s.then().natural("an earlier law", 1, laws.count())];
  const size_t number = s.then().natural("an earlier symmetry", 1, symmetries_.size());
  s.finish();
  law.terms();  // Rejected if it is not a polynomial
  laws.add(std::make_unique<SymmetryImage>(law, symmetries_, number - 1, image_));
  scope_.law_proved("", [&] { return laws.written(laws[laws.count()].terms()); });
  return "";
}
LawView& Images::image(size_t law, Text& s) {
  const auto* const network = dynamic_cast<const Network*>(&scope_.fields());
  if (network == nullptr) throw Rejected("images under permutations of nodes need a network");
  if (!at_hand_) at_hand_ = std::make_unique<NodeImage>(*network);
  at_hand_->look_at(law, scope_.laws()[law], s);
  return *at_hand_;
}

void Images::symmetry(Text& s) {
  const Fields& fields = scope_.fields();
  s.next_number(symmetries_.size());
  Symmetry t;
  std::set<u32> targets;
  for (u64 least = 1; least == 1 || !s.done();) {
    const u32 from = s.then().variable(fields.dimension(), least);
    s.expect(">");
    const size_t mark = s.at();
    Integer c = s.integer();
    if (!s.take(":"))
      c = 1, s.back(mark);
    else if (c == 0 || c == 1)
      throw Rejected("a factor in a move is 0 or 1");
    const u32 to = s.variable(fields.dimension());
    if (to == from && c == 1) throw Rejected("a trivial move");
    least = from + u64{2};
    t.moves[from] = {c, to};
    targets.insert(to);
  }
  // The moved variables are as many as their targets and the same: a permutation.
  for (const auto& m : t.moves)
    if (!targets.contains(m.first) || targets.size() != t.moves.size())
      throw Rejected("the moves do not permute");
  for (u64 i = 0; i < fields.count() && symmetries_.empty(); ++i)
    if (const VectorField x = expand(fields, i); !x.empty()) by_least_.emplace(least_term(x), i);
  for (u64 i = 0; i < fields.count(); ++i) check_symmetry(t, i);
  symmetries_.push_back(std::move(t));
}
// The image of a field must be a multiple of a field of the list: one with the same least term.
void Images::check_symmetry(Symmetry& t, u64 field) const {
  const VectorField image = t.of(expand(scope_.fields(), field));
  t.fields.push_back(field);
  if (image.empty()) return;
  auto [i, stop] = by_least_.equal_range(least_term(image));
  while (i != stop && !proportional(image, expand(scope_.fields(), i->second))) ++i;
  if (i == stop)
    throw Rejected(text("field ", field + 1, " is not mapped to a multiple of a field"));
  t.fields.back() = i->second;
}

const RuleEntry images_rule{
    "images/1",
    {{"symmetry", Tag::preamble}, {"image", Tag::preamble}, {"@", Tag::marker}},
    make_rule<Images>};
}  // namespace abide_check
