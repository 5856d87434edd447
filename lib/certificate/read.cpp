// A certificate read back as claims. Two texts about the same bytes: numbers, bounds and
// completeness are what `abide-check --claims` printed (certificate.md, "What abide-check prints"),
// for that program has proved them; functions are those of the lines that it numbers. Nothing is
// computed again but what a number means: places of components, kinds and orbits of laws.
#include <algorithm>
#include <charconv>
#include <map>

#include "components/components.hpp"
#include "fields/fields.hpp"
#include "reading.hpp"

namespace abide {

namespace {

// A line of abide-check, taken apart from the left.
class PrintedLine {
 public:
  PrintedLine(std::string_view text, const std::string& file) : text_(text), file_(file) {}
  bool take(std::string_view start) {
    if (!text_.starts_with(start)) return false;
    text_.remove_prefix(start.size());
    return true;
  }
  void expect(std::string_view start) {
    if (!take(start)) fail();
  }
  std::uint64_t number() {
    std::uint64_t n = 0;
    const auto [stop, error] = std::from_chars(text_.data(), text_.data() + text_.size(), n);
    if (error == std::errc::result_out_of_range)
      throw Error(ErrorKind::limit, {file_, 0, 0}, "a number above 2^64 is not exported");
    if (error != std::errc()) fail();
    text_.remove_prefix(static_cast<std::size_t>(stop - text_.data()));
    return n;
  }
  std::string_view rest() const noexcept { return text_; }
  [[noreturn]] void fail() const {
    throw Error(ErrorKind::input, {file_, 0, 0},
                "abide-check says what this program does not understand: '" +
                    quoted(std::string(text_)) + "'");
  }

 private:
  std::string_view text_;
  const std::string& file_;
};

// What is said of one component, or of the whole.
struct Printed {
  std::uint64_t copies = 1, coordinates = 0, fields = 0;
  std::optional<std::uint64_t> independent, rank_at_least, rank_at_most;
  std::vector<std::string_view> independent_laws;
  bool by_exponents = false;
  std::map<std::uint64_t, std::uint64_t> dimensions;
  std::vector<DegreeBound> bounds;
};

struct PrintedClaims {
  Printed whole;
  std::vector<Printed> components;  // none without scopes
  bool complete = false, accepted = false;
};

class PrintedReader {
 public:
  explicit PrintedReader(const std::string& file) : file_(file) {}

  PrintedClaims run(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      line(PrintedLine(text.substr(0, end), file_));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!claims_.accepted)
      throw Error(ErrorKind::input, {file_, 0, 0}, "abide-check does not accept this certificate");
    return std::move(claims_);
  }

 private:
  const std::string& file_;
  PrintedClaims claims_;

  void line(PrintedLine line) {
    if (line.take("component ")) {
      const std::uint64_t number = line.number();
      line.expect(": ");
      if (number == claims_.components.size() + 1) return component(line);
      if (number != claims_.components.size()) line.fail();
      return claim(line, claims_.components.back());
    }
    if (line.take("complete: ")) {
      claims_.complete = true;
    } else if (line.take("verdict: accepted")) {
      claims_.accepted = true;
    } else {
      claim(line, claims_.whole);
    }
  }

  // `N copies, D coordinates, d fields`
  void component(PrintedLine line) {
    Printed& c = claims_.components.emplace_back();
    c.copies = line.number();
    line.expect(c.copies == 1 ? " copy, " : " copies, ");
    c.coordinates = line.number();
    line.expect(c.coordinates == 1 ? " coordinate, " : " coordinates, ");
    c.fields = line.number();
  }

  static void claim(PrintedLine line, Printed& of) {
    if (line.take("independent law ")) {
      of.independent_laws.push_back(line.rest());
    } else if (line.take("independent: proved: ")) {
      of.independent = line.number();
    } else if (line.take("lie rank >= ")) {
      of.rank_at_least = line.number();
      of.by_exponents = line.take(": proved by exponents");
    } else if (line.take("lie rank <= ")) {
      const std::uint64_t k = line.number();
      of.rank_at_most = std::min(k, of.rank_at_most.value_or(k));
    } else if (line.take("law space degree ")) {
      const std::uint64_t degree = line.number();
      line.take(" within the bounds");
      line.expect(": proved: dimension ");
      of.dimensions[degree] = line.number();
    } else if (line.take("within: ")) {
      bounds(line, of);
    }
  }

  // `degree <= B in FIRST[ to LAST][, …]`, by the numbers of the variables.
  static void bounds(PrintedLine line, Printed& of) {
    do {
      line.expect("degree <= ");
      DegreeBound b;
      b.bound = static_cast<std::uint32_t>(line.number());
      line.expect(" in ");
      b.first = static_cast<std::uint32_t>(line.number() - 1);
      b.last = line.take(" to ") ? static_cast<std::uint32_t>(line.number() - 1) : b.first;
      of.bounds.push_back(b);
    } while (line.take(", "));
  }
};

class Reader {
 public:
  Reader(std::string_view text, PrintedClaims printed, const Model& model, const std::string& file,
         const Progress& progress)
      : statements_(text, file), printed_(std::move(printed)), file_(file) {
    claims_.source = claims_.stated = std::make_shared<const Model>(model);
    claims_.model = std::make_shared<const Model>(whole_of(model, progress));
    const CertificateHead head = read_certificate_head(text, file);
    claims_.question = head.question;
    for (const DegreeBound& b : head.bounds)
      if (b.last >= claims_.model->coordinates())
        throw Error(ErrorKind::input, {file, 0, 0},
                    "the line 'asked' has bounds on coordinates that the model does not have");
    claims_.degrees = {head.degree, head.bounds};
    const bool scopes = !printed_.components.empty();
    const bool sum = std::holds_alternative<Sum>(claims_.model->body());
    for (Component& c : components_of(sum ? claims_.source : claims_.model,
                                      scopes && !claims_.model->has_time(), progress))
      claims_.components.emplace_back().component = std::move(c);
    if (!scopes) printed_.components.push_back(printed_.whole);
    if (scopes) check_components();
    printed_.components.resize(claims_.components.size());  // of a sum that nothing is said of
  }

  Claims run() {
    laws();
    for (std::size_t c = 0; c < claims_.components.size(); ++c)
      numbers(claims_.components[c], printed_.components[c]);
    const auto any = [this](const auto& holds) {
      return std::ranges::any_of(printed_.components, holds);
    };
    claims_.laws_known = any([](const Printed& p) { return !p.dimensions.empty(); }) ||
                         std::ranges::any_of(claims_.components, [](const ClaimedComponent& c) {
                           return c.laws != nullptr;
                         });
    claims_.lie_known = any([](const Printed& p) { return p.rank_at_least.has_value(); });
    claims_.add_up();
    claims_.complete = printed_.complete;
    // Those of what was proved.
    if (claims_.has_one_component() && !printed_.components.front().bounds.empty())
      claims_.degrees.bounds = printed_.components.front().bounds;
    dimensions();
    return std::move(claims_);
  }

 private:
  Statements statements_;
  PrintedClaims printed_;
  const std::string& file_;
  Claims claims_;

  void check_components() const {
    bool same = claims_.components.size() == printed_.components.size();
    for (std::size_t c = 0; same && c < claims_.components.size(); ++c) {
      const ClaimedComponent& mine = claims_.components[c];
      const Printed& its = printed_.components[c];
      same = mine.copies() == its.copies && mine.fields().coordinates() == its.coordinates &&
             mine.fields().size() == its.fields;
    }
    if (!same)
      throw Error(ErrorKind::input, {file_, 0, 0},
                  "the components of the certificate are not those of the model");
  }

  // The statements of each component, up to the whole.
  void laws() {
    std::size_t c = 0;
    std::optional<LawReader> reader(claims_.components[0].component);
    while (statements_.next()) {
      if (statements_.keyword() == "component" && statements_.rest() != "1") {
        finish(*reader, c++);
        if (c == claims_.components.size()) statements_.fail("expected no more components");
        reader.emplace(claims_.components[c].component);
      }
      reader->read(statements_);
    }
    finish(*reader, c);
  }

  void finish(LawReader& reader, std::size_t c) {
    const Printed& printed = printed_.components[c];
    std::vector<LawRef> independent;
    for (const std::string_view law : printed.independent_laws)
      independent.push_back(reader.reference(law, statements_));
    auto list = std::make_shared<LawList>(reader.finish());
    list->independent = std::move(independent);
    // A certificate does not say whether a search was cut short: as far as it claims, it was not.
    list->independence_known = printed.independent.has_value();
    if (printed.independent || !list->laws.empty()) claims_.components[c].laws = std::move(list);
  }

  static void numbers(ClaimedComponent& c, const Printed& printed) {
    for (const auto& [degree, dimension] : printed.dimensions)
      if (degree == c.dimensions.size() + 1) c.dimensions.push_back(dimension);
    c.independent_laws = printed.independent.value_or(0);
    c.lie_lower = printed.rank_at_least.value_or(0);
    c.by_exponents = printed.by_exponents;
    c.lie_upper = printed.rank_at_most.value_or(c.fields().coordinates());
  }

  // Of the whole, where they are determined.
  void dimensions() {
    if (!claims_.has_one_component() && claims_.model->has_time()) return;
    const auto& known = claims_.has_one_component() ? printed_.components.front().dimensions
                                                    : printed_.whole.dimensions;
    // No degree is asked for with the rank: of monomial maps laws come with it.
    if (claims_.question == Question::rank && !known.empty())
      claims_.degrees.degree =
          static_cast<std::uint32_t>(std::min<std::uint64_t>(known.rbegin()->first, 64));
    claims_.dimensions.assign(claims_.laws_known ? claims_.degrees.degree : 0, std::nullopt);
    for (std::size_t d = 1; d <= claims_.dimensions.size(); ++d)
      if (const auto found = known.find(d); found != known.end())
        claims_.dimensions[d - 1] = found->second;
  }
};

// "certify degree 2", "laws degree 4 within 1-1:2 2-7:2", "rank"
void read_asked(CertificateHead& head, std::string_view text, const Statements& where) {
  if (text == "rank") {
    head.question = Question::rank;
    return;
  }
  const bool laws = text.starts_with("laws degree ");
  if (!laws && !text.starts_with("certify degree ")) return;  // a statement, no claim
  head.question = laws ? Question::laws : Question::certify;
  const std::vector<std::string> words = where.words();
  const auto number = [&](std::string_view text, std::uint64_t least, std::uint64_t most) {
    const std::uint64_t n = natural(text, where);
    if (n < least || n > most)
      where.fail("expected a number from " + std::to_string(least) + " to " + std::to_string(most) +
                 ", found " + std::to_string(n));
    return n;
  };
  if (words.size() < 3) where.fail("expected a degree");
  head.degree = static_cast<std::uint32_t>(number(words[2], 0, 64));
  for (std::size_t k = 4; k < words.size() && words[3] == "within"; ++k) {
    const auto [interval, bound] = cut(words[k], ':');
    const auto [first, last] = cut(interval, '-');
    const std::uint64_t start = number(first, 1, UINT32_MAX);
    head.bounds.push_back({start - 1, number(last, start, UINT32_MAX) - 1,
                           static_cast<std::uint32_t>(number(bound, 0, 64))});
  }
}

// A title as it was before quoted_as_ascii: what stands behind \\x is a byte.
std::string unquoted(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    unsigned byte = 0;
    const bool coded =
        text.size() >= 4 && text.starts_with("\\x") &&
        std::from_chars(text.data() + 2, text.data() + 4, byte, 16).ptr == text.data() + 4;
    out += coded ? static_cast<char>(byte) : text.front();
    text.remove_prefix(coded ? 4 : 1);
  }
  return out;
}

}  // namespace

CertificateHead read_certificate_head(std::string_view text, const std::string& file) {
  Statements statements(text, file);
  if (!statements.next() || statements.keyword() != "abide-certificate" || statements.rest() != "2")
    statements.fail("expected 'abide-certificate 2'");
  CertificateHead head;
  bool has_model = false;
  for (bool in_head = true; in_head && statements.next();) {
    const std::string_view keyword = statements.keyword();
    const std::string rest = statements.rest();
    if (keyword == "title" && rest.size() >= 2)
      head.title = unquoted(std::string_view(rest).substr(1, rest.size() - 2));
    if (keyword == "model") {
      has_model = true;
      if (!rest.starts_with("canonical ")) head.specification = rest;
    }
    const Location where{file, 0, 0};
    if (keyword == "dynamics") head.dynamics = parse_dynamics(rest, where);
    // Without momentum or a metric nothing is chosen.
    if (keyword == "metric" && head.dynamics.flow != Dynamics::Flow::gradient && rest != "identity")
      head.dynamics.mirror = rest == "mirror" ? Dynamics::Mirror::paper : Dynamics::Mirror::metric;
    if (keyword == "loss") head.dynamics.loss = parse_loss(rest, where);
    if (keyword == "asked") {
      read_asked(head, rest, statements);
      in_head = false;
    }
  }
  if (!has_model) statements.fail("expected a line 'model …'");
  return head;
}

Claims read_certificate(std::string_view text, std::string_view printed, const Model& model,
                        const std::string& file, const Progress& progress) {
  return Reader(text, PrintedReader(file).run(printed), model, file, progress).run();
}

}  // namespace abide
