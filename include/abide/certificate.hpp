/// \file
/// The certificate: evidence as lines (data/format/certificate.md).
///
/// Example (also a test):
///
///     std::string text = abide::certificate_text(abide::certify(abide::make_model("linear:1,2,1"),
///     {})); assert(text.starts_with("abide-certificate 2\n"));
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

/// What the driver found of one component, in its own coordinates.
struct ComponentEvidence {
  const Distribution* fields = nullptr;
  const LawSpace* laws = nullptr;  ///< may be null: rank only
  const LieRank* lie = nullptr;    ///< null for monomial maps and law-only runs
  const Involutivity* involutive = nullptr;
  std::uint64_t copies = 1;
};
/// What the driver found, in the form the certificate states it.
struct ABIDE_API Evidence {
  const Model* model = nullptr;  ///< that the certificate is of, with its dynamics
  std::vector<ComponentEvidence> components;
  std::vector<std::uint64_t> tensor;  ///< with scopes: the law spaces of the whole of degree 1 … N
  bool complete = false;
  std::string asked = "certify";  ///< with the degree: a statement, no claim
  bool all_laws = true;           ///< every image of a law as a law of its own
  /// Several components, or copies of one?
  bool has_scopes() const noexcept {
    return components.size() != 1 || components.front().copies != 1;
  }
};
/// How many terms the laws of a certificate have, those that its groups stand for included.
ABIDE_API std::uint64_t written_terms(const LawSpace& laws, bool all_laws);
/// Passes the text piece by piece to `sink`. Cost: linear in the evidence. Identical for equal
/// evidence.
ABIDE_API void write_certificate(const Evidence& evidence,
                                 FunctionRef<void(std::string_view)> sink);

/// What the lines of a certificate claim of one component, by their keywords.
struct ABIDE_API ComponentClaims {
  /// What stands in the lines `law` and `elementary` behind the number.
  std::vector<std::string> laws;
  std::map<std::uint32_t, std::uint64_t> dimensions;  ///< of law spaces, by degree
  std::uint32_t degree = 0;                           ///< the highest one
  std::vector<DegreeBound> bounds;                    ///< of the line `within`
  std::optional<std::uint64_t> independent;           ///< M
  std::optional<std::uint64_t> lie_rank;              ///< K, a lower bound
  std::optional<std::uint64_t> lie_rank_at_most;      ///< of the line `involutive`
  /// Does it claim anything of laws?
  bool speaks_of_laws() const noexcept {
    return !laws.empty() || !dimensions.empty() || independent.has_value();
  }
};
/// Of a whole certificate (lib/certificate/head.cpp). It is not a check: claims are proved when
/// abide-check accepts the same bytes.
struct ABIDE_API CertificateClaims {
  std::string specification;  ///< empty for "canonical"
  std::string dynamics = "gradient-flow", metric = "identity",
              loss = "spanning";            ///< beside the model
  std::vector<ComponentClaims> components;  ///< one, if there are no scopes
  bool has_scopes = false;
  std::map<std::uint32_t, std::uint64_t> tensor;  ///< with scopes: law spaces of the whole
  bool complete = false;
};
/// Throws Error{input} with the line. Cost: linear in the text.
ABIDE_API CertificateClaims read_certificate_claims(const std::string& text,
                                                    const std::string& file);

}  // namespace abide
