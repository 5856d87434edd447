// A result that says what a certificate claims and nothing else: numbers come from its lines, which
// abide-check accepted; only the laws are computed again, to have them as functions.
#include <abide/certify.hpp>
#include <algorithm>
#include <unordered_set>

#include "fields/fields.hpp"
#include "totals.hpp"

namespace abide {

namespace {

// What a certificate says of one component, put in the place of what was computed.
class ClaimedComponent {
 public:
  ClaimedComponent(Solved& solved, const Result& result, const ComponentClaims& claims,
                   const std::string& file)
      : solved_(solved), result_(result), claims_(claims), file_(file) {}

  void run() {
    solved_.lie.reset();
    solved_.involutive.reset();
    solved_.probably.clear();
    laws();
    const std::uint64_t most = solved_.fields().coordinates() - solved_.independent_laws;
    solved_.lie_lower = claims_.lie_rank.value_or(0);
    solved_.lie_upper = std::min(most, claims_.lie_rank_at_most.value_or(most));
  }

 private:
  Solved& solved_;
  const Result& result_;
  const ComponentClaims& claims_;
  const std::string& file_;

  [[noreturn]] void differs(const std::string& what) const {
    throw Error(
        ErrorKind::input, {file_, 0, 0},
        "cannot be exported: the certificate states " + what + " that abide does not find again");
  }

  void laws() {
    const std::uint64_t found = solved_.independent_laws, stated = claims_.independent.value_or(0);
    if (stated > found) differs(std::to_string(stated) + " independent laws");
    solved_.independent_laws = stated;
    if (!claims_.speaks_of_laws()) return solved_.laws.reset();
    LawSpace& space = *solved_.laws;
    if (stated < found) {
      space.independent.clear();
      space.independence_known = false;
    }
    dimensions(space);
    keep_stated(space);
  }

  // Degree by degree, as far as no degree is missing.
  void dimensions(LawSpace& space) {
    std::uint32_t degree = 0;
    for (const auto& [d, dimension] : claims_.dimensions) {
      if (d != degree + 1) break;
      if (d > space.levels.size() || space.levels[d - 1].dimension != dimension)
        differs("a law space of degree " + std::to_string(d) + " and dimension " +
                std::to_string(dimension));
      degree = d;
    }
    space.levels.resize(std::min<std::size_t>(degree, space.levels.size()));
  }

  // The laws as a certificate states them, of those with images the first one.
  std::vector<std::string> written(const LawSpace& space) const {
    LawSpace plain;
    plain.laws = space.laws;
    for (Law& law : plain.laws) law.image_of.reset();
    Evidence evidence;
    evidence.model = result_.stated.get();
    evidence.all_laws = false;
    evidence.components.push_back({&solved_.fields(), &plain});
    std::string text;
    write_certificate(evidence, [&text](std::string_view piece) { text += piece; });
    return read_certificate_claims(text, file_).components.front().laws;
  }

  // Laws that are not stated are not reported. The certificate has one line for each law with all
  // its images, or one for each image: any other number is that of other laws.
  void keep_stated(LawSpace& space) {
    const std::unordered_set<std::string_view> stated(claims_.laws.begin(), claims_.laws.end());
    const std::vector<std::string> found = written(space);
    std::uint64_t laws = 0, images = 0;
    std::vector<bool> kept;
    for (std::size_t k = 0; k < space.laws.size(); ++k) {
      Law& law = space.laws[k];
      const bool is_stated = stated.contains(found[k]);
      laws += is_stated ? 1 : 0;
      images += is_stated ? law.count() : 0;
      kept.push_back(is_stated || (law.image_of && kept[law.image_of->law]));
      law.generator = law.generator && kept.back();
    }
    if (stated.size() != laws && stated.size() != images) differs("laws");
  }
};

class Claimed {
 public:
  Claimed(const Model& model, const CertificateClaims& claims, const std::string& file,
          const Progress& progress)
      : claims_(claims), file_(file) {
    Options options;
    // Components under a drift are found for this question only.
    options.question = claims.has_scopes ? Question::certify : Question::laws;
    options.components = claims.has_scopes;
    for (const ComponentClaims& c : claims.components)
      options.degree = std::max(options.degree, c.degree);
    if (!any([](const ComponentClaims& c) { return c.speaks_of_laws(); })) options.degree = 1;
    options.bounds = claims.has_scopes ? std::vector<DegreeBound>{} : claims.components[0].bounds;
    result_ = certify(model, options, progress);
  }

  Result run() {
    if (result_.components.size() != claims_.components.size())
      throw Error(ErrorKind::input, {file_, 0, 0},
                  "cannot be exported: expected " + std::to_string(result_.components.size()) +
                      " components, found " + std::to_string(claims_.components.size()));
    result_.stopped = false;
    result_.stop_reason.clear();
    result_.probably.clear();
    for (std::size_t c = 0; c < claims_.components.size(); ++c)
      ClaimedComponent(result_.components[c], result_, claims_.components[c], file_).run();
    add_up(result_);
    result_.laws_known = any([](const ComponentClaims& c) { return c.speaks_of_laws(); });
    result_.lie_known = any([](const ComponentClaims& c) { return c.lie_rank.has_value(); });
    result_.question = !result_.laws_known ? Question::rank
                       : result_.lie_known ? Question::certify
                                           : Question::laws;
    result_.complete = claims_.complete;
    dimensions();
    return std::move(result_);
  }

 private:
  const CertificateClaims& claims_;
  const std::string& file_;
  Result result_;

  template <class Holds>
  bool any(const Holds& holds) const {
    return std::any_of(claims_.components.begin(), claims_.components.end(), holds);
  }

  // Of the whole, degree by degree, as far as no degree is missing.
  void dimensions() {
    const auto& stated = claims_.has_scopes ? claims_.tensor : claims_.components[0].dimensions;
    result_.dimensions.clear();
    for (const auto& [d, dimension] : stated)
      if (d == result_.dimensions.size() + 1) result_.dimensions.emplace_back(dimension);
    result_.degrees.degree = static_cast<std::uint32_t>(result_.dimensions.size());
  }
};

}  // namespace

Result as_claimed(const Model& model, const CertificateClaims& claims, const std::string& file,
                  const Progress& progress) {
  return Claimed(model, claims, file, progress).run();
}

}  // namespace abide
