/// \file
/// Laws for other systems: computer algebra systems, in which they can be checked again, and
/// numerical code.
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("linear:1,1,1"), {});
///     abide::Sheet sheet = abide::make_sheet(r, abide::LawListing::all);
///     assert(abide::to_host(sheet, "pari").find("U1_1_1^2 - U2_1_1^2") != std::string::npos);
///     assert(abide::host_formats().front() == "sympy");
///     const std::string answer = abide::to_answer(sheet, "", "gap");
///     assert(answer.find("laws := x -> [Sum([x[1]^2, -x[2]^2])]") != std::string::npos);
///
/// Thread safety: everything here is a function of its arguments.
#pragma once

#include <abide/export.hpp>
#include <optional>
#include <string>
#include <vector>

namespace abide {

/// A law as other systems get it.
struct HostLaw {
  ElementaryFunction function;  ///< denominator: one term; logarithms: multiplied by numbers only
  std::string kind;
  std::uint64_t multiplicity = 1;   ///< it stands for so many of its kind
  std::optional<bool> independent;  ///< nothing where it was not determined
};

/// What an export says, as data: made once, written in many languages.
struct ABIDE_API Sheet {
  Report summary;  ///< without the laws
  Coordinates layout;
  std::vector<HostLaw> laws;  ///< at most 10^6 terms
  /// X_1 … X_d; the drift, if there is a time, is the last one. Nothing beyond 2·10^5 terms.
  std::optional<std::vector<FieldComponents>> fields;
};

/// Cost: linear in the terms of laws and fields.
[[nodiscard]] ABIDE_API Sheet make_sheet(const Claims& claims, LawListing listing);
/// From a JSON result (read_report), whose model must be a specification, maybe with dynamics.
/// Every law is proved again. Throws Error{input} for other models and for laws that are none;
/// `file` is for messages.
[[nodiscard]] ABIDE_API Sheet make_sheet(const Report& report, const std::string& file);

/// The names of the formats of to_host.
[[nodiscard]] ABIDE_API const std::vector<std::string>& host_formats();
/// The sheet as a program of one system. Names that the system cannot spell or may know already are
/// changed, and the program says how. Throws Error{input} for an unknown format.
[[nodiscard]] ABIDE_API std::string to_host(const Sheet& sheet, const std::string& format);

/// The systems whose adapters ask by a pipe, and what these are answered: one value of the system
/// with the members of data/format/answer.md, in which coordinates stand by their positions. All
/// throw Error{input} for an unknown system.
[[nodiscard]] ABIDE_API const std::vector<std::string>& answer_formats();
/// A sheet, with the certificate beside it.
[[nodiscard]] ABIDE_API std::string to_answer(const Sheet& sheet, const std::string& certificate,
                                              const std::string& system);
/// The coordinates alone.
[[nodiscard]] ABIDE_API std::string to_answer(const Coordinates& layout, const std::string& system);
/// Yes or no: is it a law, is the certificate accepted?
[[nodiscard]] ABIDE_API std::string to_answer(bool holds, const std::string& system);
/// Why there is no other answer.
[[nodiscard]] ABIDE_API std::string to_answer(const Error& error, const std::string& system);

}  // namespace abide
