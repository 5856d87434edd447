/// \file
/// abide: all conservation laws of a training dynamics, proved.
///
///     model -> fields -> system -> kernel -> laws --+--> certificate -> certify -> hypothesis,
///     sweep, notation -> export -> hosts
///                 |                                 |
///                 +-----------> lie ----------------+
///
/// Example (also a test):
///
///     abide::Result r = abide::certify(abide::make_model("relu:2,3,2,bias"), {});
///     assert(r.complete && r.independent_laws == 3);
#pragma once

#include <abide/certificate.hpp>
#include <abide/certify.hpp>
#include <abide/claims.hpp>
#include <abide/components.hpp>
#include <abide/coordinates.hpp>
#include <abide/exact.hpp>
#include <abide/export.hpp>
#include <abide/expression.hpp>
#include <abide/fields.hpp>
#include <abide/hosts.hpp>
#include <abide/hypothesis.hpp>
#include <abide/kernel.hpp>
#include <abide/laws.hpp>
#include <abide/lie.hpp>
#include <abide/model.hpp>
#include <abide/notation.hpp>
#include <abide/progress.hpp>
#include <abide/status.hpp>
#include <abide/sweep.hpp>
#include <abide/system.hpp>
