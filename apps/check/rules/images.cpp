// Rule images/1: laws as images of earlier ones.
//
//     symmetry S MOVE …        S = 1, 2, … in order; a MOVE is i>j or i>c:j with an integer c ≠ 0
//     image L J S [lemma]      law L is h_J∘T_S, J < L, where law J is a polynomial
//     L@l:v_1,…,v_s            where a law is referred to (networks, and phase spaces over one)
//     law L of J@l:… [lemma] POLYNOMIAL
//     law L images l:s [lemma] POLYNOMIAL
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
// (bodies/network.hpp), or keep the span of those of a phase space (bodies/window.hpp), and their
// images of laws are laws. ∎
//
// `of`: the polynomial is this image of law J, term by term in any order, hence a law. `images
// l:s`: the law, which is proved as any other, touches each of the first s nodes of layer l and no
// other node of it, and every permutation of these leaves it as it is. So it has one image for
// every choice of s nodes, and images for different choices, which touch different nodes, are
// different.
#include "images.hpp"

#include <set>

#include "node_images.hpp"
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

Images::Images(Scope& scope) : scope_(scope) {}
Images::~Images() = default;

std::string Images::statement(std::string_view word, Text& s) {
  if (word == "symmetry") {
    symmetry(s);
    return text("symmetry ", symmetries_.size(), ": proved");
  }
  s.next_number(scope_.law_count());
  LawView& law = scope_.law(s.then().natural("an earlier law", 1, scope_.law_count()));
  const size_t number = s.then().natural("an earlier symmetry", 1, symmetries_.size());
  const std::string how = lemma(s);
  s.finish();
  law.terms();  // Rejected if it is not a polynomial
  scope_.add(std::make_unique<SymmetryImage>(law, symmetries_, number - 1, image_));
  scope_.law_proved(how, [&] { return scope_.written(scope_.law(scope_.law_count()).terms()); });
  return "";
}
LawView& Images::image(size_t law, Text& s) {
  if (!at_hand_) at_hand_ = std::make_unique<NodeImage>(network());
  at_hand_->look_at(law, scope_.law(law), s);
  return *at_hand_;
}
Scope::Vouch Images::vouch(std::string_view word, Text& s) {
  if (word == "of") {
    const size_t number = s.natural("an earlier law", 1, scope_.law_count());
    s.expect("@");
    return [&image = image(number, s)](const Polynomial& h) {
      demand(same(h, image.terms()), "the polynomial is not this image");
      return true;
    };
  }
  const auto& widths = network().network.widths();
  const size_t layer = s.natural("a layer", 0, widths.size() - 1);
  s.expect(":");
  const u64 count = s.natural("a number of nodes", 1, widths[layer]);
  return [this, layer, count](const Polynomial& h) {
    must_have_images(network(), h, layer, count);
    return false;
  };
}
NetworkView Images::network() const {
  const Fields& fields = scope_.fields();
  const u64 size = fields.dimension();
  if (const auto* const network = dynamic_cast<const Network*>(&fields))
    return {*network, {0, narrow(size)}, size};
  const auto* const layer = dynamic_cast<const Follows*>(&fields);
  const auto below = layer == nullptr ? std::nullopt : layer->renamed();
  demand(below.has_value(), "images under permutations of nodes need a network");
  return *below;
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

const RuleEntry images_rule{"images/1",
                            {{"symmetry", Tag::preamble},
                             {"image", Tag::preamble},
                             {"images", Tag::qualifier},
                             {"of", Tag::qualifier},
                             {"@", Tag::marker}},
                            make_rule<Images>};
}  // namespace abide_check
