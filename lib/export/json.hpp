// Results as JSON values: alone, or as part of a row of a sweep.
#pragma once

#include <abide/export.hpp>

#include <nlohmann/json.hpp>

namespace abide {

using Json = nlohmann::ordered_json;

/// All fields of a result but its format.
Json json_of(const Report& report);
/// The same fields back. Throws Json::exception.
Report report_of(const Json& json);

}  // namespace abide
