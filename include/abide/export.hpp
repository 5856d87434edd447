/// \file
/// Results as text, JSON and LaTeX.
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("linear:3,2,3"), {});
///     std::string text = abide::to_text(r, abide::LawListing::kinds);
///     assert(text.find("Lie rank 9 of 12") != std::string::npos);
///     assert(text.find("complete") != std::string::npos);
#pragma once

#include <abide/certify.hpp>

#include <string>

namespace abide {

/// Which laws are listed: one per kind with its number, one per orbit, or all.
enum class LawListing { kinds, orbits, all };

ABIDE_API std::string to_text(const Result& result, LawListing listing);
/// `timings`: false leaves them out; without them the bytes depend on the model and the degree only.
/// `certificate`: the name of the certificate file, or empty for null.
ABIDE_API std::string to_json(const Result& result, LawListing listing, bool timings,
                              const std::string& certificate);
/// A complete document that pdflatex accepts.
ABIDE_API std::string to_latex(const Result& result, LawListing listing);

}  // namespace abide
