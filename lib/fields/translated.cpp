// The fields of φ = W + U_1 ⋯ U_q over those Y_1, Y_2, … of U_1 ⋯ U_q: X_i = ∂_W_i + Y_i. Nothing
// is written out, and no bracket of two of them contains W or moves it (mathematics.md, 4.15).
#include "model/model.hpp"
#include "source.hpp"
#include "window.hpp"

namespace abide {

namespace {

class TranslatedBackend final : public Evaluator::Backend {
 public:
  TranslatedBackend(std::unique_ptr<Evaluator::Backend> below, const Overlay& layer,
                    const Window& window, const Modulus& modulus)
      : Backend(modulus), below_(std::move(below)), overlay_(layer), window_(window) {}

  std::uint64_t fields() const noexcept override { return below_->fields(); }
  DualVector field(std::uint64_t i, const Directions& directions) const override {
    const DualVector y = below_->field(i, window_.take(directions, base(), parts_));
    DualVector x;
    x.at.push_back(static_cast<std::uint32_t>(i));
    x.values.assign(ring(directions.size()).stride(), 0);
    x.values.front() = 1;
    for (const std::uint32_t j : y.at) x.at.push_back(overlay_.first + j);
    x.values.insert(x.values.end(), y.values.begin(), y.values.end());
    return x;
  }

 protected:
  void set_point(const DualVector& point) override { window_.move(*below_, point, base()); }

 private:
  std::unique_ptr<Evaluator::Backend> below_;
  const Overlay& overlay_;
  const Window& window_;
  mutable std::vector<DualVector> parts_;
};

class TranslatedSource final : public FieldSource {
 public:
  explicit TranslatedSource(const Network& network)
      : below_(Model("", "", Coordinates::vector("x", network.parameters()), network)),
        overlay_{.below = &below_,
                 .first = static_cast<std::uint32_t>(below_.size()),
                 .is_translated = true},
        window_(overlay_.first, network.parameters()) {}

  std::uint64_t size() const noexcept override { return below_.size(); }
  Field field(std::uint64_t i) const override {
    Field field{own_term(i)};
    for (FieldTerm& t : shifted(below_.field(i), overlay_.first)) field.push_back(std::move(t));
    return field;
  }
  void terms_of(std::uint32_t variable, TermVisit visit) const override {
    if (is_own(variable)) return visit_own(variable, visit);
    below_.terms_of(variable - overlay_.first, Moved{*this, visit});
  }
  std::optional<std::uint64_t> some_field_of(std::uint32_t variable,
                                             std::uint64_t random) const override {
    if (is_own(variable)) return variable;
    return below_.some_field_of(variable - overlay_.first, random);
  }
  const Overlay* overlay() const noexcept override { return &overlay_; }
  std::uint64_t count_terms_of(std::uint32_t variable) const override {
    return is_own(variable) ? 1 : below_.count_terms_of(variable - overlay_.first);
  }
  void some_terms_of(std::uint32_t variable, std::size_t most, std::size_t salt,
                     TermVisit visit) const override {
    if (!is_own(variable))
      below_.some_terms_of(variable - overlay_.first, most, salt, Moved{*this, visit});
    else if (most > 0)
      visit_own(variable, visit);
  }
  void terms_within(std::uint64_t i, const Monomial& beta, std::uint32_t missing,
                    TermVisit visit) const override {
    const FieldTerm own = own_term(i);
    if (visit(i, own.variable, own.monomial, own.coefficient))
      below_.terms_within(i, window_.take(beta), missing, Moved{*this, visit});
  }

  bool is_monomial_map() const noexcept override { return false; }
  Monomial exponents(std::uint64_t) const override { return {}; }
  bool is_homogeneous() const noexcept override { return below_.degree() == 0; }
  bool usable(std::uint64_t prime) const override { return below_.usable(prime); }
  std::vector<std::uint32_t> dead_coordinates() const override {
    std::vector<std::uint32_t> dead = below_.dead_coordinates();
    for (std::uint32_t& j : dead) j += overlay_.first;
    return dead;
  }
  std::uint64_t degree() const noexcept override { return below_.degree(); }
  bool has_small_coefficients() const noexcept override { return true; }
  bool is_evident_law(const Terms& h, const Progress& progress) const override {
    Terms below;
    for (const Term& t : h) {
      Monomial m = window_.take(t.monomial);
      if (m.degree() != t.monomial.degree()) return false;
      below.push_back({std::move(m), t.coefficient});
    }
    return below_.source().is_evident_law(below, progress);
  }
  std::unique_ptr<Evaluator::Backend> at(const Point& point,
                                         const Modulus& modulus) const override {
    return std::make_unique<TranslatedBackend>(below_.source().at(window_.take(point), modulus),
                                               overlay_, window_, modulus);
  }

 private:
  Distribution below_;
  Overlay overlay_;
  Window window_;

  bool is_own(std::uint32_t variable) const { return variable < overlay_.first; }
  static FieldTerm own_term(std::uint64_t i) {
    return {static_cast<std::uint32_t>(i), Monomial(), Rational(1)};
  }
  static void visit_own(std::uint32_t variable, TermVisit visit) {
    visit(variable, variable, Monomial(), Rational(1));
  }
  // Visits terms below.
  struct Moved {
    const TranslatedSource& source;
    TermVisit visit;
    bool operator()(std::uint64_t i, std::uint32_t j, const Monomial& a, const Rational& c) const {
      return visit(i, source.overlay_.first + j, source.window_.moved(a), c);
    }
  };
};

}  // namespace

std::unique_ptr<const FieldSource> make_translated_source(const Network& network) {
  return std::make_unique<TranslatedSource>(network);
}

}  // namespace abide
