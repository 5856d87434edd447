// The certificate of a result, statement by statement in the order that the format asks for
// (data/format/certificate.md). It computes nothing: what is written was kept by the stages that
// found it, and equal evidence gives equal bytes.
#include "lines.hpp"

namespace abide {

namespace {

class Writer {
 public:
  Writer(const Evidence& evidence, FunctionRef<void(std::string_view)> sink)
      : evidence_(evidence), lines_(sink) {
    if (evidence.laws != nullptr) number_laws();
  }

  void run() {
    head();
    if (evidence_.laws != nullptr) symmetry_lines();
    if (evidence_.laws != nullptr) law_lines();
    point_lines();
    if (evidence_.laws != nullptr) independent();
    if (evidence_.lie != nullptr) lie();
    if (evidence_.laws != nullptr && evidence_.laws->exponents) exponents();
    if (evidence_.involutive != nullptr) involutive();
    if (evidence_.laws != nullptr) spaces();
    if (evidence_.complete) statement("complete", {});
    lines_.finish();
  }

 private:
  const Evidence& evidence_;
  Lines lines_;
  std::size_t points_ = 0;
  std::vector<std::uint64_t> law_numbers_;  // of each law, or of its first image

  void statement(const std::string& keyword, const std::vector<std::uint64_t>& numbers) {
    lines_.begin(keyword);
    for (const std::uint64_t n : numbers) lines_.number(n);
    lines_.end();
  }

  void head() {
    lines_.begin("abide-certificate");
    lines_.token("1");
    lines_.end();
    lines_.begin("model");
    const Model& model = *evidence_.model;
    if (model.is_basic()) {
      lines_.token(model.specification());
    } else {
      const Distribution& fields = *evidence_.fields;
      lines_.token("canonical");
      if (model.copies() > 1) {
        lines_.token("copies");
        lines_.number(model.copies());
      }
      lines_.number(fields.coordinates());
      lines_.number(fields.size());
      for (std::size_t j = 0; j < fields.coordinates(); ++j) lines_.token(fields.names()[j]);
    }
    lines_.end();
  }

  void number_laws() {
    std::uint64_t next = 1;
    for (const Law& law : evidence_.laws->laws) {
      law_numbers_.push_back(next);
      next += evidence_.all_laws ? law.count() : 1;
    }
  }

  // "L", or "L@LAYER:NODE,NODE" where images are not numbered.
  void law_reference(ListLine& line, const LawRef& ref) const {
    const std::optional<NodeImages>& images = evidence_.laws->laws[ref.law].images;
    if (!images) {
      line.number(law_numbers_[ref.law]);
    } else if (evidence_.all_laws) {
      line.number(law_numbers_[ref.law] + rank_of(*images, ref.nodes));
    } else {
      line.number(law_numbers_[ref.law]).text('@').number(images->layer).text(':');
      for (std::uint32_t k = 0; k < images->nodes; ++k) {
        if (k > 0) line.text(',');
        line.number(ref.nodes[k] + std::uint64_t{1});
      }
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
    for (const Term& t : h) {
      std::string token = t.coefficient.to_string() + ":";
      if (t.monomial.is_one()) token += '0';
      bool first = true;
      for (const Power& p : t.monomial.powers()) {
        if (!first) token += '.';
        first = false;
        token += std::to_string(p.variable + std::uint64_t{1});
        if (p.exponent > 1) token += '^' + std::to_string(p.exponent);
      }
      lines_.token(token);
    }
  }

  void symmetry_lines() {
    std::uint64_t number = 0;
    for (const Permutation& images : evidence_.laws->symmetries) {
      lines_.begin("symmetry");
      lines_.number(++number);
      for (std::size_t j = 0; j < images.size(); ++j)
        if (images[j] != j)
          lines_.token(std::to_string(j + 1) + ">" + std::to_string(images[j] + std::uint64_t{1}));
      lines_.end();
    }
  }

  void law_lines() {
    std::uint64_t number = 0;
    const auto write = [&](const Terms& h) {
      lines_.begin("law");
      lines_.number(++number);
      polynomial(h);
      lines_.end();
    };
    for (std::size_t k = 0; k < evidence_.laws->laws.size(); ++k) {
      const Law& law = evidence_.laws->laws[k];
      if (law.elementary) {
        elementary(++number, *law.elementary);
        continue;
      }
      if (law.image_of) {
        statement("image", {++number, law_numbers_[law.image_of->law], law.image_of->symmetry + 1});
        continue;
      }
      if (!evidence_.all_laws) {
        write(law.polynomial);
        continue;
      }
      for_each_image(*evidence_.laws, k, [&](const LawRef& ref) {
        write(polynomial_of(*evidence_.laws, *evidence_.fields, ref));
        return true;
      });
    }
  }

  // The numerator has terms of θ alone, and c·M·log|θ_j| with the denominator M.
  void elementary(std::uint64_t number, const ElementaryFunction& h) {
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
    lines_.token(below.is_one() ? "0" : monomial(below));
    lines_.token(";");
    polynomial(rational);
    lines_.token(";");
    polynomial(logarithms);
    lines_.end();
  }

  // The points of `independent` and `lie-rank`, in this order.
  void point_lines() {
    if (evidence_.laws != nullptr) point(evidence_.laws->point);
    if (evidence_.lie != nullptr) point(evidence_.lie->point);
  }

  void point(const Point& point) {
    lines_.begin("point");
    lines_.number(++points_);
    for (const auto& [variable, value] : point.values)
      if (value != 0)
        lines_.token(std::to_string(variable + std::uint64_t{1}) + "=" + std::to_string(value));
    lines_.end();
  }

  void independent() {
    const LawSpace& laws = *evidence_.laws;
    statement("independent", {laws.independent.size(), 1, laws.prime});
    Repetition list(lines_);
    for (const GradientStep& s : laws.independent) {
      ListLine line("i ");
      law_reference(line, s.law);
      list.add(line.text(' ').number(s.variable + std::uint64_t{1}));
    }
  }

  void exponents() {
    const ExponentRank& rank = *evidence_.laws->exponents;
    statement("exponents", {rank.steps.size(), rank.prime});
    Repetition list(lines_);
    for (const ExponentRank::Step& s : rank.steps)
      list.add(ListLine("x ").number(s.field + 1).text(' ').number(s.variable + std::uint64_t{1}));
  }

  void lie() {
    const LieRank& lie = *evidence_.lie;
    statement("lie-rank", {lie.words.size(), points_, lie.prime});
    Repetition list(lines_);
    for (const WordStep& s : lie.words)
      list.add(ListLine("w ").word(s.word).text(' ').number(s.variable + std::uint64_t{1}));
  }

  void involutive() {
    const Involutivity& involutive = *evidence_.involutive;
    lines_.begin("involutive");
    lines_.token(involutive.single ? "single" : std::to_string(involutive.rank));
    lines_.end();
    for (const Word& word : involutive.basis) {
      lines_.begin("b");
      lines_.token(word.to_string());
      lines_.end();
    }
    for (const Identity& identity : involutive.identities) {
      lines_.begin(identity.bracket ? "c" : "g");
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
    for (const DegreeBound& b : evidence_.laws->bounds)
      lines_.token(std::to_string(b.first + 1) + "-" + std::to_string(b.last + 1) + ":" +
                   std::to_string(b.bound));
    lines_.end();
  }

  void spaces() {
    const LawSpace& laws = *evidence_.laws;
    within();
    const bool copies = evidence_.model->copies() > 1;
    for (const PartLevels& p : laws.parts) {
      for (const Level& level : p.levels) proved(level, copies ? 0 : p.part + 1);
      if (p.same_as) statement("same", {p.part + 1, *p.same_as + 1});
    }
    for (const Level& level : laws.levels)
      if (laws.parts.empty()) {
        proved(level, 0);
      } else {
        statement("tensor", {level.degree, level.dimension});
      }
  }

  void proved(const Level& level, std::size_t part) {
    if (level.closed) {
      statement("closed", {level.degree, level.dimension});
    } else {
      space(level, part);
    }
  }

  // Of the model or of one copy of it, or (from 1) of one part.
  void space(const Level& level, std::size_t part) {
    lines_.begin("space");
    lines_.number(level.degree);
    lines_.number(level.dimension);
    lines_.number(level.kernel.prime);
    lines_.token(level.extends ? "extend" : "fresh");
    if (part > 0) {
      lines_.token("part");
      lines_.number(part);
    }
    lines_.end();
    kernel(level.kernel);
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
                     : ListLine("e ").monomial(s.column).text(' ').number(law_numbers_[s.claim]));
    for (const PivotStep& s : kernel.steps) list.add(row_line("p ", s.row, s.column));
  }

  static std::string monomial(const Monomial& m) {
    std::string text;
    for (const Power& p : m.powers()) {
      if (!text.empty()) text += '.';
      text += std::to_string(p.variable + std::uint64_t{1});
      if (p.exponent > 1) text += '^' + std::to_string(p.exponent);
    }
    return text;
  }
};

}  // namespace

CertificateSize certificate_size(const LawSpace& laws, bool all_laws) {
  constexpr double bytes_per_term = 22;
  CertificateSize size;
  for (const Law& law : laws.laws)
    if (!law.image_of) size.terms += (all_laws ? law.count() : 1) * law.polynomial.size();
  size.bytes = bytes_per_term * static_cast<double>(size.terms);
  return size;
}

void write_certificate(const Evidence& evidence, FunctionRef<void(std::string_view)> sink) {
  Writer(evidence, sink).run();
}

}  // namespace abide
