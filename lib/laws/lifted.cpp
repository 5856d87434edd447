// Laws of a layer over a network from those of the network, where there is too much for elimination
// (mathematics.md, 4.15 and section 6). They are laws of a map that adds a parameter to each entry.
// With s = e^(λt), a law h of the network
// that is homogeneous of degree k gives the law s^k·h; under cross-entropy the weights that leave
// one node of the last hidden layer add up to a law. Nodes are renamed on a phase space as below
// it, so laws keep their images there; over a translated network these are written out. That these
// are all laws the Lie rank has to show.
#include "fields/fields.hpp"
#include "stages.hpp"

namespace abide {

namespace {

constexpr double bytes_per_term = 100;

class Lifting {
 public:
  Lifting(const Distribution& x, const Progress& progress)
      : x_(x), overlay_(*x.overlay()), below_(*overlay_.below), progress_(progress) {}

  std::vector<Law> run() {
    LawList list;
    list.laws = known_shapes(below_, progress_);
    if (x_.nodes().network != nullptr) {
      for (const Law& law : list.laws) add(law.polynomial(), law.images);
    } else {
      check_memory(list);
      for (std::size_t k = 0; k < list.laws.size(); ++k)
        for_each_image(list, k, [&](const LawRef& ref) {
          add(polynomial_of(list, below_, ref));
          return true;
        });
    }
    if (overlay_.are_differences) sums_over_outputs();
    return std::move(laws_);
  }

 private:
  const Distribution& x_;
  const Overlay& overlay_;
  const Distribution& below_;
  const Progress& progress_;
  std::vector<Law> laws_;

  void check_memory(const LawList& list) const {
    double terms = 0;
    for (const Law& law : list.laws)
      terms += static_cast<double>(law.count()) * static_cast<double>(law.polynomial().size());
    progress_.check_memory(terms * bytes_per_term, "the laws that are lifted");
  }

  void add(Terms h, const std::optional<NodeImages>& images = {}) {
    progress_.check();
    for (Term& t : h) {
      Monomial theta = t.monomial.renamed([this](std::uint32_t j) { return overlay_.first + j; });
      const auto degree = static_cast<std::uint32_t>(theta.degree());
      t.monomial =
          overlay_.has_time() ? Monomial::variable(0, degree).times(theta) : std::move(theta);
    }
    h = collect(std::move(h), progress_);
    if (violation(x_, h, progress_)) return;
    Law law;
    law.degree = static_cast<std::uint32_t>(total_degree(h));
    law.function = polynomial_function(std::move(h), x_.coordinates());
    law.kind = kind_of(law.function, x_);
    law.images = images;
    law.orbit = laws_.size();
    laws_.push_back(std::move(law));
  }

  void sums_over_outputs() {
    const Network& net = *below_.network();
    const auto last = static_cast<std::uint32_t>(net.layers());
    const std::uint32_t outputs = net.width(last);
    for (std::uint32_t v = 0; v < net.width(last - 1); ++v) {
      Terms sum;
      for (std::uint32_t j = 0; j < outputs; ++j)
        sum.push_back({Monomial::variable(net.weight(last, v, j)), Rational(1)});
      add(std::move(sum));
    }
    if (!net.has_bias(last)) return;
    Terms sum;
    for (std::uint32_t j = 0; j < outputs; ++j)
      sum.push_back({Monomial::variable(net.bias_weight(last, j)), Rational(1)});
    add(std::move(sum));
  }
};

}  // namespace

std::vector<Law> lifted_laws(const Distribution& x, const Progress& progress) {
  if (x.overlay() == nullptr || x.overlay()->has_velocities) return {};
  return Lifting(x, progress).run();
}

}  // namespace abide
