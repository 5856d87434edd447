/// \file
/// The certificate: evidence as lines (data/format/certificate.md).
///
/// Example (also a test):
///
///     std::string text = abide::certificate_text(abide::certify(abide::make_model("linear:1,2,1"),
///     {})); assert(text.starts_with("abide-certificate 1\n"));
#pragma once

#include <abide/laws.hpp>
#include <abide/lie.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace abide {

/// What the driver found, in the form the certificate states it; of a union of networks, all but
/// the model is of one copy.
struct ABIDE_API Evidence {
  const Model* model = nullptr;
  const Distribution* fields = nullptr;
  const LawSpace* laws = nullptr;  ///< may be null: rank only
  const LieRank* lie = nullptr;    ///< null for monomial maps and law-only runs
  const Involutivity* involutive = nullptr;
  bool complete = false;
  bool all_laws = true;  ///< every image of a law as a law of its own
};
/// How many terms and about how many bytes the laws of a certificate take.
struct CertificateSize {
  std::uint64_t terms = 0;
  double bytes = 0;
};
ABIDE_API CertificateSize certificate_size(const LawSpace& laws, bool all_laws);
/// Passes the text piece by piece to `sink`. Cost: linear in the evidence. Identical for equal
/// evidence.
ABIDE_API void write_certificate(const Evidence& evidence,
                                 FunctionRef<void(std::string_view)> sink);

/// What the lines of a certificate claim, by their keywords (lib/certificate/head.cpp). Numbers are
/// as they stand there: of the first copy, where the model is copies of a network, but for
/// `dimensions`. It is not a check: claims are proved when abide-check accepts the same bytes.
struct ABIDE_API CertificateClaims {
  std::string specification;  ///< empty for "canonical"
  /// What stands in the lines `law` and `elementary` behind the number.
  std::vector<std::string> laws;
  std::map<std::uint32_t, std::uint64_t> dimensions;  ///< of law spaces of the model, by degree
  std::uint32_t degree = 0;                           ///< the highest one, those of parts too
  std::vector<DegreeBound> bounds;                    ///< of the line `within`
  std::optional<std::uint64_t> independent;           ///< M
  std::optional<std::uint64_t> lie_rank;              ///< K, a lower bound
  std::optional<std::uint64_t> lie_rank_at_most;      ///< of the line `involutive`
  bool complete = false;
  /// Does it claim anything of laws?
  bool speaks_of_laws() const noexcept {
    return !laws.empty() || !dimensions.empty() || independent.has_value();
  }
};
/// Throws Error{input} with the line. Cost: linear in the text.
ABIDE_API CertificateClaims read_certificate_claims(const std::string& text,
                                                    const std::string& file);

}  // namespace abide
