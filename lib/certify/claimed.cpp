// A result that says what a certificate claims and nothing else: numbers come from its lines, which
// abide-check accepted; only the laws are computed again, to have them as functions.
#include <abide/certify.hpp>
#include <unordered_set>

namespace abide {

namespace {

class Claimed {
 public:
  Claimed(const Model& model, const CertificateClaims& claims, const std::string& file,
          const Progress& progress)
      : claims_(claims), file_(file) {
    Options options;
    options.question = Question::laws;
    options.degree = claims.speaks_of_laws() ? claims.degree : 1;
    options.bounds = claims.bounds;
    result_ = certify(model, options, progress);
  }

  Result run() {
    if (!claims_.speaks_of_laws()) result_.question = Question::rank;
    if (claims_.speaks_of_laws() && claims_.lie_rank) result_.question = Question::certify;
    result_.lie.reset();
    result_.stopped = false;
    result_.stop_reason.clear();
    laws();
    rank();
    result_.complete = claims_.complete;
    return std::move(result_);
  }

 private:
  const CertificateClaims& claims_;
  const std::string& file_;
  Result result_;

  [[noreturn]] void differs(const std::string& what) const {
    throw Error(
        ErrorKind::input, {file_, 0, 0},
        "cannot be exported: the certificate states " + what + " that abide does not find again");
  }

  std::uint64_t copies() const { return result_.model->copies(); }

  void laws() {
    const std::uint64_t found = result_.independent_laws,
                        stated = copies() * claims_.independent.value_or(0);
    if (stated > found) differs(std::to_string(stated) + " independent laws");
    result_.independent_laws = stated;
    if (!claims_.speaks_of_laws()) {
      result_.laws.reset();
      return;
    }
    LawSpace& space = *result_.laws;
    space.parts.clear();
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
    result_.degrees.degree = degree;
  }

  // The laws as a certificate states them, of those with images the first one.
  std::vector<std::string> written(const LawSpace& space) const {
    LawSpace plain;
    plain.laws = space.laws;
    for (Law& law : plain.laws) law.image_of.reset();
    std::string text;
    write_certificate(
        {result_.model.get(), result_.fields.get(), &plain, nullptr, nullptr, false, false},
        [&text](std::string_view piece) { text += piece; });
    return read_certificate_claims(text, file_).laws;
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

  void rank() {
    result_.lie_known = claims_.lie_rank.has_value();
    if (!result_.lie_known) return;
    const std::uint64_t most = result_.fields->coordinates() - claims_.independent.value_or(0);
    result_.lie_lower = copies() * *claims_.lie_rank;
    result_.lie_upper = copies() * std::min(most, claims_.lie_rank_at_most.value_or(most));
  }
};

}  // namespace

Result as_claimed(const Model& model, const CertificateClaims& claims, const std::string& file,
                  const Progress& progress) {
  return Claimed(model, claims, file, progress).run();
}

}  // namespace abide
