// Laws as a certificate states them (certificate.md, "Statements"), as functions: images under
// nodes stay one law, whether they have lines of their own or not, so that a certificate says the
// same with all laws and with one of each kind. Nothing is proved here: abide-check has read these
// lines.
#include <algorithm>
#include <charconv>

#include "fields/fields.hpp"
#include "laws/laws.hpp"
#include "reading.hpp"

namespace abide {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

Rational integer(std::string_view text, const Statements& where) {
  const auto value = Integer::parse(text);
  if (!value) where.fail("expected an integer, found '" + quoted(std::string(text)) + "'");
  return {*value};
}

bool take(std::vector<std::string>& words, std::string_view word) {
  if (words.empty() || words.front() != word) return false;
  words.erase(words.begin());
  return true;
}

std::string shift(std::vector<std::string>& words, const Statements& where) {
  if (words.empty()) where.fail("the statement is too short");
  std::string first = std::move(words.front());
  words.erase(words.begin());
  return first;
}

}  // namespace

std::uint64_t natural(std::string_view text, const Statements& where) {
  std::uint64_t n = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (text.empty() || error != std::errc() || stop != text.data() + text.size())
    where.fail("expected a number, found '" + quoted(std::string(text)) + "'");
  return n;
}

std::pair<std::string_view, std::string_view> cut(std::string_view text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

std::uint32_t LawReader::variable(std::string_view text, const Statements& where) const {
  const std::uint64_t v = natural(text, where);
  if (v < 1 || v > component_.model->coordinates()) where.fail("expected a variable of the model");
  return static_cast<std::uint32_t>(v - 1);
}

Monomial LawReader::monomial(std::string_view text, const Statements& where) const {
  if (text == "0") return {};
  std::vector<Power> powers;
  while (!text.empty()) {
    const auto [power, more] = cut(text, '.');
    const auto [v, exponent] = cut(power, '^');
    const std::uint64_t e = exponent.empty() ? 1 : natural(exponent, where);
    if (e < 1 || e > 1'000'000) where.fail("expected an exponent up to 1000000");
    powers.push_back({variable(v, where), static_cast<std::uint32_t>(e)});
    text = more;
  }
  return Monomial(powers);
}

Terms LawReader::polynomial(const std::vector<std::string>& words, std::size_t first,
                            std::size_t last, const Statements& where) const {
  Terms h;
  for (std::size_t k = first; k < last; ++k) {
    if (words[k] == "0") continue;
    const auto [coefficient, powers] = cut(words[k], ':');
    h.push_back({monomial(powers, where), integer(coefficient, where)});
  }
  return collect(std::move(h));
}

void LawReader::read(const Statements& statement) {
  if (statement.keyword() == "symmetry") symmetry(statement.words(), statement);
  if (statement.keyword() == "law") law(statement);
  if (statement.keyword() == "elementary") elementary(statement.words(), statement);
  if (statement.keyword() == "image") image(statement.words(), statement);
}

// `S MOVE …`, a MOVE is i>j or i>c:j.
void LawReader::symmetry(std::vector<std::string> words, const Statements& where) {
  std::vector<Move>& moves = symmetries_.emplace_back();
  Permutation permutation;
  for (std::uint32_t j = 0; j < component_.model->coordinates(); ++j) {
    moves.push_back({j, Rational(1)});
    permutation.push_back(j);
  }
  bool plain = true;
  for (std::size_t k = 1; k < words.size(); ++k) {
    const auto [from, to] = cut(words[k], '>');
    const auto [factor, target] = cut(to, ':');
    const std::uint32_t i = variable(from, where);
    moves[i].to = variable(target.empty() ? factor : target, where);
    if (!target.empty()) moves[i].factor = integer(factor, where);
    permutation[i] = moves[i].to;
    plain = plain && target.empty();
  }
  stated_.push_back(plain ? list_.symmetries.size() : none);
  if (plain) list_.symmetries.push_back(std::move(permutation));
}

void LawReader::add(Law law) {
  law.kind = kind_of(law.function, *component_.fields);
  law.degree = law.function.is_polynomial()
                   ? static_cast<std::uint32_t>(total_degree(law.function.numerator))
                   : 0;
  numbers_.push_back({list_.laws.size(), law.first_nodes()});
  list_.laws.push_back(std::move(law));
}

// An image of a law that stands for its images: it is one of these.
bool LawReader::image_of_law(const std::string& reference, const Statements& where) {
  const LawRef ref = this->reference(reference, where);
  const auto& images = list_.laws[ref.law].images;
  if (!images) return false;
  numbers_.push_back(ref);
  return true;
}

// `L [images LAYER:COUNT] [of LAWREF] [lemma] POLYNOMIAL`
void LawReader::law(const Statements& where) {
  // With all laws nearly all lines are images, whose polynomials need not be read.
  if (const auto start = where.words(3);
      start.size() == 3 && start[1] == "of" && image_of_law(start[2], where))
    return;
  std::vector<std::string> words = where.words();
  shift(words, where);
  Law law;
  if (take(words, "images")) {
    const std::string spelled = shift(words, where);
    const auto [layer, nodes] = cut(spelled, ':');
    const Network* net = component_.fields->nodes().network;
    const std::uint64_t l = natural(layer, where), count = natural(nodes, where);
    if (net == nullptr || l < 1 || l >= net->layers() || count < 1 || count > 2)
      where.fail("expected images under one or two nodes of a hidden layer");
    law.images =
        NodeImages{static_cast<std::uint32_t>(l), static_cast<std::uint32_t>(count), net->width(l)};
  }
  if (take(words, "of")) shift(words, where);
  law.generator = !take(words, "lemma");
  law.function = polynomial_function(polynomial(words, 0, words.size(), where),
                                     component_.model->coordinates());
  add(std::move(law));
}

// `L [lemma] MONOMIAL ; POLYNOMIAL ; LOGARITHMS`: P/M + Σ c log|θ| = (P + Σ c·M·log|θ|)/M.
void LawReader::elementary(std::vector<std::string> words, const Statements& where) {
  shift(words, where);
  Law law;
  law.generator = !take(words, "lemma");
  const auto next =
      std::find(words.begin() + std::min<std::ptrdiff_t>(2, std::ssize(words)), words.end(), ";");
  if (words.size() < 5 || words[1] != ";" || next == words.end())
    where.fail("expected MONOMIAL ; POLYNOMIAL ; LOGARITHMS");
  const auto count = static_cast<std::uint32_t>(component_.model->coordinates());
  const auto middle = static_cast<std::size_t>(next - words.begin());
  const Monomial below = monomial(words[0], where);
  Terms above = polynomial(words, 2, middle, where);
  for (const Term& t : polynomial(words, middle + 1, words.size(), where))
    for (const Power& p : t.monomial.powers())
      above.push_back({below.times(Monomial::variable(count + p.variable)), t.coefficient});
  law.function = {collect(std::move(above)), {{below, Rational(1)}}, count};
  add(std::move(law));
}

// `L J S [lemma]`: h_J after the substitution.
void LawReader::image(std::vector<std::string> words, const Statements& where) {
  shift(words, where);
  const LawRef of = reference(shift(words, where), where);
  const std::uint64_t s = natural(shift(words, where), where);
  if (s < 1 || s > symmetries_.size()) where.fail("expected a symmetry");
  Law law;
  law.generator = !take(words, "lemma");
  const std::vector<Move>& moves = symmetries_[s - 1];
  Terms h;
  for (Term t : polynomial_of(list_, *component_.fields, of)) {
    for (const Power& p : t.monomial.powers())
      for (std::uint32_t k = 0; k < p.exponent && moves[p.variable].factor != Rational(1); ++k)
        t.coefficient = t.coefficient * moves[p.variable].factor;
    t.monomial = t.monomial.renamed([&moves](std::uint32_t v) { return moves[v].to; });
    h.push_back(std::move(t));
  }
  law.function =
      polynomial_function(primitive(collect(std::move(h))), component_.model->coordinates());
  if (stated_[s - 1] != none) law.image_of = SymmetryImage{of.law, stated_[s - 1]};
  add(std::move(law));
}

// `L` or `L@LAYER:NODE[,NODE]`
LawRef LawReader::reference(std::string_view text, const Statements& where) const {
  const auto [number, image] = cut(text, '@');
  const std::uint64_t l = natural(number, where);
  if (l < 1 || l > numbers_.size()) where.fail("expected a law, found " + std::string(number));
  LawRef ref = numbers_[l - 1];
  if (image.empty()) return ref;
  const auto& images = list_.laws[ref.law].images;
  const auto [layer, nodes] = cut(image, ':');
  const auto [v, w] = cut(nodes, ',');
  if (!images || natural(layer, where) != images->layer || w.empty() != (images->nodes == 1))
    where.fail("expected an image of a law that has such images");
  ref.nodes = {static_cast<std::uint32_t>(natural(v, where) - 1),
               w.empty() ? 0 : static_cast<std::uint32_t>(natural(w, where) - 1)};
  if (images->nodes == 2)
    ref.nodes = {std::min(ref.nodes[0], ref.nodes[1]), std::max(ref.nodes[0], ref.nodes[1])};
  if (ref.nodes[0] >= images->width || ref.nodes[1] >= images->width)
    where.fail("expected nodes of the layer");
  return ref;
}

LawList LawReader::finish() {
  number_orbits(list_, *component_.model, *component_.fields);
  return std::move(list_);
}

}  // namespace abide
