// Every small change of every small good certificate is rejected, or claims only what
// the original claims. MUTANT_STEP is set where code runs slowly, under sanitizers: then only one
// change in so many is tried, always the same ones.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>

#include "rules/monomial_map.hpp"
#include "system.hpp"

using namespace abide_check;

namespace {

#ifdef MUTANT_STEP
constexpr int step = MUTANT_STEP;
#else
constexpr int step = 1;
#endif

std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> split(const std::string& s, char by) {
  std::vector<std::string> parts{""};
  for (const char c : s)
    if (c == by)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}
std::string join(const std::vector<std::string>& parts, char by) {
  std::string s;
  for (std::size_t i = 0; i < parts.size(); ++i) s += (i ? std::string(1, by) : "") + parts[i];
  return s;
}

class Mutator {
 public:
  Mutator(const Model& model, std::string text) : model_(model), text_(std::move(text)) {
    const Checked o = run_check(model_, text_);
    if (text_.find("\ncomponent 1\n") != text_.npos) components_ = components_of(model_);
    INFO(o.reason);
    REQUIRE((o.kind == Checked::complete || o.kind == Checked::partial));
    claims_ = o.claims;
    kind_ = o.kind;
    known_.insert(claims_.begin(), claims_.end());
  }

  void try_one(const std::string& mutant, bool must_be_rejected = false) {
    if (mutant == text_ || made++ % step != 0) return;
    ++tried;
    const Checked o = run_check(model_, mutant);
    // Whatever was printed before a rejection is a claim, too.
    for (const auto& claim : o.claims)
      if (!known_.contains(claim) && !true_variant(claim, mutant)) fail(mutant, claim);
    if (o.kind == Checked::complete && kind_ != Checked::complete) fail(mutant, "complete");
    if ((o.kind == Checked::complete || o.kind == Checked::partial) && o.claims != claims_) {
      for (const auto& claim : claims_)
        if (claim.starts_with("complete") &&
            std::find(o.claims.begin(), o.claims.end(), claim) == o.claims.end())
          fail(mutant, "accepted without " + claim);
    }
    if (must_be_rejected && o.kind != Checked::rejected) fail(mutant, "not rejected");
  }

  void run() {
    const auto lines = split(text_.substr(0, text_.size() - 1), '\n');
    const auto whole = [](const std::vector<std::string>& l) { return join(l, '\n') + "\n"; };
    for (std::size_t i = 0; i < lines.size(); ++i) {
      auto copy = lines;
      copy.erase(copy.begin() + static_cast<std::ptrdiff_t>(i));
      try_one(whole(copy));
      copy = lines;
      copy.insert(copy.begin() + static_cast<std::ptrdiff_t>(i), lines[i]);
      try_one(whole(copy));
      if (i + 1 < lines.size()) {
        copy = lines;
        std::swap(copy[i], copy[i + 1]);
        try_one(whole(copy));
      }
      const auto tokens = split(lines[i], ' ');
      const auto with = [&](const std::vector<std::string>& t) {
        auto l = lines;
        l[i] = join(t, ' ');
        try_one(whole(l));
      };
      for (std::size_t k = 0; k < tokens.size(); ++k) {
        auto t = tokens;
        t.erase(t.begin() + static_cast<std::ptrdiff_t>(k));
        with(t);
        t = tokens;
        t.insert(t.begin() + static_cast<std::ptrdiff_t>(k), tokens[k]);
        with(t);
        for (const auto& value : values(tokens, k)) {
          t = tokens;
          t[k] = value;
          with(t);
        }
      }
    }
    for (std::size_t n = 0; n < text_.size(); ++n) try_one(text_.substr(0, n), true);
    for (const std::string tail : {"\n", " ", "x", "end 1\n", "\\", "\x01", "complete\n"})
      try_one(text_ + tail, true);
  }
  int made = 0, tried = 0;

 private:
  // Each number inside the token replaced, and the whole token.
  static std::set<std::string> values(const std::vector<std::string>& tokens, std::size_t k) {
    const std::string& token = tokens[k];
    std::set<std::string> result{"0",        "-1",    "1",   "99999999999999999999999999",
                                 "\x01\xff", ";",     "-",   "+1",
                                 "1:",       "[1,1]", "1^2", "2.1"};
    for (const auto& other : tokens) result.insert(other);
    for (std::size_t i = 0; i < token.size();) {
      std::size_t n = i;
      while (n < token.size() && std::isdigit(static_cast<unsigned char>(token[n]))) ++n;
      if (n == i) {
        ++i;
        continue;
      }
      const std::string before = token.substr(0, i), digits = token.substr(i, n - i),
                        after = token.substr(n);
      const Integer value(digits);
      for (const Integer& v : {Integer(value + 1), Integer(value - 1), Integer(0), Integer(-value),
                               Integer(value * 2), Integer(value + (Integer(1) << 70))})
        result.insert(before + v.str() + after);
      result.insert(before + "0" + digits + after);
      result.insert(before + after);
      i = n;
    }
    return result;
  }

  // The claims that a mutant may print although the original does not, since they are
  // true as well; each is recognised by an argument of its own:
  //  - a law whose line in the mutant differs in numbers only is verified by the
  //    definition below, term by term, without the checker's own shortcuts;
  //  - a weaker bound (a prefix of a section proves a lower rank) or a weaker "open" line than the
  //  original's.
  bool true_variant(const std::string& whole_claim, const std::string& mutant) const {
    unsigned component = 0;
    std::string claim = whole_claim;
    if (std::sscanf(claim.c_str(), "component %u: ", &component) == 1)
      claim = claim.substr(claim.find(": ") + 2);
    const Scope scope{component, component == 0 ? model_.fields.get()
                                                : components_.at(component - 1).fields.get()};
    if (claim.starts_with("law ") && std::isdigit(static_cast<unsigned char>(claim[4])))
      return law_holds(claim, part_of(mutant, component), *scope.fields);
    if (claim.starts_with("open: at least ")) return weaker_open(claim);
    int bound = 0, original = 0;
    const auto weaker = [&](const char* format, int sign) {
      if (std::sscanf(claim.c_str(), format, &bound) != 1) return false;
      const std::string prefix = whole_claim.substr(0, whole_claim.size() - claim.size());
      // Of the whole of a sum, without scopes: what its components add up to.
      if (prefix.empty() && !components_.empty()) {
        int laws = 0;
        for (const auto& c : claims_)
          std::sscanf(c.c_str(), "complete: proved: every law is locally a function of %d", &laws);
        const int rank = static_cast<int>(model_.dimension) - laws;
        return sign * bound <= sign * (std::string_view(format).starts_with("lie") ? rank : laws);
      }
      return std::any_of(claims_.begin(), claims_.end(), [&](const std::string& c) {
        return c.starts_with(prefix) &&
               std::sscanf(c.c_str() + prefix.size(), format, &original) == 1 &&
               sign * bound < sign * original;
      });
    };
    unsigned degree = 0, dimension = 0;
    // Without dead variables all laws of a monomial map are even: nothing is new in
    // an odd degree above an even one that the original proves.
    if (std::sscanf(claim.c_str(), "law space degree %u: proved: dimension %u", &degree,
                    &dimension) == 2)
      return true_dimension(degree, scope) == dimension ||
             (degree % 2 == 1 && scope.fields != nullptr &&
              dynamic_cast<const Network*>(scope.fields) != nullptr &&
              is_monomial_map(*scope.fields) &&
              known_.contains("law space degree " + std::to_string(degree - 1) +
                              ": proved: dimension " + std::to_string(dimension)));
    if (std::sscanf(claim.c_str(), "law space degree %u within the bounds: proved: dimension %u",
                    &degree, &dimension) == 2)
      return dimension_within(degree, part_of(mutant, component), *scope.fields) == dimension;
    // Not claims, but what the next ones speak of or rely on.
    if (claim.starts_with("within: ") || claim.starts_with("rules: ")) return true;
    return weaker("independent: proved: %d", 1) || weaker("lie rank >= %d", 1) ||
           weaker("lie rank <= %d", -1);
  }
  // Of a component (from 1), or (0) of the whole, which has no fields of its own if it is a sum.
  struct Scope {
    unsigned component;
    const Fields* fields;
  };
  // The lines of a certificate about a component.
  static std::string part_of(const std::string& text, unsigned component) {
    std::string part;
    unsigned at = 0;
    for (const auto& line : split(text, '\n')) {
      at += line.starts_with("component");
      if (at == component) part += line + "\n";
    }
    return part;
  }
  // By the linear system itself; of a sum, every monomial in a basis of each copy, by degree, is a
  // choice of how much of the degree each copy has.
  std::size_t true_dimension(unsigned degree, const Scope& scope) const {
    if (scope.fields == nullptr) return dimension_of_sum(degree);
    const auto [at, fresh] = dimensions_.try_emplace({degree, scope.component}, 0);
    if (!fresh) return at->second;
    const System system(*scope.fields);
    if (degree > 4 || monomials(system.variables, 1, degree).size() > 2000)
      return at->second = 999999999;
    return at->second = system.dimension(degree);
  }
  std::size_t dimension_of_sum(unsigned degree) const {
    if (degree > 4) return 999999999;
    std::vector<std::size_t> all(degree + 1, 0);
    all[0] = 1;
    for (unsigned c = 1; c <= components_.size(); ++c) {
      const Scope scope{c, components_[c - 1].fields.get()};
      std::vector<std::size_t> pieces{1};
      for (unsigned k = 1; k <= degree; ++k)
        pieces.push_back(true_dimension(k, scope) - (k > 1 ? true_dimension(k - 1, scope) : 0));
      for (Integer copy = 0; copy < components_[c - 1].copies; ++copy) {
        std::vector<std::size_t> next(degree + 1, 0);
        for (unsigned i = 0; i <= degree; ++i)
          for (unsigned j = 0; i + j <= degree; ++j) next[i + j] += all[i] * pieces[j];
        all = next;
      }
    }
    return std::accumulate(all.begin() + 1, all.end(), std::size_t{0});
  }
  static std::size_t dimension_within(unsigned degree, const std::string& mutant,
                                      const Fields& fields) {
    std::vector<std::array<unsigned long, 3>> bounds;
    for (const auto& line : split(mutant, '\n'))
      for (const auto& item :
           line.starts_with("within ") ? split(line, ' ') : std::vector<std::string>()) {
        std::array<unsigned long, 3> b{};
        if (std::sscanf(item.c_str(), "%lu-%lu:%lu", &b[0], &b[1], &b[2]) == 3) bounds.push_back(b);
      }
    const auto inside = [&](const Monomial& m) {
      return std::all_of(bounds.begin(), bounds.end(), [&](const auto& b) {
        unsigned long sum = 0;
        for (const auto& q : m)
          sum += q.variable + 1 >= b[0] && q.variable + 1 <= b[1] ? q.exponent : 0;
        return sum <= b[2];
      });
    };
    const System system(fields);
    return system.dimension(degree, system.variables, inside);
  }
  // Between the numbers that the original proves.
  bool weaker_open(const std::string& claim) const {
    int least = 0, most = 0, low = 0, high = static_cast<int>(model_.dimension);
    if (std::sscanf(claim.c_str(), "open: at least %d, at most %d", &least, &most) != 2)
      return false;
    for (const auto& c : claims_) {
      int a = 0, b = 0;
      if (std::sscanf(c.c_str(), "complete: proved: every law is locally a function of %d", &a) ==
              1 ||
          std::sscanf(c.c_str(), "open: exactly %d local law", &a) == 1)
        low = high = a;
      if (std::sscanf(c.c_str(), "open: at least %d, at most %d", &a, &b) == 2) low = a, high = b;
      if (std::sscanf(c.c_str(), "independent: proved: %d", &a) == 1) low = std::max(low, a);
      if (std::sscanf(c.c_str(), "lie rank >= %d", &a) == 1)
        high = std::min(high, static_cast<int>(model_.dimension) - a);
    }
    return least <= low && most >= high;
  }
  static bool law_holds(const std::string& claim, const std::string& mutant, const Fields& fields) {
    std::string joined = mutant;
    for (std::size_t at; (at = joined.find(" \\\n")) != joined.npos;) joined.replace(at, 3, " ");
    const std::string number = claim.substr(4, claim.find(':') - 4);
    for (const auto& line : split(joined, '\n')) {
      if (line.starts_with("elementary " + number + " "))
        return elementary_holds(line.substr(12 + number.size()), fields);
      if (!line.starts_with("law " + number + " ")) {
        // An image of a law: true when the symmetry is; both are checked claims, and
        // the line itself must be well formed.
        if (line.starts_with("image " + number + " ")) return true;
        continue;
      }
      Text text(line.substr(5 + number.size()));
      // What stands before the polynomial is no claim, or compared with it (test_rules.cpp).
      if (text.take("images ") || text.take("of ")) text.until(" "), text.then();
      text.take("lemma ");
      const Polynomial h = text.polynomial(fields.dimension());
      for (std::uint64_t i = 0; i < fields.count(); ++i) {
        Sum total;
        for (const auto& [j, a] : expand(fields, i)) {
          Sum p;
          for (const auto& t : h)
            if (const auto e = exponent_of(t.monomial, j); e > 0)
              add_to(p, lowered(t.monomial, j), Rational(t.coefficient * e));
          add_product(total, p, a, 1);
        }
        if (!total.empty()) return false;
      }
      return true;
    }
    return false;
  }
  static Rational value(const Monomial& m, const std::vector<Rational>& point) {
    Rational product = 1;
    for (const auto& q : m)
      for (std::uint32_t k = 0; k < q.exponent; ++k) product *= point[q.variable];
    return product;
  }
  static Rational value(const Polynomial& h, const std::vector<Rational>& point) {
    Rational sum = 0;
    for (const auto& t : h) sum += Rational(t.coefficient) * value(t.monomial, point);
    return sum;
  }
  static Rational slope(const Polynomial& h, std::uint32_t j, const std::vector<Rational>& point) {
    Rational sum = 0;
    for (const auto& t : h)
      if (const auto e = exponent_of(t.monomial, j); e > 0)
        sum += Rational(t.coefficient * e) * value(lowered(t.monomial, j), point);
    return sum;
  }
  // X (P/M + Σ c log|θ_v|) is zero at random points.
  static bool elementary_holds(const std::string& line, const Fields& fields) {
    Text text(line);
    const std::size_t dimension = fields.dimension();
    const Polynomial below{{text.monomial(dimension), 1}};
    text.expect(" ;");
    const Polynomial above = text.then().polynomial(dimension);
    text.expect(" ;");
    const Polynomial logarithms = text.then().polynomial(dimension);
    std::mt19937_64 random(3);
    for (int round = 0; round < 4; ++round) {
      std::vector<Rational> point;
      for (std::size_t j = 0; j < dimension; ++j)
        point.emplace_back(1 + random() % 1000, 1 + random() % 1000);
      const Rational m = value(below, point), p = value(above, point);
      for (std::uint64_t i = 0; i < fields.count(); ++i) {
        Rational sum = 0;
        for (const auto& [j, a] : expand(fields, i)) {
          Rational along = 0,
                   slope_of_h = slope(above, j, point) / m - p * slope(below, j, point) / (m * m);
          for (const auto& [monomial, c] : a) along += c * value(monomial, point);
          for (const auto& t : logarithms)
            if (t.monomial.front().variable == j) slope_of_h += Rational(t.coefficient) / point[j];
          sum += along * slope_of_h;
        }
        if (sum != 0) return false;
      }
    }
    return true;
  }
  void fail(const std::string& mutant, const std::string& claim) {
    UNSCOPED_INFO("claimed: " << claim << "\nmutant:\n" << mutant);
    CHECK(false);
  }

  const Model& model_;
  std::vector<Component> components_;
  std::string text_;
  std::vector<std::string> claims_;
  std::set<std::string> known_;
  Checked::Kind kind_{};
  mutable std::map<std::pair<unsigned, unsigned>, std::size_t> dimensions_;
};

}  // namespace

TEST_CASE("mutants of good certificates claim nothing new") {
  int files = 0, made = 0, tried = 0;
  std::set<std::string> rules;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(CERTIFICATES) + "/good")) {
    const auto path = entry.path();
    if (path.extension() != ".cert" || entry.file_size() > 10240) continue;
    INFO(path.string());
    auto canon = path;
    canon.replace_extension(".canon");
    const std::string text = slurp(path);
    std::map<std::string, std::string> head;
    for (const auto& line : split(text.substr(0, text.find("\nasked")), '\n'))
      head.emplace(line.substr(0, line.find(' ')), line.substr(line.find(' ') + 1));
    for (const auto& name : split(head["rules"], ' ')) rules.insert(name);
    const Question question = parse_question(head["dynamics"], "", head["loss"]);
    const Model model = std::filesystem::exists(canon)
                            ? read_canonical(text_input(slurp(canon)), "m", question)
                            : read_model(head["model"], question);
    Mutator mutator(model, text);
    mutator.run();
    ++files;
    CHECK(mutator.made > 100);
    made += mutator.made;
    tried += mutator.tried;
  }
  std::printf("%d of %d mutants tried: one in %d\n", tried, made, step);
  CHECK(files >= 10);
  for (const auto* rule : all_rules()) {
    INFO(rule->name);
    CHECK(rules.contains(std::string(rule->name)));
  }
}
