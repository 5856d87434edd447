// Specifications as trees: a parser by recursive descent, and the normal form. What a family means
// is not known here, so that both programs and later letters in place of widths can share the
// grammar.
#include <algorithm>
#include <utility>

#include "model/model.hpp"
#include "scanner.hpp"

namespace abide {

namespace {

constexpr std::uint64_t most_leaves = INT64_MAX;
constexpr std::uint64_t most_times = 1'000'000'000'000'000'000;
constexpr std::size_t deepest = 100;

[[noreturn]] void too_many() {
  throw Error(ErrorKind::limit, "the specification has 2^63 families or more");
}

bool ends_family(char c) {
  return std::string_view(" \t\r\n+*()").find(c) != std::string_view::npos;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : scanner_(text, {std::string(text), 0, 1}) {}

  ModelExpression run() {
    ModelExpression all = sum();
    if (!scanner_.done()) scanner_.expected("'+' or the end");
    return all;
  }

 private:
  Scanner scanner_;
  std::size_t depth_ = 0;

  ModelExpression sum() {
    std::vector<ModelExpression> parts{term()};
    while (take("+")) parts.push_back(term());
    return ModelExpression::sum(std::move(parts));
  }

  // A sign, with blanks around it.
  bool take(std::string_view sign) {
    const std::size_t at = scanner_.position();
    skip_blanks();
    if (!scanner_.take(sign)) {
      scanner_.back_to(at);
      return false;
    }
    skip_blanks();
    return true;
  }

  void skip_blanks() {
    while (scanner_.take(" ")) continue;
  }

  ModelExpression term() {
    std::uint64_t times = 1;
    while (scanner_.peek() >= '0' && scanner_.peek() <= '9') {
      const std::uint64_t n = scanner_.natural("a number of copies", 1, most_times);
      if (!take("*")) scanner_.expected("'*'");
      if (n > most_leaves / times) too_many();
      times *= n;
    }
    return ModelExpression::repetition(times, factor());
  }

  ModelExpression factor() {
    if (!scanner_.take("(")) return family();
    if (++depth_ > deepest)
      throw Error(ErrorKind::limit, "a specification with more than " + std::to_string(deepest) +
                                        " parentheses inside each other");
    ModelExpression inside = sum();
    if (!scanner_.take(")")) scanner_.expected("'+' or ')'");
    --depth_;
    return inside;
  }

  ModelExpression family() {
    std::string text(scanner_.word());
    if (text.empty())
      scanner_.expected(
          "a family, a number of copies and '*', '(', or a file that ends in .toml or "
          ".canon");
    while (!scanner_.done() && !ends_family(scanner_.peek())) text += scanner_.next();
    return ModelExpression(std::move(text));
  }
};

}  // namespace

ModelExpression ModelExpression::sum(std::vector<ModelExpression> parts) {
  if (parts.empty()) throw Error(ErrorKind::internal, "a sum needs a summand");
  if (parts.size() == 1) return std::move(parts.front());
  ModelExpression all("");
  all.kind_ = Kind::sum;
  all.leaves_ = 0;
  for (ModelExpression& part : parts) {
    if (part.leaves_ > most_leaves - all.leaves_) too_many();
    all.leaves_ += part.leaves_;
    if (part.kind_ == Kind::sum)
      std::move(part.parts_.begin(), part.parts_.end(), std::back_inserter(all.parts_));
    else
      all.parts_.push_back(std::move(part));
  }
  return all;
}

ModelExpression ModelExpression::repetition(std::uint64_t times, ModelExpression part) {
  if (times == 0) throw Error(ErrorKind::internal, "a repetition needs a copy");
  if (times > most_leaves / part.leaves_) too_many();
  if (times == 1) return part;
  if (part.kind_ == Kind::repetition) {
    part.times_ *= times;
    part.leaves_ *= times;
    return part;
  }
  ModelExpression all("");
  all.kind_ = Kind::repetition;
  all.times_ = times;
  all.leaves_ = times * part.leaves_;
  all.parts_.push_back(std::move(part));
  return all;
}

ModelExpression parse_model_expression(std::string_view text) { return Parser(text).run(); }

std::string to_string(const ModelExpression& e) {
  if (e.kind() == ModelExpression::Kind::family) return e.family();
  std::string text;
  if (e.kind() == ModelExpression::Kind::sum) {
    for (const ModelExpression& part : e.parts())
      text += (text.empty() ? "" : " + ") + to_string(part);
    return text;
  }
  const ModelExpression& part = e.parts().front();
  const bool is_sum = part.kind() == ModelExpression::Kind::sum;
  return std::to_string(e.times()) +
         (is_sum ? "*(" + to_string(part) + ")" : "*" + to_string(part));
}

}  // namespace abide
