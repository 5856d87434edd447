// A result in plain words: for each family of laws the motion it comes from (mathematics.md,
// section 6: the gradient of a law, times the metric, is a motion along which φ does not change),
// why there are no more laws, and what was not proved.
#include <fmt/format.h>

#include <abide/export.hpp>
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "coordinates/coordinates.hpp"
#include "formula.hpp"
#include "model/model.hpp"
#include "status/status.hpp"
#include "words.hpp"

namespace abide {

namespace {

constexpr std::size_t line_width = 88, most_terms = 8;

// Paragraphs in lines of a width that can be read.
std::string wrapped(const std::string& text) {
  const auto letters = [](const std::string& s) {
    return static_cast<std::size_t>(
        std::count_if(s.begin(), s.end(), std::not_fn(continues_character)));
  };
  std::string out, line, word;
  std::istringstream words(text);
  while (words >> word) {
    if (!line.empty() && letters(line) + 1 + letters(word) > line_width) {
      out += line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return out + line + "\n";
}

// M∇h, by coordinates.
std::map<std::uint32_t, Terms> motion_of(const Terms& h, const Metric& metric) {
  std::set<std::uint32_t> variables;
  for (const Monomial& m : monomials_of(std::span(&h, 1)))
    for (const Power& p : m.powers()) variables.insert(p.variable);
  std::map<std::uint32_t, Terms> motion;
  for (const std::uint32_t j : variables) {
    const Terms slope = derivative(h, j);
    if (metric.is_identity()) {
      motion[j] = slope;
      continue;
    }
    for (const Metric::Entry& e : metric.rows[j])
      for (Term& t : multiply(e.value, slope)) motion[e.column].push_back(std::move(t));
  }
  for (auto& [j, terms] : motion) terms = collect(std::move(terms));
  std::erase_if(motion, [](const auto& m) { return m.second.empty(); });
  return motion;
}

class Explainer {
 public:
  Explainer(const Claims& r, bool ascii) : r_(r), families_(law_families(r)), ascii_(ascii) {}

  std::string run() {
    std::string text = wrapped(introduction());
    for (const LawFamily& f : families_)
      text += "\n" + family_lines(written(f), ascii_) + wrapped(origin(f));
    return text + "\n" + wrapped(completeness()) + "\n" + wrapped(reach());
  }

 private:
  const Claims& r_;
  std::vector<LawFamily> families_;
  bool ascii_;

  const Model& source() const { return *r_.source; }
  const Dynamics& dynamics() const { return source().dynamics(); }
  Script script() const { return ascii_ ? Script::ascii : Script::unicode; }
  const Letters& letters() const { return source().layout().letters(); }
  std::string phi() const { return spelled_letter(letters().map, script()); }
  bool is_cross_entropy() const { return dynamics().loss == Dynamics::Loss::cross_entropy; }
  // Said of a motion that does not change what the loss sees.
  std::string unchanged() const {
    return is_cross_entropy()
               ? "changes all outputs by the same amount or not at all, which the loss does not see"
               : "leaves " + phi() + " as it is";
  }
  std::string seen() const { return is_cross_entropy() ? "the loss" : phi(); }
  std::string exponential(const std::string& exponent) const { return "exp(" + exponent + ")"; }

  std::string introduction() const {
    std::string text =
        quoted(r_.model->title()) + " has " + counted(r_.model->coordinates(), "coordinate") + ". ";
    if (families_.empty()) return text + (r_.laws_known ? none() : "Laws were not asked for.");
    std::uint64_t laws = 0;
    for (const LawFamily& f : families_) laws += f.laws * f.copies;
    text += fmt::format("{} found, in {} {}. ",
                        laws == 1 ? "One law was" : counted(laws, "law") + " were",
                        families_.size(), families_.size() == 1 ? "family" : "families");
    return text +
           (source_has_fields()
                ? "Each is constant along every field of the model:"
                : "Each comes from a motion of the parameters that the loss does not notice:");
  }

  std::string origin(const LawFamily& f) const {
    if (f.elementary)
      return "In coordinates that are powers or logarithms of the parameters every field of the "
             "dynamics has a constant direction, up to a factor. This law is a linear form in "
             "these "
             "coordinates that vanishes on all these directions, or the exponential of one.";
    const bool moves = !r_.model->has_time() && r_.model->coordinates() == source().coordinates();
    if (!moves) return with_time(f);
    if (f.is_matrix() && source().metric().is_identity() && f.degree == 2) return of_matrix(f);
    return of_motion(f);
  }

  // Is the summand ± a Gram matrix of all columns (or rows) of one array, with all its entries, or
  // all beside the diagonal? Every symmetric matrix mixes these.
  static bool is_gram(const LawFamily& f, const Summand& s) {
    if (s.slices.size() != 2 || s.slices[0].array != s.slices[1].array ||
        f.range.kind == IndexRange::Kind::box)
      return false;
    if (s.coefficient != Rational(1) && s.coefficient != Rational(-1)) return false;
    const Slice& slice = s.slices.front();
    const NamedArray a = f.arrays[slice.array];
    if (slice.kind == Slice::Kind::entry && a.indices != 1) return false;
    const std::uint32_t units = slice.kind == Slice::Kind::column ? a.columns : a.rows;
    return f.range.bounds[0].first == 1 && f.range.bounds[0].second == units;
  }

  // Arrays that a family of a matrix turns: A → A exp(S) for AᵀA, A → exp(S) A for A Aᵀ, inverse
  // for negative terms.
  std::string of_matrix(const LawFamily& f) const {
    std::string turns;
    std::set<std::uint32_t> turned;
    for (const Summand& s : f.form) {
      if (!is_gram(f, s) || !turned.insert(s.slices.front().array).second) return of_motion(f);
      const Slice& slice = s.slices.front();
      const std::string name = f.arrays[slice.array].name, generator = letters().generator,
                        turn = exponential((s.coefficient.sign() < 0 ? "-" : "") + generator);
      turns += (turns.empty() ? "" : ", ") + name + " -> " +
               (slice.kind == Slice::Kind::column ? name + "*" + turn : turn + "*" + name);
    }
    const bool diagonal = f.range.kind != IndexRange::Kind::increasing;
    return fmt::format(
        "The hidden units of this layer can be mixed: {0} {1}, for every symmetric matrix {5}{2}. "
        "The "
        "velocity of this motion "
        "is half the gradient of trace({5}*{6}), where {6} is the matrix above. As {3} does not "
        "change "
        "along it, it is orthogonal to "
        "every gradient of the loss; so trace({5}*{6}) is conserved for every such {5}, which "
        "means "
        "every entry of {6}{4}.",
        turns, unchanged(), diagonal ? "" : " with zeros on the diagonal", seen(),
        diagonal ? "" : " beside the diagonal", letters().generator, letters().metric);
  }

  // The motion M∇h of the first law of the family, along which φ is constant: ∇φ·M∇h = 0 says both.
  std::string of_motion(const LawFamily& f) const {
    const Terms h = expand(f.form, f.arrays);
    const auto motion = motion_of(h, source().metric());
    const std::string first = f.laws > 1 ? "for the first of these laws " : "";
    const std::string field = source().metric().is_identity()
                                  ? "gradient of the law"
                                  : "gradient of the law, times the metric,";
    if (source_has_fields()) return "Its derivative along every field of the model is zero.";
    if (const auto scaling = rescaling(motion, f.arrays))
      return fmt::format(
          "This is a rescaling that cancels: {}multiply {} for any number {}; that {}. The "
          "velocity "
          "of this motion "
          "is the {} up to a factor; as {} is constant along it, the loss exerts no force on the "
          "law.",
          first, *scaling, letters().scale, unchanged(), field, seen());
    if (total_degree(h) == 1 && source().metric().is_identity())
      return fmt::format("This is a translation: {}moving along the {} {}.", first, field,
                         unchanged());
    return fmt::format(
        "The motion whose velocity is the {}{} {}: that the forces of the loss do no work on the "
        "law and that the loss "
        "is constant along this motion are the same equation.",
        field, listed(motion, f.arrays.shown()), unchanged());
  }

  bool source_has_fields() const { return std::holds_alternative<ExplicitFields>(source().body()); }

  // " (x: 2*y, y: -2*x)", when it is short.
  static std::string listed(const std::map<std::uint32_t, Terms>& motion, const Names& names) {
    std::size_t terms = 0;
    for (const auto& [j, velocity] : motion) terms += velocity.size();
    if (terms > most_terms) return "";
    std::string text;
    for (const auto& [j, velocity] : motion)
      text += (text.empty() ? "" : ", ") + names[j] + ": " + to_string(velocity, names);
    return " (" + text + ")";
  }

  // "U1[:,1] by exp(s), U2[1,:] by exp(-s)" if every coordinate moves in proportion to itself.
  std::optional<std::string> rescaling(const std::map<std::uint32_t, Terms>& motion,
                                       const Coordinates& arrays) const {
    Terms squares;
    for (const auto& [j, velocity] : motion) {
      if (velocity.size() != 1 || velocity[0].monomial != Monomial::variable(j))
        return std::nullopt;
      squares.push_back({Monomial::variable(j, 2), velocity[0].coefficient});
    }
    std::string text;
    for (const Summand& s : recognize(primitive(collect(std::move(squares))), arrays)) {
      const Rational& c = s.coefficient;
      const std::string &scale = letters().scale, rate = c == Rational(1) ? scale
                                                         : c == Rational(-1)
                                                             ? "-" + scale
                                                             : c.to_string() + "*" + scale;
      std::string what;
      if (s.slices.empty()) {
        what = to_string(Monomial::variable(s.factor.powers().front().variable), arrays.shown());
      } else {
        what = FormulaWriter(arrays, Script::ascii).slice(s.slices.front());
      }
      text += (text.empty() ? "" : ", ") + what + " by " + exponential(rate);
    }
    return text;
  }

  // A linear form of parameters and velocities, up to factors in time (the first coordinate)?
  static bool is_linear(const LawFamily& f) {
    const bool has_time = f.arrays.time_rate().has_value();
    for (const Term& t : expand(f.form, f.arrays)) {
      std::uint64_t degree = 0;
      for (const Power& p : t.monomial.powers())
        if (!has_time || p.variable != 0) degree += p.exponent;
      if (degree != 1) return false;
    }
    return true;
  }

  std::string with_time(const LawFamily& f) const {
    std::string text;
    if (dynamics().has_velocities()) {
      if (is_linear(f))
        return "In the direction of a linear law of the forces the loss exerts no force: along it "
               "the velocity changes by friction alone, "
               "in a way that does not depend on the training, and this integrates to such laws.";
      if (f.kind != "antisymmetric form")
        return "Its derivative along the equation of motion is zero, whatever the loss is.";
      text =
          "A rotation of the parameters, such as one of the hidden units of a layer by the same "
          "rotation on both sides, " +
          unchanged() +
          ". Newton's equations conserve the angular momentum of such a rotation "
          "(Noether's theorem).";
      if (has_time_factor(dynamics()))
        text +=
            " Friction lets it decay at a rate that does not depend on the training, and the "
            "factor in " +
            r_.model->layout().letters().time + " makes up for it.";
    } else {
      text =
          "Without weight decay the form is a law; with it, it decays at a rate that its degree "
          "alone determines, and the time factor makes up for it.";
    }
    return text;
  }

  std::string completeness() const {
    if (!r_.lie_known) return "Whether there are more was not asked.";
    const std::size_t d = r_.model->coordinates(), m = r_.independent_laws;
    std::string text = fmt::format(
        "Are there more? Trajectories can go in {} at a generic point: so many "
        "of the forces and of their brackets (which small back and forth motions reach) are "
        "independent. ",
        (r_.lie_lower == r_.lie_upper ? "" : "at least ") +
            counted(r_.lie_lower, "independent direction"));
    if (r_.complete)
      return text + fmt::format(
                        "That leaves room for {} - {} = {} independent laws, and {} found: there "
                        "are no others, of any kind, near a generic point.",
                        d, r_.lie_lower, m, m == 1 ? "one was" : std::to_string(m) + " were");
    if (r_.local_laws())
      return text + fmt::format(
                        "The directions are closed under brackets, so exactly {} exist{}; {} of "
                        "them are given here{}.",
                        counted(*r_.local_laws(), "local law"), *r_.local_laws() == 1 ? "s" : "", m,
                        searched());
    return text + fmt::format(
                      "So there are at least {} and at most {} independent laws; which of the two "
                      "is open.",
                      m, d - r_.lie_lower);
  }

  // "polynomial law of degree at most 4", as far as they are known, within the bounds of the law
  // spaces; empty: they are not.
  std::string known_laws() const {
    std::size_t degree = r_.dimensions.size();
    while (degree > 0 && !r_.dimensions[degree - 1]) --degree;
    if (degree == 0) return "";
    const std::string within =
        r_.degrees.bounds.empty() ? "" : " within " + to_string(r_.degrees.bounds, *r_.model);
    return fmt::format("polynomial law of degree at most {}{}", degree, within);
  }
  std::string none() const {
    const std::string known = known_laws();
    if (known.empty()) return "No conservation law was found before the search ended.";
    return "There is no " + known + ", and no law of another kind was found.";
  }
  std::string searched() const {
    const std::string known = known_laws();
    return known.empty() ? "" : ", and every " + known + " is a function of the laws given";
  }

  // What the theorem on W = W_φ covers (Marcotte, Gribonval, Peyré, NeurIPS 2023): linear networks,
  // and two-layer ReLU networks whose hidden hyperplanes are distinct, which they cannot be for one
  // input without biases.
  std::string reach() const {
    if (source_has_fields())
      return "What was not proved: all this is local, near generic points; on special points more "
             "can be conserved, and globally more where level "
             "sets are disconnected.";
    std::string text = "What was not proved: all this is about " + phi() +
                       " and every loss that depends on it, near generic points; on special "
                       "points (a dead neuron, equal neurons) more can be conserved, and globally "
                       "more where level sets are disconnected. ";
    const auto* net = std::get_if<Network>(&source().body());
    const bool relu = net != nullptr && net->has_relu();
    const bool covered = net != nullptr &&
                         (!relu || (net->layers() == 2 && (net->width(0) > 1 || net->has_bias(1))));
    if (is_cross_entropy())
      return text +
             "The gradients of the loss are those of cross-entropy, which span less than all "
             "outputs.";
    if (covered)
      return text +
             "For this network and losses such as squared error the gradients of the loss over all "
             "data span those of " +
             phi() + (relu ? " where the hidden hyperplanes are distinct" : "") +
             ": what every training run conserves is what is conserved for " + phi() +
             " (a theorem, not this certificate).";
    text += "The model itself may have more laws than " + phi() +
            " where its gradients span less, and a fixed set of data conserves more";
    const bool has_cells = net != nullptr || source().title().starts_with("residual:");
    return text + (has_cells && dynamics().is_plain() && source().metric().is_identity()
                       ? ": ask abide hypothesis."
                       : ".");
  }
};

}  // namespace

std::string explanation_of(const Claims& claims, bool ascii) {
  return Explainer(claims, ascii).run();
}

}  // namespace abide
