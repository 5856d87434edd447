// The statements about a model. Each proves its claim from its own lines and those before it.
#include "scope.hpp"

namespace abide_check {
Scope::Scope(const Fields& fields, Run& run)
    : fields_(fields), run_(run), columns_(std::make_unique<Columns>(fields)) {}
void Scope::use(std::unique_ptr<Columns> columns) {
  demand(columns_->is_all() && columns_->degree == 0, "too late, or a second time");
  columns_ = std::move(columns);
}
void Scope::statement(const std::string& word, Text& s) {
  const Tag* const known = tag(word);
  const auto kind = known == nullptr ? Tag::list : known->kind;
  demand(kind != Tag::reserved, "'", word, "' is reserved for a later version");
  demand(kind == Tag::preamble || kind == Tag::statement, "expected a statement, found ",
         shown(word));
  demand(kind == Tag::statement || !preamble_over_, "'", word,
         "' after the first claim that uses the laws");
  preamble_over_ = kind == Tag::statement;
  if (run_.listener != nullptr) run_.listener->statement(s.whole());
  if (run_.words.at(word).second != nullptr) {
    const std::string claim = rule(word).statement(word, s);
    if (!claim.empty()) run_.claim(claim);
    return;
  }
  if (word == "law") laws_.read(s);
  if (word == "point") point(s);
  if (word == "independent") independent(s);
  if (word == "lie-rank") lie_rank(s);
  if (word == "space") space(s);
  if (word == "law" && run_.claims != nullptr) run_.claim(laws_.proved());
}

const Tag* Scope::tag(std::string_view word) const {
  const auto at = run_.words.find(word);
  return at == run_.words.end() ? nullptr : &at->second.first;
}
Rule& Scope::rule(std::string_view word) {
  const auto at = run_.words.find(word);
  demand(at != run_.words.end(), "no rule reads ", shown(word));
  const RuleEntry* const entry = at->second.second;
  demand(std::ranges::count(run_.declared, entry) > 0, "the head does not declare the rule ",
         entry->name, " of '", word, "'");
  auto& made = rules_[entry];
  if (!made) made = entry->make(*this);
  return *made;
}
LawView& Scope::law(Text& s) {
  law_number_ = s.natural("a law", 1, laws_.count());
  const std::string_view sign = s.rest().substr(0, 1);
  const Tag* const marker = tag(sign);
  if (marker == nullptr || marker->kind != Tag::marker) return *(law_ = &laws_[law_number_]);
  Rule& images = rule(sign);
  s.expect(sign);
  return *(law_ = &images.image(law_number_, s));
}

// The next line, behind its first word, or the lines that it stands for.
void Scope::each_line(const std::function<void(Text&)>& f) {
  const Text line = run_.reader.next();
  const auto one = [&](Text text) {
    text.until(" ");
    f(text.then());
    text.finish();
  };
  const Tag* const own = tag(Text(line).until(" "));
  const bool repeats = own->kind != Tag::line || own->stage > 0;
  repeats&& line.whole().find(" | ") != std::string::npos ? rule("|").rewrite(line, one)
                                                          : one(line);
}
void Scope::lines(std::string_view word, u64 stated, const std::function<void(Text&)>& f) {
  u64 found = 0;
  while (run_.reader.ahead() == word)
    each_line([&](Text& s) {
      demand(++found <= stated, "more lines than the ", stated, " stated");
      f(s);
    });
  demand(found == stated, "expected ", stated, " lines, found ", found);
}
void Scope::rows(std::string_view word, u64 stated, const Modulus& field,
                 const std::function<Elimination::Row(Text&)>& read) {
  const auto elimination = Elimination::make(field);
  lines(word, stated, [&](Text& line) {
    Elimination::Row row = read(line);
    std::erase_if(row, [](const auto& e) { return e.second == 0; });
    const u32 pivot = line.then().variable(fields_.dimension());
    demand(elimination->add(row, pivot), "the reduced row is zero at the variable");
    if (run_.listener != nullptr) run_.listener->row(line.whole(), law_, pivot);
  });
}

void Scope::point(Text& s) {
  s.natural("the next number", points_.size() + 1, points_.size() + 1);
  demand(!s.rest().starts_with(" ~"), "points by a seed are reserved for a later version");
  auto& values = points_.emplace_back();
  for (u64 least = 1; !s.done(); least = values.back().first + u64{2}) {
    const u32 v = s.then().variable(fields_.dimension(), least);
    s.expect("=");
    values.emplace_back(v, s.integer());
    demand(values.back().second != 0, "a coordinate of the point is given as 0");
  }
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
  return result;
}
void Scope::independent(Text& s) {
  demand(!independent_, "a second statement about this rank");
  const AtPoint at = at_point(s);
  rows("i", at.stated, at.field, [&](Text& line) {
    LawView& law = this->law(line);
    ++independent_laws_[law_number_];
    return law.gradient(Point(at.field, at.values));
  });
  independent_ = at.stated;
  run_.claim("independent: proved: ", counted(at.stated, "law"));
  rank_at_most(fields_.dimension() - at.stated, counted(at.stated, "independent law"));
}
void Scope::lie_rank(Text& s) {
  const AtPoint at = at_point(s);
  rows("w", at.stated, at.field, [&](Text& line) {
    const Word word = read_word(line, fields_.count());
    Elimination::Row row;
    for (const auto& [j, e] : fields_.value(word, Point(at.field, at.values)))
      row.emplace_back(j, e[0]);
    return row;
  });
  rank_at_least(at.stated, "");
}

void Scope::rank_at_least(u64 k, std::string_view by) {
  demand(!rank_, "a second statement about this rank");
  rank_ = k, rank_by_ = by;
  run_.claim("lie rank >= ", k, ": proved");
}
void Scope::rank_at_most(const Integer& k, const std::string& reason) {
  if (!rank_above_ || k < *rank_above_) rank_above_ = k;
  run_.claim("lie rank <= ", k, ": proved by ", reason);
}
void Scope::dimension(u64 degree, const Integer& n) {
  dimensions_[degree] = n;
  run_.claim("law space degree ", degree, ": proved: dimension ", n);
}

// `DEGREE DIMENSION PRIME fresh|extend`
void Scope::space(Text& s) {
  const u64 degree = s.natural("a degree", 1, 64);
  const Integer dimension = s.then().number();
  const u64 prime = s.then().prime();
  demand(degree < prime, "the degree must be smaller than the prime");
  const bool fresh = s.take(" fresh");
  if (!fresh) s.expect(" extend");
  Columns& columns = *columns_;
  s.finish();
  demand(degree > columns.degree, "expected a degree above ", columns.degree);
  demand(fresh || columns.prime == prime,
         "'extend' needs a 'space' statement before it, and its prime");
  demand(fresh || fields_.mixed().empty(), "'extend' needs homogeneous fields");
  const u64 above = fresh ? 0 : columns.degree;
  Integer new_columns = 0;
  for (u64 k = above + 1; k <= degree; ++k) new_columns += columns.count(k);
  Section section(*this, columns, above, degree, prime);
  for (const Tag* next; (next = tag(run_.reader.ahead())) && next->kind == Tag::line;)
    each_line([&](Text& line) { section.line(next->word, line); });
  const Integer elements = section.elements(new_columns) + (fresh ? Integer(0) : columns.elements);
  demand(elements == dimension, "the space has ", elements, " elements, expected ", dimension);
  columns.degree = degree, columns.prime = prime, columns.elements = elements;
  if (columns.is_all()) dimensions_[degree] = elements;
  run_.claim("law space degree ", degree, columns.name(), ": proved: dimension ", dimension);
}
}  // namespace abide_check
