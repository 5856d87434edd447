// For adapters inside of computer-algebra systems (data/format/answer.md): one value of the system,
// a list or record of members. Coordinates stand by their positions, in functions of the list of
// them, so that no name of the user can mean something to the system. Long sums are lists of terms:
// parsers of most systems nest them otherwise.
#include <abide/hosts.hpp>
#include <array>

#include "writing.hpp"

namespace abide {

namespace {

using Around = std::array<const char*, 2>;  // what stands before and behind something

struct AnswerLanguage {
  const char* name;  // of the system
  Spelling spelling;
  Around record, key;      // a member: the key, the value, and what is
  const char* after = "";  // behind it
  Around list;
  Around variable;        // the coordinate at a position, which counts
  std::size_t first = 1;  // from here
  Around function;        // of the coordinates
  Around sum = {"", ""};  // of a list of terms; empty: they are added
  std::array<const char*, 3> words = {"1", "0", "-1"};  // yes, no, unknown
  const char* new_line = "\\n";                         // in a text
  Around coordinate = {"\"", "\""};                     // its name
};

constexpr AnswerLanguage answer_languages[] = {
    {
        .name = "pari",
        .spelling = {'_', "IO"},
        .record = {"[", "]"},
        .key = {"[\"", "\", "},
        .after = "]",
        .list = {"[", "]"},
        .variable = {"x[", "]"},
        .function = {"x -> ", ""},
        .sum = {"vecsum([", "])"},
    },
    {
        .name = "singular",
        .spelling = {'_', ""},
        .record = {"list(", ")"},
        .key = {"\"", "\", "},
        .list = {"list(", ")"},
        .variable = {"var(", ")"},
        .function = {"\"", "\""},
        .new_line = "\n",
    },
    {
        .name = "macaulay2",
        .spelling = {'$', ""},
        .record = {"hashTable {", "}"},
        .key = {"\"", "\" => "},
        .list = {"{", "}"},
        .variable = {"x_", ""},
        .first = 0,
        .function = {"(x -> ", ")"},
        .sum = {"sum {", "}"},
        .words = {"true", "false", "null"},
    },
    {
        .name = "gap",
        .spelling = {'_', ""},
        .record = {"rec(", ")"},
        .key = {"", " := "},
        .list = {"[", "]"},
        .variable = {"x[", "]"},
        .function = {"x -> ", ""},
        .sum = {"Sum([", "])"},
        .words = {"true", "false", "fail"},
    },
    {
        .name = "maxima",
        .spelling = {'_', ""},
        .record = {"[", "]"},
        .key = {"[\"", "\", "},
        .after = "]",
        .list = {"[", "]"},
        .variable = {"x[", "]"},
        .function = {"lambda([x], ", ")"},
        .sum = {"tree_reduce(\"+\", [", "])"},
        .words = {"true", "false", "unknown"},
        .new_line = "\n",
        .coordinate = {"'", ""},
    },
};

const AnswerLanguage& answer_language(const std::string& system) {
  return row_named(answer_languages, system, "system");
}

// Members, one after the other.
class Answer {
 public:
  explicit Answer(const AnswerLanguage& language) : l_(language) {}

  std::string text(const std::string& value) const {
    std::string written = "\"";
    for (const char c : value) {
      if (c == '"' || c == '\\') written += '\\';
      c == '\n' ? written += l_.new_line : written += c;
    }
    return written + "\"";
  }
  std::string yes_or_no(bool value) const { return l_.words[value ? 0 : 1]; }
  std::string number(const std::optional<std::uint64_t>& value) const {
    return value ? std::to_string(*value) : l_.words[2];
  }
  template <class Item>
  std::string list(std::size_t count, const Item& item) const {
    return l_.list[0] + listed(count, item) + l_.list[1];
  }
  std::string function(const std::string& value) const {
    return l_.function[0] + value + l_.function[1];
  }
  std::string polynomial(const Terms& p) const {
    const Names names(SIZE_MAX, [this](std::size_t k) {
      return l_.variable[0] + std::to_string(k + l_.first) + l_.variable[1];
    });
    if (p.size() < 2 || *l_.sum[0] == '\0') return to_string(p, names);
    return l_.sum[0] +
           listed(p.size(), [&](std::size_t k) { return to_string(Terms{p[k]}, names); }) +
           l_.sum[1];
  }

  void add(const char* key, const std::string& value) {
    if (!members_.empty()) members_ += ", ";
    members_ += std::string(l_.key[0]) + key + l_.key[1] + value + l_.after;
  }
  void add_coordinates(const Coordinates& layout);
  void add_laws(const Sheet& sheet);
  void add_counts(const Report& report);
  std::string written() const { return l_.record[0] + members_ + l_.record[1] + "\n"; }

 private:
  const AnswerLanguage& l_;
  std::string members_;
};

// k is the parameter number k, -k its velocity, 0 the time.
void Answer::add_coordinates(const Coordinates& layout) {
  const std::vector<std::string> names = spelled(layout, l_.spelling);
  const Coordinates::Interval parameters = layout.interval(Role::Kind::parameter),
                              velocities = layout.interval(Role::Kind::velocity);
  add("names", list(names.size(),
                    [&](std::size_t k) { return l_.coordinate[0] + names[k] + l_.coordinate[1]; }));
  add("places", list(names.size(), [&](std::size_t k) -> std::string {
        if (k - parameters.first < parameters.count)
          return std::to_string(k - parameters.first + 1);
        if (k - velocities.first < velocities.count)
          return "-" + std::to_string(k - velocities.first + 1);
        return "0";
      }));
}

void Answer::add_laws(const Sheet& sheet) {
  const auto laws = laws_of(sheet, true), others = laws_of(sheet, false);
  add("laws", function(list(laws.size(), [&](std::size_t k) {
        return polynomial(laws[k]->function.numerator);
      })));
  add("gradients", function(list(others.size(), [&](std::size_t k) {
        const std::vector<Terms> gradient = cleared_gradient(others[k]->function);
        return list(gradient.size(), [&](std::size_t j) { return polynomial(gradient[j]); });
      })));
}

void Answer::add_counts(const Report& report) {
  const std::vector<std::uint64_t> rank = report.lie_lower && report.lie_upper
                                              ? std::vector{*report.lie_lower, *report.lie_upper}
                                              : std::vector<std::uint64_t>();
  add("independent",
      number(report.laws_known ? std::optional(report.independent_laws) : std::nullopt));
  add("rank", list(rank.size(), [&](std::size_t k) { return number(rank[k]); }));
  add("complete", yes_or_no(report.complete));
  add("dimensions", list(report.law_space.size(),
                         [&](std::size_t k) { return number(report.law_space[k].value); }));
}

}  // namespace

const std::vector<std::string>& answer_formats() {
  static const std::vector<std::string> names = names_of(answer_languages);
  return names;
}

std::string to_answer(const Sheet& sheet, const std::string& certificate,
                      const std::string& system) {
  const AnswerLanguage& language = answer_language(system);
  if (sheet.summary.laws_truncated)
    throw Error(ErrorKind::limit, "the laws have more than 10^6 terms: too many for a system");
  Answer answer(language);
  answer.add("model", answer.text(sheet.summary.model));
  answer.add_coordinates(sheet.layout);
  answer.add_laws(sheet);
  answer.add_counts(sheet.summary);
  answer.add("certificate", answer.text(certificate));
  return answer.written();
}

std::string to_answer(const Coordinates& layout, const std::string& system) {
  Answer answer(answer_language(system));
  answer.add_coordinates(layout);
  return answer.written();
}

std::string to_answer(bool holds, const std::string& system) {
  Answer answer(answer_language(system));
  answer.add("holds", answer.yes_or_no(holds));
  return answer.written();
}

std::string to_answer(const Error& error, const std::string& system) {
  Answer answer(answer_language(system));
  answer.add("error", answer.text(error.what()));
  return answer.written();
}

}  // namespace abide
