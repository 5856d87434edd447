// Rule orbits/1: whole orbits of columns at once.
//
//     s LAYERS α         networks only
//     o i β α            networks, or after `symmetry` statements whose factors are all ±1
//     oe α L             where α is in a split orbit with at least one layer
//
// The group is that of all permutations of the nodes of each layer of a network, or the one that
// the stated symmetries generate. It permutes the rows (up to a rational factor for symmetries:
// rows may be rescaled): for a permutation g the row g(i, β) has at gα what (i, β) has at α. `s`:
// the orbit of α under all node permutations is *split*: in this section the group of each of its
// monomials consists of the permutations of the nodes of LAYERS only (`-`: none; else layer numbers
// joined by `.`, increasing). No earlier line of the section has a column in it.
// `o`: the row (i, β) has at α a coefficient that is a unit modulo PRIME, and every other column of
// the row is *covered*. The orbit of α under its group was not covered, nor eliminated by a `p`
// line; it is now eliminated. A column c is covered, for a line with group H (a set of layers, for
// networks), when its full orbit is eliminated or claimed (all the split orbits in it), or when c
// is in a split orbit that is, and the layers of H whose nodes c touches belong to the group of
// that orbit. `oe`: law L, of degree ≤ DEGREE, stands for its images under the group H of α. Its
// coefficient at α is a unit modulo PRIME. The orbit of α under H was not covered and is now
// *claimed*; it counts as many elements as it has monomials. No other monomial m of L is in the
// orbit of α under H; and if the full orbit of m contains a claimed split orbit (this one or an
// earlier one), then m is in none of these, and the layers of H whose nodes m touches belong to the
// group of the full orbit of m. `p` lines have no column in a claimed orbit, and entries in columns
// that `o` lines eliminated are left out of their rows; products of laws in `e` lines have no
// monomial in a claimed orbit.
//
// Proof. For g in H the row g(i, β) has a unit at gα, and its other columns are images under H of
// covered ones, which are eliminated or claimed: so the rows of all `o` lines, in their order, are
// triangular up to claimed columns, which no row eliminates. Modulo them, every column that they
// eliminated is zero up to claimed columns, which no `p` line has as its pivot: leaving the entries
// out changes nothing. The images g·L, one for each monomial gα, have a triangular matrix with
// units on the diagonal at the columns gα, in the order of the lines: no other monomial of g·L is
// in an orbit claimed by this line or an earlier one. Products have no monomial there, so they are
// independent of them. ∎
//
// In words of the core: a `p` line for each monomial of an orbit, an `e` line for each image of a
// law.
#include "../bodies/network.hpp"
#include "images.hpp"
#include "orbit.hpp"

namespace abide_check {
namespace {
// The orbits of one section that have been split, eliminated or claimed.
class Orbits final : public Share {
 public:
  Orbits(const Network* network, const std::vector<Symmetry>& symmetries, const Columns& columns)
      : network_(network),
        symmetries_(symmetries),
        columns_(columns),
        all_(network ? network->widths().size() : 0, true) {}
  Integer columns_eliminated() const override { return eliminated_; }
  Integer elements_claimed() const override { return claimed_; }
  State state(const Monomial& m) const override {
    const Known& known = find(m);
    if (known.parts.empty()) return open;
    const auto part = known.parts.find(orbit_of(m, known.layers).form);
    return part == known.parts.end() ? open : part->second;
  }
  void split(const Monomial& alpha, Layers layers) {
    const Orbit full = orbit(*network_, alpha, all_);
    if (!known_.try_emplace(full.form, Known{full.size, 0, std::move(layers), true, false, {}})
             .second)
      throw Rejected("the orbit is split already");
  }
  // In a split orbit with at least one layer.
  bool claimable(const Monomial& alpha) const {
    const Known& known = find(alpha);
    return known.split && std::ranges::count(known.layers, true) > 0;
  }
  // The layers whose nodes may move.
  Layers group(const Monomial& m) const { return find(m).layers; }
  // Whether the images of c under the group have all been dealt with.
  bool covered(const Monomial& c, const Layers& group) const {
    const Known& known = find(c);
    return known.done == known.size || (state(c) != open && within(c, group, known.layers));
  }
  // Whether no image of m under the group lies in a claimed orbit.
  bool unclaimed(const Monomial& m, const Layers& group) const {
    const Known& known = find(m);
    return !known.claims || (state(m) != claimed && within(m, group, known.layers));
  }
  // The orbit of α under its group is now eliminated or claimed.
  void mark(const Monomial& alpha, State state) {
    std::vector<Monomial> images{alpha};  // under the symmetries, one after the other
    MonomialMap<bool> seen{{alpha, true}};
    for (size_t k = 0; k < images.size(); ++k) {
      const Monomial m = images[k];
      for (const auto& t : symmetries_)
        if (network_ == nullptr && seen.emplace(t.of(m).monomial, true).second)
          images.push_back(t.of(m).monomial);
      poll();
      if ((known_.size() + images.size()) >> 20 != 0)
        throw Stopped("the orbits have more than 2^20 monomials");
      if (!columns_.has(m)) continue;
      const Orbit full = orbit_of(m, all_);
      Known& known =
          known_.try_emplace(full.form, Known{full.size, 0, all_, false, false, {}}).first->second;
      const Orbit own = orbit_of(m, known.layers);
      known.parts.emplace(own.form, state);
      known.done += own.size;
      known.claims = known.claims || state == claimed;
      (state == claimed ? claimed_ : eliminated_) += own.size;
    }
  }

 private:
  struct Known {
    Integer size, done;  // the full orbit, and how much of it is eliminated or claimed
    Layers layers;       // whose nodes move
    bool split, claims;
    MonomialMap<State> parts;  // the orbits under these layers, by form
  };
  const Known& find(const Monomial& m) const {
    const auto at = known_.empty() ? known_.end() : known_.find(orbit_of(m, all_).form);
    return at == known_.end() ? unknown_ : at->second;
  }
  // Without a network, each image under the symmetries stands for itself.
  Orbit orbit_of(const Monomial& m, const Layers& layers) const {
    return network_ ? orbit(*network_, m, layers) : Orbit{m, 1};
  }
  // Whether the group moves only nodes of m that `layers` may move, too: then the images of m
  // under the group are in its orbit under `layers`.
  bool within(const Monomial& m, const Layers& group, const Layers& layers) const {
    const auto moves = [&](size_t l) { return group[l] && !layers[l]; };
    return std::ranges::none_of(m, [&](const Power& q) {
      const auto e = network_->edge(q.variable);
      return moves(e.layer) || (!e.bias && moves(e.layer - 1));
    });
  }

  const Network* network_;
  const std::vector<Symmetry>& symmetries_;
  const Columns& columns_;
  const Layers all_;
  const Known unknown_{1, 0, all_, false, false, {}};
  MonomialMap<Known> known_;  // by form under all permutations
  Integer eliminated_ = 0, claimed_ = 0;
};

class OrbitsRule final : public Rule {
 public:
  explicit OrbitsRule(RuledScope& scope)
      : scope_(scope), network_(dynamic_cast<const Network*>(&scope.fields())) {
    if (const auto* images = scope.find<Images>()) symmetries_ = &images->symmetries();
  }
  void line(std::string_view word, Text& s, Section& section) override {
    auto& orbits = section.share<Orbits>(network_, *symmetries_, section.columns());
    if (!section.columns().within().empty()) throw Rejected("'o' lines together with 'within'");
    word == "s"   ? split(s, section, orbits)
    : word == "o" ? eliminate(s, section, orbits)
                  : claim(s, section, orbits);
  }

 private:
  void split(Text& s, const Section& section, Orbits& orbits) const {
    if (network_ == nullptr) throw Rejected("'s' lines need a network");
    Layers layers(network_->widths().size(), false);
    for (u64 least = 0; least == 0 ? !s.take("-") : s.take(".");) {
      least = s.natural("a layer", least, layers.size() - 1) + 1;
      layers[least - 1] = true;
    }
    orbits.split(section.column(s.then(), section.above()), std::move(layers));
  }
  void eliminate(Text& s, const Section& section, Orbits& orbits) const {
    const auto signs_only = [](const Symmetry& t) {
      return std::ranges::all_of(t.moves,
                                 [](const auto& m) { return mp::abs(m.second.first) == 1; });
    };
    demand(network_ != nullptr ||
               (!symmetries_->empty() && std::ranges::all_of(*symmetries_, signs_only)),
           "'o' lines need a network, or symmetries with the factors 1 and -1");
    Section::Equation row = section.row(s);
    demand(row.entries.erase(row.column) > 0,
           "the coefficient at the column is not a unit modulo the prime");
    const Layers group = orbits.group(row.column);
    for (const auto& entry : row.entries)
      demand(orbits.covered(entry.first, group), "another column of the row is not covered");
    demand(!orbits.covered(row.column, group), "the orbit is covered already");
    orbits.mark(row.column, Share::eliminated);
    if (scope_.listener() != nullptr)
      each_image({row.field, row.beta, row.column}, group, section,
                 [&](const Image& g) { scope_.listener()->pivot(g.field, g.beta, g.column); });
  }
  void claim(Text& s, const Section& section, Orbits& orbits) const {
    const Monomial alpha = section.column(s, section.above());
    const size_t number = s.then().natural("a law", 1, scope_.law_count());
    const Polynomial h = scope_.law(number).terms();
    demand(orbits.claimable(alpha), "the monomial is not in a split orbit with layers");
    const Layers group = orbits.group(alpha);
    demand(!orbits.covered(alpha, group), "the orbit is covered already");
    demand(degree(h) <= section.degree(), "the degree of the law exceeds ", section.degree());
    orbits.mark(alpha, Share::claimed);
    bool unit = false;
    for (const auto& t : h) {
      if (t.monomial == alpha)
        unit = section.field().of(t.coefficient) != 0;
      else if (!orbits.unclaimed(t.monomial, group))
        throw Rejected("another monomial has an image in a claimed orbit");
    }
    demand(unit, "the coefficient at the monomial is not a unit modulo the prime");
    if (scope_.listener() != nullptr)
      each_image({0, {}, alpha, h}, group, section,
                 [&](const Image& g) { scope_.listener()->element(g.column, {g.law}); });
  }

  // What a line speaks of, moved by an element of the group.
  struct Image {
    u64 field;
    Monomial beta, column;
    Polynomial law = {};
  };
  // One image for each monomial of the orbit of the column, found by exchanging two nodes at a
  // time.
  void each_image(const Image& start, const Layers& group, const Section& section,
                  const std::function<void(const Image&)>& f) const {
    std::vector<Image> images{start};
    MonomialMap<bool> seen{{start.column, true}};
    const auto add = [&](const Image& image) {
      if (seen.emplace(image.column, true).second) images.push_back(image);
      if (images.size() >> 20 != 0) throw Stopped("the orbits have more than 2^20 monomials");
    };
    for (size_t k = 0; k < images.size(); ++k) {
      const Image at = images[k];
      if (section.columns().has(at.column)) f(at);
      for (size_t l = 0; l < group.size(); ++l)
        for (u32 v = 0; group[l] && v + 1 < network_->widths()[l]; ++v) add(exchanged(at, l, v));
      for (const auto& t : *symmetries_)
        if (network_ == nullptr)
          add({t.fields[at.field], t.of(at.beta).monomial, t.of(at.column).monomial});
    }
  }
  Image exchanged(Image image, size_t layer, u32 v) const {
    const auto to = [&](size_t l, u32 node) {
      return l != layer || (node != v && node != v + 1) ? node : 2 * v + 1 - node;
    };
    const auto move = [&](Monomial& m) {
      for (auto& q : m) q.variable = network_->moved(q.variable, to);
      std::ranges::sort(m);
    };
    image.field = network_->moved_field(image.field, to);
    move(image.beta), move(image.column);
    for (auto& t : image.law) move(t.monomial);
    return image;
  }

  static inline const std::vector<Symmetry> none{};
  Scope& scope_;
  const Network* network_;
  const std::vector<Symmetry>* symmetries_ = &none;
};
}  // namespace

const RuleEntry orbits_rule{"orbits/1",
                            {{"s", Tag::line, 0}, {"o", Tag::line, 2}, {"oe", Tag::line, 2}},
                            make_rule<OrbitsRule>};
}  // namespace abide_check
