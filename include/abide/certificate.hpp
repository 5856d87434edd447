/// \file
/// The certificate: claims and their evidence as lines (data/format/certificate.md), written and
/// read.
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("linear:1,2,1"), {});
///     std::string text = abide::certificate_text(r);
///     assert(text.starts_with("abide-certificate 2\n"));
///     assert(abide::read_certificate_head(text, "c.cert").specification == "linear:1,2,1");
#pragma once

#include <abide/claims.hpp>
#include <abide/lie.hpp>
#include <abide/progress.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace abide {

/// What proves the claims about one component, in its own coordinates.
struct ABIDE_API Evidence {
  std::shared_ptr<const LawSpace> laws;  ///< null for Question::rank (monomial maps keep it)
  /// Of the Lie rank from below: words, or the exponents of a monomial map.
  std::variant<std::monostate, LieRank, ExponentRank> rank;
  std::optional<Involutivity> involutive;  ///< of the Lie rank from above

  /// The words, or null.
  const LieRank* lie() const noexcept { return std::get_if<LieRank>(&rank); }
  const ExponentRank* exponents() const noexcept { return std::get_if<ExponentRank>(&rank); }
};

/// Passes the certificate of these claims piece by piece to `sink`; evidence of every component.
/// `all_laws`: every image of a law under symmetries as a law of its own; else one law per kind of
/// image. Cost: linear in the evidence. Identical for equal evidence. Throws Error{limit} before
/// anything is passed on when the laws would take more than 10^8 terms.
ABIDE_API void write_certificate(const Claims& claims, const std::vector<Evidence>& evidence,
                                 bool all_laws, FunctionRef<void(std::string_view)> sink);
/// Throws the same Error{limit} for a network of this size (or a sum of some): before anything is
/// computed.
ABIDE_API void check_certificate_size(const Model& model, bool all_laws);

/// The question at the head of a certificate, which abide-check is to be asked.
struct ABIDE_API CertificateHead {
  std::string specification;  ///< empty: the model is in a canonical file
  std::string title;          ///< a label, or empty
  Dynamics dynamics;
  Question question = Question::certify;  ///< that was asked: a statement, no claim
  std::uint32_t degree = 0;               ///< of it; 0 for Question::rank
  bool has_bounds = false;                ///< on the degree in groups of coordinates
};
/// Throws Error{input} with the line. Cost: that of the head.
[[nodiscard]] ABIDE_API CertificateHead read_certificate_head(std::string_view text,
                                                              const std::string& file);

/// The claims of a certificate that abide-check accepted: numbers, bounds and completeness are read
/// from what `abide-check --claims` printed about these very bytes, functions from the lines `law`,
/// `elementary`, `image` and `symmetry` of the text; evidence is skipped. `model`: that of the
/// head, with its dynamics. Equal to the claims it was written from. Throws Error{input} with the
/// line where the two texts do not fit each other or the model. Cost: linear in the two texts.
[[nodiscard]] ABIDE_API Claims read_certificate(std::string_view text, std::string_view printed,
                                                const Model& model, const std::string& file,
                                                const Progress& progress);

}  // namespace abide
