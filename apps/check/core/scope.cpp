// The statements about a model. Each proves its claim from its own lines and those before it.
#include "scope.hpp"

namespace abide_check {
namespace {
class AllColumns final : public Columns {
 public:
  explicit AllColumns(const Fields& fields) : fields_(fields) {}
  Integer count(u64 k) const override { return binomial(Integer(fields_.dimension()) + k - 1, k); }
  bool homogeneous() const override { return fields_.mixed().empty(); }

 private:
  const Fields& fields_;
};
}  // namespace

std::string Rule::statement(std::string_view, Text&) { throw std::logic_error("no statement"); }
void Rule::line(std::string_view, Text&, Section&) { throw std::logic_error("no line"); }
LawView& Rule::image(size_t, Text&) { throw std::logic_error("no image"); }
void Rule::rewrite(const Text&, const std::function<void(Text)>&) {
  throw std::logic_error("no repetition");
}

Scope::Scope(const Fields& fields, Reader& reader, const Rules& known, const Rules& declared,
             Claims& claims, Listener* listener)
    : fields_(fields),
      reader_(reader),
      known_(known),
      declared_(declared),
      claims_(claims),
      listener_(listener),
      laws_(fields),
      columns_(std::make_unique<AllColumns>(fields)) {}

void Scope::statement(const std::string& word, Text& s) {
  const Tag* const of_rule = tag(word);
  const bool preamble =
      word == "law" || word == "point" || (of_rule != nullptr && of_rule->kind == Tag::preamble);
  if (preamble && preamble_over_)
    throw Rejected(text("'", word, "' after the first claim that uses the laws"));
  preamble_over_ = !preamble;
  const size_t laws = laws_.count();
  std::string claim;
  if (word == "law")
    laws_.read(s);
  else if (word == "point")
    point(s);
  else if (word == "independent")
    independent(s);
  else if (word == "lie-rank")
    lie_rank(s);
  else if (word == "space")
    space(s);
  else if (preamble || (of_rule != nullptr && of_rule->kind == Tag::statement))
    claim = rule(word).statement(word, s);
  else if (word == "base" || word == "lemma" || word == "reachable-rank" || word == "cofactor")
    throw Rejected(text("'", word, "' is reserved for a later version"));
  else
    throw Rejected("expected a statement, found " + shown(word));
  if (laws_.count() > laws && claim.empty() && !claims_.quiet())
    claim = text("law ", laws + 1, ": proved: ", laws_.written(laws_[laws + 1].terms()));
  if (!claim.empty()) claims_.add(claim);
}

const Tag* Scope::tag(std::string_view word, const RuleEntry** of) const {
  for (const RuleEntry* entry : known_)
    for (const Tag& tag : entry->tags)
      if (tag.word == word) {
        if (of != nullptr) *of = entry;
        return &tag;
      }
  return nullptr;
}
Rule& Scope::rule(std::string_view word) {
  const RuleEntry* entry = nullptr;
  if (tag(word, &entry) == nullptr) throw Rejected(text("no rule reads ", shown(word)));
  if (std::ranges::find(declared_, entry) == declared_.end())
    throw Rejected(text("the head does not declare the rule ", entry->name, " of '", word, "'"));
  auto& made = rules_[entry];
  if (!made) made = entry->make(*this);
  return *made;
}
void Scope::use(std::unique_ptr<Columns> columns) { columns_ = std::move(columns); }

std::pair<size_t, LawView&> Scope::law(Text& s) {
  const size_t number = s.natural("a law", 1, laws_.count());
  const std::string_view sign = s.rest().substr(0, 1);
  const Tag* const marker = tag(sign);
  if (marker == nullptr || marker->kind != Tag::marker) return {number, laws_[number]};
  Rule& images = rule(sign);
  s.expect(sign);
  return {number, images.image(number, s)};
}

// One line, behind its first word, or those that it stands for. (Lines of stage 0 are not
// repeated.)
void Scope::each_line(const Text& line, const std::function<void(Text&)>& f) {
  const auto one = [&](Text text) {
    text.until(" ");
    f(text.then());
    text.finish();
  };
  const std::string& whole = line.whole();
  const Tag* const own = tag(std::string_view(whole).substr(0, whole.find(' ')));
  const bool repeats = own == nullptr || own->kind != Tag::line || own->stage > 0;
  repeats&& whole.find(" | ") != whole.npos ? rule("|").rewrite(line, one) : one(line);
}
void Scope::lines(const std::function<void(std::string_view, Text&)>& f) {
  for (;;) {
    const std::string word(reader_.ahead());
    const Tag* const of_rule = tag(word);
    if (word != "p" && word != "e" && (of_rule == nullptr || of_rule->kind != Tag::line)) return;
    each_line(reader_.next(), [&](Text& s) { f(word, s); });
  }
}
void Scope::lines(std::string_view word, u64 stated, const std::function<void(Text&)>& f) {
  u64 found = 0;
  while (reader_.ahead() == word)
    each_line(reader_.next(), [&](Text& s) {
      if (++found > stated) throw Rejected(text("more lines than the ", stated, " stated"));
      f(s);
    });
  if (found < stated) throw Rejected(text("expected ", stated, " lines, found ", found));
}
void Scope::rows(std::string_view word, u64 stated, const Modulus& field,
                 const std::function<Elimination::Row(Text&)>& read,
                 const std::function<void(const Text&, u32)>& heard) {
  const auto elimination = Elimination::make(field);
  lines(word, stated, [&](Text& line) {
    Elimination::Row row = read(line);
    std::erase_if(row, [](const auto& e) { return e.second == 0; });
    const u32 pivot = line.then().variable(fields_.dimension());
    if (!elimination->add(row, pivot)) throw Rejected("the reduced row is zero at the variable");
    if (listener_ != nullptr) heard(line, pivot);
  });
}

void Scope::point(Text& s) {
  s.natural("the next number", points_.size() + 1, points_.size() + 1);
  if (s.rest().starts_with(" ~"))
    throw Rejected("points by a seed are reserved for a later version");
  auto& values = points_.emplace_back();
  for (u64 least = 1; !s.done(); least = values.back().first + u64{2}) {
    const u32 v = s.then().variable(fields_.dimension(), least);
    s.expect("=");
    values.emplace_back(v, s.integer());
    if (values.back().second == 0) throw Rejected("a coordinate of the point is given as 0");
  }
  if (listener_ != nullptr) listener_->statement(s.whole());
}
// `N P PRIME`: the rest of a statement about a rank at a point.
Scope::AtPoint Scope::at_point(Text& s) const {
  const u64 stated = s.natural("a number of lines", 0, fields_.dimension());
  const auto& point = points_[s.then().natural("a point", 1, points_.size()) - 1];
  AtPoint result{stated, Modulus(s.then().prime()), {}};
  s.finish();
  for (const auto& [v, value] : point)
    if (const u64 r = result.field.of(value); r != 0) result.values.emplace_back(v, Element{r});
  fields_.prepare(result.values);
  if (listener_ != nullptr) listener_->statement(s.whole());
  return result;
}
void Scope::independent(Text& s) {
  if (independent_) throw Rejected("a second statement about this rank");
  const AtPoint at = at_point(s);
  LawView* law = nullptr;
  rows(
      "i", at.stated, at.field,
      [&](Text& line) {
        const auto reference = this->law(line);
        ++independent_laws_[reference.first];
        law = &reference.second;
        return law->gradient(Point(at.field, at.values));
      },
      [&](const Text&, u32 pivot) { listener_->gradient(*law, pivot); });
  independent_ = at.stated;
  claims_.add("independent: proved: ", counted(at.stated, "law"));
  rank_at_most(fields_.dimension() - at.stated, counted(at.stated, "independent law"));
}
void Scope::lie_rank(Text& s) {
  const AtPoint at = at_point(s);
  rows(
      "w", at.stated, at.field,
      [&](Text& line) {
        Elimination::Row row;
        const Word word = read_word(line, fields_.count());
        for (const auto& [j, e] : fields_.value(word, Point(at.field, at.values)))
          row.emplace_back(j, e[0]);
        return row;
      },
      [&](const Text& line, u32) { listener_->statement(line.whole()); });
  rank_at_least(at.stated, "");
}

void Scope::rank_at_least(u64 k, std::string_view by) {
  if (rank_) throw Rejected("a second statement about this rank");
  rank_ = k, rank_by_ = by;
  claims_.add("lie rank >= ", k, ": proved");
}
void Scope::rank_at_most(const Integer& k, const std::string& reason) {
  if (!rank_above_ || k < *rank_above_) rank_above_ = k;
  claims_.add("lie rank <= ", k, ": proved by ", reason);
}
void Scope::dimension(u64 degree, const Integer& n) {
  if (columns_->is_all()) columns_->dimensions[degree] = n;
  claims_.add("law space degree ", degree, ": proved: dimension ", n);
}
bool Scope::is_closed() const {
  return rank_ && independent_ && *rank_ + *independent_ == fields_.dimension();
}

// `DEGREE DIMENSION PRIME fresh|extend`, and other columns where a rule says so.
void Scope::space(Text& s) {
  const u64 degree = s.natural("a degree", 1, 64);
  const Integer dimension = s.then().number();
  const u64 prime = s.then().prime();
  if (degree >= prime) throw Rejected("the degree must be smaller than the prime");
  const bool fresh = s.take(" fresh");
  if (!fresh) s.expect(" extend");
  Columns& columns = *columns_;
  s.finish();
  if (degree <= columns.degree) throw Rejected(text("expected a degree above ", columns.degree));
  if (!fresh && columns.prime != prime)
    throw Rejected("'extend' needs a 'space' statement before it, and its prime");
  if (!fresh && !columns.homogeneous()) throw Rejected("'extend' needs homogeneous fields");
  fixed_ = true;
  if (listener_ != nullptr) listener_->statement(s.whole());
  const u64 above = fresh ? 0 : columns.degree;
  Integer new_columns = 0;
  for (u64 k = above + 1; k <= degree; ++k) new_columns += columns.count(k);
  Section section(*this, columns, above, degree, prime);
  section.read();
  const Integer elements =
      section.elements(new_columns) + (fresh ? Integer(0) : columns.dimensions[columns.degree]);
  if (elements != dimension)
    throw Rejected(text("the space has ", elements, " elements, expected ", dimension));
  columns.degree = degree, columns.prime = prime;
  columns.dimensions[degree] = dimension;
  claims_.add("law space degree ", degree, columns.name(), ": proved: dimension ", dimension);
}
}  // namespace abide_check
