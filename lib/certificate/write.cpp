// The certificate of a result, statement by statement in the order that the format asks for
// (data/format/certificate.md). It computes nothing: what is written was kept by the stages that
// found it, and equal evidence gives equal bytes. Rules are declared before they are used: whether
// anything repeats is found by writing it once to nowhere.
#include <algorithm>
#include <set>

#include "fields/fields.hpp"
#include "laws/laws.hpp"
#include "lines.hpp"

namespace abide {

namespace {

void write_statement(Lines& lines, const char* keyword, const std::vector<std::uint64_t>& numbers) {
  lines.begin(keyword);
  for (const std::uint64_t n : numbers) lines.number(n);
  lines.end();
}

// FIRST-LAST:BOUND
std::string item_of(const DegreeBound& b) {
  return std::to_string(b.first + 1) + "-" + std::to_string(b.last + 1) + ":" +
         std::to_string(b.bound);
}

// The statements about one component.
class ScopeWriter {
 public:
  ScopeWriter(const Distribution& fields, const Evidence& evidence, bool all_laws, Lines& lines)
      : fields_(fields), evidence_(evidence), all_laws_(all_laws), lines_(lines) {
    if (evidence.laws != nullptr) number_laws();
    number_points();
  }

  void run() {
    if (evidence_.laws != nullptr) symmetry_lines();
    if (evidence_.laws != nullptr) law_lines();
    point_lines();
    if (evidence_.laws != nullptr) independent();
    if (evidence_.lie() != nullptr) lie();
    if (evidence_.exponents() != nullptr) exponents();
    if (evidence_.involutive) involutive();
    if (evidence_.laws != nullptr) spaces();
  }

  // The rules that these statements use.
  void rules(std::set<std::string>& names) const {
    if (evidence_.laws != nullptr) rules_of_laws(*evidence_.laws, names);
    if (evidence_.exponents() != nullptr) names.insert("exponents/1");
    if (evidence_.involutive) names.insert("involutive/1");
    if (evidence_.lie() != nullptr &&
        std::any_of(evidence_.lie()->words.begin(), evidence_.lie()->words.end(),
                    [](const WordStep& s) { return s.power.has_value(); }))
      names.insert("powers/1");
    if (has_repetition()) names.insert("repetition/1");
  }

 private:
  const Distribution& fields_;
  const Evidence& evidence_;
  const bool all_laws_;
  Lines& lines_;
  std::vector<const Point*> points_;        // of `independent` and `lie-rank`, each once
  std::vector<std::uint64_t> law_numbers_;  // of each law, or of its first image
  bool probing_ = false;                    // nothing is needed behind a first repetition

  void statement(const char* keyword, const std::vector<std::uint64_t>& numbers) {
    write_statement(lines_, keyword, numbers);
  }

  void rules_of_laws(const LawSpace& laws, std::set<std::string>& names) const {
    if (!laws.bounds.empty() && !laws.levels.empty()) names.insert("bounds/1");
    if (!laws.symmetries.empty()) names.insert("images/1");
    for (const Law& law : laws.laws) {
      if (!law.is_polynomial()) names.insert("elementary/1");
      if (law.images) names.insert("images/1");
    }
    for (const Level& level : laws.levels) rules_of_level(level, names);
  }

  static void rules_of_level(const Level& level, std::set<std::string>& names) {
    if (level.closed) names.insert("closed/1");
    if (!kernel_of(level).tree.empty()) names.insert("tree/1");
    if (!kernel_of(level).splits.empty() || !kernel_of(level).orbit_steps.empty())
      names.insert("orbits/1");
  }

  bool has_repetition() const {
    Lines nowhere([](std::string_view) {});
    ScopeWriter probe(fields_, evidence_, all_laws_, nowhere);
    probe.probing_ = true;
    probe.lists();
    return nowhere.has_repetition();
  }

  // Everything that may repeat, one after the other, up to a first repetition.
  void lists() {
    using List = void (ScopeWriter::*)();
    std::vector<List> all;
    if (evidence_.laws != nullptr) all.push_back(&ScopeWriter::symmetry_lines);
    if (evidence_.laws != nullptr) all.push_back(&ScopeWriter::law_lines);
    all.push_back(&ScopeWriter::point_lines);
    if (evidence_.laws != nullptr) all.push_back(&ScopeWriter::independent);
    if (evidence_.lie() != nullptr) all.push_back(&ScopeWriter::lie);
    if (evidence_.exponents() != nullptr) all.push_back(&ScopeWriter::exponents);
    if (evidence_.laws != nullptr) all.push_back(&ScopeWriter::spaces);
    for (const List list : all)
      if (!lines_.has_repetition()) (this->*list)();
  }

  void number_laws() {
    std::uint64_t next = 1;
    for (const Law& law : evidence_.laws->laws) {
      law_numbers_.push_back(next);
      next += all_laws_ ? law.count() : 1;
    }
  }

  void number_points() {
    if (evidence_.laws != nullptr) points_.push_back(&evidence_.laws->point);
    const LieRank* const words = evidence_.lie();
    if (words != nullptr && (points_.empty() || words->point != *points_.back()))
      points_.push_back(&words->point);
  }

  // "L", or "L@LAYER:NODE,NODE" where images are not numbered.
  void law_reference(ListLine& line, const LawRef& ref) const {
    const std::optional<NodeImages>& images = evidence_.laws->laws[ref.law].images;
    if (!images) {
      line.number(law_numbers_[ref.law]);
    } else if (all_laws_) {
      line.number(law_numbers_[ref.law] + rank_of(*images, ref.nodes));
    } else {
      image_reference(line, ref);
    }
  }

  void image_reference(ListLine& line, const LawRef& ref) const {
    const NodeImages& images = *evidence_.laws->laws[ref.law].images;
    line.number(law_numbers_[ref.law]).text('@').number(images.layer).text(':');
    for (std::uint32_t k = 0; k < images.nodes; ++k) {
      if (k > 0) line.text(',');
      line.number(ref.nodes[k] + std::uint64_t{1});
    }
  }

  // The position of an image in lexicographic order.
  static std::uint64_t rank_of(const NodeImages& images,
                               const std::array<std::uint32_t, 2>& nodes) {
    const std::uint64_t v = nodes[0], w = nodes[1], n = images.width;
    return images.nodes == 1 ? v : v * (2 * n - v - 1) / 2 + (w - v - 1);
  }

  void polynomial(const Terms& h) {
    if (h.empty()) lines_.token("0");
    for (const Term& t : h) lines_.token(t.coefficient.to_string() + ":" + monomial(t.monomial));
  }

  // The same where terms may repeat.
  void terms(const Terms& h) {
    if (h.empty()) lines_.token("0");
    Repetition list(lines_, Repetition::Of::tokens);
    for (const Term& t : h)
      list.add(ListLine(t.coefficient.to_string() + ":").monomial(t.monomial));
  }

  void symmetry_lines() {
    std::uint64_t number = 0;
    for (const Permutation& images : evidence_.laws->symmetries) {
      lines_.begin("symmetry");
      lines_.number(++number);
      {
        Repetition moves(lines_, Repetition::Of::tokens);
        for (std::size_t j = 0; j < images.size(); ++j)
          if (images[j] != j)
            moves.add(ListLine().number(j + 1).text('>').number(images[j] + std::uint64_t{1}));
      }
      lines_.end();
    }
  }

  void law_lines() {
    for (std::size_t k = 0; k < evidence_.laws->laws.size(); ++k) law_line(k);
  }

  void law_line(std::size_t k) {
    const Law& law = evidence_.laws->laws[k];
    std::uint64_t number = law_numbers_[k];
    if (!law.is_polynomial()) return elementary(number, law);
    if (law.image_of) return image(number, law);
    for_each_image(*evidence_.laws, k, [&](const LawRef& ref) {
      lines_.begin("law");
      lines_.number(number);
      if (law.images && number == law_numbers_[k]) {
        lines_.token("images");
        lines_.token(std::to_string(law.images->layer) + ":" + std::to_string(law.images->nodes));
      } else if (law.images) {
        ListLine origin;
        image_reference(origin, ref);
        lines_.token("of");
        lines_.token(origin.written());
      }
      lemma(law);
      terms(polynomial_of(*evidence_.laws, fields_, ref));
      lines_.end();
      ++number;
      return all_laws_ && !(probing_ && lines_.has_repetition());
    });
  }

  void lemma(const Law& law) {
    if (!law.generator) lines_.token("lemma");
  }

  void image(std::uint64_t number, const Law& law) {
    lines_.begin("image");
    lines_.number(number);
    lines_.number(law_numbers_[law.image_of->law]);
    lines_.number(law.image_of->symmetry + 1);
    lemma(law);
    lines_.end();
  }

  // The numerator has terms of θ alone, and c·M·log|θ_j| with the denominator M.
  void elementary(std::uint64_t number, const Law& law) {
    const ElementaryFunction& h = law.function;
    Terms rational, logarithms;
    for (const Term& t : h.numerator) {
      const std::uint32_t last = t.monomial.is_one() ? 0 : t.monomial.powers().back().variable;
      if (last < h.coordinates)
        rational.push_back(t);
      else
        logarithms.push_back({Monomial::variable(last - h.coordinates), t.coefficient});
    }
    const Monomial& below = h.denominator.front().monomial;
    lines_.begin("elementary");
    lines_.number(number);
    lemma(law);
    lines_.token(monomial(below));
    lines_.token(";");
    terms(rational);
    lines_.token(";");
    terms(logarithms);
    lines_.end();
  }

  void point_lines() {
    for (std::size_t k = 0; k < points_.size(); ++k) {
      lines_.begin("point");
      lines_.number(k + 1);
      coordinates(*points_[k]);
      lines_.end();
    }
  }

  void coordinates(const Point& point) {
    if (point.seed) return lines_.token("~" + std::to_string(*point.seed));
    Repetition list(lines_, Repetition::Of::tokens);
    for (const auto& [variable, value] : point.values) {
      if (value == 0) continue;
      ListLine token;
      token.number(variable + std::uint64_t{1}).text('=');
      if (value < 0) token.text('-');
      list.add(token.number(static_cast<std::uint64_t>(value < 0 ? -value : value)));
    }
  }

  void independent() {
    const LawSpace& laws = *evidence_.laws;
    statement("independent", {laws.independent.size(), 1, laws.prime});
    Repetition list(lines_);
    for (std::size_t k = 0; k < laws.independent.size(); ++k) {
      ListLine line("i ");
      law_reference(line, laws.independent[k]);
      list.add(line.text(' ').number(laws.pivots[k] + std::uint64_t{1}));
    }
  }

  void exponents() {
    const ExponentRank& rank = *evidence_.exponents();
    statement("exponents", {rank.steps.size(), rank.prime});
    Repetition list(lines_);
    for (const ExponentRank::Step& s : rank.steps)
      list.add(ListLine("x ").number(s.field + 1).text(' ').number(s.variable + std::uint64_t{1}));
  }

  void lie() {
    const LieRank& lie = *evidence_.lie();
    statement("lie-rank", {lie.words.size(), points_.size(), lie.prime});
    Repetition list(lines_);
    for (auto step = lie.words.begin(); step != lie.words.end();)
      if (step->power) {
        step = powers(list, step, lie.words.end());
      } else {
        list.add(ListLine("w ").word(step->word).text(' ').number(pivot(*step)));
        ++step;
      }
  }

  using Step = std::vector<WordStep>::const_iterator;
  static std::uint64_t pivot(const WordStep& step) { return step.variable + std::uint64_t{1}; }
  // One line for all powers of one flow that are applied to one word; returns where they end.
  static Step powers(Repetition& list, Step step, Step end) {
    const auto& [along, first] = *step->power;
    const Word& word = step->word;
    ListLine line("w ad ");
    line.word(along.start);
    if (along.slope) line.text('+').text('t').word(*along.slope);
    line.text(' ').word(word);
    for (std::uint32_t next = first; step != end && step->power && step->word == word &&
                                     step->power->along == along && step->power->exponent >= next;
         next = step++->power->exponent + 1)
      line.text(' ').number(step->power->exponent).text(':').number(pivot(*step));
    list.add(line);
    return step;
  }

  void involutive() {
    const Involutivity& involutive = *evidence_.involutive;
    lines_.begin("involutive");
    lines_.token(involutive.single ? "single" : std::to_string(involutive.rank));
    lines_.end();
    for (const Word& word : involutive.basis) {
      lines_.begin("vb");
      lines_.token(word.to_string());
      lines_.end();
    }
    for (const Identity& identity : involutive.identities) {
      lines_.begin(identity.bracket ? "vc" : "vg");
      lines_.number(identity.first + 1);
      if (identity.bracket) lines_.number(identity.second + 1);
      polynomial(identity.q);
      for (const Terms& f : identity.f) {
        lines_.token(";");
        polynomial(f);
      }
      lines_.end();
    }
  }

  static std::string layer_list(LayerSet layers) {
    std::string list;
    for (unsigned l = 0; l < 64; ++l)
      if ((layers >> l & 1U) != 0) list += (list.empty() ? "" : ".") + std::to_string(l);
    return list.empty() ? "-" : list;
  }

  static ListLine row_line(const char* keyword, const RowName& row, const Monomial& column) {
    ListLine line(keyword);
    line.number(row.field + 1).text(' ').monomial(row.beta).text(' ').monomial(column);
    return line;
  }

  // The bounds within which all law spaces are.
  void within() {
    if (evidence_.laws->bounds.empty() || evidence_.laws->levels.empty()) return;
    lines_.begin("within");
    for (const DegreeBound& b : evidence_.laws->bounds) lines_.token(item_of(b));
    lines_.end();
  }

  void spaces() {
    within();
    for (const Level& level : evidence_.laws->levels)
      if (level.closed) {
        statement("closed", {level.degree, level.dimension});
      } else {
        space(level);
      }
  }

  void space(const Level& level) {
    lines_.begin("space");
    lines_.number(level.degree);
    lines_.number(level.dimension);
    lines_.number(kernel_of(level).prime);
    lines_.token(level.extends ? "extend" : "fresh");
    lines_.end();
    kernel(kernel_of(level));
    Repetition list(lines_);
    for (const Element& e : level.elements) {
      ListLine line("e ");
      line.monomial(e.column);
      for (std::size_t k = 0; k < e.factors.size(); ++k) {
        line.text(k == 0 ? ' ' : '.');
        law_reference(line, e.factors[k]);
      }
      list.add(line);
    }
  }

  void kernel(const Kernel& kernel) {
    for (const OrbitSplit& s : kernel.splits) {
      lines_.begin("s");
      lines_.token(layer_list(s.layers));
      lines_.token(monomial(s.monomial));
      lines_.end();
    }
    Repetition list(lines_);
    for (const BranchStep& s : kernel.tree)
      list.add(s.row ? row_line("k ", *s.row, s.divisor) : ListLine("b ").monomial(s.divisor));
    for (const OrbitStep& s : kernel.orbit_steps)
      list.add(s.row ? row_line("o ", *s.row, s.column)
                     : ListLine("oe ").monomial(s.column).text(' ').number(law_numbers_[s.claim]));
    for (const PivotStep& s : kernel.steps) list.add(row_line("p ", s.row, s.column));
  }

  static std::string monomial(const Monomial& m) {
    if (m.is_one()) return "0";
    std::string text;
    for (const Power& p : m.powers()) {
      if (!text.empty()) text += '.';
      text += std::to_string(p.variable + std::uint64_t{1});
      if (p.exponent > 1) text += '^' + std::to_string(p.exponent);
    }
    return text;
  }
};

// "certify degree 2", "laws degree 4 within 1-1:2 2-7:2", "rank"
std::string asked(const Claims& claims) {
  if (claims.question == Question::rank) return "rank";
  std::string text = claims.question == Question::laws ? "laws" : "certify";
  text += " degree " + std::to_string(claims.degrees.degree);
  if (!claims.degrees.bounds.empty()) text += " within";
  for (const DegreeBound& b : claims.degrees.bounds) text += " " + item_of(b);
  return text;
}

class Writer {
 public:
  Writer(const Claims& claims, const std::vector<Evidence>& evidence, bool all_laws,
         FunctionRef<void(std::string_view)> sink)
      : claims_(claims), evidence_(evidence), all_laws_(all_laws), lines_(sink) {}

  void run() {
    head();
    for (std::size_t c = 0; c < evidence_.size(); ++c) {
      if (has_scopes()) write_statement(lines_, "component", {c + 1});
      scope(c).run();
    }
    if (has_scopes()) write_statement(lines_, "whole", {});
    if (has_tensor())
      for (std::size_t d = 0; d < claims_.dimensions.size() && claims_.dimensions[d]; ++d)
        write_statement(lines_, "tensor", {d + 1, *claims_.dimensions[d]});
    if (claims_.complete) write_statement(lines_, "complete", {});
    lines_.finish();
  }

 private:
  const Claims& claims_;
  const std::vector<Evidence>& evidence_;
  const bool all_laws_;
  Lines lines_;

  bool has_scopes() const { return !claims_.has_one_component(); }
  bool has_tensor() const {
    return has_scopes() && !claims_.dimensions.empty() && claims_.dimensions.front();
  }
  ScopeWriter scope(std::size_t c) {
    return {claims_.components[c].fields(), evidence_[c], all_laws_, lines_};
  }

  void head() {
    lines_.begin("abide-certificate");
    lines_.token("2");
    lines_.end();
    rules();
    const Model& model = *claims_.stated;
    if (!model.is_basic()) title(model.title());
    lines_.begin("model");
    if (model.is_basic()) {
      lines_.token(model.specification());
    } else {
      lines_.token("canonical");
      lines_.number(model.coordinates());
      lines_.number(field_count(model));
    }
    lines_.end();
    if (!model.is_basic()) arrays(model.layout());
    question(model);
  }

  // A label: its canonical file has none.
  void title(const std::string& text) {
    if (text.empty()) return;
    lines_.begin("title");
    lines_.token("\"" + quoted_as_ascii(text) + "\"");
    lines_.end();
  }

  void arrays(const Coordinates& layout) {
    for (std::uint64_t a = 0; a < layout.count(); ++a) {
      lines_.begin("array");
      lines_.token(layout.declaration(a));
      lines_.end();
    }
  }

  void question(const Model& model) {
    const Dynamics& dynamics = model.dynamics();
    const std::pair<const char*, std::string> lines[] = {
        {"dynamics", dynamics.equation()},
        {"metric", model.metric().is_identity() ? "identity"
                   : has_paper_metric(model)    ? "mirror"
                                                : "model"},
        {"loss", to_string(dynamics.loss)},
        {"asked", asked(claims_)}};
    for (const auto& [key, value] : lines) {
      lines_.begin(key);
      lines_.token(value);
      lines_.end();
    }
  }

  // The rules that the lines below use, in alphabetical order.
  void rules() {
    std::set<std::string> names;
    for (std::size_t c = 0; c < evidence_.size(); ++c) scope(c).rules(names);
    if (has_tensor()) names.insert("tensor/1");
    lines_.begin("rules");
    if (names.empty()) lines_.token("none");
    for (const std::string& name : names) lines_.token(name);
    lines_.end();
  }

  // Before dynamics and loss.
  static std::uint64_t field_count(const Model& model) {
    if (const auto* map = std::get_if<PolynomialMap>(&model.body())) return map->entries.size();
    if (const auto* all = std::get_if<ExplicitFields>(&model.body())) return all->fields.size();
    const auto* sum = std::get_if<Sum>(&model.body());
    if (sum == nullptr) return Distribution(model).size();
    std::uint64_t count = 0;
    for (const Sum::Summand& s : sum->summands) count += s.copies * field_count(*s.model);
    return count;
  }
};

void check_size(const LawList& list, bool all_laws) {
  constexpr std::uint64_t most_terms = 100'000'000;
  std::uint64_t terms = 0;
  for (const Law& law : list.laws)
    if (!law.image_of) terms += (all_laws ? law.count() : 1) * law.polynomial().size();
  if (terms > most_terms)
    throw Error(ErrorKind::limit, "all laws have " + std::to_string(terms) +
                                      " terms, the limit is " + std::to_string(most_terms) +
                                      " (one law per kind of image: --laws orbits)");
}

}  // namespace

void check_certificate_size(const Model& model, bool all_laws) {
  if (!model.is_settled()) return;
  if (const auto* sum = std::get_if<Sum>(&model.body()))
    for (const Sum::Summand& s : sum->summands) check_certificate_size(*s.model, all_laws);
  if (!std::holds_alternative<Network>(model.body())) return;
  LawList list;
  list.laws = known_shapes(Distribution(model));
  check_size(list, all_laws);
}

void write_certificate(const Claims& claims, const std::vector<Evidence>& evidence, bool all_laws,
                       FunctionRef<void(std::string_view)> sink) {
  for (const Evidence& e : evidence)
    if (e.laws) check_size(*e.laws, all_laws);
  Writer(claims, evidence, all_laws, sink).run();
}

}  // namespace abide
