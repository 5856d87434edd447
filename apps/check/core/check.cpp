// The frame of a certificate: its head, which must ask about the model at hand, word for word; its
// statements in their order; completeness; and the end. `complete` is accepted here and nowhere
// else, for K + M = D (in each component), with numbers that statements proved (mathematics.md,
// section 2).
#include "check.hpp"

namespace abide_check {
bool Certificate::check() {
  head();
  if (model_.fields) scope_ = open(*model_.fields);
  Text s;
  std::string word;
  while (s = run_.reader.next(), word = s.until(" "), word != "complete" && word != "end")
    statement(word, s);
  const Proved all = whole();
  const Integer most = all.dimension - all.rank;
  if (word == "complete") {
    s.finish();
    demand(all.closed, "completeness needs K + M = D in each component, found ", all.rank, " + ",
           all.independent, ", D = ", all.dimension);
    run_.claim("complete: proved: every law is locally a function of ",
               counted(all.independent, "independent law"));
    s = run_.reader.next("end");
  }
  s.then().natural("the number of lines", run_.reader.lines(), run_.reader.lines());
  s.finish();
  demand(!run_.reader.more(), "expected nothing after the line 'end'");
  if (word == "complete" || all.closed) return word == "complete";  // else nothing is open
  if (all.rank_above == all.rank)
    run_.claim("open: exactly ", counted(most, "local law"), ", ", all.independent,
               " of them found");
  else
    run_.claim("open: at least ", all.independent, ", at most ", counted(most, "independent law"));
  return false;
}
void Certificate::head() {
  run_.reader.next("abide-certificate 2").finish();
  Text rules = run_.reader.next("rules ");
  const std::string names = declare(rules);
  rules.finish();
  if (run_.reader.ahead() == "title") {
    const Text line = run_.reader.next("title ");
    const std::string_view title = line.rest();
    const bool printable = std::ranges::all_of(title, [](char c) { return c >= ' ' && c <= '~'; });
    demand(printable && title.size() > 1 && title.starts_with('"') && title.ends_with('"'),
           "expected a title in quotes, in printable ASCII");
  }
  question("model ", model_.specification);
  for (const auto& line : model_.arrays) question("array ", line.substr(6));
  question("dynamics ", model_.dynamics);
  question("metric ", model_.metric);
  question("loss ", model_.loss);
  demand(!run_.reader.next("asked ").done(), "expected what was asked");
  const bool canonical = model_.specification.starts_with("canonical ");
  run_.claim("model: ", canonical ? "canonical" : model_.specification, ", ",
             counted(model_.dimension, "coordinate"), ", ", counted(model_.count, "field"),
             model_.domain);
  run_.claim("dynamics: ", model_.dynamics, ", metric: ", model_.metric, ", loss: ", model_.loss);
  run_.claim("rules: ", names);
}
// A line of the head must ask about the model at hand.
void Certificate::question(const char* key, const std::string& ours) {
  const Text line = run_.reader.next(key);
  demand(line.rest() == ours, "the certificate is for ", key, shown(line.rest()), ", not ",
         shown(ours));
}
bool check(const Model& model, Run run, MakeCheck make) {
  try {
    return (make ? make(model, run) : std::make_unique<Certificate>(model, run))->check();
  } catch (const Rejected& e) {
    throw Rejected(text("verdict: rejected: line ", run.reader.line(), ": ", e.what()));
  }
}
}  // namespace abide_check
