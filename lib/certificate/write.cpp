#include <abide/certificate.hpp>

namespace abide {

namespace {

constexpr std::size_t longest_line = 65'000;  // the format allows 65,536 bytes

// Statements as physical lines; long ones are continued.
class Lines {
 public:
  void begin(const std::string& keyword) {
    text_ += keyword;
    length_ = keyword.size();
  }
  void token(const std::string& token) {
    if (length_ + token.size() > longest_line) {
      text_ += " \\\n";
      ++lines_;
      length_ = 0;
    } else {
      text_ += ' ';
    }
    text_ += token;
    length_ += token.size() + 1;
  }
  void number(std::uint64_t n) { token(std::to_string(n)); }
  void end() {
    text_ += '\n';
    ++lines_;
  }
  std::string finish() {
    begin("end");
    number(lines_ + 1);
    end();
    return std::move(text_);
  }

 private:
  std::string text_;
  std::size_t lines_ = 0, length_ = 0;
};

std::string monomial(const Monomial& m) {
  if (m.is_one()) return "0";
  std::string text;
  for (const Power& p : m.powers()) {
    if (!text.empty()) text += '.';
    text += std::to_string(p.variable + 1);
    if (p.exponent > 1) text += '^' + std::to_string(p.exponent);
  }
  return text;
}

class Writer {
 public:
  explicit Writer(const Evidence& evidence) : evidence_(evidence) {}

  std::string run() {
    head();
    if (evidence_.laws != nullptr) law_lines();
    point_lines();
    if (evidence_.laws != nullptr) independent();
    if (evidence_.lie != nullptr) lie();
    if (evidence_.laws != nullptr && evidence_.laws->exponents) exponents();
    if (evidence_.involutive != nullptr) involutive();
    if (evidence_.laws != nullptr) spaces();
    if (evidence_.complete) statement("complete", {});
    return lines_.finish();
  }

 private:
  const Evidence& evidence_;
  Lines lines_;
  std::size_t points_ = 0;

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
      lines_.token("canonical");
      lines_.number(model.coordinates());
      lines_.number(evidence_.fields->size());
      for (const std::string& name : model.names()) lines_.token(name);
    }
    lines_.end();
  }

  void polynomial(const Terms& h) {
    if (h.empty()) lines_.token("0");
    for (const Term& t : h)
      lines_.token(t.coefficient.to_string() + ":" + monomial(t.monomial));
  }

  void law_lines() {
    for (std::size_t k = 0; k < evidence_.laws->laws.size(); ++k) {
      lines_.begin("law");
      lines_.number(k + 1);
      polynomial(evidence_.laws->laws[k].polynomial);
      lines_.end();
    }
  }

  // The points of `independent` and `lie-rank`, in this order.
  void point_lines() {
    if (evidence_.laws != nullptr) point(evidence_.laws->point);
    if (evidence_.lie != nullptr) point(evidence_.lie->point);
  }

  void point(const std::vector<std::int64_t>& values) {
    lines_.begin("point");
    lines_.number(++points_);
    for (std::size_t j = 0; j < values.size(); ++j)
      if (values[j] != 0)
        lines_.token(std::to_string(j + 1) + "=" + std::to_string(values[j]));
    lines_.end();
  }

  void minor(const char* keyword, const std::vector<MinorStep>& steps) {
    for (const MinorStep& s : steps) statement(keyword, {s.item + 1, s.variable + 1U});
  }

  void independent() {
    const LawSpace& laws = *evidence_.laws;
    statement("independent", {laws.independent.size(), 1, laws.prime});
    minor("i", laws.independent);
  }

  void exponents() {
    const ExponentRank& rank = *evidence_.laws->exponents;
    statement("exponents", {rank.steps.size(), rank.prime});
    minor("x", rank.steps);
  }

  void lie() {
    const LieRank& lie = *evidence_.lie;
    statement("lie-rank", {lie.words.size(), points_, lie.prime});
    for (const WordStep& s : lie.words) {
      lines_.begin("w");
      lines_.token(s.word.to_string());
      lines_.number(s.variable + 1U);
      lines_.end();
    }
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

  void pivots(const char* keyword, const std::vector<PivotStep>& steps) {
    for (const PivotStep& s : steps) {
      lines_.begin(keyword);
      lines_.number(s.row.field + std::uint64_t{1});
      lines_.token(monomial(s.row.beta));
      lines_.token(monomial(s.column));
      lines_.end();
    }
  }

  void spaces() {
    for (const Level& level : evidence_.laws->levels) {
      if (evidence_.laws->exponents) {
        statement("closed", {level.degree, level.dimension});
        continue;
      }
      lines_.begin("space");
      lines_.number(level.degree);
      lines_.number(level.dimension);
      lines_.number(level.prime);
      lines_.token(level.extends ? "extend" : "fresh");
      lines_.end();
      pivots("o", level.orbit_steps);
      pivots("p", level.steps);
      for (const Element& e : level.elements) {
        lines_.begin("e");
        lines_.token(monomial(e.column));
        std::string factors;
        for (const std::size_t l : e.factors)
          factors += (factors.empty() ? "" : ".") + std::to_string(l + 1);
        lines_.token(factors);
        lines_.end();
      }
    }
  }
};

}  // namespace

std::string write_certificate(const Evidence& evidence) { return Writer(evidence).run(); }

}  // namespace abide
