// Results as JSON values: alone, or as part of a row of a sweep.
#pragma once

#include <abide/export.hpp>
#include <nlohmann/json.hpp>

namespace abide {

using Json = nlohmann::ordered_json;

/// `null` for a law that is no polynomial.
inline Json degree_or_null(std::uint32_t degree) {
  return degree == 0 ? Json(nullptr) : Json(degree);
}
/// All fields of a result but its format.
Json json_of(const Report& report);
Json json_of(const Report::Family& family);
/// A family in three scripts.
Report::Family written(const LawFamily& family);
/// The same fields back, as a statement of the file. Throws Json::exception, and Error{input} where
/// they contradict each other.
Report report_of(const Json& json, const Location& where);

}  // namespace abide
