// For adapters inside of computer-algebra systems (data/format/answer.md): one value of the system,
// a list or record of members. Coordinates stand by their positions, in functions of the list of
// them, so that no name of the user can mean something to the system. Long sums are lists of terms:
// parsers of most systems nest them otherwise.
#include <abide/hosts.hpp>
#include <array>

#include "writing.hpp"

namespace abide {

namespace {

struct AnswerLanguage {
  const char* system;
  Spelling spelling;
  const char *open, *close, *next;              // a record, what separates members
  const char *before_key, *behind_key, *after;  // a member
  const char *open_list, *close_list;           // lists
  const char *variable, *behind_variable;       // the coordinate at a position
  std::size_t first;                            // position
  const char *function, *end_function;          // of the coordinates
  const char *sum, *end_sum;
  const char *yes, *no, *unknown;
  std::array<const char*, 3> escaped;  // in texts: a quote, a backslash, a new line
};

constexpr AnswerLanguage answer_languages[] = {
    {"pari", {'_', "IO"}, "[",  "]",  ", ", "[\"", "\", ",
     "]",    "[",         "]",  "x[", "]",  1,     "x -> ",
     "",     "vecsum([",  "])", "1",  "0",  "-1",  {"\\\"", "\\\\", "\\n"}},
    {"singular", {'_', ""}, "list(", ")",    ", ", "\"", "\", ",
     "",         "list(",   ")",     "var(", ")",  1,    "\"",
     "\"",       "",        "",      "1",    "0",  "-1", {"\\\"", "\\", "\n"}},
    {"macaulay2", {'$', ""}, "hashTable {", "}",    ", ",    "\"",   "\" => ",
     "",          "{",       "}",           "x_",   "",      0,      "(x -> ",
     ")",         "sum {",   "}",           "true", "false", "null", {"\\\"", "\\\\", "\\n"}},
    {"gap", {'_', ""}, "rec(", ")",    ", ",    "",     " := ",
     "",    "[",       "]",    "x[",   "]",     1,      "x -> ",
     "",    "Sum([",   "])",   "true", "false", "fail", {"\\\"", "\\\\", "\\n"}},
    {"maxima",
     {'_', ""},
     "[",
     "]",
     ", ",
     "[\"",
     "\", ",
     "]",
     "[",
     "]",
     "x[",
     "]",
     1,
     "lambda([x], ",
     ")",
     "apply(\"+\", [",
     "])",
     "true",
     "false",
     "unknown",
     {"\\\"", "\\\\", "\n"}},
};

const AnswerLanguage& answer_language(const std::string& system) {
  std::string known;
  for (const AnswerLanguage& language : answer_languages) {
    if (system == language.system) return language;
    known += (known.empty() ? "" : ", ") + std::string(language.system);
  }
  throw Error(ErrorKind::input,
              "unknown system '" + quoted(system) + "': expected one of " + known);
}

// Members, one after the other.
class Answer {
 public:
  explicit Answer(const AnswerLanguage& language) : l_(language) {}

  std::string text(const std::string& value) const {
    std::string written = "\"";
    for (const char c : value) {
      const std::size_t special = std::string_view("\"\\\n").find(c);
      special < l_.escaped.size() ? written += l_.escaped[special] : written += c;
    }
    return written + "\"";
  }
  std::string yes_or_no(bool value) const { return value ? l_.yes : l_.no; }
  std::string number(const std::optional<std::uint64_t>& value) const {
    return value ? std::to_string(*value) : l_.unknown;
  }
  template <class Item>
  std::string list(std::size_t count, const Item& item) const {
    return l_.open_list + listed(count, item) + l_.close_list;
  }
  std::string function(const std::string& value) const {
    return l_.function + value + l_.end_function;
  }
  std::string polynomial(const Terms& p) const {
    const Names names(SIZE_MAX, [this](std::size_t k) {
      return l_.variable + std::to_string(k + l_.first) + l_.behind_variable;
    });
    if (p.size() < 2 || *l_.sum == '\0') return to_string(p, names);
    return l_.sum + listed(p.size(), [&](std::size_t k) { return to_string(Terms{p[k]}, names); }) +
           l_.end_sum;
  }

  void add(const char* key, const std::string& value) {
    if (!members_.empty()) members_ += l_.next;
    members_ += std::string(l_.before_key) + key + l_.behind_key + value + l_.after;
  }
  void add_coordinates(const Coordinates& layout);
  void add_laws(const Sheet& sheet);
  void add_counts(const Report& report);
  std::string written() const { return l_.open + members_ + l_.close + "\n"; }

 private:
  const AnswerLanguage& l_;
  std::string members_;
};

// k is the parameter number k, -k its velocity, 0 the time.
void Answer::add_coordinates(const Coordinates& layout) {
  const std::vector<std::string> names = spelled(layout, l_.spelling);
  const Coordinates::Interval parameters = layout.interval(Role::Kind::parameter),
                              velocities = layout.interval(Role::Kind::velocity);
  add("names", list(names.size(), [&](std::size_t k) { return text(names[k]); }));
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
  static const std::vector<std::string> names = [] {
    std::vector<std::string> systems;
    for (const AnswerLanguage& language : answer_languages) systems.emplace_back(language.system);
    return systems;
  }();
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
