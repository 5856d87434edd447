// The expansion of a certificate is what a listener hears of its check: every law that is used gets
// a number of its own, an orbit becomes pivots, an exponent matrix words at the point where all
// coordinates are 1. It is not trusted: abide-check-core checks it like any certificate.
#include "expand.hpp"

#include <iostream>

#include "bodies/sum.hpp"
#include "rules/rules.hpp"

namespace abide_check {
namespace {
std::string written(const Monomial& m) {
  std::string out;
  for (const auto& q : m)
    out += text(out.empty() ? "" : ".", q.variable + u64{1},
                q.exponent > 1 ? text("^", q.exponent) : "");
  return out.empty() ? "0" : out;
}
// Adds a line, continued where it is long.
void add(std::string& lines, std::string_view line) {
  constexpr size_t most = 60000;
  while (line.size() > most) {
    const size_t space = line.rfind(' ', most);
    lines += text(line.substr(0, space), " \\\n");
    line.remove_prefix(space + 1);
  }
  lines += text(line, '\n');
}

class Expander final : public Listener {
 public:
  explicit Expander(const Model& model) : model_(model) {}

  void statement(const std::string& line) override {
    const std::string word = line.substr(0, line.find(' '));
    if (word == "complete") {
      complete_ = !independent_lost_;
    } else if (word == "point") {
      points_.push_back(line);
    } else if (word == "independent") {
      add(independent_, line);
    } else {
      flush();
      if (word == "space" && spaces_lost_)
        left_out_.push_back(line);
      else
        add(body_, line);
    }
  }
  void gradient(LawView& law, u32 variable) override {
    if (law.is_polynomial())
      add(independent_, text("i ", number(law.terms()), " ", variable + u64{1}));
    else if (!std::exchange(independent_lost_, true))
      left_out_.push_back("independent: a law that is not a polynomial");
  }
  void pivot(u64 field, const Monomial& beta, const Monomial& alpha) override {
    add(pivots_, text("p ", field + 1, " ", written(beta), " ", written(alpha)));
  }
  void element(const Monomial& alpha, const std::vector<Polynomial>& factors) override {
    std::string line = "e " + written(alpha);
    for (size_t k = 0; k < factors.size(); ++k)
      line += text(k == 0 ? " " : ".", number(factors[k]));
    add(elements_, line);
  }
  void rank_at_ones(u64 k, u64 prime) override {
    std::string point = text("point ", points_.size() + 1);
    for (u64 v = 1; v <= model_.fields->dimension(); ++v) point += text(" ", v, "=1");
    points_.push_back(point);
    statement(text("lie-rank ", k, " ", points_.size(), " ", prime));
  }
  void left_out(const std::string& what) override {
    left_out_.push_back(what);
    spaces_lost_ = spaces_lost_ || what.starts_with("within");
  }

  Expansion result() {
    flush();
    const Fields& fields = *model_.fields;
    std::string all = "abide-certificate 2\nrules none\n",
                model = text("model canonical ", fields.dimension(), " ", fields.count());
    for (u32 v = 0; v < fields.dimension(); ++v) model += " " + fields.name(v);
    add(all, model);
    all += laws_;
    for (const auto& point : points_) add(all, point);
    all += (independent_lost_ ? "" : independent_) + body_ + (complete_ ? "complete\n" : "");
    add(all, text("end ", std::ranges::count(all, '\n') + 1));
    return {std::move(all), std::move(left_out_)};
  }

 private:
  // Pivots come before elements in a section, in whatever order they were heard.
  void flush() {
    if (!spaces_lost_) body_ += pivots_ + elements_;
    pivots_.clear(), elements_.clear();
  }
  // The number of a law with its coefficients made primitive.
  size_t number(const Polynomial& h) {
    Integer content = 0;
    for (const auto& t : h) content = mp::gcd(content, t.coefficient);
    if (h.front().coefficient < 0) content = -content;
    std::string line;
    for (const auto& t : h)
      line += text(" ", Integer(t.coefficient / content), ":", written(t.monomial));
    const auto [at, fresh] = numbers_.try_emplace(line, numbers_.size() + 1);
    if (fresh) add(laws_, text("law ", at->second, line));
    return at->second;
  }

  const Model& model_;
  std::map<std::string, size_t> numbers_;  // of laws
  std::vector<std::string> points_, left_out_;
  std::string laws_, independent_, body_, pivots_, elements_;
  bool complete_ = false, independent_lost_ = false, spaces_lost_ = false;
};

std::string sum(const Sum& terms, const Fields& fields) {
  std::map<Monomial, Rational> ordered(terms.begin(), terms.end());
  std::string out;
  for (const auto& [m, c] : ordered) {
    const Rational size = c < 0 ? Rational(-c) : c;
    out += out.empty() ? (c < 0 ? "-" : "") : c < 0 ? " - " : " + ";
    const char* separator = "";
    if (size != 1 || m.empty()) out += size.str(), separator = "*";
    for (const auto& q : m) {
      out += separator + fields.name(q.variable) + (q.exponent > 1 ? text("^", q.exponent) : "");
      separator = "*";
    }
  }
  return out;
}
}  // namespace

Expansion expand_certificate(Model& model, Input certificate) {
  Expander expander(model);
  std::ostringstream claims;
  check(model, std::move(certificate), claims, {all_rules(), components_of, true, &expander});
  return expander.result();
}
std::string expand_model(const Model& model) {
  const Fields& fields = *model.fields;
  std::string out = text("abide-canonical 1\nvariables ", fields.dimension(), "\n");
  for (u32 v = 0; v < fields.dimension(); ++v) out += text("v ", fields.name(v), "\n");
  out += text("domain all\ndrift none\nfields ", fields.count(), "\n");
  for (u64 i = 0; i < fields.count(); ++i) {
    std::map<u32, Sum> components;
    fields.all_terms(
        i, [&](u32 j, const Monomial& a, const Rational& c) { add_to(components[j], a, c); });
    out += "f\n";
    for (const auto& [j, terms] : components)
      if (!terms.empty()) out += text("c ", fields.name(j), " ", sum(terms, fields), "\n");
  }
  return out + text("end ", std::ranges::count(out, '\n') + 1, "\n");
}
void expand(Model& model, const std::string* certificate) {
  if (!model.fields) throw InputError("sums have no expansion");
  if (certificate == nullptr) {
    std::cout << expand_model(model);
    return;
  }
  const Expansion expansion = expand_certificate(model, Input::open(*certificate));
  for (const auto& what : expansion.left_out) std::cerr << "left out: " << what << '\n';
  std::cout << expansion.certificate;
}
}  // namespace abide_check
